"""The nominative of a place name as it stands in a text: "в Бахмуті", "Kijowa", "Pariisissa", "İstanbul'da".

The candidates are to be looked up exactly, never by likeness, so that a wrong one costs little. A word is undone by the
tables of `endings`; in a name of several words each may be inflected, an adjective agrees with its noun, and what
follows a preposition inside the name stays (Ростове-на-Дону).
"""

from __future__ import annotations

import itertools
import re
from math import prod
from typing import Literal, NamedTuple

from gazetteer.lexicon.endings import Ending, alternations, endings, prefixes
from gazetteer.lexicon.languages import languages, script_of, trust

LIMIT = 12
"""How many candidates are given at most."""

# What a candidate's weight is multiplied with, and how many ways to undo one word enter into combinations.
FACTORS = {
    "preposition": 0.9,  # nothing but a preposition taken off: accusatives, uninflected names
    "capital preposition": 0.5,  # it may be the first word of the name: De Haan
    "alternation": 0.9,
    "shadowed": 0.6,  # a longer ending of the same language fits: Bachmucie is Bachmut rather than Bachmuc
    "derived": 0.7,  # from an adjective that was itself declined
    "first as it is": 0.6,  # Івано-Франківську
    "last as it is": 0.2,
    "two nouns": 0.4,  # of two nouns one is seldom inflected
    "disagree": 0.3,
}
PER_WORD = {1: LIMIT, 2: 4, 3: 3}
_TEXT_LIMIT = 100

_SEPARATOR = re.compile(r"([\s\-‐‑–]+)")
_VOWELS = frozenset("aeiouyąęáéíóúůýàèäöüõāēīūėаеєиіїоуюяыэёьй")
_IMPOSSIBLE = re.compile("[аеєиіїоуюяыэёьй]ь$|[бвгґджзклмнпрстфхцчшщьъ]й$|[гкх][ыя]$|[аеєиіїоуюяыэё]ы$", re.IGNORECASE)
_ELISION = re.compile(r"(?:d|l|dell|nell|dall|all|sull)['’](?=\w)", re.IGNORECASE)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))

# Gender and number by the last letter of a nominative, for agreement in Slavic names.
_NOUN_ENDINGS = {"f": "аяь" + "a", "n": "оеёє" + "oeě", "p": "иіїы" + "yie"}
_ADJECTIVE_ENDINGS = {"m": "йиіы" + "yiýí", "f": "ая" + "aáí", "n": "еоє" + "eoéí", "p": "иіїые" + "eiyéí"}


class Nominative(NamedTuple):
    """A candidate of the nominative.

    Args:
        text: the name, in the script and capitals of what was given.
        lang: the language whose rule was applied.
        weight: how likely the rule is the right one, 0 to 1; a judgement.
        rule: the rule, for people: "uk locative -і".
        kind: `adjective` where an adjective was declined or led back to its place.
    """

    text: str
    lang: str
    weight: float
    rule: str
    kind: Literal["noun", "adjective"]


def nominatives(text: str, lang: str | None = None) -> tuple[Nominative, ...]:
    """Undo the inflection of a place name.

    Args:
        text: the name as it stands in a text, with the preposition before it or without.
        lang: the language of the text, BCP 47; without it all languages of the script are tried.

    Returns:
        At most `LIMIT` candidates, the likeliest first, none of them the text itself.
    """
    if len(text) > _TEXT_LIMIT or not (believed := trust(text, lang)):
        return ()
    found: dict[str, Nominative] = {}
    for name, tags, factor, rule in _without_prepositions(text, believed):
        if rule:
            _keep(found, Nominative(name, next(iter(tags)), factor, rule, "noun"))
            factor = factor / FACTORS["preposition"]
        for candidate in _undone(name, tags):
            _keep(found, candidate, factor)
    found.pop(text, None)
    return tuple(sorted(found.values(), key=lambda n: (-n.weight, n.text))[:LIMIT])


