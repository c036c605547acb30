"""The nearest places: a static k-d tree over points of the unit sphere, in flat arrays.

On the sphere in three dimensions the date line and the poles are places like any other, and the straight line through
the Earth orders places as the way over it does. The points are kept in the order of the tree's leaves, cut at the
median of the widest side, so the tree needs no pointers: the children of node n are 2n and 2n + 1, and a leaf's points
are a range. Each node has the box of its points and two masks: which kinds and which countries are among them. So a
search for the nearest airport goes past the villages without looking at one.

A mask has 256 bits. That is enough for a bit for each country; of the kinds the commonest have a bit each and the
others share the rest evenly: who shares a bit is rare, and the few that a mask lets through in vain are told apart at
the leaf.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from gazetteer.index.build_places import DEGREE
from gazetteer.index.jit import inline, kernel
from gazetteer.index.store import Array

# Of the sphere, in the whole units that coordinates are kept in, 6 mm each. So places are told apart that are a
# centimetre nearer or farther; next to the antipode of a point, where chords hardly differ, some 400 metres.
RADIUS = 1 << 30
LEAF = 32  # points of a leaf, at most
WORDS = 4  # of 64 bits, of a mask
MASK_BITS = 64 * WORDS
OWN_BITS = 192  # those that belong to one kind alone, where there are more kinds than bits
_BLOCK = 1 << 20
_DEPTH = 64  # more than twice the levels that any tree has
_ONE, _SIX, _SIXTY_THREE = np.uint64(1), np.uint64(6), np.uint64(63)


def build_spatial(lat: Array, lon: Array, feature: Array, country: Array) -> dict[str, Array]:
    """Make the tree.

    Args:
        lat: latitudes by row, whole 1e-5 degrees (int32).
        lon: longitudes likewise.
        feature: feature numbers by row, 0 and up.
        country: country numbers by row, -1 for none.

    Returns:
        In the order of the leaves: `spatial_point` (n, 3; int32), `spatial_row` (int32), `spatial_feature` (uint16),
        `spatial_country` (uint16; the number + 1). By node, the root at 1: `spatial_box` (low x, y, z, high x, y, z;
        int32), `spatial_what` and `spatial_where` (WORDS words each; uint64).
        `spatial_feature_bit`, `spatial_country_bit` (uint8): the bit of each number.
    """
    count = len(lat)
    points = np.empty((count, 3), np.int32)
    for start in range(0, count, _BLOCK):
        stop = start + _BLOCK
        points[start:stop] = _on_sphere(lat[start:stop], lon[start:stop])
    rows = np.arange(count, dtype=np.int32)
    leaves = 1
    while leaves * LEAF < count:
        leaves *= 2
    boxes = np.empty((2 * leaves, 6), np.int32)
    boxes[:, :3], boxes[:, 3:] = RADIUS, -RADIUS
    _cut(points, rows, boxes, leaves)
    features = np.asarray(feature, np.int64)[rows]
    countries = np.asarray(country, np.int64)[rows] + 1
    feature_bit, country_bit = _bits(features), _bits(countries)
    what = np.zeros((2 * leaves, WORDS), np.uint64)
    where = np.zeros((2 * leaves, WORDS), np.uint64)
    _mark(feature_bit[features], country_bit[countries], what, where, leaves)
    return {
        "spatial_point": points,
        "spatial_row": rows,
        "spatial_feature": features.astype(np.uint16),
        "spatial_country": countries.astype(np.uint16),
        "spatial_box": boxes,
        "spatial_what": what,
        "spatial_where": where,
        "spatial_feature_bit": feature_bit,
        "spatial_country_bit": country_bit,
    }


class Spatial:
    """The tree of an opened index.

    Args:
        arrays: those of `build_spatial`, and `place_population`.

    Raises:
        KeyError: one is missing.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._feature_bit = arrays["spatial_feature_bit"]
        self._country_bit = arrays["spatial_country_bit"]
        self._arrays = tuple(
            arrays[name]
            for name in (
                *("spatial_point", "spatial_row", "spatial_feature", "spatial_country"),
                *("spatial_box", "spatial_what", "spatial_where", "place_population"),
            )
        )
        self._count = len(arrays["spatial_row"])
        self._all_features = np.ones(len(self._feature_bit), np.bool_), np.zeros(0, np.uint64)
        self._all_countries = np.ones(len(self._country_bit), np.bool_), np.zeros(0, np.uint64)

    def nearest(
        self,
        lat: float,
        lon: float,
        *,
        limit: int,
        angle: float = math.pi,
        features: Array | None = None,
        countries: Array | None = None,
        population: int = 0,
    ) -> Array:
        """The rows of the places nearest to a point (int32), nearest first; of those equally far, the lower row first.

        Args:
            lat: latitude in degrees.
            lon: longitude in degrees.
            limit: how many.
            angle: how far at most, in radians along the sphere.
            features: by feature number, whether it will do; None takes all.
            countries: by country number, whether it will do; None takes all, and places of no country.
            population: how many people at least.
        """
        kinds = self._all_features if features is None else _wanted(features, self._feature_bit, first=0)
        lands = self._all_countries if countries is None else _wanted(countries, self._country_bit, first=1)
        up, around = math.radians(lat), math.radians(lon)
        flat = RADIUS * math.cos(up)
        point = flat * math.cos(around), flat * math.sin(around), RADIUS * math.sin(up)
        found = min(limit, self._count)
        rows, squares = np.empty(found, np.int32), np.empty(found, np.float64)
        search: Any = _search
        filled = search(*self._arrays, point, _square_of(angle), *kinds, *lands, population, rows, squares)
        nearest: Array = rows[:filled]
        return nearest


