"""The names that a map shows of itself: those of the most populous places, in the language asked for."""

from __future__ import annotations

import numpy as np

from gazetteer.basemap.dots import populated
from gazetteer.basemap.lands import Array
from gazetteer.basemap.mercator import MOST_NORTH, project
from gazetteer.basemap.varints import encode
from gazetteer.index.index import Index
from gazetteer.index.values import DEGREE

NO_TOWNS = ("PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH")
"""Parts of towns, and what is no longer: their names would stand on those of the towns that are."""
SIZES = 4  # classes of people for each doubling
LINE = "\n"


def largest(index: Index, count: int) -> Array:
    """The rows of the most populous places, the largest first; of equals the lower row first."""
    rows = populated(index.store, NO_TOWNS)
    rows = rows[np.abs(index.store.arrays["place_lat"][rows]) < MOST_NORTH * DEGREE]
    people = index.store.arrays["place_population"][rows].astype(np.int64)
    found = rows[np.lexsort((rows, -people))[:count]]
    return found[index.store.arrays["place_population"][found] > 0]


def labels(index: Index, rows: Array, display: str | None, bits: int) -> bytes:
    """How many, then of each the steps in x and y and in its size, and the names, a line each.

    A size is four times the binary logarithm of how many people there are, from the greatest on downwards.

    Args:
        index: the opened index.
        rows: whose, the largest first.
        display: language of the names, BCP 47.
        bits: of a coordinate: the world is two to the power of this wide.
    """
    arrays = index.store.arrays
    lat, lon = (arrays[name][rows] / DEGREE for name in ("place_lat", "place_lon"))
    units = [np.minimum(np.floor(part * 2**bits), 2**bits - 1).astype(np.int64) for part in project(lat, lon)]
    sizes = np.floor(SIZES * np.log2(np.maximum(arrays["place_population"][rows], 1))).astype(np.int64)
    steps = np.stack([np.diff(part, prepend=0) for part in (*units, sizes)], axis=1)
    names = [index.places.display_name(int(row), display)[0].replace(LINE, " ") for row in rows]
    return encode(np.concatenate([[len(rows)], steps.ravel()])) + LINE.join(names).encode()
