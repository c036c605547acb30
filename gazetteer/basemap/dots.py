"""The gazetteer's populated places as dots, so many as can be told apart at each zoom.

The world is cut into cells of three pixels. Of the places of a cell the best known is shown. A cell has four at the
next zoom, so what is shown stays shown nearer by: each place has one zoom from which on it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gazetteer.basemap.lands import Array
from gazetteer.basemap.mercator import MOST_NORTH, project
from gazetteer.basemap.varints import encode
from gazetteer.index.store import Store
from gazetteer.index.values import DEGREE

LEAST_ZOOM, MOST_ZOOM = 2, 10
TILE = 256  # pixels
CELL = 3
FINE = 4  # parts of a pixel that a tile tells apart
BITS = 20  # of a coordinate in a place's code: MOST_ZOOM tiles of TILE * FINE parts
POPULATED = "P"


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots of a gazetteer.

    Args:
        codes: of each place the bits of x and y in turn (Morton's order), by zoom, then ascending: so the places of a
            tile stand together.
        starts: where the places of each zoom begin that are there from it on, and the end.
    """

    codes: Array
    starts: Array

    def tile(self, zoom: int, x: int, y: int) -> bytes:
        """The dots of a tile, row by row: how many, then of each the step in y and x, in quarters of a pixel.

        The step in x is from the dot before in the same row, and from the left side where the row is another.

        Args:
            zoom: `LEAST_ZOOM` to `MOST_ZOOM`.
            x: the tile's column, from the west.
            y: its row, from the north.
        """
        shift = np.uint64(2 * (BITS - zoom))
        tile = int(_interleaved(np.array([x]), np.array([y]))[0])
        low, high = np.uint64(tile) << shift, np.uint64(tile + 1) << shift
        parts = []
        for level in range(zoom - LEAST_ZOOM + 1):
            codes = self.codes[self.starts[level] : self.starts[level + 1]]
            parts.append(codes[np.searchsorted(codes, low) : np.searchsorted(codes, high)])
        found = np.concatenate(parts)
        drop = np.uint64(MOST_ZOOM - zoom)  # what a tile of this zoom does not tell apart
        mask = np.uint64(TILE * FINE - 1)
        across, down = ((_compact(found >> np.uint64(bit)) >> drop & mask).astype(np.int64) for bit in (0, 1))
        order = np.lexsort((across, down))
        across, down = across[order], down[order]
        fresh = np.ones(len(order), np.bool_)
        fresh[1:] = down[1:] != down[:-1]
        before = np.concatenate([np.zeros(1, np.int64), across[:-1]])[: len(order)]
        steps = np.stack([np.diff(down, prepend=0), across - np.where(fresh, 0, before)], axis=1)
        return encode(np.concatenate([[len(order)], steps.ravel()]))


def dots_of(store: Store) -> Dots:
    """The dots of a build."""
    rows = populated(store)
    lat, lon = (store.arrays[name][rows] / DEGREE for name in ("place_lat", "place_lon"))
    on_map = np.abs(lat) < MOST_NORTH
    rows, lat, lon = rows[on_map], lat[on_map], lon[on_map]
    fame = store.arrays["place_fame"][rows]
    order = np.argsort(-fame, kind="stable")  # of equals the one with the lower id
    x, y = (part[order] for part in project(lat, lon))
    first = np.full(len(order), MOST_ZOOM + 1)
    for zoom in range(MOST_ZOOM, LEAST_ZOOM - 1, -1):
        cells = 2**zoom * TILE // CELL + 1
        across, down = (np.floor(part * (2**zoom * TILE / CELL)).astype(np.int64) for part in (x, y))
        _, best = np.unique(down * cells + across, return_index=True)
        first[best] = zoom
    units = [np.minimum((part * 2**BITS).astype(np.int64), 2**BITS - 1) for part in (x, y)]
    codes = _interleaved(*units)
    shown = np.lexsort((codes, first))[: int((first <= MOST_ZOOM).sum())]
    starts = np.searchsorted(first[shown], np.arange(LEAST_ZOOM, MOST_ZOOM + 2))
    return Dots(codes[shown], starts)


def populated(store: Store, without: tuple[str, ...] = ()) -> Array:
    """The rows of populated places, ascending.

    Args:
        store: the build.
        without: feature codes that are left out.
    """
    features = [feature.partition(".") for feature in store.manifest["tables"]["features"]]
    wanted = np.array([kind == POPULATED and code not in without for kind, _, code in features], np.bool_)
    rows: Array = np.flatnonzero(wanted[store.arrays["place_feature"]])
    return rows


def _interleaved(x: Array, y: Array) -> Array:
    """The bits of x and y in turn, those of x the lower."""
    code: Array = _spread(x.astype(np.uint64)) | (_spread(y.astype(np.uint64)) << np.uint64(1))
    return code


_STEPS = ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F), (2, 0x3333333333333333))
_ALTERNATE = np.uint64(0x5555555555555555)


def _spread(numbers: Array) -> Array:
    """Numbers of up to 32 bits with a 0 before each bit."""
    for shift, mask in _STEPS:
        numbers = (numbers | (numbers << np.uint64(shift))) & np.uint64(mask)
    spread: Array = (numbers | (numbers << np.uint64(1))) & _ALTERNATE
    return spread


def _compact(codes: Array) -> Array:
    """Every other bit, the lowest first: undoes `_spread`."""
    numbers = codes & _ALTERNATE
    numbers = (numbers | (numbers >> np.uint64(1))) & np.uint64(_STEPS[-1][1])
    for (shift, _), (_, mask) in zip(_STEPS[::-1], [*_STEPS[-2::-1], (32, 0x00000000FFFFFFFF)], strict=True):
        numbers = (numbers | (numbers >> np.uint64(shift))) & np.uint64(mask)
    return numbers
