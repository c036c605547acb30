"""Areas by name: the countries, continents and admin areas that a phrase stands for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gazetteer.index.masks import wanted_kinds
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.lexicon.generic import phrase
from gazetteer.translit.readings import readings

AREA_LIKENESS = 0.8  # how alike a misspelt area must be to be taken for one
AREA_ROWS = 64  # how many areas one phrase may stand for
AREA_CLASSES = ("A", "L")
_NO_ROWS = np.zeros(0, np.int32)


def find_areas(index: Index, text: str, *, fuzzy: bool = True) -> Array:
    """Rows of the countries and admin areas that a phrase names, best known first; empty when there is none.

    Class words select: "Kharkiv oblast" is the oblast of that name. A misspelt name is looked for by likeness.
    """
    rows = _named(index, text)
    if len(rows) or not fuzzy:
        return rows
    what = wanted_kinds(AREA_CLASSES, ())
    for reading in readings(text)[:2]:
        hits = index.spelling.search(reading.key, k=3, floor=AREA_LIKENESS, what=what)
        if len(hits.ids):
            return _areas_of_keys(index, [int(hits.ids[0])])
    return _NO_ROWS


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
