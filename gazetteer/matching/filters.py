"""Filters: which rows of places are of the countries, divisions, kinds and parts of the globe asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.values import DEGREE, LEVELS
from gazetteer.matching.context import wanted_features
from gazetteer.matching.countries import country_number
from gazetteer.model import Box, Filter

Test = Callable[[Array | slice], Array]
"""Says of rows whether each will do."""


def narrow(index: Index, where: Filter, rows: Array | None = None) -> Array:
    """The rows that a filter lets through, in their order.

    Args:
        index: the opened index.
        where: the filter.
        rows: those to choose from; None chooses from all places.

    Raises:
        QueryError: an unknown country or feature class, or a box that is none.
    """
    for test in _tests(index, where):
        rows = np.flatnonzero(test(slice(None))) if rows is None else rows[test(rows)]
    return np.arange(len(index.places)) if rows is None else rows


def _tests(index: Index, where: Filter) -> list[Test]:
    """The tests of a filter, those that most fail first."""
    arrays = index.store.arrays
    tests: list[Test] = []

    def test(column: str, will_do: Callable[[Array], Array]) -> None:
        tests.append(lambda rows: will_do(arrays[column][rows]))

    countries = _countries(index, where)
    if countries is not None:
        test("place_country", lambda numbers: countries[numbers])
    for level, found in _divisions(index, where.admin, countries):
        test(level, lambda rows, found=found: np.isin(rows, found))  # type: ignore[misc]
    features = wanted_features(index, where.classes, where.codes)
    if len(features):
        test("place_feature", lambda numbers: features[numbers])
    if where.population > 0:
        test("place_population", lambda people: people >= where.population)
    if where.box is not None:
        low, high, west, east = _edges(where.box)
        test("place_lat", lambda lat: (lat >= low) & (lat <= high))
        if west <= east:
            test("place_lon", lambda lon: (lon >= west) & (lon <= east))
        else:
            test("place_lon", lambda lon: (lon >= west) | (lon <= east))
    return tests


def _countries(index: Index, where: Filter) -> Array | None:
    """By country number whether it will do; the last is for places of no country."""
    if not where.country and not where.continent:
        return None
    will_do = np.zeros(len(index.places.countries) + 1, np.bool_)
    if where.country:
        will_do[[country_number(index, text) for text in where.country]] = True
    else:
        will_do[:-1] = True
    if where.continent:
        letters = {text.upper() for text in where.continent}
        will_do[:-1] &= [country["continent"] in letters for country in index.places.countries]
    return will_do


def _divisions(index: Index, codes: tuple[str, ...], countries: Array | None) -> list[tuple[str, Array]]:
    """For each code given, the column of its level, and the rows of the divisions that have it inside those above."""
    arrays, places = index.store.arrays, index.places
    areas = arrays["area_row"]
    inside = np.ones(len(areas), np.bool_) if countries is None else countries[arrays["place_country"][areas]]
    out: list[tuple[str, Array]] = []
    for depth, (level, code) in enumerate(zip(LEVELS, codes, strict=False)):
        if not code:
            continue
        feature = ("A", f"ADM{depth + 1}")
        number = places.features.index(feature) if feature in places.features else -1
        here = inside & (arrays["place_feature"][areas] == number)
        for place in np.flatnonzero(here).tolist():
            here[place] = places.texts[arrays["area_code"][place]].rpartition(".")[2] == code
        out.append((level, areas[here]))
        inside &= np.isin(arrays[level][areas], areas[here])
    return out


def _edges(box: Box) -> tuple[float, float, float, float]:
    for field, value, most in (
        ("south", box.south, 90.0),
        ("north", box.north, 90.0),
        ("west", box.west, 180.0),
        ("east", box.east, 180.0),
    ):
        if not -most <= value <= most:
            raise QueryError(f"{field} is {value}: give a number from {-most:g} to {most:g}.", field)
    if box.south > box.north:
        raise QueryError(f"south is {box.south} and north is {box.north}: give the lower one as south.", "south")
    return box.south * DEGREE, box.north * DEGREE, box.west * DEGREE, box.east * DEGREE
