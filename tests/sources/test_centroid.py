import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.sources.centroid import Centroid

LATITUDES = st.floats(-89, 89)
LONGITUDES = st.floats(-180, 180)


def mean(*points: tuple[float, float, int]) -> tuple[float, float]:
    centroid = Centroid()
    for lat, lon, population in points:
        centroid.add(lat, lon, population)
    return centroid.point()


def test_both_sides_of_the_antimeridian_meet_in_the_middle() -> None:
    lat, lon = mean((0.0, 179.0, 10), (0.0, -179.0, 10))
    assert lat == pytest.approx(0.0)
    assert abs(lon) == pytest.approx(180.0)


def test_the_larger_place_pulls_harder() -> None:
    assert mean((0.0, 0.0, 300), (0.0, 10.0, 100))[1] == pytest.approx(2.5, abs=0.02)


def test_unknown_populations_weigh_alike() -> None:
    assert mean((0.0, 0.0, 0), (0.0, 10.0, 0))[1] == pytest.approx(5.0)


@given(LATITUDES, LONGITUDES, st.integers(0, 40_000_000))
def test_one_place_is_its_own_mean(lat: float, lon: float, population: int) -> None:
    assert mean((lat, lon, population)) == (pytest.approx(lat, abs=1e-4), pytest.approx(lon, abs=1e-4))
