"""The countries of a gazetteer, and the boxes around them."""

from __future__ import annotations

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.values import DEGREE
from gazetteer.model import Box, Country

CAPITAL = ("P", "PPLC")
_AROUND = 360


def countries(index: Index, display: str | None) -> tuple[Country, ...]:
    """The countries, by code; arguments as in `Gazetteer.countries`."""
    places, columns = index.places, index.columns
    population = index.store.arrays["place_population"]
    capitals = _capitals(index)
    return tuple(
        Country(
            code=country["code"],
            iso3=country["iso3"],
            numeric=country["numeric"],
            id=int(places.ids[row]) if row >= 0 else None,
            name=places.display_name(row, display)[0] if row >= 0 else country["name"],
            continent=country["continent"],
            capital=places.display_name(capital, display)[0] if (capital := capitals.get(number)) is not None else None,
            languages=tuple(country["languages"]),
            population=int(population[row]) if row >= 0 else 0,
        )
        for number, country in enumerate(places.countries)
        for row in (int(country["row"]),)
        if row < 0 or columns.place_country[row] == number
    )


def _capitals(index: Index) -> dict[int, int]:
    """By country number, the row of its capital: the best known where it has several."""
    columns = index.columns
    if CAPITAL not in index.places.features:
        return {}
    rows = np.flatnonzero(columns.place_feature == index.places.features.index(CAPITAL))
    ordered = rows[np.argsort(columns.place_fame[rows], kind="stable")].tolist()
    return {int(columns.place_country[row]): row for row in ordered}


def boxes(index: Index) -> dict[str, Box]:
    """By country code, the box around its populated places.

    East and west are where the widest stretch of longitudes without a place ends and begins, so that a country on both
    sides of the date line has a narrow box over it.
    """
    places, columns = index.places, index.columns
    populated = np.array([feature_class == "P" for feature_class, _code in places.features], np.bool_)
    rows = np.flatnonzero(populated[columns.place_feature] & (columns.place_country >= 0))
    country = columns.place_country[rows].astype(np.int64)
    lat, lon = columns.place_lat[rows], columns.place_lon[rows]
    count = len(places.countries)
    south, north = _extent(lat, country, count)
    slot = np.mod(lon // DEGREE, _AROUND)
    taken = np.bincount(country * _AROUND + slot, minlength=count * _AROUND).reshape(count, _AROUND) > 0
    first = np.array([_after_widest_gap(row) for row in taken], np.int64) * DEGREE
    whole = _AROUND * DEGREE
    west, east = _extent(np.mod(lon - first[country], whole), country, count)
    return {
        places.countries[number]["code"]: Box(
            west=_longitude(int(west[number] + first[number])),
            south=float(south[number]) / DEGREE,
            east=_longitude(int(east[number] + first[number])),
            north=float(north[number]) / DEGREE,
        )
        for number in np.unique(country).tolist()
    }


def _extent(values: Array, group: Array, count: int) -> tuple[Array, Array]:
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(low, group, values)
    np.maximum.at(high, group, values)
    return low, high


def _after_widest_gap(taken: Array) -> int:
    """The first degree that is taken after the widest run, around the globe, of degrees that are not."""
    degrees = np.flatnonzero(taken)
    if not len(degrees):
        return 0
    gaps = np.diff(degrees, prepend=degrees[-1] - _AROUND)
    return int(degrees[np.argmax(gaps)])


def _longitude(units: int) -> float:
    return (units - _AROUND * DEGREE if units > _AROUND * DEGREE // 2 else units) / DEGREE
