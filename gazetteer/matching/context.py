"""What is known besides the name: countries, areas, a point, kinds of place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.build_places import DEGREE
from gazetteer.index.masks import ALL, country_bit, wanted_kinds
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.lexicon.blanks import blank
from gazetteer.matching.areas import Alike, find_areas
from gazetteer.matching.codes import place_of_id
from gazetteer.matching.countries import read_country, shown, unknown_country
from gazetteer.matching.question import Question
from gazetteer.model import FEATURE_CLASSES, Near

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        unread: what was given as a country or an area and is not known as one: "country 'Xyz'", "within 'Abc'".
    """

    countries: Array
    areas: Array
    area_countries: Array
    near: Near | None
    features: Array
    where: int
    what: int
    named: Array
    unread: tuple[str, ...] = ()

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


def read_context(index: Index, question: Question, alike: Alike, *, strict: bool = False) -> Context:
    """Read the context of a question: the query's fields, and the areas and kinds that its name gave.

    Args:
        index: the opened index.
        question: what is looked for.
        alike: finds the area that `within` means, where none is called as it is written.
        strict: whether a country or area that cannot be read is an error.

    Raises:
        QueryError: an unknown feature class; where `strict`, an unknown country or area.
    """
    query = question.query
    named = _named_kinds(index, question.phrase.kinds)
    given = query.country or query.within or query.near or query.classes or query.codes
    if not (given or len(question.areas) or len(named)):
        return NOTHING
    countries, parts, unread = _countries(index, query.country, query.lang, strict)
    inside = question.areas if len(question.areas) else parts
    if query.within is not None:
        found, unread_area = _within(index, query.within, alike, strict)
        inside, unread = found if len(found) else inside, unread + unread_area
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


def _within(index: Index, within: str, alike: Alike, strict: bool) -> tuple[Array, tuple[str, ...]]:
    """The rows that `within` means, and it as unread where there are none.

    Raises:
        QueryError: where `strict`, it cannot be read.
    """
    if blank(within):
        return _NO_ROWS, ()
    row = place_of_id(index, within)
    rows = find_areas(index, within.strip(), alike) if row is None else np.array([row], np.int32)
    if len(rows):
        return rows, ()
    if strict:
        raise QueryError(f"within is {shown(within)}: give the name, code or GeoNames id of an area.", "within")
    return _NO_ROWS, (f"within {shown(within)}",)


def _countries(
    index: Index, given: Iterable[str], lang: str | None, strict: bool
) -> tuple[Array, Array, tuple[str, ...]]:
    """The numbers of the countries given, the rows that stand for them where a part is among them, and what is unread.

    Raises:
        QueryError: where `strict`, one cannot be read.
    """
    numbers: dict[int, None] = {}
    rows: dict[int, None] = {}
    unread: list[str] = []
    parted = False
    for text in given:
        read = read_country(index, text, lang)
        if read.unread:
            if strict:
                raise unknown_country(text)
            unread.append(f"country {shown(text)}")
        areas = read.areas
        parted = parted or bool(areas)
        if read.number is not None:
            numbers[read.number] = None
            areas = areas or (int(index.places.countries[read.number]["row"]),)
        for row in areas:
            numbers.setdefault(int(index.columns.place_country[row]) if row >= 0 else -1)
            rows[row] = None
    numbers.pop(-1, None)
    kept = [row for row in rows if row >= 0] if parted else []
    return np.array(list(numbers), np.int32), np.array(kept, np.int32), tuple(unread)


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
