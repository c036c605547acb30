"""Why a candidate matched, in a word and in a sentence; each is checked on the case at hand."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from rapidfuzz.distance import OSA

from gazetteer.index.enums import Tie
from gazetteer.index.opened import Index
from gazetteer.index.places import KnownName
from gazetteer.matching.choice import Chosen
from gazetteer.matching.forms import FormKind
from gazetteer.matching.question import Question
from gazetteer.model import How, Match
from gazetteer.text import fold
from gazetteer.translit.readings import WADE_GILES
from gazetteer.translit.scheme import Scheme

NAMES_LOOKED_AT = 16  # names of a place with one key, when the one is sought that is written as the query is
SOUNDS_ALIKE = 0.9  # the ratio of sounds at depth 1 from which "sounds like" is said
_RUN = re.compile(r"(.)\1+")
_WITHOUT = ", without the generic words"
_OFF = ("no letter off", "one letter off", "two letters off", "three letters off", "four letters off")


def explain(index: Index, question: Question, chosen: Chosen) -> Match:
    """Say why a candidate matched.

    Args:
        index: the opened index.
        question: what was looked for.
        chosen: the candidate.
    """
    known = _nearest(index, question, chosen)
    text = known.name.text
    if chosen.string == 1.0:
        how, detail = _exactly(index, question, known, chosen)
    elif chosen.transcription is not None:
        own, scheme = chosen.transcription
        how, detail = How.TRANSCRIBED, _transcription(own, scheme)
    elif chosen.sound >= SOUNDS_ALIKE and chosen.sound > chosen.string:
        how, detail = How.SOUND, f"sounds like {text}"
    else:
        distance = _letters_off(question, index.keys.text(chosen.key))
        off = _OFF[distance] if distance < len(_OFF) else "something like"
        how, detail = How.FUZZY, f"{off} {text}{_WITHOUT if _is_core(index, chosen) else ''}"
    return Match(known.name, how, detail, round(chosen.string, 4))


def _nearest(index: Index, question: Question, chosen: Chosen) -> KnownName:
    """Of the place's names that have this key, the one that is written as the query is; else the one that weighed most.

    Lwów is found by the key of Lwow, another name of the same city.
    """
    columns, known = index.columns, index.places.known_name(chosen.name)
    if chosen.string < 1.0 or known.name.text == question.name:
        return known
    first, last = columns.key_first_name[chosen.key : chosen.key + 2].tolist()
    names = columns.key_name[first:last]
    for name in names[columns.name_place[names] == chosen.place][:NAMES_LOOKED_AT].tolist():
        other = index.places.known_name(name)
        if other.name.text == question.name:
            return other
    return known


def _is_core(index: Index, chosen: Chosen) -> bool:
    """Whether the query, or the name that it fits, was stripped of its generic words: Bakhmut fits Bakhmut Raion."""
    columns = index.columns
    first, last = columns.key_first_name[chosen.key : chosen.key + 2].tolist()
    ties = columns.key_tie[first:last][columns.key_name[first:last] == chosen.name]
    return chosen.form == FormKind.CORE or bool(len(ties) and (ties == Tie.CORE).all())


def _exactly(index: Index, question: Question, known: KnownName, chosen: Chosen) -> tuple[How, str]:
    what, text = what_name(known), known.name.text
    if text == question.name:
        return How.EXACT, what
    if chosen.form == FormKind.NOMINATIVE and _squeezed(question.name) == _squeezed(text):
        return How.FUZZY, f"{text}, {what}, but for a letter written twice"
    if chosen.form == FormKind.NOMINATIVE:
        return How.FOLDED, f"an inflected form of {text}, {what}"
    if chosen.form == FormKind.RESPELT:
        return How.FUZZY, f"{text}, {what}, as another language may respell it"
    key = index.keys.text(chosen.key)
    if any(reading.key == key and reading.scheme == WADE_GILES for reading in question.forms[0].readings):
        return How.ROMANIZED, f"Wade–Giles spelling of {text}, {what}"
    if _is_core(index, chosen):
        return How.FOLDED, f"{text}, {what}{_WITHOUT}"
    if known.latin and not question.foreign:
        return How.FOLDED, f"{text}, {what}, but for capitals, accents or punctuation"
    if chosen.exactness == 2:
        return How.FOLDED, f"{text}, {what}, but for capitals or marks"
    return How.ROMANIZED, f"read in Latin letters it is the same as {text}, {what}"


def _squeezed(text: str) -> str:
    """A folded text with each run of a letter as one."""
    return _RUN.sub(r"\1", fold(text))


def what_name(known: KnownName) -> str:
    """What kind of name it is: "a name of the place in French", "a former name of the place (until 2016)"."""
    name = known.name
    if known.code:
        return "a code of the place"
    if name.historic:
        kind = f"a former name of the place{f' (until {name.until})' if name.until else ''}"
    elif known.main:
        kind = "the place's main name"
    elif name.colloquial:
        kind = "a colloquial name of the place"
    else:
        kind = "a name of the place"
    return f"{kind} in {language_name(name.lang)}" if name.lang else kind


def _transcription(own: str, scheme: Scheme) -> str:
    """For a newsroom's habit "French transcription of Бахмут (Ukrainian)"; else by the scheme's name."""
    language = language_name(scheme.source)
    if scheme.kind == "press" and scheme.target:
        return f"{language_name(scheme.target)} transcription of {own} ({language})"
    return f"{own} ({language}) by {scheme.title}"


def _letters_off(question: Question, key: str) -> int:
    """The fewest letters to add, drop, change or swap, over the query's readings (optimal string alignment)."""
    keys = [reading.key for form in question.forms for reading in form.readings]
    return min((int(OSA.distance(reading, key)) for reading in keys), default=len(key))


@cache
def language_name(tag: str) -> str:
    """The English name of a language, or its tag where it has none."""
    try:
        return Locale.parse(tag, sep="-").get_language_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
