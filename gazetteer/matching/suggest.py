"""Suggestions while somebody types: the places that have a name which begins so, the best known first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.opened import Index
from gazetteer.index.prefixes import Begun
from gazetteer.matching.countries import country_number
from gazetteer.model import CANDIDATE_LIMIT, Suggestion
from gazetteer.text import native_key, normalise
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import is_latin


def suggest(
    index: Index, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int = 10
) -> list[Suggestion]:
    """Places with a name that begins as typed; arguments as in `Gazetteer.suggest`.

    Names in the script of what was typed go first; where they are too few, names that are read alike fill the list.
    """
    if not 1 <= limit <= CANDIDATE_LIMIT:
        raise QueryError(f"limit is {limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
    text = normalise(prefix)
    numbers = [country_number(index, code) for code in country]
    countries = np.array(numbers, np.int64)
    language = index.places.language_number(lang)
    read = [key for key in dict.fromkeys(reading.key for reading in readings(text, lang)) if key]
    latin = is_latin(text)
    found: dict[int, Begun] = {}
    if latin:
        _take(found, [index.prefixes.latin(key, countries, language, limit) for key in read], limit)
    elif key := native_key(text):
        _take(found, [index.prefixes.native(key, countries, language, limit)], limit)
    if len(found) < limit:
        _take(found, [index.prefixes.latin(key, countries, language, limit, any_script=True) for key in read], limit)
    texts = index.places.name_texts
    return [Suggestion(index.places.place(one.place, lang), texts[one.name]) for one in found.values()]


def _take(found: dict[int, Begun], lists: Sequence[Iterable[Begun]], limit: int) -> None:
    """Add the best of some lists to what is found, each place once, until there are enough."""
    for one in sorted((one for part in lists for one in part), key=lambda one: (-one.rank, one.place)):
        if len(found) == limit:
            return
        found.setdefault(one.place, one)
