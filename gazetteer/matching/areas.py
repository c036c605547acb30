"""Areas by name: the countries, continents and admin areas that a phrase stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.lexicon.generic import phrase
from gazetteer.translit.readings import readings

AREA_ROWS = 64  # how many areas one phrase may stand for
AREA_CLASSES = ("A", "L")

Alike = Callable[[str], Array]
"""Finds the areas that a phrase may stand for which names none as it is written; gives their rows."""

_NO_ROWS = np.zeros(0, np.int32)


def find_areas(index: Index, text: str, alike: Alike | None = None) -> Array:
    """Rows of the countries and admin areas that a phrase names, best known first; empty when there is none.

    Class words select: "Kharkiv oblast" is the oblast of that name.

    Args:
        index: the opened index.
        text: the phrase.
        alike: asked where no area has that name.
    """
    rows = _named(index, text)
    return rows if len(rows) or alike is None else alike(text)


def _named(index: Index, text: str) -> Array:
    keys = [index.keys.find(reading.key) for reading in readings(text)]
    rows = _areas_of_keys(index, [key for key in keys if key >= 0])
    if len(rows):
        return rows
    described = phrase(text)
    if described.core and described.core != text:
        keys = [index.keys.find(reading.key) for reading in readings(described.core)]
        return _areas_of_keys(index, [key for key in keys if key >= 0])
    return _NO_ROWS


def _areas_of_keys(index: Index, keys: Sequence[int]) -> Array:
    columns, places = index.columns, index.places
    seen: dict[int, float] = {}
    for key in keys:
        first, last = int(columns.key_first_name[key]), int(columns.key_first_name[key + 1])
        for row in columns.name_place[columns.key_name[first:last]].tolist():
            if places.features[columns.place_feature[row]][0] in AREA_CLASSES:
                seen.setdefault(row, -float(columns.place_fame[row]))
    ordered = sorted(seen, key=seen.__getitem__)[:AREA_ROWS]
    return np.array(ordered, np.int32) if ordered else _NO_ROWS
