"""What is known besides the name: countries, areas, a point, kinds of place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gazetteer.errors import QueryError, UnknownPlace
from gazetteer.index.build_places import DEGREE
from gazetteer.index.masks import ALL, country_bit, wanted_kinds
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.areas import find_areas
from gazetteer.matching.question import Question
from gazetteer.model import FEATURE_CLASSES, Near

if TYPE_CHECKING:
    from collections.abc import Iterable

AREA_LIKENESS = 0.8  # how alike a misspelt area must be to be taken for one
AREA_ROWS = 64  # how many areas one phrase may stand for
_AREA_CLASSES = ("A", "L")
_NO_ROWS = np.zeros(0, np.int32)
_NO_KINDS = np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the name, in rows and numbers of one index.

    Args:
        countries: country numbers, any of which will do (int32); empty when not given.
        areas: rows of the admin areas that may contain the place (int32); empty when not given.
        area_countries: numbers of the countries that may contain it, given as an area (int32).
        near: a point.
        features: by feature number, whether it is of a kind asked for (bool); empty when not given.
        where: country mask for the search.
        what: kind mask for the search.
        named: by feature number, whether the query's generic words speak of it (bool); empty when they do not.
        unread: what was given as an area and is not known as one.
    """

    countries: Array
    areas: Array
    area_countries: Array
    near: Near | None
    features: Array
    where: int
    what: int
    named: Array
    unread: str | None = None

    @property
    def given(self) -> bool:
        """Whether anything is known at all."""
        return self is not NOTHING

    @property
    def for_kernel(self) -> tuple[Array, Array, Array, float, float, float, Array, Array]:
        """The fields that the evidence kernel reads; coordinates in whole 1e-5 degrees, km 0 when not given."""
        near = self.near
        lat, lon, km = (float(near.lat * DEGREE), float(near.lon * DEGREE), float(near.km)) if near else (0.0, 0.0, 0.0)
        return self.countries, self.areas, self.area_countries, lat, lon, km, self.features, self.named


NOTHING = Context(_NO_ROWS, _NO_ROWS, _NO_ROWS, None, _NO_KINDS, ALL, ALL, _NO_KINDS)

# GeoNames' ids of the continents, by the two letters that its country table gives.
_CONTINENTS = {
    6255146: "AF",
    6255147: "AS",
    6255148: "EU",
    6255149: "NA",
    6255150: "SA",
    6255151: "OC",
    6255152: "AN",
}


def read_context(index: Index, question: Question) -> Context:
    """Read the context of a question: the query's fields, and the areas and kinds that its name gave.

    Raises:
        QueryError: an unknown country, feature class or id of an area.
    """
    query = question.query
    named = _named_kinds(index, question.phrase.kinds)
    given = query.country or query.within or query.near or query.classes or query.codes
    if not (given or len(question.areas) or len(named)):
        return NOTHING
    countries = _countries(index, query.country)
    inside, unread = question.areas, None
    if query.within is not None:
        found = _within(index, query.within)
        inside, unread = (found, None) if len(found) else (inside, query.within)
    areas, area_countries = _areas_and_countries(index, inside)
    bits = 0
    for number in [*countries.tolist(), *area_countries.tolist(), *index.columns.place_country[areas].tolist()]:
        bits |= country_bit(number) if number >= 0 else ALL
    return Context(
        countries=countries,
        areas=areas,
        area_countries=area_countries,
        near=query.near,
        features=wanted_features(index, query.classes, query.codes),
        where=bits or ALL,
        what=wanted_kinds(query.classes, query.codes),
        named=named,
        unread=unread,
    )


def _within(index: Index, within: str) -> Array:
    text = within.strip()
    if text.isascii() and text.isdigit():
        try:
            return np.array([index.places.row(int(text))], np.int32)
        except (UnknownPlace, OverflowError) as error:
            raise QueryError(f"within is {text}: the gazetteer holds no place with that id.", "within") from error
    return find_areas(index, text) if text else _NO_ROWS


def _countries(index: Index, given: Iterable[str]) -> Array:
    numbers: dict[int, None] = {}
    for text in given:
        numbers.setdefault(country_number(index, text))
    return np.array(list(numbers), np.int32) if numbers else _NO_ROWS


def country_number(index: Index, text: str) -> int:
    """The number of a country given as ISO 3166-1 code or by a name in any language.

    Raises:
        QueryError: it is none that the gazetteer knows.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper()
    places = index.places
    if code in places.country_numbers:
        return places.country_numbers[code]
    for number, country in enumerate(places.countries):
        if code == country["iso3"] or (code.isdigit() and int(code) == country["numeric"]):
            return number
    for row in find_areas(index, text, fuzzy=False).tolist():
        feature_class, feature_code = places.features[index.columns.place_feature[row]]
        if feature_class == "A" and feature_code.startswith("PCL"):
            return int(index.columns.place_country[row])
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    raise QueryError(f"country is {shown!r}: give an ISO 3166-1 code such as UA, or a country's name.", "country")


def _areas_and_countries(index: Index, rows: Array) -> tuple[Array, Array]:
    """Tell the admin areas among rows from the countries, and take a continent as its countries."""
    areas: list[int] = []
    countries: list[int] = []
    places = index.places
    for row in rows.tolist():
        feature_class, feature_code = places.features[index.columns.place_feature[row]]
        if feature_code == "CONT":
            letters = _CONTINENTS.get(int(places.ids[row]), "")
            countries += [number for number, country in enumerate(places.countries) if country["continent"] == letters]
        elif feature_class == "A" and feature_code.startswith("PCL"):
            countries.append(int(index.columns.place_country[row]))
        else:
            areas.append(row)
    return np.array(areas, np.int32), np.array(countries, np.int32)


def _named_kinds(index: Index, kinds: frozenset[str]) -> Array:
    """By feature number, whether one of the kinds ("A.ADM1", or "P" for a whole class) is of it."""
    if not kinds:
        return _NO_KINDS
    return np.array([c in kinds or f"{c}.{code}" in kinds for c, code in index.places.features], np.bool_)


def wanted_features(index: Index, classes: Sequence[str], codes: Sequence[str]) -> Array:
    """By feature number, whether it is of those classes and codes (bool); empty where none is given.

    Raises:
        QueryError: there is no such class.
    """
    if not classes and not codes:
        return _NO_KINDS
    for feature_class in classes:
        if feature_class not in tuple(FEATURE_CLASSES):
            raise QueryError(
                f"classes has {feature_class[:20]!r}: give letters of {', '.join(FEATURE_CLASSES)}.", "classes"
            )
    wanted = [
        (feature_class in classes or not classes) and (code in codes or not codes)
        for feature_class, code in index.places.features
    ]
    return np.array(wanted, np.bool_)
