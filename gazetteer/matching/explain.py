"""Why a candidate matched, in a word and in a sentence; each is checked on the case at hand."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from gazetteer.index.index import Index
from gazetteer.index.values import Tie
from gazetteer.lexicon.tongues import language_name
from gazetteer.matching.choice import Chosen
from gazetteer.matching.forms import FormKind
from gazetteer.matching.naming import what_name
from gazetteer.matching.question import Question
from gazetteer.model import How, Match
from gazetteer.text import fold
from gazetteer.translit.readings import WADE_GILES
from gazetteer.translit.scheme import Scheme

NAMES_LOOKED_AT = 16  # names of a place with one key, when the one is sought that is written as the query is
SOUNDS_ALIKE = 0.9  # the ratio of sounds at depth 1 from which "sounds like" is said
_READ = ", read in Latin letters"
_RUN = re.compile(r"(.)\1+")
_CORE = int(Tie.CORE)
_WITHOUT = ", without the generic words"
_OFF = ("no letter off", "one letter off", "two letters off", "three letters off", "four letters off")


def explain(index: Index, question: Question, chosen: Chosen) -> Match:
    """Say why a candidate matched.

    Args:
        index: the opened index.
        question: what was looked for.
        chosen: the candidate.
    """
    number = _nearest(index, question, chosen)
    known = index.places.known_name(number)
    text = known.name.text
    if chosen.string == 1.0:
        how, detail = _exactly(index, question, number, chosen)
    elif chosen.transcription is not None:
        own, scheme = chosen.transcription
        how, detail = How.TRANSCRIBED, _transcription(own, scheme)
    elif chosen.sound >= SOUNDS_ALIKE and chosen.sound > chosen.string:
        how, detail = How.SOUND, f"sounds like {text}"
    else:
        distance = _letters_off(question, index.keys.text(chosen.key))
        off = _OFF[distance] if distance < len(_OFF) else "something like"
        read = _READ if not known.latin and not question.foreign else ""
        how, detail = How.FUZZY, f"{off} {text}{read}{_WITHOUT if _is_core(index, chosen) else ''}"
    return Match(known.name, how, detail, round(chosen.string, 4))


def _nearest(index: Index, question: Question, chosen: Chosen) -> int:
    """Of the place's names that have this key, the one that is written as the query is; else the one that weighed most.

    Lwów is found by the key of Lwow, another name of the same city.
    """
    columns, known = index.columns, index.places.known_name(chosen.name)
    if chosen.string < 1.0 or known.name.text == question.name:
        return chosen.name
    first, last = columns.key_first_name[chosen.key : chosen.key + 2].tolist()
    names = columns.key_name[first:last]
    for name in names[columns.name_place[names] == chosen.place][:NAMES_LOOKED_AT].tolist():
        if index.places.known_name(name).name.text == question.name:
            return int(name)
    return chosen.name


def _is_core(index: Index, chosen: Chosen) -> bool:
    """Whether the query, or the name that it fits, was stripped of its generic words: Bakhmut fits Bakhmut Raion."""
    if chosen.form == FormKind.CORE:
        return True
    columns = index.columns
    first, last = columns.key_first_name[chosen.key : chosen.key + 2].tolist()
    ties = columns.key_tie[first:last][columns.key_name[first:last] == chosen.name]
    return bool(len(ties)) and bool((ties == _CORE).all())


def _exactly(index: Index, question: Question, number: int, chosen: Chosen) -> tuple[How, str]:
    known = index.places.known_name(number)
    said, text = what_name(index, number, question.query.lang), known.name.text
    named = f"{text}, "
    if text == question.name:
        return How.EXACT, said.sentence()
    if chosen.form == FormKind.NOMINATIVE and _squeezed(question.name) == _squeezed(text):
        return How.FUZZY, said.sentence(named, ", but for a letter written twice")
    if chosen.form == FormKind.NOMINATIVE:
        return How.FOLDED, said.sentence(f"an inflected form of {named}")
    if chosen.form == FormKind.RESPELT:
        return How.FUZZY, said.sentence(named, ", as another language may respell it")
    if chosen.form == FormKind.REORDERED:
        return How.FUZZY, said.sentence(named, ", with its words in another order")
    key = index.keys.text(chosen.key)
    if any(reading.key == key and reading.scheme == WADE_GILES for reading in question.forms[0].readings):
        return How.ROMANIZED, said.sentence(f"Wade–Giles spelling of {named}")
    if _is_core(index, chosen):
        return How.FOLDED, said.sentence(named, _WITHOUT)
    if known.latin and not question.foreign and _closed(question.name) != _closed(text):
        return How.FOLDED, said.sentence(named, ", with a word that says the same")
    if known.latin and not question.foreign:
        return How.FOLDED, said.sentence(named, ", but for capitals, accents or punctuation")
    if chosen.exactness == 2:
        return How.FOLDED, said.sentence(named, ", but for capitals or marks")
    return How.ROMANIZED, said.sentence(f"read in Latin letters it is the same as {named}")


def _closed(text: str) -> str:
    return fold(text).replace(" ", "")


def _squeezed(text: str) -> str:
    """A folded text with each run of a letter as one."""
    return _RUN.sub(r"\1", fold(text))


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
