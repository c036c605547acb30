"""Lines with fewer points: those that Douglas and Peucker's method keeps (1973).

A stretch between two kept points keeps the point farthest from its chord, where that is farther than the tolerance, and
becomes two. All stretches of all lines take each step together, so that numpy does the work.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def simplify(points: Array, starts: Array, tolerance: float | Array) -> Array:
    """Which points of lines to keep; the ends of a line always stay.

    A line that ends where it began keeps the point farthest from there too, so it never becomes a single point.

    Args:
        points: of all lines, one after the other, x and y.
        starts: where each line begins, and the end.
        tolerance: how far a point that goes may be from what stays; one for all, or one for each point.

    Returns:
        For each point, whether it stays.
    """
    keep = np.zeros(len(points), np.bool_)
    keep[starts[:-1]] = keep[starts[1:] - 1] = True
    limit = np.broadcast_to(np.asarray(tolerance, np.float64), len(points))
    closed = (points[starts[:-1]] == points[starts[1:] - 1]).all(axis=1)
    low, high, force = starts[:-1], starts[1:] - 1, closed
    while True:
        long = high - low > 1
        low, high, force = low[long], high[long], force[long]
        if not len(low):
            return keep
        far, which = _farthest(points, low, high, limit)
        split = (far > 1.0) | force
        low, high, middle = low[split], high[split], which[split]
        keep[middle] = True
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        force = np.zeros(len(low), np.bool_)


def _farthest(points: Array, low: Array, high: Array, limit: Array) -> tuple[Array, Array]:
    """For each stretch, how far its farthest inner point is from the chord, in tolerances, and which point that is."""
    sizes = high - low - 1
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(low)), sizes)
    inner = np.arange(len(owner)) - first[owner] + low[owner] + 1
    begin = points[low]
    chord = points[high] - begin
    square = (chord**2).sum(axis=1)
    away = points[inner] - begin[owner]
    along = (away * chord[owner]).sum(axis=1) / np.where(square > 0, square, 1.0)[owner]
    away -= np.clip(along, 0.0, 1.0)[:, None] * chord[owner]
    far = np.hypot(away[:, 0], away[:, 1]) / limit[inner]
    greatest = np.maximum.reduceat(far, first)
    hits = np.flatnonzero(far == greatest[owner])
    _, once = np.unique(owner[hits], return_index=True)
    return greatest, inner[hits[once]]
