"""Places that lie in several countries, and regions made up of countries: which countries those are.

A gazetteer files a place under one country or none. Kept are pairs of a place's row and a country's number, by row.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gazetteer.index.store import Array

ROW, COUNTRY = "shared_row", "shared_country"


def shared_arrays(ids: Array, shared: Mapping[int, tuple[int, ...]]) -> dict[str, Array]:
    """The pairs as arrays.

    Args:
        ids: of all places, sorted.
        shared: places by their ids, each with the numbers of its countries.
    """
    of = {int(np.searchsorted(ids, id)): numbers for id, numbers in shared.items()}
    pairs = [(row, number) for row, numbers in sorted(of.items()) for number in sorted(set(numbers))]
    return {
        ROW: np.array([row for row, _number in pairs], np.int32),
        COUNTRY: np.array([number for _row, number in pairs], np.int16),
    }


def countries_of(arrays: Mapping[str, Array], row: int) -> list[int]:
    """The numbers of the countries that a place is known to lie in; empty where it is filed under its only one."""
    first, last = np.searchsorted(arrays[ROW], [row, row + 1]).tolist()
    numbers: list[int] = arrays[COUNTRY][first:last].tolist()
    return numbers


def rows_in(arrays: Mapping[str, Array], country: int) -> Array:
    """The rows of the places that lie in a country and are filed under another or none."""
    rows: Array = arrays[ROW][arrays[COUNTRY] == country]
    elsewhere: Array = rows[arrays["place_country"][rows] != country]
    return elsewhere
