"""The people of divisions and countries that the source gives none: the sum of the places inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gazetteer.index.store import Array
from gazetteer.index.values import LEVELS

SECTION = "PPLX"
"""The code of sections of places. Their people are counted with the whole, where that lies in the division."""

NOT_COUNTED = frozenset({SECTION, "PPLH", "PPLCH", "PPLQ", "PPLW"})
"""Sections, and places that are no more."""

_MOST = 2**32 - 1


def add_people(columns: dict[str, Array], features: Sequence[str], countries: Sequence[int]) -> None:
    """Give each division and country with a population of 0 the sum of the places inside it.

    Of a division with people in sections of places only, as a ward of a large city, it is the sum of those. A division
    that shares its code with another, which has the code, keeps its 0: what lies in it is not known.

    Args:
        columns: of places by row; the divisions of each place are rows.
        features: class and code, `P.PPL`, by the numbers of their column.
        countries: by the numbers of countries in their column the row of each, negative where it has none.
    """
    total = _inside(columns, [_counted(text) for text in features])
    sections = _inside(columns, [text == f"P.{SECTION}" for text in features])
    total = np.where(total > 0, total, sections)
    people, of = columns["place_population"].astype(np.int64), columns["place_country"]
    counted = np.array([_counted(text) for text in features], np.bool_)[columns["place_feature"]]
    by_country = _sums(of[counted], people[counted], len(countries))
    for number, row in enumerate(countries):
        if row >= 0:
            total[row] = by_country[number]
    empty = columns["place_population"] == 0
    columns["place_population"][empty] = np.minimum(total[empty], _MOST)


def _inside(columns: dict[str, Array], counted: list[bool]) -> Array:
    """The people of the places of some features in each division, by row."""
    feature = columns["place_feature"]
    rows = np.flatnonzero(np.array(counted, np.bool_)[feature])
    people = columns["place_population"][rows].astype(np.int64)
    total: Array = np.zeros(len(feature), np.int64)
    for column in LEVELS:
        total += _sums(columns[column][rows], people, len(feature))
    return total


def _counted(feature: str) -> bool:
    kind, _dot, code = feature.partition(".")
    return kind == "P" and code not in NOT_COUNTED


def _sums(group: Array, people: Array, count: int) -> Array:
    """The people of each group; negative groups are none."""
    of = group >= 0
    sums: Array = np.bincount(group[of], weights=people[of], minlength=count).astype(np.int64)
    return sums
