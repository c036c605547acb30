"""Coasts joined into rings: what is filled as land, by the even-odd rule, whatever way a ring goes round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from gazetteer.basemap.lands import Array
from gazetteer.basemap.topology import Arc

Ring = list[tuple[int, bool]]
"""Numbers of lines one after the other, and whether each is to be gone backwards."""


def rings_of(lines: Sequence[Arc]) -> list[Ring]:
    """Join lines at their ends until they close; what does not close is left out."""
    at: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for point in (line.points[0], line.points[-1]):
            at[(float(point[0]), float(point[1]))].append(number)
    used = [False] * len(lines)
    found = (_ring(lines, number, at, used) for number in range(len(lines)) if not used[number])
    return [ring for ring in found if ring is not None]


def _ring(lines: Sequence[Arc], first: int, at: dict[tuple[float, float], list[int]], used: list[bool]) -> Ring | None:
    ring: Ring = [(first, False)]
    used[first] = True
    home, here = _ends(lines[first])
    while here != home:
        number = next((number for number in at[here] if not used[number]), None)
        if number is None:
            return None
        used[number] = True
        begin, end = _ends(lines[number])
        ring.append((number, begin != here))
        here = begin if begin != here else end
    return ring


def _ends(line: Arc) -> tuple[tuple[float, float], tuple[float, float]]:
    begin, end = line.points[0], line.points[-1]
    return (float(begin[0]), float(begin[1])), (float(end[0]), float(end[1]))


def joined(lines: Sequence[Arc], ring: Ring) -> Array:
    """The points of a ring, in order, the last the same as the first."""
    parts = [lines[number].points[::-1] if back else lines[number].points for number, back in ring]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def contains(points: Array, lon: float, lat: float) -> bool:
    """Whether a point lies in a closed ring: a ray to the east crosses it an odd number of times."""
    x, y = points[:, 0], points[:, 1]
    crossing = (y[:-1] > lat) != (y[1:] > lat)
    here, there = points[:-1][crossing], points[1:][crossing]
    cut = here[:, 0] + (lat - here[:, 1]) * (there[:, 0] - here[:, 0]) / (there[:, 1] - here[:, 1])
    return bool((cut > lon).sum() % 2) and bool(x.min() <= lon <= x.max())
