"""The nearest places: the search of the tree that `build_spatial` made, the nearer side first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bits, Reals, Truths, Whole, Wholes
from gazetteer.index.store import Array

# Of the sphere, in the whole units that coordinates are kept in, 6 mm each. So places are told apart that are a
# centimetre nearer or farther; next to the antipode of a point, where chords hardly differ, some 400 metres.
RADIUS = 1 << 30
WORDS = 4  # of 64 bits, of a mask
DEPTH = 64  # more than twice the levels that any tree has


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


def _square_of(angle: float) -> float:
    """The square of the chord of an angle, in units of the sphere; two more than it is, since points are rounded."""
    if angle >= math.pi:
        return math.inf
    return float((2 * RADIUS * math.sin(angle / 2) + 2) ** 2)


def _wanted(wanted: Array, bits: Array, first: int) -> tuple[Array, Array]:
    """By kept number, whether it will do, and the mask of those that will; kept numbers begin `first` higher."""
    flags = np.zeros(len(bits), np.bool_)
    size = min(len(wanted), len(bits) - first)
    flags[first : first + size] = wanted[:size]
    mask = 0
    for bit in np.unique(bits[flags]).tolist():
        mask |= 1 << bit
    # A copy, as it can be written: arrays that cannot are of another type, for which the kernel is compiled again.
    return flags, np.frombuffer(mask.to_bytes(8 * WORDS, "little"), np.dtype("<u8")).astype(np.uint64)


@inline
def _square_to_box(boxes: Wholes, node: int, point: Wholes) -> Any:
    """The square of the distance from a point to a node's box, 0 inside."""
    total = 0.0
    for side in range(3):
        away = max(boxes[node, side] - point[side], point[side] - boxes[node, side + 3])
        if away > 0.0:
            total += away * away
    return total


@inline
def _meets(masks: Bits, node: int, wanted: Bits) -> bool:
    """Whether a node's mask has a bit of those wanted; every mask does where none is given."""
    if len(wanted) == 0:
        return True
    for word in range(WORDS):  # noqa: SIM110 - numba knows no any()
        if masks[node, word] & wanted[word]:
            return True
    return False


@kernel
def _search(
    points: Wholes,
    rows: Wholes,
    features: Wholes,
    countries: Wholes,
    boxes: Wholes,
    what: Bits,
    where: Bits,
    populations: Reals,
    point: Wholes,
    bound: float,
    wanted_features: Truths,
    wanted_what: Bits,
    wanted_countries: Truths,
    wanted_where: Bits,
    population: float,
    best_rows: Wholes,
    best_squares: Reals,
) -> int:
    """Fills `best_rows` and `best_squares` with the nearest, in order; returns how many there are."""
    leaves = np.int64(len(what) >> 1)
    limit, filled = len(best_rows), 0
    if limit == 0:
        return 0
    nodes, squares = np.empty(DEPTH, np.int64), np.empty(DEPTH, np.float64)
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
        low, high = range_of(node - leaves, leaves, len(rows))
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


@inline
def range_of(leaf: int, leaves: Whole, count: int) -> Any:
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
