"""What a desk should look at again in an annotated text, in sentences, with what may be written instead.

Each place has one spelling that is proposed for it: the style list's, else the first in the text that no other rule
speaks against. So what is applied is not proposed to be changed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from gazetteer.annotation.first_mentions import is_body, is_excused, wanted
from gazetteer.annotation.habits import Habit, begun_by_habit, foreign_habit, former
from gazetteer.annotation.markup import rewritten
from gazetteer.annotation.respelling import respelt
from gazetteer.annotation.standing import is_in_title, is_within, quotations
from gazetteer.annotation.style import by_place
from gazetteer.index.index import Index
from gazetteer.lexicon.generic import phrase
from gazetteer.lexicon.tongues import language_name, primary
from gazetteer.model import (
    RULES,
    AnnotateOptions,
    Annotation,
    Candidate,
    Finding,
    Mention,
    Style,
    StyleEntry,
    Verdict,
)
from gazetteer.text import APOSTROPHES, fold
from gazetteer.translit.scripts import script_of

MOST_LOOKED_AT = 2_000  # spellings of places that are compared with the gazetteer's names
MOST_UNKNOWN = 50  # unknown words that are compared with the places of the text
CODE_LETTERS = 3  # of a code or an abbreviation, at most
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_QUOTED = " It stands in a quotation, so it is left as it is."
_TITLED = " It seems to be part of a title, so it is left as it is."
_INFLECTED = " It is inflected here: change it by hand."


@dataclass(frozen=True, slots=True)
class _Use:
    """A mention of a known place: its spelling without words for the kind of place, and where that stands.

    Args:
        number: of the mention.
        id: the place's.
        row: the place's.
        spelling: in the nominative.
        start: where it begins in the text.
        end: where it ends.
        quoted: whether others have written it so.
        titled: whether it is part of the title of a thing.
    """

    number: int
    id: int
    row: int
    spelling: str
    start: int
    end: int
    quoted: bool
    titled: bool


@dataclass(frozen=True, slots=True)
class _Against:
    """What speaks against a spelling: the rule, and a sentence."""

    rule: str
    message: str


def linted(index: Index, text: str, annotation: Annotation, options: AnnotateOptions) -> Annotation:
    """The annotation with what a desk should look at again.

    Args:
        index: the opened index.
        text: the text that was annotated.
        annotation: its places.
        options: the style list, the text's date, and which rules are off.
    """
    rules = frozenset(RULES) - set(options.rules_off)
    lang = primary(annotation.lang) if annotation.lang else None
    quoted = quotations(text)
    uses = _uses(index, text, annotation.mentions, lang, quoted)
    found = [
        *_spellings(index, text, uses, lang, options, rules),
        *_unsettled(index, annotation.mentions, uses, lang, rules),
    ]
    if not options.in_quotes:
        found = [one for one in found if not is_within(quoted, one[1].start, one[1].end)]
    order = sorted(found, key=lambda one: (one[1].start, one[1].end, RULES.index(one[1].rule)))
    about: dict[int, list[int]] = {}
    for place, (number, _) in enumerate(order):
        about.setdefault(number, []).append(place)
    mentions = tuple(
        replace(mention, findings=tuple(about[number])) if number in about else mention
        for number, mention in enumerate(annotation.mentions)
    )
    return replace(annotation, mentions=mentions, findings=tuple(finding for _, finding in order))


def apply(text: str, findings: Iterable[Finding], *, html: bool = False) -> str:
    """The text with what the findings propose; of two for one stretch the first rule's.

    Args:
        text: the text that they are about, or the HTML.
        findings: of it.
        html: whether it is HTML: what is written is escaped then, and tags within a name stay.
    """
    chosen = sorted(
        (one for one in findings if one.replacement is not None),
        key=lambda one: (one.start, RULES.index(one.rule), -one.end),
    )
    parts, at = [], 0
    for one in chosen:
        if not at <= one.start < one.end <= len(text):
            continue
        new = _written(text[one.start : one.end], one.text, one.replacement or "", html)
        if new is not None:
            parts += [text[at : one.start], new]
            at = one.end
    return "".join([*parts, text[at:]])


def _written(standing: str, read: str, new: str, html: bool) -> str | None:
    """What is written where a finding stands; None where something else stands there than it is about."""
    if html:
        return rewritten(standing, read, new)
    return new if standing == read else None


Numbered = tuple[int, Finding]  # with the number of its mention


def _uses(
    index: Index, text: str, mentions: Sequence[Mention], lang: str | None, quoted: list[tuple[int, int]]
) -> list[_Use]:
    """The mentions of known places, but those by a code."""
    edges = frozenset(edge for mention in mentions for edge in (mention.start, mention.end))
    out = []
    for number, mention in enumerate(mentions):
        answer = mention.resolution
        if mention.kind != "place" or answer.verdict is not Verdict.MATCH or not answer.candidates:
            continue
        best = answer.candidates[0]
        spelling, standing = phrase(mention.name, lang).core, phrase(mention.text, lang).core
        if best.matched.name.is_code or _is_code(spelling):
            continue
        start = mention.start + max(mention.text.find(standing), 0)
        end = start + len(standing)
        within = is_within(quoted, mention.start, mention.end)
        titled = is_in_title(text, mention.start, mention.end, lang, edges)
        out.append(_Use(number, best.place.id, index.places.row(best.place.id), spelling, start, end, within, titled))
    return out


def _spellings(
    index: Index, text: str, uses: list[_Use], lang: str | None, options: AnnotateOptions, rules: frozenset[str]
) -> list[Numbered]:
    """What is amiss with spellings of known places."""
    styles = by_place(options.style or Style())
    grouped: dict[tuple[int, str | None], list[_Use]] = {}
    for use in uses:
        grouped.setdefault((use.id, script_of(use.spelling)), []).append(use)
    out: list[Numbered] = []
    left = MOST_LOOKED_AT
    for (id, script), group in grouped.items():
        entry = styles.get((id, lang or "")) or styles.get((id, ""))
        if entry is not None and script_of(entry.spelling) != script:
            entry = None
        if entry is not None:
            out += _first(text, group, entry, rules)
            group = [use for use in group if not is_excused(text, use.start, use.end, (entry.first, *entry.kept))]
        against: dict[str, list[_Against]] = {}
        for use in group:
            if use.spelling not in against:
                left -= 1
                against[use.spelling] = _against(index, use, entry, lang, options, rules) if left >= 0 else []
        target = _target(index, group, entry, against, lang) if group else None
        for use in group:
            said = [*against[use.spelling], *_second(group, use, target, rules)]
            out += [(use.number, _finding(text, use, one, target, lang)) for one in said]
    return out


def _first(text: str, group: list[_Use], entry: StyleEntry, rules: frozenset[str]) -> list[Numbered]:
    """What the style wants where a text first names a place: in its body, outside of quotations and titles."""
    use = next((one for one in group if not (one.quoted or one.titled) and is_body(text, one.start, one.end)), None)
    if use is None:
        return []
    standing = text[use.start : use.end]
    plain = fold(standing) == fold(use.spelling)  # of an inflected name the form is for a person to find
    return [
        (use.number, Finding(one.rule, use.start, use.end, standing, one.message, one.text if plain else None, use.id))
        for one in wanted(text, use.start, use.end, entry)
        if one.rule in rules
    ]


def _against(
    index: Index,
    use: _Use,
    entry: StyleEntry | None,
    lang: str | None,
    options: AnnotateOptions,
    rules: frozenset[str],
) -> list[_Against]:
    """What speaks against a spelling by itself. A style list has the last word."""
    if entry is not None:
        letters = _letters(use.spelling)
        if letters in map(_letters, (entry.spelling, *entry.also)) or "off-style" not in rules:
            return []
        never = letters in map(_letters, entry.never)
        why = "must not be written" if never else "is not this desk's spelling"
        note = f" ({entry.note})" if entry.note else ""
        return [_Against("off-style", f"“{use.spelling}” {why}: write “{entry.spelling}”{note}.")]
    out = []
    if "historic" in rules and (gone := former(index, use.row, use.spelling, lang, options.date)):
        shown = _shown(index, use.row, lang)
        out.append(_Against("historic", f"“{use.spelling}” is a former name of {shown}, {gone}."))
    if "transcription" in rules and (habit := foreign_habit(index, use.row, use.spelling, lang)):
        out.append(_Against("transcription", _of_habit(use.spelling, habit, _shown(index, use.row, lang), lang)))
    return out


def _of_habit(spelling: str, habit: Habit, shown: str, lang: str | None) -> str:
    own = language_name(lang or "") or "this language"
    if not habit.of:
        return f"“{spelling}” is the {habit.lang} name of {shown}; this text is in {own}."
    return f"“{spelling}” is the {habit.lang} transcription of {habit.of}; in {own} it is {shown}."


def _target(
    index: Index, group: list[_Use], entry: StyleEntry | None, against: dict[str, list[_Against]], lang: str | None
) -> str | None:
    """The spelling that is proposed for a place; None where there is none that nothing speaks against.

    Of those in the text it is the place's name, else the one that stands there most often, else the first.
    """
    if entry is not None:
        return entry.spelling
    shown = _shown(index, group[0].row, lang)
    free = [use.spelling for use in group if not use.quoted and not against[use.spelling]]
    if free:
        times = Counter(map(_letters, free))
        return max(free, key=lambda spelling: (_letters(spelling) == _letters(shown), times[_letters(spelling)]))
    return shown if script_of(shown) == script_of(group[0].spelling) and not against.get(shown) else None


def _second(group: list[_Use], use: _Use, target: str | None, rules: frozenset[str]) -> list[_Against]:
    """Whether a spelling is a second one beside that which is proposed."""
    if target is None or "two-spellings" not in rules or _is_variant(use.spelling, target):
        return []
    letters = {_letters(one.spelling) for one in group}
    if len(letters) < 2:
        return []
    times = Counter(_letters(one.spelling) for one in group)
    here = times[_letters(target)]
    beside = f"“{target}” stands {here} time{'s' if here != 1 else ''}" if here else f"“{target}” is proposed"
    return [_Against("two-spellings", f"One place is spelt in {len(letters)} ways: “{use.spelling}” here, {beside}.")]


def _finding(text: str, use: _Use, said: _Against, target: str | None, lang: str | None) -> Finding:
    standing = text[use.start : use.end]
    new = respelt(standing, use.spelling, target, lang) if target is not None else None
    message = said.message
    if new == standing:
        new = None
    elif use.quoted or use.titled:
        new, message = None, message + (_QUOTED if use.quoted else _TITLED)
    elif target is not None and new is None:
        message += _INFLECTED
    return Finding(said.rule, use.start, use.end, standing, message, new, use.id)


def _unsettled(
    index: Index, mentions: Sequence[Mention], uses: list[_Use], lang: str | None, rules: frozenset[str]
) -> list[Numbered]:
    """What is to be said of mentions that no place, or none for certain, was found for."""
    out: list[Numbered] = []
    rows = list(dict.fromkeys(use.row for use in uses))[:MOST_LOOKED_AT]
    asked: dict[str, str | None] = {}
    told: dict[tuple[int, str], str] = {}  # by answer and spelling: thousands of mentions may share one
    for number, mention in enumerate(mentions):
        answer = mention.resolution
        if mention.kind != "place" or answer.verdict is Verdict.MATCH:
            continue
        unknown = answer.verdict is not Verdict.AMBIGUOUS
        rule = "unknown" if unknown else "ambiguous"
        if rule in rules:
            key = (id(answer), mention.text)
            if key not in told:
                told[key] = _unknown(mention.text) if unknown else _ambiguous(mention)
            said = told[key]
            out.append((number, Finding(rule, mention.start, mention.end, mention.text, said)))
        if "transcription" not in rules:
            continue
        if mention.name not in asked and len(asked) < MOST_UNKNOWN:
            places = [index.places.row(one.place.id) for one in answer.candidates]
            asked[mention.name] = _like_habit(index, mention.name, [*places, *rows], lang)
        if said_of := asked.get(mention.name):
            out.append((number, Finding("transcription", mention.start, mention.end, mention.text, said_of)))
    return out


def _unknown(text: str) -> str:
    return f"“{text}” is not in the gazetteer: check its spelling, or where it is."


def _ambiguous(mention: Mention) -> str:
    answer = mention.resolution
    places = " or ".join(_described(one) for one in answer.candidates[:3])
    if mention.support:
        head = f"What the text says of “{mention.text}” does not settle which is meant."
        may = f" It may be {places}: {mention.support}."
    else:
        head = f"Nothing in the text says which “{mention.text}” is meant."
        may = f" It may be {places}." if places else ""
    return f"{head}{may}{_sentence(answer.hint)}"


def _described(candidate: Candidate) -> str:
    place = candidate.place
    areas = [area for area in (place.admin1.name if place.admin1 else None, place.country_name) if area]
    return f"{place.name} ({', '.join(areas)})" if areas else place.name


def _sentence(hint: str | None) -> str:
    return f" {hint[0].upper()}{hint[1:].rstrip('.')}." if hint else ""


def _like_habit(index: Index, name: str, rows: Sequence[int], lang: str | None) -> str | None:
    """What is said of an unknown word that is written as another language writes the names of the text."""
    begins = fold(name)[:2]
    for row in rows:
        if fold(index.places.names(row)[0].text)[:2] != begins:
            continue
        habit = foreign_habit(index, row, name, lang) or begun_by_habit(index, row, name, lang)
        if habit is not None and habit.of:
            own = language_name(lang or "") or "this language"
            return (
                f"“{name}” is written as a {habit.lang} transcription ({habit.written} for {habit.of}), "
                f"and this text is in {own}."
            )
    return None


def _shown(index: Index, row: int, lang: str | None) -> str:
    return phrase(index.places.display_name(row, lang)[0], lang).core


def _letters(text: str) -> str:
    """A spelling without what capitals and kinds of apostrophes make different."""
    return normalize("NFC", text).translate(_APOSTROPHES).casefold()


def _is_code(text: str) -> bool:
    """Whether it is a code or an abbreviation: US, U.S., Kan., of which a desk has several in one text on purpose."""
    return "." in text[-1:] or (len(text) <= CODE_LETTERS and text.replace(".", "").isupper())


def _is_variant(one: str, two: str) -> bool:
    """Whether one is the other, or the other shortened: New York and New York City."""
    short, long = sorted((_letters(one), _letters(two)), key=len)
    return f" {short} " in f" {long} "
