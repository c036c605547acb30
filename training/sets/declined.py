"""Names declined by the tables of endings, the other way round: from the nominative to a form that a text may have."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from random import Random

from gazetteer.lexicon.endings import Ending, endings, prefixes
from gazetteer.lexicon.inflection import nominatives
from gazetteer.lexicon.languages import languages

VOWELS = re.compile("[aeiouyąęáéíóúůýäöüőűõāēīūėıаеєиіїоуюяыэёαεηιουωάέήίόύώ]", re.IGNORECASE)
HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
"""Turkish: the high vowel of an ending after the last vowel of a word."""
BACK = {"tr": "aıou", "hu": "aáoóuú", "fi": "aou"}
FRONT = {"tr": "eiöü", "hu": "eéiíöőüű", "fi": "äöy"}
"""The vowels of the languages whose endings take after the vowels of the word."""
LAST_ONLY = frozenset({"de", "en", "et", "fi", "hu", "hy", "ka", "nl", "sv", "tr"})
"""The languages in which only the last word of a name is declined; in the others its adjective is, too."""
ADJECTIVE, NOUN = "adjective", "noun"

Rules = dict[str, dict[str, list[Ending]]]


@cache
def rules(lang: str) -> Rules:
    """The endings of a language that decline, by kind and case."""
    found: Rules = defaultdict(lambda: defaultdict(list))
    for same in endings(languages()[lang].script).rules.values():
        for ending in same:
            if ending.lang == lang and ending.kind in (NOUN, ADJECTIVE):
                found[ending.kind][_case(ending)].append(ending)
    return found


def declined(name: str, lang: str, chance: Random) -> str | None:
    """A name in some case of a language; None where its tables know none, or could not lead it back.

    Args:
        name: in the nominative.
        lang: the language, as `gazetteer/lexicon/languages.tsv` has it.
        chance: the seeded source of randomness.
    """
    *before, last = re.split(r"([ -])", name)
    nouns = _ways(last, rules(lang).get(NOUN, {}))
    if not nouns:
        return None
    case = chance.choice(sorted(nouns))
    text = _ended(last, chance.choices(nouns[case], [ending.weight for ending in nouns[case]])[0])
    head = "".join(before)
    if len(before) == 2:
        adjectives = _ways(before[0], rules(lang).get(ADJECTIVE, {}), [case])
        if adjectives:
            head = _ended(before[0], chance.choice(adjectives[case])) + before[1]
        elif lang not in LAST_ONLY:
            return None
    elif before and lang not in LAST_ONLY:
        return None
    text = head + text
    led_back = {way.text for way in nominatives(text, lang.partition("-")[0])}
    return text if text != name and name in led_back else None


def prefixed(name: str, lang: str, chance: Random) -> str | None:
    """A name behind a preposition, or with what its language writes together with it; None where it has none."""
    joined = [prefix for prefix in prefixes(lang) if name.startswith(prefix.nominative)]
    words = [word for word in languages()[lang].prepositions if len(word) < 8]
    if joined and (not words or chance.random() < 0.6):
        prefix = chance.choices(joined, [prefix.weight for prefix in joined])[0]
        return prefix.ending + name[len(prefix.nominative) :]
    return f"{chance.choice(sorted(words))} {name}" if words else None


def _case(ending: Ending) -> str:
    """The first word of a rule's case: "locative" of "uk locative, г/з -озі"."""
    return re.split(r"[ ,]", ending.rule.removeprefix(f"{ending.lang} "))[0]


def _ways(word: str, by_case: dict[str, list[Ending]], cases: list[str] | None = None) -> dict[str, list[Ending]]:
    """By case the endings that suit a word, those whose nominative says most of it."""
    found = {}
    for case in cases or list(by_case):
        suiting = [ending for ending in by_case.get(case, ()) if _suits(word, ending)]
        longest = max((len(ending.nominative) for ending in suiting), default=0)
        if best := [ending for ending in suiting if len(ending.nominative) == longest]:
            found[case] = best
    return found


def _suits(word: str, ending: Ending) -> bool:
    lower = word.lower()
    if not lower.endswith(ending.nominative) or len(word) - len(ending.nominative) < 2:
        return False
    stem = lower[: len(lower) - len(ending.nominative)]
    if not ending.nominative and VOWELS.match(ending.ending) and VOWELS.match(stem[-1]):
        return False
    return _in_harmony(stem, ending)


def _in_harmony(stem: str, ending: Ending) -> bool:
    if ending.lang not in BACK:
        return True
    back, front = BACK[ending.lang], FRONT[ending.lang]
    heard = [letter for letter in stem if letter in back + front]
    if not heard:
        return True
    is_back = any(letter in back for letter in heard) if ending.lang == "fi" else heard[-1] in back
    if ending.lang == "tr" and any(v not in "ae" + HIGH[heard[-1]] for v in ending.ending if v in HIGH):
        return False
    return not any(letter in (front if is_back else back) for letter in ending.ending)


def _ended(word: str, ending: Ending) -> str:
    stem = word[: len(word) - len(ending.nominative)]
    return stem + (ending.ending.upper() if len(word) > 1 and word.isupper() else ending.ending)
