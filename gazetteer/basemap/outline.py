"""Land and borders in few bytes, at two levels of detail; docs/map.md has the layout.

Lines are simplified before they become rings, and each is there once: so neighbours still share their border, and
coasts still close.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gazetteer.basemap.disputed import areas, marked, own_lines
from gazetteer.basemap.lands import Array, LandArea
from gazetteer.basemap.mercator import project
from gazetteer.basemap.rings import Ring, contains, joined, rings_of
from gazetteer.basemap.simplify import simplify
from gazetteer.basemap.topology import Arc, LineKind, lines_of
from gazetteer.basemap.varints import encode

FLAG = 1  # the lowest bit of a length: a seam among the lines of a ring, a disputed line among borders


@dataclass(frozen=True, slots=True)
class Level:
    """How much detail there is.

    Args:
        tolerance: degrees of the equator that a line may be off; more to the poles, where the map is stretched.
        bits: of a coordinate: the world is two to the power of this wide.
    """

    tolerance: float
    bits: int


LEVELS = (Level(0.27, 13), Level(0.03, 15))
STRETCH = 0.5  # of the map's own stretch, as a power of it, that goes into the tolerance


def outlines(lands: Sequence[LandArea]) -> tuple[bytes, ...]:
    """Lands at each of `LEVELS`."""
    lines = marked(lines_of(lands))
    coasts, lines = _divided(lines)
    if lands:
        lines += own_lines()
    return tuple(_encoded(*_drawn(coasts, lines, level)) for level in LEVELS)


def _divided(lines: Sequence[Arc]) -> tuple[list[Arc], list[Arc]]:
    """Coasts and seams, and borders; the outlines of areas of no land are borders that are disputed."""
    coasts = [line for line in lines if line.kind in (LineKind.COAST, LineKind.SEAM)]
    borders = [line for line in lines if line.kind in (LineKind.BORDER, LineKind.DISPUTED)]
    inner = set()
    rings = rings_of(coasts)
    for point in areas():
        around = [(ring, joined(coasts, ring)) for ring in rings]
        holding = [(len(points), ring) for ring, points in around if contains(points, float(point[0]), float(point[1]))]
        # The innermost, which is a hole only where others are around it.
        if len(holding) > 1:
            inner |= {number for number, _ in min(holding)[1]}
    borders += [replace(coasts[number], kind=LineKind.DISPUTED) for number in sorted(inner)]
    return [line for number, line in enumerate(coasts) if number not in inner], borders


def _drawn(coasts: Sequence[Arc], borders: Sequence[Arc], level: Level) -> tuple[list[list[Arc]], list[Arc]]:
    """Rings and borders as they are drawn at a level, in its units: simplified, without what would be a point."""
    simple = _simplified([*coasts, *borders], level)
    shores, others = simple[: len(coasts)], simple[len(coasts) :]
    least = level.tolerance / 360 * 2**level.bits
    rings = [_along(shores, ring) for ring in rings_of(shores)]
    kept = [ring for ring in rings if _extent([line.points for line in ring]) >= least]
    lines = [line for line in others if len(line.points) > 1]
    closed = [(line.points[0] == line.points[-1]).all() for line in lines]
    return kept, [line for line, ring in zip(lines, closed, strict=True) if not ring or _extent([line.points]) >= least]


def _simplified(lines: Sequence[Arc], level: Level) -> list[Arc]:
    if not lines:
        return []
    every = np.concatenate([line.points for line in lines])
    starts = np.cumsum([0, *(len(line.points) for line in lines)])
    plane = np.stack(project(every[:, 1], every[:, 0]), axis=1)
    stretch = 1 / np.cos(np.radians(np.clip(every[:, 1], -85.0, 85.0)))
    keep = simplify(plane, starts, level.tolerance / 360 * stretch**STRETCH)
    units = np.round(plane * 2**level.bits).astype(np.int64)
    out = []
    for line, start, stop in zip(lines, starts[:-1], starts[1:], strict=True):
        points = units[start:stop][keep[start:stop]]
        moved = np.ones(len(points), np.bool_)
        moved[1:] = (points[1:] != points[:-1]).any(axis=1)
        out.append(replace(line, points=points[moved]))
    return out


def _along(lines: Sequence[Arc], ring: Ring) -> list[Arc]:
    """The lines of a ring, each the way round in which they follow each other."""
    return [replace(lines[number], points=lines[number].points[:: -1 if back else 1]) for number, back in ring]


def _extent(parts: Iterable[Array]) -> int:
    points = np.concatenate(list(parts))
    return int((points.max(axis=0) - points.min(axis=0)).max())


def _encoded(rings: Sequence[Sequence[Arc]], borders: Sequence[Arc]) -> bytes:
    """Rings, then borders; each line begins where the one before ended, or, after a step, elsewhere."""
    here = np.zeros(2, np.int64)
    numbers: list[Array] = [np.array([len(rings)])]
    for ring in rings:
        numbers.append(np.array([len(ring), *(ring[0].points[0] - here)]))
        numbers += [_steps(line, LineKind.SEAM) for line in ring]
        here = ring[-1].points[-1]
    numbers.append(np.array([len(borders)]))
    for line in borders:
        numbers += [line.points[0] - here, _steps(line, LineKind.DISPUTED)]
        here = line.points[-1]
    return encode(np.concatenate(numbers))


def _steps(line: Arc, flagged: LineKind) -> Array:
    """How many steps a line has, with its flag, and the steps."""
    flag = FLAG if line.kind == flagged else 0
    return np.concatenate([[2 * (len(line.points) - 1) + flag], np.diff(line.points, axis=0).ravel()])
