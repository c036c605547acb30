from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gazetteer.index.build.spatial import LEAF, MASK_BITS, build_spatial
from gazetteer.index.search.spatial import Spatial
from gazetteer.index.values import DEGREE
from gazetteer.matching.distance import EARTH_KM, distance_km

KINDS = 5
COUNTRIES = 3
HAIR = 1e-4  # kilometres: points are kept to a centimetre
ANTIPODE = 20_000.0  # from there on
COARSE = 0.5  # is as near as chords tell

latitudes = st.one_of(st.sampled_from([-90.0, 90.0, 0.0, 89.99999]), st.floats(-90, 90))
longitudes = st.one_of(st.sampled_from([-180.0, 180.0, 0.0, 179.99999, -179.99999]), st.floats(-180, 180))
points = st.tuples(latitudes, longitudes)
places = st.lists(st.tuples(points, st.integers(0, KINDS - 1), st.integers(-1, COUNTRIES - 1)), min_size=1, max_size=80)


class Made:
    """A tree over given places, and the same asked by brute force."""

    def __init__(self, given: list[tuple[tuple[float, float], int, int]], repeat: int = 1) -> None:
        given = given * repeat
        self.lat = np.array([round(lat * DEGREE) for (lat, _lon), _kind, _country in given], np.int32)
        self.lon = np.array([round(lon * DEGREE) for (_lat, lon), _kind, _country in given], np.int32)
        self.kind = np.array([kind for _point, kind, _country in given], np.int16)
        self.country = np.array([country for _point, _kind, country in given], np.int16)
        arrays = build_spatial(self.lat, self.lon, self.kind, self.country)
        self.population = np.arange(len(given), dtype=np.uint32)
        self.tree = Spatial(arrays | {"place_population": self.population})

    def far(self, row: int, point: tuple[float, float]) -> float:
        return distance_km(*point, self.lat[row] / DEGREE, self.lon[row] / DEGREE)

    def brute(self, point: tuple[float, float], will_do: Callable[[int], bool]) -> list[float]:
        return sorted(self.far(row, point) for row in range(len(self.lat)) if will_do(row))


@settings(max_examples=150, deadline=None)
@given(places, points, st.integers(1, 100), st.integers(1, 4), st.data())
@example([((0.0, 0.0), 0, -1)] * 70, (0.0, 180.0), 100, 2, None)
@example([((90.0, 0.0), 0, 0), ((89.99999, 0.0), 0, 0), ((-90.0, 0.0), 0, 0)], (-90.0, 0.0), 2, 1, None)
def test_as_brute_force(given: Any, point: tuple[float, float], limit: int, repeat: int, data: Any) -> None:
    made = Made(given, repeat)
    kinds = data.draw(st.none() | st.sets(st.integers(0, KINDS - 1))) if data else None
    countries = data.draw(st.none() | st.sets(st.integers(0, COUNTRIES - 1))) if data else None
    km = data.draw(st.none() | st.floats(0.1, 20_000)) if data else None
    rows = made.tree.nearest(
        *point,
        limit=limit,
        angle=math.pi if km is None else km / EARTH_KM,
        features=None if kinds is None else np.array([kind in kinds for kind in range(KINDS)]),
        countries=None if countries is None else np.array([number in countries for number in range(COUNTRIES)]),
    ).tolist()

    def will_do(row: int) -> bool:
        return (kinds is None or made.kind[row] in kinds) and (countries is None or made.country[row] in countries)

    assert all(will_do(row) for row in rows)
    assert len(set(rows)) == len(rows)
    found = [made.far(row, point) for row in rows]
    wanted = made.brute(point, will_do)
    if km is not None:
        assert all(far <= km + HAIR for far in found)
        assert len(found) >= min(limit, sum(far <= km for far in wanted))
        wanted = wanted[: len(found)]
    assert len(found) == min(limit, len(wanted))
    for far, right in zip(found, wanted, strict=False):
        assert far == pytest.approx(right, abs=HAIR if right < ANTIPODE else COARSE)


def test_equal_points_come_in_the_order_of_their_rows() -> None:
    made = Made([((10.0, 20.0), 0, 0)] * (3 * LEAF))
    assert made.tree.nearest(10.0, 20.0, limit=5).tolist() == [0, 1, 2, 3, 4]
    assert made.tree.nearest(-10.0, -160.0, limit=500).tolist() == list(range(3 * LEAF))


@pytest.mark.parametrize(
    ("point", "nearest"),
    [((0.0, 179.999), (0.0, -179.999)), ((0.0, -180.0), (0.0, -179.999)), ((89.9, 0.0), (89.9, 180.0))],
)
def test_over_the_date_line_and_the_pole(point: tuple[float, float], nearest: tuple[float, float]) -> None:
    made = Made([(nearest, 0, 0), ((0.0, 178.0), 0, 0), ((80.0, 0.0), 0, 0)])
    assert made.tree.nearest(*point, limit=1).tolist() == [0]


def test_at_least_so_many_people() -> None:
    made = Made([((0.0, float(degree)), 0, 0) for degree in range(100)])
    assert made.tree.nearest(0.0, 0.0, limit=2, population=40).tolist() == [40, 41]


def test_a_rare_kind_that_shares_its_bit() -> None:
    """More kinds than a mask has bits: the rare ones share, and are still told apart."""
    random = np.random.default_rng(3)
    many = 3 * MASK_BITS
    spots = [((float(lat), float(lon)), 0, 0) for lat, lon in random.uniform((-90, -180), (90, 180), (4 * many, 2))]
    made = Made([(point, number % many, 0) for number, (point, _kind, _country) in enumerate(spots)])
    for kind in (0, many - 1):
        rows = made.tree.nearest(5.0, 5.0, limit=10, features=np.arange(many) == kind).tolist()
        assert {int(made.kind[row]) for row in rows} == {kind}
        assert [made.far(row, (5.0, 5.0)) for row in rows] == pytest.approx(
            made.brute((5.0, 5.0), lambda row: made.kind[row] == kind)  # noqa: B023 - called at once
        )


def test_a_kind_of_which_there_is_none() -> None:
    made = Made([((0.0, 0.0), 0, 0)])
    assert made.tree.nearest(0.0, 0.0, limit=3, features=np.zeros(KINDS, np.bool_)).tolist() == []
    assert made.tree.nearest(0.0, 0.0, limit=3, features=np.arange(900) == 700).tolist() == []
