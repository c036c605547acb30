"""geopy, which lets one set GeoNames' address (`domain`)."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderServiceError
from geopy.geocoders import GeoNames


@pytest.fixture(scope="module")
def geocoder(address: str) -> GeoNames:
    scheme, _, domain = address.partition("://")
    return GeoNames("demo", scheme=scheme, domain=domain, timeout=30)


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("Bakhmout", {}, "Bakhmut, Donetsk, Ukraine"),
        ("Артемівськ", {}, "Bakhmut, Donetsk, Ukraine"),
        ("Bakhmuut", {}, "Bakhmut, Donetsk, Ukraine"),
        ("Paris", {}, "Paris, France"),
        ("Paris", {"country": ["US", "CA"]}, "Paris, Texas, United States of America"),
        ("Paris", {"country_bias": "US"}, "Paris, Texas, United States of America"),
    ],
)
def test_geocode(geocoder: GeoNames, query: str, options: dict[str, object], expected: str) -> None:
    place = geocoder.geocode(query, **options)
    assert place is not None
    assert place.address == expected


def test_geocode_many_and_none(geocoder: GeoNames) -> None:
    assert len(geocoder.geocode("Springfield", exactly_one=False)) == 3
    assert geocoder.geocode("Zzyzzqx") is None


def test_reverse(geocoder: GeoNames) -> None:
    place = geocoder.reverse((48.6, 38.0), lang="fr")
    assert place.address.startswith("Bakhmout, ")
    assert (place.latitude, place.longitude) == (48.59419, 37.99886)
    seat = geocoder.reverse((48.6, 38.0), find_nearby_type="findNearby", feature_code="PPLA")
    assert seat.address.startswith("Kharkiv, ")
    assert geocoder.reverse((0, -150)) is None


def test_errors_are_understood(geocoder: GeoNames) -> None:
    with pytest.raises(GeocoderServiceError, match="no letter"):
        geocoder.geocode("???")
