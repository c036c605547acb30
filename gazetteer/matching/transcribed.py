"""Transcription as evidence: the query is what a newsroom makes of the candidate's own name.

Bakhmoutské is the French transcription of Бахмутське, the village, and of no name of Bakhmut, the town: by letters they
are near, by transcription they are different. Looked at for the likeliest candidates only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import exp

import numpy as np

from gazetteer.index.build_names import Flag
from gazetteer.index.opened import Index
from gazetteer.matching.probability import Chosen, Weighed
from gazetteer.matching.question import Question
from gazetteer.matching.standing import restand
from gazetteer.text import fold
from gazetteer.translit.scheme import Scheme
from gazetteer.translit.transcribe import language_of, transcriptions

LEAST_STRING = 0.75  # a candidate less alike than that cannot be a transcription
LEAST_LISTED = 4  # candidates looked at
NAMES_LOOKED_AT = 6  # names of a candidate
_CACHED = 20_000
_LATIN = int(Flag.LATIN)


def weigh_transcriptions(index: Index, question: Question, weighed: Weighed, worth: float) -> Weighed:
    """Raise the candidates of which the query is a transcription.

    Args:
        index: the opened index.
        question: what is looked for.
        weighed: the candidates by the model.
        worth: what a transcription adds to a candidate's utility.
    """
    if question.foreign or not weighed.chosen or weighed.chosen[0].string == 1.0:
        return weighed
    keys = {reading.key for form in question.forms for reading in form.readings}
    found = {
        chosen.place: scheme
        for chosen in weighed.chosen[:LEAST_LISTED]
        if chosen.string >= LEAST_STRING and (scheme := _scheme(index, chosen.place, keys)) is not None
    }
    if not found:
        return weighed
    gain = exp(worth) - 1
    total = 1 + gain * sum(chosen.probability for chosen in weighed.chosen if chosen.place in found)
    raised = [_raised(chosen, found.get(chosen.place), gain, total) for chosen in weighed.chosen]
    return restand(index, weighed, raised, weighed.none / total)


def _raised(chosen: Chosen, found: tuple[str, Scheme] | None, gain: float, total: float) -> Chosen:
    probability = chosen.probability / total
    if found is None:
        return replace(chosen, probability=probability)
    return replace(chosen, probability=probability * (1 + gain), transcription=found)


def _scheme(index: Index, place: int, keys: set[str]) -> tuple[str, Scheme] | None:
    """A name of the place and the scheme by which it is written as the query is."""
    columns, places = index.columns, index.places
    first, last = columns.place_first_name[place : place + 2].tolist()
    country = int(columns.place_country[place])
    spoken = places.countries[country]["languages"] if country >= 0 else ()
    own = {tag.partition("-")[0] for tag in spoken}
    native = first + np.flatnonzero((columns.name_flags[first:last] & _LATIN) == 0)
    for name in native[:NAMES_LOOKED_AT].tolist():
        known = places.known_name(name).name
        if known.lang is not None and known.lang.partition("-")[0] not in own:
            continue  # what others call it is nobody's to transcribe
        language = language_of(known.text, known.lang) or _first_language(known.text, tuple(spoken))
        if language is not None:
            written = _written(known.text, language)
            for key in keys & written.keys():
                return known.text, written[key]
    return None


@lru_cache(_CACHED)
def _first_language(text: str, spoken: tuple[str, ...]) -> str | None:
    """The first of a country's languages that the text may be written in, where its letters do not tell."""
    for tag in spoken:
        language = language_of(text, tag.partition("-")[0])
        if language is not None:
            return language
    return None


@lru_cache(_CACHED)
def _written(text: str, language: str) -> dict[str, Scheme]:
    """The keys of a name's transcriptions, and the scheme of each; of equal ones the first."""
    out: dict[str, Scheme] = {}
    for transcription in transcriptions(text, language):
        out.setdefault(fold(transcription.text), transcription.scheme)
    return out
