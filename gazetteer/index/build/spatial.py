"""Building the tree of the nearest places: a static k-d tree over points of the unit sphere, in flat arrays.

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

import numpy as np

from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bits, Wholes
from gazetteer.index.search.spatial import DEPTH, RADIUS, WORDS, range_of
from gazetteer.index.store import Array
from gazetteer.index.values import DEGREE

LEAF = 32  # points of a leaf, at most
MASK_BITS = 64 * WORDS
OWN_BITS = 192  # those that belong to one kind alone, where there are more kinds than bits
_BLOCK = 1 << 20
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


def _on_sphere(lat: Array, lon: Array) -> Array:
    """Points of the sphere, in whole units (n, 3; int32), from whole 1e-5 degrees."""
    up, around = np.radians(lat / DEGREE), np.radians(lon / DEGREE)
    flat = np.cos(up) * RADIUS
    points = np.stack((flat * np.cos(around), flat * np.sin(around), np.sin(up) * RADIUS), axis=1)
    whole: Array = np.rint(points).astype(np.int32)
    return whole


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


@inline
def _swap(points: Wholes, rows: Wholes, one: int, other: int) -> None:
    for side in range(3):
        points[one, side], points[other, side] = points[other, side], points[one, side]
    rows[one], rows[other] = rows[other], rows[one]


@inline
def _part(points: Wholes, rows: Wholes, low: int, high: int, middle: int, side: int) -> None:
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
def _cut(points: Wholes, rows: Wholes, boxes: Wholes, leaves: int) -> None:
    """Orders the points by leaf and writes the box of each node."""
    nodes, lows, highs = np.empty(DEPTH, np.int64), np.empty(DEPTH, np.int64), np.empty(DEPTH, np.int64)
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
def _mark(feature_bits: Wholes, country_bits: Wholes, what: Bits, where: Bits, leaves: int) -> None:
    """Writes the masks of each node, from the bits of each point."""
    for leaf in range(leaves):
        low, high = range_of(leaf, leaves, len(feature_bits))
        for number in range(low, high):
            feature, country = np.uint64(feature_bits[number]), np.uint64(country_bits[number])
            what[leaves + leaf, feature >> _SIX] |= _ONE << (feature & _SIXTY_THREE)
            where[leaves + leaf, country >> _SIX] |= _ONE << (country & _SIXTY_THREE)
    for node in range(leaves - 1, 0, -1):
        for word in range(WORDS):
            what[node, word] = what[2 * node, word] | what[2 * node + 1, word]
            where[node, word] = where[2 * node, word] | where[2 * node + 1, word]
