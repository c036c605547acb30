"""Lands as lines that are there once: coasts, each of one land, and borders, each between two.

Neighbours in a good source have the same points along their border. An edge that two lands have is border, one that a
single land has is coast. Lines are cut where three meet, so a border that is simplified stays one for both its sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from gazetteer.basemap.lands import Array, LandArea

EXACT = 10**7  # points nearer than a hundred-millionth of... a centimetre are one: parts of a degree
EDGE_OF_WORLD = 179.99999
SOUTH_POLE = -89.99999


class LineKind(IntEnum):
    """What a line is."""

    COAST = 0
    BORDER = 1
    DISPUTED = 2
    SEAM = 3
    """The edge of the world, along which lands are cut: filled to, never drawn."""
    INNER = 4
    """Between two parts of one land: nothing."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two points where lines meet, or around.

    Args:
        kind: what it is.
        points: longitude and latitude.
        lands: the codes of the lands on its sides, sorted.
    """

    kind: LineKind
    points: Array
    lands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edges:
    """All edges of all rings: the land, both points, the number of each among the distinct ones, where rings begin."""

    land: Array
    begin: Array
    end: Array
    number: Array
    starts: Array
    points: Array


def lines_of(lands: Sequence[LandArea]) -> list[Arc]:
    """The lines of lands, each once."""
    edges = _edges(lands)
    if not len(edges.land):
        return []
    kinds, low, high = _kinds(edges)
    junction = _junctions(edges, kinds, low, high)
    done = np.zeros(len(kinds), np.bool_)
    found: list[Arc] = []
    for start, stop in zip(edges.starts[:-1], edges.starts[1:], strict=True):
        for piece in _pieces(junction[edges.begin[start:stop]], int(start), int(stop)):
            first = edges.number[piece[0]]
            if done[first] or kinds[first] == LineKind.INNER:
                continue
            done[edges.number[piece]] = True
            points = edges.points[np.append(edges.begin[piece], edges.end[piece[-1]])]
            codes = {lands[low[first]].code, lands[high[first]].code}
            found.append(Arc(LineKind(int(kinds[first])), points, tuple(sorted(codes))))
    return found


def _edges(lands: Sequence[LandArea]) -> _Edges:
    rings = [(number, ring) for number, land in enumerate(lands) for ring in land.rings]
    if not rings:
        none = np.zeros(0, np.int64)
        return _Edges(none, none, none, none, np.zeros(1, np.int64), np.zeros((0, 2)))
    every = np.concatenate([ring for _, ring in rings])
    sizes = np.array([len(ring) for _, ring in rings])
    exact = np.round(every * EXACT).astype(np.int64)
    _, first, number = np.unique(exact[:, 0] * (1 << 33) + exact[:, 1], return_index=True, return_inverse=True)
    last = np.cumsum(sizes) - 1
    inner = np.ones(len(every), np.bool_)
    inner[last] = False
    begin, end = number[np.flatnonzero(inner)], number[np.flatnonzero(inner) + 1]
    land = np.repeat([number for number, _ in rings], sizes - 1)
    ring = np.repeat(np.arange(len(rings)), sizes - 1)
    real = begin != end  # a point that stands twice makes no edge
    begin, end, land, ring = begin[real], end[real], land[real], ring[real]
    _, edge = np.unique(np.minimum(begin, end) * len(first) + np.maximum(begin, end), return_inverse=True)
    starts = np.searchsorted(ring, np.arange(len(rings) + 1))
    return _Edges(land, begin, end, edge, starts, every[first])


def _kinds(edges: _Edges) -> tuple[Array, Array, Array]:
    """For each distinct edge what it is, and the least and the greatest land that has it."""
    count = np.bincount(edges.number)
    low, high = np.full(len(count), np.iinfo(np.int64).max), np.zeros(len(count), np.int64)
    np.minimum.at(low, edges.number, edges.land)
    np.maximum.at(high, edges.number, edges.land)
    kinds = np.where(count == 1, LineKind.COAST, np.where(low == high, LineKind.INNER, LineKind.BORDER))
    begin, end = edges.points[edges.begin], edges.points[edges.end]
    seam = (np.abs(begin[:, 0]) > EDGE_OF_WORLD) & (begin[:, 0] == end[:, 0])
    seam |= (begin[:, 1] < SOUTH_POLE) & (end[:, 1] < SOUTH_POLE)
    kinds[edges.number[seam]] = LineKind.SEAM
    return kinds, low, high


def _junctions(edges: _Edges, kinds: Array, low: Array, high: Array) -> Array:
    """For each point, whether lines end there: more than two edges meet, or two that are not of the same lands."""
    _, once = np.unique(edges.number, return_index=True)
    points = np.concatenate([edges.begin[once], edges.end[once]])
    label = ((kinds * (high.max() + 1) + low) * (high.max() + 1) + high)[edges.number[once]]
    label = np.concatenate([label, label])
    least, most = np.full(len(edges.points), np.iinfo(np.int64).max), np.full(len(edges.points), -1)
    np.minimum.at(least, points, label)
    np.maximum.at(most, points, label)
    mixed: Array = (np.bincount(points, minlength=len(edges.points)) != 2) | (least != most)
    return mixed


def _pieces(cut: Array, start: int, stop: int) -> Iterable[Array]:
    """The edges of a ring in pieces that begin at junctions; all of them where it has none."""
    at = np.flatnonzero(cut)
    every = np.arange(start, stop)
    if not len(every):
        return
    if not len(at):
        yield every
        return
    turned = np.concatenate([every[at[0] :], every[: at[0]]])
    yield from np.split(turned, at[1:] - at[0])