def _keep(found: dict[str, Nominative], new: Nominative, factor: float = 1.0) -> None:
    known = found.get(new.text)
    if known is None or known.weight < new.weight * factor:
        found[new.text] = Nominative(new.text, new.lang, new.weight * factor, new.rule, new.kind)


def _without_prepositions(text: str, believed: dict[str, float]) -> list[tuple[str, dict[str, float], float, str]]:
    """The text with and without what may be a preposition: the name, its languages, a factor and the rule."""
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    table = languages()
    lower = word.lower()
    tags = {tag: weight for tag, weight in believed.items() if lower in table[tag].prepositions}
    if rest and tags:
        rule = f"{'/'.join(tags)} preposition {lower}"
        if word != lower:
            stripped = (rest, tags, FACTORS["capital preposition"] * FACTORS["preposition"], rule)
            return [(text, believed, 1.0, ""), stripped]
        # One more may follow: "από την Αθήνα", "a da".
        second, _, further = rest.partition(" ")
        if further and any(second in table[tag].prepositions for tag in tags):
            rest = further.strip()
        # A preposition says more about the language than the name's letters do.
        sure = {tag: max(weight, 0.9) if len(tags) == 1 else weight for tag, weight in tags.items()}
        return [(rest, sure, FACTORS["preposition"], rule)]
    if elided := _ELISION.match(text):
        rule = f"preposition {elided[0].lower()}"
        return [(text, believed, 1.0, ""), (text[elided.end() :], believed, FACTORS["preposition"], rule)]
    return [(text, believed, 1.0, "")]


def _undone(name: str, tags: dict[str, float]) -> list[Nominative]:
    """The candidates for a name without preposition."""
    parts = _SEPARATOR.split(name)
    words = parts[::2]
    table = languages()
    inner = [i for i in range(1, len(words)) if any(words[i].lower() in table[tag].prepositions for tag in tags)]
    head = inner[0] if inner else len(words)
    found = [n for tag in tags if prefixes(tag) for n in _unprefixed(name, tag, tags[tag])]
    if head not in PER_WORD:
        return found
    tail = "".join(parts[2 * head - 1 :])
    undone = [_word(word, tags) for word in words[:head]]
    limit = PER_WORD[head]
    if head == 1:
        return found + [Nominative(n.text + tail, n.lang, n.weight, n.rule, n.kind) for n in undone[0]]
    for tag in tags:
        choices = [
            _choices(word, [n for n in ways if n.lang == tag][:limit])
            for word, ways in zip(words, undone, strict=False)
        ]
        for chosen in itertools.product(*choices):
            if combined := _combined(chosen, parts, tail):
                found.append(combined)
    return found


def _choices(word: str, ways: list[Nominative]) -> list[Nominative]:
    return [Nominative(word, "", 1.0, "", "noun"), *ways]


def _combined(chosen: tuple[Nominative, ...], parts: list[str], tail: str) -> Nominative | None:
    """One name out of one choice for each of its words; None where none of them is changed."""
    changed = [n for n in chosen if n.rule]
    if not changed:
        return None
    weight = prod(n.weight for n in changed)
    for place, n in enumerate(chosen, 1):
        if not n.rule:
            weight *= FACTORS["last as it is" if place == len(chosen) else "first as it is"]
    if len(changed) > 1:
        weight **= 1 / len(changed)  # the words of one name are inflected together, not by chance
        if all(n.kind == "noun" for n in changed):
            weight *= FACTORS["two nouns"]
        elif not _agree(changed):
            weight *= FACTORS["disagree"]
    text = "".join(n.text + parts[2 * i + 1] if i < len(chosen) - 1 else n.text for i, n in enumerate(chosen)) + tail
    kind: Literal["noun", "adjective"] = "adjective" if all(n.kind == "adjective" for n in changed) else "noun"
    return Nominative(text, changed[0].lang, weight, ", ".join(n.rule for n in changed), kind)


def _agree(changed: list[Nominative]) -> bool:
    """Whether adjectives and nouns may have one gender and number."""
    shared: set[str] | None = None
    for n in changed:
        last = n.text[-1].lower()
        table = _ADJECTIVE_ENDINGS if n.kind == "adjective" else _NOUN_ENDINGS
        genders = {gender for gender, letters in table.items() if last in letters}
        if n.kind == "noun" and (not genders or last == "ь"):
            genders.add("m")
        shared = genders if shared is None else shared & genders
    return bool(shared)


