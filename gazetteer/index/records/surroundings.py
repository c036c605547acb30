"""Where places lie around a place: a coarse grid over its country, from the gazetteer's own coordinates.

Enough to draw a country as dots, without any map data besides the gazetteer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gazetteer.index.store import Array
from gazetteer.index.values import DEGREE

CELLS = 76  # of the grid along its longer side
TAIL = 0.1  # per cent of a country's places, at either end, that need not be inside: far islands, wrong coordinates
MARGIN = 0.1  # of the extent, on each side
LEAST_DEGREES = 1.2  # the extent of the smallest country
ALONE_DEGREES = 40.0  # the extent around a place of no country
WIDEST = 1.9  # times as wide as high, or as high as wide, is the extent at most
_NO_COUNTRY = -1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A grid around a place. Cells are (column from the west, row from the north), each with some place in it.

    Args:
        west, south, east, north: the extent in degrees; `east` exceeds 180, or `west` is below -180, where the
            extent crosses the date line.
        columns, rows: the size of the grid.
        x, y: the place itself, in cells from the north-west corner.
        country: cells with places of the same country, each with how many people live there as a decimal logarithm.
        abroad: cells with places of other countries only.
    """

    west: float
    south: float
    east: float
    north: float
    columns: int
    rows: int
    x: float
    y: float
    country: tuple[tuple[int, int, float], ...]
    abroad: tuple[tuple[int, int], ...]


def surroundings(arrays: Mapping[str, Array], row: int) -> Surroundings:
    """The grid around the place in a row."""
    at_lat, at_lon = float(arrays["place_lat"][row]) / DEGREE, float(arrays["place_lon"][row]) / DEGREE
    country = int(arrays["place_country"][row])
    lat, lon = arrays["place_lat"] / DEGREE, arrays["place_lon"] / DEGREE
    inside = arrays["place_country"] == country if country != _NO_COUNTRY else np.zeros(len(lat), bool)
    lon = (lon - at_lon + 180) % 360 - 180 + at_lon  # as seen from the place
    south, north = _range(lat[inside], at_lat)
    west, east = _range(lon[inside], at_lon)
    shrink = max(np.cos(np.radians((south + north) / 2)), 0.1)  # how much shorter a degree of longitude is
    west, east, south, north = _proportioned(west, east, south, north, float(shrink))
    cell = max((east - west) * shrink, north - south) / CELLS
    columns, rows = max(1, round((east - west) * shrink / cell)), max(1, round((north - south) / cell))
    shown = np.flatnonzero((lat > south) & (lat < north) & (lon > west) & (lon < east))
    x = np.minimum(((lon[shown] - west) * shrink / cell).astype(np.int64), columns - 1)
    y = np.minimum(((north - lat[shown]) / cell).astype(np.int64), rows - 1)
    people = np.where(inside[shown], arrays["place_population"][shown].astype(np.float64), -1.0)
    settled = np.full(columns * rows, -np.inf)
    np.maximum.at(settled, y * columns + x, people)
    cells = np.flatnonzero(settled > -np.inf).tolist()
    return Surroundings(
        west=float(west),
        south=float(south),
        east=float(east),
        north=float(north),
        columns=columns,
        rows=rows,
        x=float((at_lon - west) * shrink / cell),
        y=float((north - at_lat) / cell),
        country=tuple((c % columns, c // columns, float(np.log10(settled[c] + 1))) for c in cells if settled[c] >= 0),
        abroad=tuple((c % columns, c // columns) for c in cells if settled[c] < 0),
    )


def _range(values: Array, at: float) -> tuple[float, float]:
    """The extent of values, without the few farthest, and with the place itself."""
    if not len(values):
        return at - ALONE_DEGREES / 2, at + ALONE_DEGREES / 2
    low, high = np.percentile(values, [TAIL, 100 - TAIL])
    low, high = min(float(low), at), max(float(high), at)
    missing = max(LEAST_DEGREES - (high - low), 0.0) / 2
    margin = (high - low) * MARGIN + missing
    return low - margin, high + margin


def _proportioned(
    west: float, east: float, south: float, north: float, shrink: float
) -> tuple[float, float, float, float]:
    """Widen an extent that is far longer one way than the other."""
    width, height = (east - west) * shrink, north - south
    more_height, more_width = max(width / WIDEST - height, 0.0) / 2, max(height / WIDEST - width, 0.0) / 2 / shrink
    south, north = max(south - more_height, -90.0), min(north + more_height, 90.0)
    return west - more_width, east + more_width, south, north
