"""A drawn locator: a country as dots where its places are, and one place in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gazetteer import Surroundings

CELL = 10  # units of the drawing
TOWN, CITY = 3.6, 5.0  # people of a cell's largest place, decimal logarithm, from which it is drawn stronger
STEPS = (0.25, 0.5, 1, 2, 5, 10, 20, 30)  # degrees between lines
LINES = 5  # at most so many from side to side
EDGE = 0.08  # no line so near an edge, as a part of the extent: its label would be cut off


@dataclass(frozen=True, slots=True)
class GraticuleLine:
    """A meridian or parallel: where it is drawn, and its name."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template needs to draw a locator, in units of the drawing.

    Args:
        width, height: the size.
        meridians, parallels: the lines, with their names.
        abroad: the path of dots of other countries.
        quiet, town, city: the paths of dots of the country, by how many people live there.
        x, y: the place.
    """

    width: int
    height: int
    meridians: tuple[GraticuleLine, ...]
    parallels: tuple[GraticuleLine, ...]
    abroad: str
    quiet: str
    town: str
    city: str
    x: float
    y: float


def draw(around: Surroundings) -> Drawing:
    """Draw the surroundings of a place."""
    width, height = around.columns * CELL, around.rows * CELL
    return Drawing(
        width=width,
        height=height,
        meridians=tuple(_lines(around.west, around.east, 0, width, "W", "E", turn=360)),
        parallels=tuple(_lines(around.south, around.north, height, 0, "S", "N")),
        abroad=_dots(around.abroad),
        quiet=_dots((x, y) for x, y, people in around.country if people < TOWN),
        town=_dots((x, y) for x, y, people in around.country if TOWN <= people < CITY),
        city=_dots((x, y) for x, y, people in around.country if people >= CITY),
        x=round(around.x * CELL, 1),
        y=round(around.y * CELL, 1),
    )


def _dots(cells: Iterable[tuple[int, int]]) -> str:
    """A path of points, each to be drawn round by the ends of its line."""
    half = CELL // 2
    return "".join(f"M{x * CELL + half} {y * CELL + half}h0" for x, y in cells)


def _lines(
    low: float, high: float, start: float, end: float, below: str, above: str, turn: int = 0
) -> Iterator[GraticuleLine]:
    """Lines at round degrees between two edges, drawn between `start` and `end`."""
    step = next((one for one in STEPS if (high - low) / one <= LINES), STEPS[-1])
    margin = (high - low) * EDGE
    number = math.ceil((low + margin) / step)
    while (degrees := number * step) < high - margin:
        shown = (degrees + 180) % 360 - 180 if turn else degrees
        side = "" if shown == 0 else below if shown < 0 else above
        yield GraticuleLine(round(start + (degrees - low) / (high - low) * (end - start), 1), f"{abs(shown):g}°{side}")
        number += 1