def _word(word: str, tags: dict[str, float]) -> list[Nominative]:
    """The ways to undo one word, each language's likeliest first."""
    ways: dict[tuple[str, str, str], Nominative] = {}
    for ending, text, likely in _rules(word, tags):
        kind: Literal["noun", "adjective"] = "noun" if ending.kind == "noun" else "adjective"
        weight = likely * tags[ending.lang]
        new = [Nominative(text, ending.lang, weight, ending.rule, kind)]
        if ending.kind == "noun":
            new += [
                Nominative(strong, ending.lang, weight * FACTORS["alternation"], f"{ending.rule}, {change}", kind)
                for strong, change in _strengthened(text, ending.lang)
            ]
        if ending.kind == "adjective":
            new += [
                Nominative(
                    place,
                    ending.lang,
                    weight * chance * FACTORS["derived"],
                    f"{ending.rule}, {origin.rule}",
                    kind,
                )
                for origin, place, chance in _rules(text, {ending.lang: 1.0})
                if origin.kind == "derived"
            ]
        for n in new:
            key = (n.text, n.lang, n.kind)
            if n.text != word and (key not in ways or ways[key].weight < n.weight):
                ways[key] = n
    return sorted(ways.values(), key=lambda n: -n.weight)


def _rules(word: str, tags: dict[str, float]) -> list[tuple[Ending, str, float]]:
    """The endings that a word may have, each with the word that undoing it gives, and its weight."""
    script = script_of(word)
    if script is None:
        return []
    table = endings(script)
    tail = word[-table.longest :].translate(_APOSTROPHES)
    lower = tail.lower()
    if len(lower) != len(tail):  # İ is two characters in lower case
        lower = tail.replace("İ", "i").lower()
    found: list[tuple[Ending, str, float]] = []
    longest: dict[tuple[str, str], int] = {}
    shift = len(word) - len(tail)
    for start in range(len(tail) + 1):
        at = shift + start
        for ending in table.rules.get(lower[start:], ()):
            if ending.lang not in tags or at < 1 or at + len(ending.nominative) < 2:
                continue
            text = _replaced(word, at, ending)
            if _impossible(ending, text):
                continue
            shadowed = longest.setdefault((ending.lang, ending.kind), len(ending.ending)) > len(ending.ending)
            found.append((ending, text, ending.weight * FACTORS["shadowed"] if shadowed else ending.weight))
    return found


def _replaced(word: str, at: int, ending: Ending) -> str:
    shouted = len(word) > 1 and word.isupper()
    text = word[:at] + (ending.nominative.upper() if shouted else ending.nominative)
    if ending.kind == "derived" and text[0].islower():
        return text[0].upper() + text[1:]
    return text


def _impossible(ending: Ending, text: str) -> bool:
    """Whether no word ends so: a genitive plural on a vowel, a soft sign after a vowel, й after a consonant, кы."""
    if not ending.ending and text[: -len(ending.nominative)][-1:].lower() in _VOWELS:
        return True
    return _IMPOSSIBLE.search(text) is not None


def _strengthened(text: str, lang: str) -> list[tuple[str, str]]:
    """The text with the strong grade before its last vowel, for languages with consonant gradation."""
    found = []
    for weak, strong in alternations(lang):
        if text[:-1].endswith(weak) and len(text) > len(weak) + 1:
            found.append((text[: -1 - len(weak)] + strong + text[-1], f"{strong}/{weak}"))
    return found


def _unprefixed(name: str, lang: str, trusted: float) -> list[Nominative]:
    """The name without what its language writes together with it."""
    return [
        Nominative(text, lang, prefix.weight * trusted, prefix.rule, "noun")
        for prefix in prefixes(lang)
        if name.startswith(prefix.ending) and len(text := prefix.nominative + name[len(prefix.ending) :]) > 2
    ]
