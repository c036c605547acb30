"""The arrays of a fuzzy search over a table of strings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.build.letter_columns import build_columns
from gazetteer.index.build.neighbours import build_neighbours
from gazetteer.index.strings import StringTable


def build_fuzzy(
    table: StringTable,
    where: NDArray[np.uint64],
    what: NDArray[np.uint64],
    *,
    near: bool = True,
) -> dict[str, NDArray[Any]]:
    """Makes the arrays that a `FuzzyIndex` searches.

    Args:
        table: the strings.
        where: for each string a mask of countries.
        what: for each string a mask of kinds.
        near: whether to list the strings one letter away, which takes more than all the rest.

    Returns:
        Arrays by name, to be stored as they are.
    """
    arrays = build_columns(table, where.astype(np.uint64), what.astype(np.uint64))
    return arrays | build_neighbours(table) if near else arrays
