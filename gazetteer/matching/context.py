"""What is known besides the name: countries, areas, a point, kinds of place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.index.records.shared import countries_of
from gazetteer.index.search.masks import ALL, country_bit, wanted_kinds
from gazetteer.index.store import Array
from gazetteer.lexicon.blanks import blank
from gazetteer.matching.areas import Alike, read_areas
from gazetteer.matching.codes import codes_of, place_of_id
from gazetteer.matching.countries import read_country, shown, unknown_country
from gazetteer.matching.disputed import REGIONS, also_of
from gazetteer.matching.evidence import ALSO
from gazetteer.matching.question import Question
from gazetteer.model import FEATURE_CLASSES, Near, Query

_NO_ROWS = np.zeros(0, np.int32)
_NO_KINDS = np.zeros(0, np.bool_)
_NO_CODES = np.zeros(0, np.int8)


def _no_rows() -> Array:
    return _NO_ROWS


def _no_kinds() -> Array:
    return _NO_KINDS


@dataclass(frozen=True, slots=True)
class Group:
    """The areas that one phrase may stand for.

    Args:
        text: the phrase.
        rows: of the areas and countries (int32), at least one, the best known first.
        coded: it was read as a code.
        alike: no area is called so; these are merely alike.
        town: no area is called so; these are the towns that are, and what is around each.
    """

    text: str
    rows: Array
    coded: bool = False
    alike: bool = False
    town: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the name, in rows and numbers of one index.

    A member is a country (minus its number, less 1) or the row of an area, farther from zero by `evidence.ALSO` where
    it is one in another's view only. A place meets members if it is one of them or lies in one.

    Args:
        countries: members, any of which will do (int32); empty when no country is given.
        members: the areas that contain the place, group by group (int32): any member of each will do.
        ends: where the members of each group end (int32).
        coded: by group, 1 it was read as a code, 2 as a town, 0 as an area; 4 more where a field gave it, 8 more where
            it is merely alike (int8).
        aliases: rows of the places that a second name in the string names (int32); empty when there is none.
        near: a point.
        features: by feature number, whether it is of a kind asked for (bool); empty when not given.
        where: country mask for the search.
        what: kind mask for the search.
        named: by feature number, whether the string's words speak of it (bool); empty when they do not.
        settlement: the string says 1 village, 2 city, 0 neither.
        other_unit: rows of the places that are called so with another word for a unit (int32): 釧路市 beside 釧路町.
        given: the countries as they were given, as one text, and the phrase of each group.
        unread: what was given as a country or an area and is not known as one: "country 'Xyz'", "within 'Abc'".
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
    other_unit: Array = field(default_factory=_no_rows)
    given: tuple[str, ...] = ("",)
    unread: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything is known at all."""
        return self is not NOTHING

    @property
    def for_kernel(self) -> tuple[Array, Array, Array, Array, Array, Array, float, float, float, Array, Array]:
        """The fields of `evidence.Known`; km is 0 when no point is given."""
        lat, lon, km = (float(self.near.lat), float(self.near.lon), float(self.near.km)) if self.near else _NOWHERE
        return (
            self.members,
            self.ends,
            self.coded,
            self.countries,
            self.aliases,
            self.other_unit,
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
        return tuple(text for number, text in enumerate(self.given) if astray >> number & 1)


_NOWHERE = (0.0, 0.0, 0.0)
NOTHING = Context(
    _NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_CODES, _NO_ROWS, near=None, features=_NO_KINDS, where=ALL, what=ALL,
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


@dataclass(frozen=True, slots=True)
class Told:
    """What the fields of a query say besides its string; the same for all its interpretations.

    Args:
        countries: members, as in `Context`.
        within: the areas that `within` stands for.
        features: as in `Context`.
        unread: as in `Context`.
    """

    countries: Array = field(default_factory=_no_rows)
    within: Group | None = None
    features: Array = field(default_factory=_no_kinds)
    unread: tuple[str, ...] = ()


_TOLD_NOTHING = Told()


def read_fields(index: Index, query: Query, alike: Alike, *, strict: bool = False) -> Told:
    """Read what the fields of a query say besides its string.

    Args:
        index: the opened index.
        query: what is asked.
        alike: finds the area that `within` means, where none is called as it is written.
        strict: whether a country or area that cannot be read is an error.

    Raises:
        QueryError: an unknown feature class; where `strict`, an unknown country or area.
    """
    if not (query.country or query.within or query.classes or query.codes):
        return _TOLD_NOTHING
    countries, unread = _countries(index, query.country, query.lang, strict)
    within, unread_area = (None, ()) if query.within is None else _within(index, query.within, alike, strict)
    features = wanted_features(index, query.classes, query.codes)
    return Told(countries, within, features, unread + unread_area)


def read_context(
    index: Index,
    question: Question,
    told: Told,
    groups: Sequence[Group] = (),
    aliases: Array = _NO_ROWS,
    other_unit: Array = _NO_ROWS,
) -> Context:
    """Read the context of a question: the query's fields, and the areas and kinds that its string gave.

    Args:
        index: the opened index.
        question: what is looked for.
        told: what the query's fields say.
        groups: the areas that the string gave, the innermost first.
        aliases: rows of the places that a second name in the string names.
        other_unit: rows of the places that are called so with another word for a unit.
    """
    query, settlement = question.query, question.settlement
    named = _named_kinds(index, question.kinds)
    if told is _TOLD_NOTHING and not (
        query.near or groups or len(named) or len(aliases) or settlement or len(other_unit)
    ):
        return NOTHING
    if told.within is not None:
        groups = (*groups, told.within)
    members: list[int] = []
    ends: list[int] = []
    for group in groups:
        members += members_of(index, group.rows)
        ends.append(len(members))
    return Context(
        countries=told.countries,
        members=_rows(members),
        ends=_rows(ends),
        coded=_codes(groups, told.within),
        aliases=aliases,
        near=query.near,
        features=told.features,
        where=_where(index, told.countries.tolist() + members),
        what=wanted_kinds(query.classes, query.codes),
        named=named,
        settlement=settlement,
        other_unit=other_unit,
        given=(" or ".join(query.country), *(group.text for group in groups)),
        unread=told.unread,
    )


def _codes(groups: Sequence[Group], within: Group | None) -> Array:
    """By group, how it was read, as in `Context`."""
    if not groups:
        return _NO_CODES
    codes = [
        (2 if group.town else int(group.coded)) + 4 * (group is within) + 8 * (group.alike and not group.town)
        for group in groups
    ]
    return np.array(codes, np.int8)


def with_unread(context: Context, areas: Sequence[str]) -> Context:
    """A context in which areas of the string could not be read."""
    return replace(context, unread=(*context.unread, *(f"area {shown(area)}" for area in areas))) if areas else context


def _rows(numbers: list[int]) -> Array:
    return np.array(numbers, np.int32) if numbers else _NO_ROWS


def _where(index: Index, members: list[int]) -> int:
    """The mask of the countries that members are or lie in."""
    bits = 0
    for seen in members:
        member = seen - ALSO if seen >= ALSO else seen + ALSO if seen <= -ALSO else seen
        number = -member - 1 if member < 0 else int(index.columns.place_country[member])
        # What countries share bears the bits of all of them.
        bits |= country_bit(number) if number >= 0 else 0 if countries_of(index.store.arrays, member) else ALL
    return bits or ALL


def _within(index: Index, within: str, alike: Alike, strict: bool) -> tuple[Group | None, tuple[str, ...]]:
    """The areas that `within` means, and it as unread where there are none.

    Raises:
        QueryError: where `strict`, it cannot be read.
    """
    if blank(within):
        return None, ()
    text = within.strip()
    row = place_of_id(index, within)
    if row is not None:
        return Group(text, np.array([row], np.int32)), ()
    read = read_areas(index, text, alike)
    if len(read.rows):
        return Group(text, read.rows, read.code, read.alike), ()
    if strict:
        raise QueryError(f"within is {shown(within)}: give the name, code or GeoNames id of an area.", "within")
    return None, (f"within {shown(within)}",)


def _countries(index: Index, given: Sequence[str], lang: str | None, strict: bool) -> tuple[Array, tuple[str, ...]]:
    """The members that stand for the countries given, with what is disputed, and what is unread.

    Raises:
        QueryError: where `strict`, one cannot be read.
    """
    members: dict[int, None] = {}
    unread: list[str] = []
    for text in given:
        read = read_country(index, text, lang)
        if read.unread:
            if strict:
                raise unknown_country(text)
            unread.append(f"country {shown(text)}")
        if read.areas:
            members |= dict.fromkeys(read.areas)
        elif read.number is not None:
            members[-read.number - 1] = None
            members |= dict.fromkeys(also_of(index, read.number).tolist())
    return np.array(list(members), np.int32), tuple(unread)


def members_of(index: Index, rows: Array) -> list[int]:
    """The members that rows of areas stand for: a country is its number, a continent or a region its countries."""
    members: dict[int, None] = {}
    places = index.places
    for row in rows.tolist():
        if places.features[index.columns.place_feature[row]][1] == "CONT":
            letters = _CONTINENTS.get(int(places.ids[row]), "")
            members |= {
                -number - 1: None for number, country in enumerate(places.countries) if country["continent"] == letters
            }
        elif (number := codes_of(index).country_rows.get(row)) is not None:
            members[-number - 1] = None
            members |= dict.fromkeys(also_of(index, number).tolist())
        elif places.features[index.columns.place_feature[row]][0] in REGIONS and (
            numbers := countries_of(index.store.arrays, row)
        ):
            members |= dict.fromkeys(-number - 1 for number in numbers)
        else:
            members[row] = None
    return list(members)


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
