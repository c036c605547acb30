"""Words for the people of a place in a text: they come before names, so that "German" is no San Germán."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.mentions import Span
from gazetteer.annotation.names import NameHits, WordKeys
from gazetteer.annotation.words import CAPITALISED, CAPITALS, SMALL, TextWords
from gazetteer.errors import UnknownPlace
from gazetteer.index.index import Index
from gazetteer.index.search.walk import JOINED_BY_BLANK, PARTED
from gazetteer.lexicon.demonyms import Demonym, Forms, demonyms
from gazetteer.model import Candidate, How, Match, Name, Query, Resolution, Verdict

SURE = 0.97  # how probable it is that such a word says of where somebody or something is
IN_A_TITLE = 0.75  # the same before a word with a capital: British Airways
_CAPITAL = frozenset({CAPITALISED, CAPITALS})


@dataclass(frozen=True, slots=True)
class DemonymSpan:
    """A demonym in a text.

    Args:
        first: its first word.
        last: its last.
        start: where it begins, in code points.
        end: where it ends.
        probability: that it is one.
        demonym: of which place.
    """

    first: int
    last: int
    start: int
    end: int
    probability: float
    demonym: Demonym


def find_demonyms(words: TextWords, keys: WordKeys, lang: str | None) -> list[DemonymSpan]:
    """Find the demonyms of a text, in its order; of two that begin at one word the longer.

    Args:
        words: of the text.
        keys: of the words.
        lang: the language of the text, BCP 47; without it the words of all languages count.
    """
    forms = demonyms(lang)
    if not forms:
        return []
    longest = _longest(lang)
    out: list[DemonymSpan] = []
    count, case, glue, key = len(words), words.case.tolist(), words.glue.tolist(), keys.keys
    number = 0
    while number < count:
        found = None
        for size in range(longest.get(key[number], 0), 0, -1):
            last = number + size - 1
            if last >= count or PARTED in glue[number:last]:
                continue
            found = _counted(forms, key[number : last + 1], case[number])
            if found is not None:
                out.append(_span(words, number, last, found, case))
                number = last
                break
        number += 1
    return out


def hidden(hits: NameHits, found: list[DemonymSpan]) -> NDArray[np.bool_]:
    """Which of the names found lie within a demonym, so that they are not offered as places.

    Args:
        hits: the names found in the text.
        found: its demonyms, in its order.
    """
    if not found:
        return np.zeros(len(hits), np.bool_)
    first, last = np.array([one.first for one in found]), np.array([one.last for one in found])
    at = np.maximum(np.searchsorted(first, hits.first, "right") - 1, 0)
    return (hits.first >= first[at]) & (hits.last <= last[at])


def beside_names(found: list[DemonymSpan], spans: list[Span]) -> list[DemonymSpan]:
    """The demonyms that no name has taken up: "British" stays in "British troops", not in "British Columbia".

    Args:
        found: the demonyms of the text.
        spans: the names taken.
    """
    taken = {number for span in spans for number in range(span.first, span.last + 1)}
    return [one for one in found if taken.isdisjoint(range(one.first, one.last + 1))]


def place_of(index: Index, found: DemonymSpan, text: str, lang: str | None, display: str | None) -> Resolution | None:
    """Which place a demonym is of, as an answer; None where the gazetteer lacks it.

    Args:
        index: the opened index.
        found: the demonym.
        text: what stands in the text.
        lang: the language of the text, BCP 47.
        display: the language of the names in the answer, BCP 47.
    """
    row = _row(index, found.demonym)
    if row is None:
        return None
    place = index.places.place(row, display)
    match = Match(
        Name(text, found.demonym.lang), How.EXACT, f"a word for the people or the language of {place.name}", 1.0
    )
    return Resolution(Query(text, lang=lang), Verdict.MATCH, (Candidate(place, 1.0, match),), 0.0)


@lru_cache(16)
def _longest(lang: str | None) -> dict[str, int]:
    """By the first word of a form, how many words the longest has."""
    out: dict[str, int] = {}
    for form in demonyms(lang):
        out[form[0]] = max(out.get(form[0], 0), len(form))
    return out


def _counted(forms: Forms, key: tuple[str, ...], case: int) -> Demonym | None:
    """The demonym of these words, where they stand in the capitals or small letters that it needs."""
    found = forms.get(key)
    if found is None or (found.capital and case not in _CAPITAL) or (found.small and case != SMALL):
        return None
    return found


def _span(words: TextWords, first: int, last: int, found: Demonym, case: list[int]) -> DemonymSpan:
    titled = last + 1 < len(words) and words.glue[last] == JOINED_BY_BLANK and case[last + 1] in _CAPITAL
    probability = IN_A_TITLE if titled and case[first] in _CAPITAL else SURE
    return DemonymSpan(first, last, int(words.start[first]), int(words.end[last]), probability, found)


def _row(index: Index, demonym: Demonym) -> int | None:
    """The row of its place; None where the gazetteer lacks it."""
    places = index.places
    if demonym.id:
        try:
            return places.row(demonym.id)
        except UnknownPlace:
            return None
    number = places.country_numbers.get(demonym.code)
    row = -1 if number is None else int(places.countries[number]["row"])
    return row if row >= 0 else None
