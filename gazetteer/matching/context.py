"""What is known besides the name: countries, areas, a point, kinds of place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gazetteer.errors import QueryError, UnknownPlace
from gazetteer.index.masks import ALL, country_bit, wanted_kinds
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.areas import Alike, find_areas
from gazetteer.matching.question import Question
from gazetteer.model import FEATURE_CLASSES, Near

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_ROWS = np.zeros(0, np.int32)
_NO_KINDS = np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Group:
    """The areas that one phrase may stand for.

    Args:
        text: the phrase.
        rows: of the areas and countries (int32), at least one.
        coded: it was read as a code.
    """

    text: str
    rows: Array
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the name, in rows and numbers of one index.

    A member is a country (minus its number, less 1) or the row of an area. A place meets members if it is one of them
    or lies in one.

    Args:
        countries: members, any of which will do (int32); empty when no country is given.
        members: the areas that contain the place, group by group (int32): any member of each will do.
        ends: where the members of each group end (int32).
        coded: by group, whether it was read as a code (bool).
        aliases: rows of the places that a second name in the string names (int32); empty when there is none.
        near: a point.
        features: by feature number, whether it is of a kind asked for (bool); empty when not given.
        where: country mask for the search.
        what: kind mask for the search.
        named: by feature number, whether the query's generic words speak of it (bool); empty when they do not.
        settlement: the query's generic words say 1 village, 2 city, 0 neither.
        given: the countries as they were given, as one text, and the phrase of each group.
        unread: what was given as an area and is not known as one.
    """

    countries: Array
    members: Array
    ends: Array
    coded: Array
    aliases: Array
    near: Near | None
    features: Array
    where: int
    what: int
    named: Array
    settlement: int = 0
    given: tuple[str, ...] = ("",)
    unread: str | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is known at all."""
        return self is not NOTHING

    @property
    def for_kernel(self) -> tuple[Array, Array, Array, Array, Array, float, float, float, Array, Array]:
        """The fields of `evidence.Known`; km is 0 when no point is given."""
        lat, lon, km = (float(self.near.lat), float(self.near.lon), float(self.near.km)) if self.near else _NOWHERE
        return (
            self.members,
            self.ends,
            self.coded,
            self.countries,
            self.aliases,
            lat,
            lon,
            km,
            self.features,
            self.named,
        )

    def contradicted(self, astray: int) -> tuple[str, ...]:
        """What was given that a candidate does not meet, as it was given.

        Args:
            astray: the candidate's, see `Row.ASTRAY`.
        """
        return tuple([text for number, text in enumerate(self.given) if astray >> number & 1]) if astray else ()


_NOWHERE = (0.0, 0.0, 0.0)
NOTHING = Context(
    _NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_KINDS, _NO_ROWS, near=None, features=_NO_KINDS, where=ALL, what=ALL,
    named=_NO_KINDS,
)  # fmt: skip

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


def read_context(
    index: Index,
    question: Question,
    alike: Alike,
    groups: Sequence[Group] | None = None,
    aliases: Array = _NO_ROWS,
    settlement: int = 0,
) -> Context:
    """Read the context of a question: the query's fields, and the areas and kinds that its name gave.

    Args:
        index: the opened index.
        question: what is looked for.
        alike: finds the area that `within` means, where none is called as it is written.
        groups: the areas that the string gave, the innermost first; None takes those of the question.
        aliases: rows of the places that a second name in the string names.
        settlement: the string says 1 village, 2 city, 0 neither.

    Raises:
        QueryError: an unknown country, feature class or id of an area.
    """
    query = question.query
    named = _named_kinds(index, question.phrase.kinds)
    if groups is None:
        groups = (_group(index, question.areas),) if len(question.areas) else ()
    given = query.country or query.within or query.near or query.classes or query.codes
    if not (given or groups or len(named) or len(aliases) or settlement):
        return NOTHING
    countries = [-number - 1 for number in _countries(index, query.country).tolist()]
    unread = None
    if query.within is not None:
        found = _within(index, query.within, alike)
        if len(found):
            groups = (*groups, Group(query.within.strip(), found))
        else:
            unread = query.within
    members: list[int] = []
    ends: list[int] = []
    for group in groups:
        members += _members(index, group.rows)
        ends.append(len(members))
    return Context(
        countries=_rows(countries),
        members=_rows(members),
        ends=_rows(ends),
        coded=np.array([group.coded for group in groups], np.bool_) if groups else _NO_KINDS,
        aliases=aliases,
        near=query.near,
        features=wanted_features(index, query.classes, query.codes),
        where=_where(index, countries + members),
        what=wanted_kinds(query.classes, query.codes),
        named=named,
        settlement=settlement,
        given=(" or ".join(query.country), *(group.text for group in groups)),
        unread=unread,
    )


def _group(index: Index, rows: Array) -> Group:
    return Group(index.places.display_name(int(rows[0]), None)[0], rows)


def _rows(numbers: list[int]) -> Array:
    return np.array(numbers, np.int32) if numbers else _NO_ROWS


def _where(index: Index, members: list[int]) -> int:
    """The mask of the countries that members are or lie in."""
    bits = 0
    for member in members:
        number = -member - 1 if member < 0 else int(index.columns.place_country[member])
        bits |= country_bit(number) if number >= 0 else ALL
    return bits or ALL


def _within(index: Index, within: str, alike: Alike) -> Array:
    text = within.strip()
    if text.isascii() and text.isdigit():
        try:
            return np.array([index.places.row(int(text))], np.int32)
        except (UnknownPlace, OverflowError) as error:
            raise QueryError(f"within is {text}: the gazetteer holds no place with that id.", "within") from error
    return find_areas(index, text, alike) if text else _NO_ROWS


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
    for row in find_areas(index, text).tolist():
        feature_class, feature_code = places.features[index.columns.place_feature[row]]
        if feature_class == "A" and feature_code.startswith("PCL"):
            return int(index.columns.place_country[row])
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    raise QueryError(f"country is {shown!r}: give an ISO 3166-1 code such as UA, or a country's name.", "country")


def _members(index: Index, rows: Array) -> list[int]:
    """The members that rows of areas stand for: a country is its number, a continent its countries."""
    members: list[int] = []
    places = index.places
    for row in rows.tolist():
        feature_class, feature_code = places.features[index.columns.place_feature[row]]
        if feature_code == "CONT":
            letters = _CONTINENTS.get(int(places.ids[row]), "")
            inside = (number for number, country in enumerate(places.countries) if country["continent"] == letters)
            members += [-number - 1 for number in inside]
        elif feature_class == "A" and feature_code.startswith("PCL"):
            members.append(-int(index.columns.place_country[row]) - 1)
        else:
            members.append(row)
    return members


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