def _on_sphere(lat: Array, lon: Array) -> Array:
    """Points of the sphere, in whole units (n, 3; int32), from whole 1e-5 degrees."""
    up, around = np.radians(lat / DEGREE), np.radians(lon / DEGREE)
    flat = np.cos(up) * RADIUS
    points = np.stack((flat * np.cos(around), flat * np.sin(around), np.sin(up) * RADIUS), axis=1)
    whole: Array = np.rint(points).astype(np.int32)
    return whole


def _square_of(angle: float) -> float:
    """The square of the chord of an angle, in units of the sphere; two more than it is, since points are rounded."""
    if angle >= math.pi:
        return math.inf
    return float((2 * RADIUS * math.sin(angle / 2) + 2) ** 2)


def _bits(numbers: Array) -> Array:
    """For each number from 0 to the greatest its bit: one of its own, or for the rarest of too many a shared one."""
    counts = np.bincount(numbers, minlength=1)
    bits = np.zeros(len(counts), np.uint8)
    own = MASK_BITS if len(counts) <= MASK_BITS else OWN_BITS
    load = [0] * (MASK_BITS - own)
    for rank, number in enumerate(np.argsort(-counts, kind="stable").tolist()):
        if rank < own:
            bits[number] = rank
            continue
        lightest = load.index(min(load))
        load[lightest] += max(1, int(counts[number]))
        bits[number] = own + lightest
    return bits


def _wanted(wanted: Array, bits: Array, first: int) -> tuple[Array, Array]:
    """By kept number, whether it will do, and the mask of those that will; kept numbers begin `first` higher."""
    flags = np.zeros(len(bits), np.bool_)
    size = min(len(wanted), len(bits) - first)
    flags[first : first + size] = wanted[:size]
    mask = 0
    for bit in np.unique(bits[flags]).tolist():
        mask |= 1 << bit
    return flags, np.frombuffer(mask.to_bytes(8 * WORDS, "little"), np.dtype("<u8"))


@inline
def _swap(points: Any, rows: Any, one: Any, other: Any) -> None:
    for side in range(3):
        points[one, side], points[other, side] = points[other, side], points[one, side]
    rows[one], rows[other] = rows[other], rows[one]


@inline
def _part(points: Any, rows: Any, low: Any, high: Any, middle: Any, side: Any) -> None:
    """Moves the points of [low, high) so that those before `middle` are no greater on that side than those after."""
    left, right = low, high - 1
    while left < right:
        pivot = points[(left + right) >> 1, side]
        up, down = left, right
        while up <= down:
            while points[up, side] < pivot:
                up += 1
            while points[down, side] > pivot:
                down -= 1
            if up <= down:
                _swap(points, rows, up, down)
                up += 1
                down -= 1
        if middle <= down:
            right = down
        elif middle >= up:
            left = up
        else:
            return


@kernel
def _cut(points: Any, rows: Any, boxes: Any, leaves: Any) -> None:
    """Orders the points by leaf and writes the box of each node."""
    nodes, lows, highs = np.empty(_DEPTH, np.int64), np.empty(_DEPTH, np.int64), np.empty(_DEPTH, np.int64)
    nodes[0], lows[0], highs[0] = 1, 0, len(points)
    waiting = 1
    while waiting > 0:
        waiting -= 1
        node, low, high = nodes[waiting], lows[waiting], highs[waiting]
        for number in range(low, high):
            for side in range(3):
                value = points[number, side]
                boxes[node, side] = min(boxes[node, side], value)
                boxes[node, side + 3] = max(boxes[node, side + 3], value)
        if node >= leaves:
            continue
        widest, width = 0, np.int64(-1)
        for side in range(3):
            extent = np.int64(boxes[node, side + 3]) - np.int64(boxes[node, side])
            if extent > width:
                widest, width = side, extent
        middle = (low + high) >> 1
        _part(points, rows, low, high, middle, widest)
        nodes[waiting], lows[waiting], highs[waiting] = 2 * node, low, middle
        waiting += 1
        nodes[waiting], lows[waiting], highs[waiting] = 2 * node + 1, middle, high
        waiting += 1


