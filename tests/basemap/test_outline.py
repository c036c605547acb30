"""Land and borders: each border is there once, coasts close, and simplifying keeps both."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from basemap_read import Numbers, Point, read_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.basemap.disputed import areas, disputed, marked, own_lines
from gazetteer.basemap.lands import Array, LandArea
from gazetteer.basemap.outline import LEVELS, outlines
from gazetteer.basemap.rings import contains, joined, rings_of
from gazetteer.basemap.simplify import simplify
from gazetteer.basemap.topology import Arc, LineKind, lines_of


def land(code: str, *rings: list[tuple[float, float]]) -> LandArea:
    return LandArea(code, tuple(np.array([*ring, ring[0]], np.float64) for ring in rings))


WEST = land("W", [(0, 0), (0, 10), (10, 10), (10.2, 5), (10, 0)])
EAST = land("E", [(10, 0), (10.2, 5), (10, 10), (20, 10), (20, 0)])
ENCLAVE = [(2.0, 2.0), (2.0, 4.0), (4.0, 4.0), (4.0, 2.0)]


def kinds(lines: list[Arc]) -> dict[tuple[LineKind, tuple[str, ...]], int]:
    found: dict[tuple[LineKind, tuple[str, ...]], int] = {}
    for line in lines:
        found[line.kind, line.lands] = found.get((line.kind, line.lands), 0) + 1
    return found


def read(data: bytes) -> tuple[list[list[Point]], list[tuple[bool, list[Point]]]]:
    numbers = Numbers(data)
    found = read_lines(numbers)
    assert numbers.at == len(data)
    return found


def test_two_neighbours_have_two_coasts_and_one_border() -> None:
    lines = lines_of([WEST, EAST])
    assert kinds(lines) == {(LineKind.COAST, ("W",)): 1, (LineKind.COAST, ("E",)): 1, (LineKind.BORDER, ("E", "W")): 1}
    border = next(line for line in lines if line.kind == LineKind.BORDER)
    assert sorted(map(tuple, border.points.tolist())) == [(10, 0), (10, 10), (10.2, 5)]


def test_a_land_within_another_has_one_border_wherever_its_ring_begins() -> None:
    around = LandArea("W", (*WEST.rings, np.array([*ENCLAVE, ENCLAVE[0]])))
    turned = [ENCLAVE[2], ENCLAVE[1], ENCLAVE[0], ENCLAVE[3]]
    assert kinds(lines_of([around, land("L", turned)])) == {
        (LineKind.COAST, ("W",)): 1,
        (LineKind.BORDER, ("L", "W")): 1,
    }


def test_the_parts_of_one_land_have_no_border() -> None:
    both = LandArea("W", (*WEST.rings, *EAST.rings))
    assert kinds(lines_of([both])) == {(LineKind.COAST, ("W",)): 2}


def test_the_edge_of_the_world_is_no_coast() -> None:
    lines = lines_of([land("R", [(170, 60), (170, 70), (180, 70), (180, 65), (180, 60)])])
    assert kinds(lines) == {(LineKind.COAST, ("R",)): 1, (LineKind.SEAM, ("R",)): 1}


@st.composite
def maps(draw: st.DrawFn) -> list[LandArea]:
    """A square cut into lands by squares of a grid, each edge of which is bent the same for both its sides."""
    size = draw(st.integers(2, 5))
    owner = draw(st.lists(st.integers(-1, 3), min_size=size * size, max_size=size * size))
    bend = draw(st.integers(0, 2**30))
    lands: dict[int, list[Array]] = {}
    for (row, column), code in zip(itertools.product(range(size), repeat=2), owner, strict=True):
        if code >= 0:
            corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
            sides = zip(corners, corners[1:] + corners[:1], strict=True)
            ring = [point for side in sides for point in bent(*side, bend)]
            lands.setdefault(code, []).append(np.array([*ring, ring[0]]))
    return [LandArea(f"L{code}", tuple(rings)) for code, rings in sorted(lands.items())]


def bent(start: tuple[int, int], end: tuple[int, int], bend: int) -> list[tuple[float, float]]:
    """The points from one corner to the next, without the last; the way back has the same."""
    low, high = sorted((start, end))
    random = np.random.default_rng([bend, *low, *high])
    along = np.linspace(0, 1, 12)[1:-1]
    inner = [
        (low[0] + (high[0] - low[0]) * part + away, low[1] + (high[1] - low[1]) * part + away)
        for part, away in zip(along, random.uniform(-0.1, 0.1, 10), strict=True)
    ]
    return [(float(start[0]), float(start[1])), *(inner if start == low else inner[::-1])]


@given(maps())
@settings(max_examples=60)
def test_coasts_close_and_borders_end_where_lines_meet(lands: list[LandArea]) -> None:
    lines = lines_of(lands)
    coasts = [line for line in lines if line.kind == LineKind.COAST]
    used = [number for ring in rings_of(coasts) for number, _ in ring]
    assert sorted(used) == list(range(len(coasts)))
    edges = [edge for line in lines for edge in edges_of(line.points)]
    assert len(edges) == len(set(edges))
    assert set(edges) <= {edge for land in lands for ring in land.rings for edge in edges_of(ring)}


def edges_of(points: Array) -> list[tuple[Point, Point]]:
    whole = [tuple(point) for point in np.round(points * 1e7).astype(int).tolist()]
    return [(min(pair), max(pair)) for pair in itertools.pairwise(whole)]


@given(maps())
@settings(max_examples=60)
def test_simplified_rings_close_and_borders_meet_others(lands: list[LandArea]) -> None:
    for data in outlines(lands):
        rings, borders = read(data)
        own = {point for line in own_lines() for point in units(line.points)}
        assert all(ring[0] == ring[-1] for ring in rings)
        corners = {point for ring in rings for point in ring} | {
            point for _, points in borders for point in (points[0], points[-1])
        }
        for _, points in borders:
            if points[0] not in own:
                assert {points[0], points[-1]} <= corners


def units(points: Array) -> set[Point]:
    found: set[Point] = set()
    for level in LEVELS:
        sine = np.sin(np.radians(points[:, 1]))
        y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
        both = np.round(np.stack([points[:, 0] / 360 + 0.5, y], axis=1) * 2**level.bits).astype(int)
        found |= {(x, y) for x, y in both.tolist()}
    return found


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=2, max_size=60), st.floats(0.01, 5))
def test_what_goes_was_near_to_what_stays(points: list[tuple[float, float]], tolerance: float) -> None:
    line = np.array(points)
    keep = simplify(line, np.array([0, len(line)]), tolerance)
    assert keep[0]
    assert keep[-1]
    kept = np.flatnonzero(keep)
    for low, high in itertools.pairwise(kept.tolist()):
        for point in line[low + 1 : high]:
            chord = line[high] - line[low]
            part = np.clip((point - line[low]) @ chord / max(chord @ chord, 1e-30), 0, 1)
            assert np.hypot(*(point - line[low] - part * chord)) <= tolerance * (1 + 1e-9)


def test_lines_are_simplified_together_as_each_by_itself() -> None:
    random = np.random.default_rng(7)
    lines = [random.uniform(0, 9, (size, 2)) for size in (2, 9, 30, 3, 1, 50)]
    starts = np.cumsum([0, *map(len, lines)])
    together = simplify(np.concatenate(lines), starts, 1.5)
    apart = [simplify(line, np.array([0, len(line)]), 1.5) for line in lines]
    assert together.tolist() == np.concatenate(apart).tolist()


def test_a_border_is_told_apart_in_its_box_only() -> None:
    fence = marked([border("IND", "PAK", [(70, 25), (72, 30), (74, 33), (75, 34), (76, 35)])])
    assert [(line.kind, len(line.points)) for line in fence] == [(LineKind.BORDER, 3), (LineKind.DISPUTED, 3)]
    assert marked([border("DEU", "POL", [(14, 53), (15, 51)])])[0].kind == LineKind.BORDER


def border(one: str, other: str, points: list[tuple[float, float]]) -> Arc:
    return Arc(LineKind.BORDER, np.array(points, np.float64), (one, other))


def test_an_area_of_no_land_is_land_with_a_dashed_line_around() -> None:
    lon, lat = areas()[0]
    hole = [(lon - 1.0, lat - 1), (lon - 1, lat + 1), (lon + 1, lat + 1), (lon + 1, lat - 1)]
    outer = [(lon - 9.0, lat - 9), (lon - 9, lat + 9), (lon + 9, lat + 9), (lon + 9, lat - 9)]
    for data in outlines([land("W", outer, hole)]):
        rings, borders = read(data)
        assert len(rings) == 1
        assert [dashed for dashed, points in borders if points[0] == points[-1]] == [True]


def test_every_row_of_the_table_has_a_name_and_a_source() -> None:
    for row in disputed():
        assert row.kind in ("pair", "area", "line")
        assert len(row.source) > 20, row.name
        assert row.name
        assert len(row.codes) == (2 if row.kind == "pair" else 0)
        if row.box is not None:
            south, west, north, east = row.box
            assert -90 <= south < north <= 90
            assert -180 <= west < east <= 180


def test_no_lands_are_no_lines() -> None:
    assert [read(data) for data in outlines([])] == [([], [])] * len(LEVELS)


@pytest.mark.parametrize(("lon", "lat", "within"), [(3, 3, True), (1, 3, False), (5, 3, False), (3, 9, False)])
def test_what_a_ring_contains(lon: float, lat: float, within: bool) -> None:
    assert contains(np.array([*ENCLAVE, ENCLAVE[0]]), lon, lat) is within


def test_rings_are_joined_in_order() -> None:
    coasts = [line for line in lines_of([WEST, EAST]) if line.kind == LineKind.COAST]
    (ring,) = rings_of(coasts)
    points = joined(coasts, ring)
    assert points[0].tolist() == points[-1].tolist()
    assert len({tuple(point) for point in points.tolist()}) == len(points) - 1
