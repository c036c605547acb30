"""Why a candidate matched, in a word and in a sentence; each is checked on the case at hand."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from rapidfuzz.distance import OSA

from gazetteer.index.build_names import Flag
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.features import Evidence
from gazetteer.matching.probability import Weighed
from gazetteer.matching.question import Question
from gazetteer.model import How, Match, Name

SOUNDS_ALIKE = 0.9  # the ratio of sounds at depth 1 from which "sounds like" is said
_NUMBERS = ("no", "one letter", "two letters", "three letters", "four letters", "five letters")


def explain(index: Index, question: Question, weighed: Weighed, number: int) -> Match:
    """Say why a candidate matched.

    Args:
        index: the opened index.
        question: what was looked for.
        weighed: the candidates.
        number: which of them.
    """
    name_row = int(weighed.names[number])
    name = index.places.name(name_row)
    flags = int(index.columns.name_flags[name_row])
    evidence = weighed.evidence[number]
    similarity = round(float(evidence[Evidence.STRING]), 4)
    if similarity == 1.0:
        how, detail = _exactly(question, name, flags, evidence)
    elif weighed.alike[number, 1] >= SOUNDS_ALIKE and weighed.alike[number, 1] > similarity:
        how, detail = How.SOUND, f"sounds like {name.text}"
    else:
        how, detail = How.FUZZY, f"{_letters_off(index, question, int(weighed.keys[number]))} {name.text}"
    return Match(name, how, detail, similarity)


def _exactly(question: Question, name: Name, flags: int, evidence: Array) -> tuple[How, str]:
    what = _what(name, flags)
    if evidence[Evidence.NOMINATIVE_FORM]:
        return How.FOLDED, f"an inflected form of {name.text}, {what}"
    if evidence[Evidence.CORE_FORM]:
        return How.FOLDED, f"{name.text}, {what}, without the generic words"
    if name.text == question.name:
        return How.EXACT, what
    latin = bool(flags & Flag.LATIN)
    if latin and not question.foreign:
        return How.FOLDED, f"{name.text}, {what}, but for capitals, accents or punctuation"
    if not latin and question.foreign and evidence[Evidence.EXACT_NATIVE]:
        return How.FOLDED, f"{name.text}, {what}, but for capitals or marks"
    return How.ROMANIZED, f"read in Latin letters it is the same as {name.text}, {what}"


def _what(name: Name, flags: int) -> str:
    if flags & Flag.CODE:
        return "a code of the place"
    if name.historic:
        kind = f"a former name of the place{f' (until {name.until})' if name.until else ''}"
    elif flags & Flag.MAIN:
        kind = "the place's main name"
    elif name.colloquial:
        kind = "a colloquial name of the place"
    else:
        kind = "a name of the place"
    return f"{kind} in {language_name(name.lang)}" if name.lang else kind


def _letters_off(index: Index, question: Question, key: int) -> str:
    text = index.keys.text(key)
    distance = min(
        (_distance(reading.key, text) for form in question.forms for reading in form.readings), default=len(text)
    )
    if distance < len(_NUMBERS):
        return f"{_NUMBERS[distance]} off"
    return "something like"


def _distance(left: str, right: str) -> int:
    return int(OSA.distance(left, right))


@cache
def language_name(tag: str) -> str:
    """The English name of a language, or its tag where it has none."""
    try:
        return Locale.parse(tag, sep="-").get_language_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
