"""Transcription as evidence: the query is what a newsroom makes of the candidate's own name.

Bakhmoutské is the French transcription of Бахмутське, the village, and of no name of Bakhmut, the town: by letters they
are near, by transcription they are different. Looked at for the likeliest candidates only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.values import Flag
from gazetteer.matching.choice import ChoiceSet
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.question import Question
from gazetteer.matching.weights import Weights
from gazetteer.translit.scheme import Scheme
from gazetteer.translit.transcribe import language_of, scheme_of

LEAST_STRING = 0.75  # a candidate less alike than that cannot be a transcription
LEAST_LISTED = 4  # candidates looked at
NAMES_LOOKED_AT = 6  # names of a candidate
_CACHED = 2_048
_LATIN = int(Flag.LATIN)


def weigh_transcriptions(
    index: Index, questions: Sequence[Question], choices: ChoiceSet, weights: Weights
) -> ChoiceSet:
    """Say of the likeliest candidates whether the query is a transcription of their own names.

    Args:
        index: the opened index.
        questions: what is looked for, by number of the interpretation.
        choices: the candidates.
        weights: the model's.
    """
    if not len(choices) or choices.evidence[0, Evidence.STRING] == 1.0:
        return choices
    found: dict[int, tuple[str, Scheme]] = {}
    said = np.zeros(len(choices))
    for number in range(min(LEAST_LISTED, len(choices))):
        question = questions[int(choices.interpretation[number])]
        if question.foreign or choices.evidence[number, Evidence.STRING] < LEAST_STRING:
            continue
        place = int(choices.rows[number, Row.PLACE])
        scheme = _scheme(index, place, {reading.key for form in question.forms for reading in form.readings})
        if scheme is not None:
            found[place], said[number] = scheme, 1.0
    if not found:
        return choices
    return replace(choices.with_evidence({Evidence.TRANSCRIBED: said}, weights), transcriptions=found)


def _scheme(index: Index, place: int, keys: set[str]) -> tuple[str, Scheme] | None:
    """A name of the place and the scheme by which it is written as the query is."""
    columns, places = index.columns, index.places
    first, last = columns.place_first_name[place : place + 2].tolist()
    native = first + np.flatnonzero((columns.name_flags[first:last] & _LATIN) == 0)[:NAMES_LOOKED_AT]
    if not len(native):
        return None
    country = int(columns.place_country[place])
    spoken = places.countries[country]["languages"] if country >= 0 else ()
    own = {tag.partition("-")[0] for tag in spoken}
    for name, number in zip(native.tolist(), columns.name_lang[native].tolist(), strict=True):
        lang = places.languages[number] or None
        if lang is not None and lang.partition("-")[0] not in own:
            continue  # what others call it is nobody's to transcribe
        text = places.name_texts[name]
        language = language_of(text, lang) or _first_language(text, tuple(spoken))
        if language is not None:
            scheme = scheme_of(text, language, keys)
            if scheme is not None:
                return text, scheme
    return None


@lru_cache(_CACHED)
def _first_language(text: str, spoken: tuple[str, ...]) -> str | None:
    """The first of a country's languages that the text may be written in, where its letters do not tell."""
    for tag in spoken:
        language = language_of(text, tag.partition("-")[0])
        if language is not None:
            return language
    return None
