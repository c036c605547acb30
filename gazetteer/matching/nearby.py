"""Which places are near a point: the search of `gazetteer.index.search.spatial` in the words of a query."""

from __future__ import annotations

import math

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.index.search.spatial import Spatial
from gazetteer.matching.context import wanted_features
from gazetteer.matching.countries import country_number
from gazetteer.matching.distance import EARTH_KM, distance_km
from gazetteer.model import NEARBY_LIMIT, Filter, Nearby


def nearby(
    index: Index,
    spatial: Spatial,
    point: tuple[float, float],
    where: Filter,
    *,
    km: float | None = None,
    limit: int = 10,
    display: str | None = None,
) -> list[Nearby]:
    """The places nearest to a point, as `Gazetteer.near` says.

    Args:
        index: the gazetteer.
        spatial: its places by where they are.
        point: latitude and longitude in degrees.
        where: which places will do, by country, class, code and population.
        km: how far at most.
        limit: how many.
        display: language of the names to show, BCP 47.

    Raises:
        QueryError: a number is outside its range, or a class or country is unknown.
    """
    lat, lon = point
    for field, value, low, high in (
        ("lat", lat, -90.0, 90.0),
        ("lon", lon, -180.0, 180.0),
        ("km", math.inf if km is None else km, 0.0, math.inf),
        ("limit", limit, 1, NEARBY_LIMIT),
    ):
        if not low <= value <= high:
            least = f"from {low:g} to {high:g}" if high < math.inf else f"from {low:g}"
            raise QueryError(f"{field} is {value}: give a number {least}.", field)
    countries = None
    if where.country:
        countries = np.zeros(len(index.places.countries), np.bool_)
        countries[[country_number(index, text) for text in where.country]] = True
    features = wanted_features(index, where.classes, where.codes)
    rows = spatial.nearest(
        lat,
        lon,
        limit=limit,
        angle=math.pi if km is None else km / EARTH_KM,
        features=features if len(features) else None,
        countries=countries,
        population=where.population,
    )
    places = [index.places.place(row, display) for row in rows.tolist()]
    found = [Nearby(place, distance_km(lat, lon, place.lat, place.lon)) for place in places]
    return sorted(found, key=lambda one: one.distance_km)  # which differs by millimetres, but next to the antipode
