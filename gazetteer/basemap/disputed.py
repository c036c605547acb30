"""What is disputed: `disputed.tsv` names borders, areas of no country, and lines that the source does not have.

    pair    the border of two lands, by their codes; where a box is given, the part of it in there
            (south, west, north, east)
    area    an area that belongs to no land of the source, by a point in it: land, with a dashed outline
    line    a line of its own, by its points

Points are latitude and longitude. Each row has its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from gazetteer.basemap.lands import Array
from gazetteer.basemap.topology import Arc, LineKind
from gazetteer.lexicon.tables import NOTHING, rows

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Disputed:
    """One row of the table.

    Args:
        kind: pair, area or line.
        codes: of a pair, the codes of the lands, sorted.
        points: of an area or line, longitude and latitude.
        box: of a pair, the part that is disputed: south, west, north, east; None for all of it.
        name: what it is called.
        source: who says so.
    """

    kind: str
    codes: tuple[str, ...]
    points: Array
    box: Box | None
    name: str
    source: str


@cache
def disputed() -> tuple[Disputed, ...]:
    """The table."""
    return tuple(map(_read, rows("disputed.tsv", "gazetteer.basemap")))


def _read(row: dict[str, str]) -> Disputed:
    pair = row["kind"] == "pair"
    numbers = [] if pair else [[float(part) for part in point.split()] for point in row["where"].split(",")]
    points = np.array(numbers, np.float64).reshape(-1, 2)[:, ::-1]
    box = None
    if row["box"] != NOTHING:
        south, west, north, east = (float(part) for part in row["box"].split())
        box = south, west, north, east
    codes = tuple(sorted(row["where"].split())) if pair else ()
    return Disputed(row["kind"], codes, points, box, row["name"], row["source"])


def marked(lines: Sequence[Arc]) -> list[Arc]:
    """Lines with those parts of borders told apart that are disputed."""
    boxes: dict[tuple[str, ...], list[Box | None]] = {}
    for one in disputed():
        if one.kind == "pair":
            boxes.setdefault(one.codes, []).append(one.box)
    return [part for line in lines for part in _parts(line, boxes.get(line.lands, []))]


def areas() -> list[Array]:
    """A point, longitude and latitude, in each area that belongs to no land."""
    return [one.points[0] for one in disputed() if one.kind == "area"]


def own_lines() -> list[Arc]:
    """The lines that the source does not have."""
    return [Arc(LineKind.DISPUTED, one.points) for one in disputed() if one.kind == "line"]


def _parts(line: Arc, boxes: Sequence[Box | None]) -> Iterator[Arc]:
    """A border in pieces that are wholly disputed or not at all."""
    if line.kind != LineKind.BORDER or not boxes:
        yield line
        return
    within = np.zeros(len(line.points) - 1, np.bool_)
    for box in boxes:
        within |= True if box is None else _edges_in(line.points, box)
    cuts = np.flatnonzero(within[1:] != within[:-1]) + 1
    for start, stop in zip([0, *cuts], [*cuts, len(within)], strict=True):
        kind = LineKind.DISPUTED if within[start] else LineKind.BORDER
        yield replace(line, kind=kind, points=line.points[start : stop + 1])


def _edges_in(points: Array, box: Box) -> Array:
    """For each edge, whether both its ends lie in a box."""
    south, west, north, east = box
    lon, lat = points[:, 0], points[:, 1]
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    both: Array = inside[1:] & inside[:-1]
    return both