@kernel
def _mark(feature_bits: Any, country_bits: Any, what: Any, where: Any, leaves: Any) -> None:
    """Writes the masks of each node, from the bits of each point."""
    for leaf in range(leaves):
        low, high = _range_of(leaf, leaves, len(feature_bits))
        for number in range(low, high):
            feature, country = np.uint64(feature_bits[number]), np.uint64(country_bits[number])
            what[leaves + leaf, feature >> _SIX] |= _ONE << (feature & _SIXTY_THREE)
            where[leaves + leaf, country >> _SIX] |= _ONE << (country & _SIXTY_THREE)
    for node in range(leaves - 1, 0, -1):
        for word in range(WORDS):
            what[node, word] = what[2 * node, word] | what[2 * node + 1, word]
            where[node, word] = where[2 * node, word] | where[2 * node + 1, word]


@inline
def _range_of(leaf: Any, leaves: Any, count: Any) -> Any:
    """The points of a leaf: the halvings that led to it, done again."""
    low, high = np.int64(0), np.int64(count)
    half = leaves >> 1
    while half > 0:
        middle = (low + high) >> 1
        if leaf & half:
            low = middle
        else:
            high = middle
        half >>= 1
    return low, high


@inline
def _square_to_box(boxes: Any, node: Any, point: Any) -> Any:
    """The square of the distance from a point to a node's box, 0 inside."""
    total = 0.0
    for side in range(3):
        away = max(boxes[node, side] - point[side], point[side] - boxes[node, side + 3])
        if away > 0.0:
            total += away * away
    return total


@inline
def _meets(masks: Any, node: Any, wanted: Any) -> Any:
    """Whether a node's mask has a bit of those wanted; every mask does where none is given."""
    if len(wanted) == 0:
        return True
    for word in range(WORDS):  # noqa: SIM110 - numba knows no any()
        if masks[node, word] & wanted[word]:
            return True
    return False


@kernel
def _search(
    points: Any,
    rows: Any,
    features: Any,
    countries: Any,
    boxes: Any,
    what: Any,
    where: Any,
    populations: Any,
    point: Any,
    bound: Any,
    wanted_features: Any,
    wanted_what: Any,
    wanted_countries: Any,
    wanted_where: Any,
    population: Any,
    best_rows: Any,
    best_squares: Any,
) -> Any:
    """Fills `best_rows` and `best_squares` with the nearest, in order; returns how many there are."""
    leaves = np.int64(len(what) >> 1)
    limit, filled = len(best_rows), 0
    if limit == 0:
        return 0
    nodes, squares = np.empty(_DEPTH, np.int64), np.empty(_DEPTH, np.float64)
    nodes[0], squares[0] = 1, 0.0
    waiting = 1
    while waiting > 0:
        waiting -= 1
        node = nodes[waiting]
        if squares[waiting] > bound:
            continue
        if node < leaves:
            left, right = 2 * node, 2 * node + 1
            to_left, to_right = _square_to_box(boxes, left, point), _square_to_box(boxes, right, point)
            if to_left < to_right:  # the nearer one goes on top
                left, right, to_left, to_right = right, left, to_right, to_left
            if to_left <= bound and _meets(what, left, wanted_what) and _meets(where, left, wanted_where):
                nodes[waiting], squares[waiting] = left, to_left
                waiting += 1
            if to_right <= bound and _meets(what, right, wanted_what) and _meets(where, right, wanted_where):
                nodes[waiting], squares[waiting] = right, to_right
                waiting += 1
            continue
        low, high = _range_of(node - leaves, leaves, len(rows))
        for number in range(low, high):
            if not (wanted_features[features[number]] and wanted_countries[countries[number]]):
                continue
            square = 0.0
            for side in range(3):
                away = points[number, side] - point[side]
                square += away * away
            row = rows[number]
            if square > bound or (filled == limit and square == bound and row > best_rows[limit - 1]):
                continue
            if population > 0 and populations[row] < population:
                continue
            slot = filled if filled < limit else limit - 1
            while slot > 0 and (
                best_squares[slot - 1] > square or (best_squares[slot - 1] == square and best_rows[slot - 1] > row)
            ):
                best_squares[slot], best_rows[slot] = best_squares[slot - 1], best_rows[slot - 1]
                slot -= 1
            best_squares[slot], best_rows[slot] = square, row
            filled = min(filled + 1, limit)
            if filled == limit:
                bound = best_squares[limit - 1]
    return filled
