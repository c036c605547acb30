"""What contains a place and what a place contains, by the codes of the administrative divisions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gazetteer.index.store import Array
from gazetteer.index.values import LEVELS, NONE


def ancestors(arrays: Mapping[str, Array], country_row: int, row: int) -> tuple[int, ...]:
    """Rows of the divisions that contain a place: its country first, the smallest last.

    Args:
        arrays: of the index.
        country_row: of the place's country, -1 where it has none.
        row: of the place.
    """
    rows = (country_row, *(int(arrays[level][row]) for level in LEVELS))
    return tuple(dict.fromkeys(above for above in rows if above not in (NONE, row)))


def children(arrays: Mapping[str, Array], populated: Array, row: int, country: int) -> Array:
    """Rows of the divisions directly below a place; of the lowest division, of its populated places. Best known first.

    Args:
        arrays: of the index.
        populated: for each feature, whether it is of class P.
        row: of the place.
        country: the number of the country that the place is, -1 where it is none.
    """
    areas = arrays["area_row"]
    columns = [arrays[level] for level in LEVELS]
    if country >= 0:
        areas = areas[arrays["place_country"][areas] == country]
        parents = np.full(len(areas), row)
    else:
        of_areas = [column[areas] for column in columns]
        areas = areas[np.logical_or.reduce([above == row for above in of_areas])]
        parents = np.full(len(areas), NONE)
    for column in columns:
        above = column[areas]
        parents = np.where((above != NONE) & (above != areas), above, parents)
    found = areas[(parents == row) & (areas != row)]
    if not len(found):
        found = _populated(arrays, populated, row, country)
    ordered: Array = found[np.lexsort((found, -arrays["place_fame"][found]))]
    return ordered


def _populated(arrays: Mapping[str, Array], populated: Array, row: int, country: int) -> Array:
    if country >= 0:
        inside = np.flatnonzero(arrays["place_country"] == country)
    else:
        inside = np.concatenate([np.flatnonzero(arrays[level] == row) for level in LEVELS])
    inside = np.unique(inside)
    found: Array = inside[populated[arrays["place_feature"][inside]] & (inside != row)]
    return found
