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


def test_people_do_not_pull() -> None:
    assert mean((0.0, 0.0, 300), (0.0, 10.0, 100))[1] == pytest.approx(5.0)


def test_suburbs_pull_no_harder_than_their_city() -> None:
    city = [(0.01 * number, 0.01 * number, 10) for number in range(10)]
    assert mean(*city, (0.0, 10.0, 10))[1] == pytest.approx(5.0, abs=0.1)


@given(LATITUDES, LONGITUDES, st.integers(0, 40_000_000))
def test_one_place_is_its_own_mean(lat: float, lon: float, population: int) -> None:
    assert mean((lat, lon, population)) == (pytest.approx(lat, abs=1e-4), pytest.approx(lon, abs=1e-4))
