"""Which of the names in a text are taken: those that do not overlap and are believed most, together."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.names import NameHits

LONGER = 0.3  # of the log odds, for each word: of two that are believed alike the longer is taken
LEAST = 1e-9


def taken(hits: NameHits, probability: NDArray[np.float64], threshold: float) -> list[int]:
    """The rows of the names that are taken, in the order of the text.

    The best sum of log odds over the threshold's, by going over the names in the order of their ends.

    Args:
        hits: the names found.
        probability: how probable it is that each names a place.
        threshold: the least probability.
    """
    rows = np.flatnonzero(probability >= threshold)
    if not len(rows):
        return []
    rows = rows[np.lexsort((-hits.first[rows], hits.last[rows]))]
    first, last = hits.first[rows].tolist(), hits.last[rows].tolist()
    believed = probability[rows]
    floor = np.log(threshold / (1 - threshold))
    gain = (
        np.log(believed / np.maximum(1 - believed, LEAST)) - floor + LONGER * (hits.last[rows] - hits.first[rows] + 1)
    )
    best = [0.0]
    chosen: list[tuple[bool, int]] = []
    for at, more in enumerate(gain.tolist()):
        before = bisect_right(last, first[at] - 1, 0, at)
        with_it = best[before] + more
        chosen.append((with_it > best[at], before))
        best.append(max(with_it, best[at]))
    out = []
    at = len(chosen)
    while at:
        took, before = chosen[at - 1]
        if took:
            out.append(int(rows[at - 1]))
        at = before if took else at - 1
    return out[::-1]
