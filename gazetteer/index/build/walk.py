"""The tables of the walk over a text: names and their beginnings by hash."""

from __future__ import annotations

import numpy as np

from gazetteer.index.search.walk import fill
from gazetteer.index.store import Array

LOAD = 0.75  # of the slots at most, as the number of strings lets expect
LEAST_SLOTS = 16


def walk_arrays(heap: Array, offsets: Array, *, unparted: bool) -> dict[str, Array]:
    """The table of some strings.

    Args:
        heap: the bytes of all strings.
        offsets: where each begins, and the end.
        unparted: whether they are in scripts that part no words, too.
    """
    slots = LEAST_SLOTS
    while slots * LOAD < len(offsets) - 1:
        slots *= 2
    while True:
        check, string = np.zeros(slots, np.uint32), np.zeros(slots, np.uint32)
        if fill(heap, offsets, unparted, check, string) >= 0:
            return {"check": check, "string": string}
        slots *= 2
