"""What a client wants to know, whichever version it speaks, and the library's query for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.model import CANDIDATE_LIMIT, NAME_LIMIT, Near, Query
from service.reconcile.properties import name_language
from service.reconcile.types import Kinds, Type, all_of, any_of, find_type
from service.reconcile.values import near, read_day, read_degrees, read_id, read_point
from service.text import is_sound

Strictness = Literal["should", "any", "all"]
STRICTNESSES: tuple[Strictness, ...] = ("should", "any", "all")

DEFAULT_LIMIT = 5
MOST_VALUES = 20  # of one property, and properties of one query; more are not read
MOST_TYPES = 20
TYPE_LIMIT = 40  # characters of the id of a type
UNCLEANED = 4  # times as long may a name be before it is cleaned

# Other names that tables and clients give to our properties.
_ALSO = {
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "point": "coordinates",
    "country_code": "country",
    "countryCode": "country",
    "feature_class": "feature",
    "feature_code": "feature",
}
_AREAS = ("within", "admin2", "admin1")  # the narrowest is used


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: a text, and the id of the place that it was reconciled to before, if any."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ReconQuery:
    """One query of a batch.

    Args:
        name: the spelling; empty where none is given.
        place: the GeoNames id that is asked for in place of a name.
        certain: whether `place` is said to be an id, and not only looks like one.
        types: ids of types.
        strictness: whether a candidate should be of the types, or must be of any or all of them.
        values: the values of properties.
        required: whether the properties filter, rather than weigh.
        unread: whether something was asked that cannot be taken into account.
        limit: how many candidates.
        lang: language of the name.
    """

    name: str
    place: int | None = None
    certain: bool = False
    types: tuple[str, ...] = ()
    strictness: Strictness = "should"
    values: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    required: bool = False
    unread: bool = False
    limit: int = DEFAULT_LIMIT
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """A query as the library takes it.

    Args:
        query: the query.
        strict: whether its kinds, country and area filter.
        unread: whether something that was given could not be read, so that the answer is less than certain.
    """

    query: Query
    strict: bool
    unread: bool


def read_values(given: object) -> tuple[Value, ...]:
    """The values of a property: a text, a number, a place reconciled before, or a list of such. Others are left out."""
    values = given if isinstance(given, list) else [given]
    return tuple(found for one in values[:MOST_VALUES] if (found := _value(one)) is not None)


def read_limit(given: object) -> int:
    """How many candidates are wanted: the default where none, nought or nonsense is given."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 1:
        return DEFAULT_LIMIT
    return int(min(given, CANDIDATE_LIMIT))


def read_types(given: object) -> tuple[str, ...]:
    """Ids of types: a text, an object with an `id`, or a list of such."""
    values = given if isinstance(given, list) else [given]
    ids = (one.get("id") if isinstance(one, dict) else one for one in values[:MOST_TYPES])
    return tuple(one[: TYPE_LIMIT + 1] for one in ids if isinstance(one, str) and one)


def read_name(given: object) -> str:
    """The name of a query; a longer one than may be stays too long."""
    return (as_text(given) or "")[: UNCLEANED * NAME_LIMIT + 1]


def as_text(value: object) -> str | None:
    """A text or number as a text; None for anything else, and for what is no sound Unicode or no finite number."""
    if isinstance(value, str):
        return value if is_sound(value) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return str(value)
    return None


def as_place_query(wanted: ReconQuery, gazetteer: Gazetteer) -> PlaceQuery | None:
    """The library's query for what is wanted; None where nothing is asked, or nothing can be an answer."""
    name = wanted.name or _name_among(wanted.values)
    if not name.strip() or len(name) > NAME_LIMIT:
        return None
    if not wanted.types and not wanted.values:
        return PlaceQuery(Query(name, lang=wanted.lang, limit=wanted.limit), strict=False, unread=wanted.unread)
    types = [found for one in wanted.types if (found := find_type(one))]
    filtered = wanted.strictness != "should" and bool(wanted.types)
    if filtered and len(types) < (len(wanted.types) if wanted.strictness == "all" else 1):
        return None  # a type that no place is of
    kinds = _kinds(types, wanted.strictness)
    if kinds is None:
        return None
    given = {_ALSO.get(id, id): values for id, values in wanted.values if values}
    fields, unread = _fields(given, gazetteer)
    if not types and "feature" in given:
        kinds = any_of(found for value in given["feature"] if (found := find_type(value.text)))
        unread = unread or kinds == Kinds()
    query = Query(name, lang=wanted.lang, limit=wanted.limit, classes=kinds.classes, codes=kinds.codes, **fields)
    return PlaceQuery(query, filtered or wanted.required, unread or wanted.unread)


def _kinds(types: Sequence[Type], strictness: Strictness) -> Kinds | None:
    if not types:
        return Kinds()
    return all_of(types) if strictness == "all" else any_of(types)


def _value(given: object) -> Value | None:
    if isinstance(given, dict):
        key, name = as_text(given.get("id")), as_text(given.get("name"))
        return (
            None if key is None and name is None else Value(_cut(name or key or ""), None if key is None else _cut(key))
        )
    text = as_text(given)
    return Value(_cut(text.strip())) if text and text.strip() else None


def _cut(text: str) -> str:
    """A text without what is too long to be a value: what is left names nothing."""
    return text[: NAME_LIMIT + 1]


def _name_among(values: Sequence[tuple[str, tuple[Value, ...]]]) -> str:
    """The name that a query without one gives as a property."""
    for id, given in values:
        if given and (id in ("name", "names") or name_language(id)):
            return given[0].text
    return ""


def _fields(given: Mapping[str, Sequence[Value]], gazetteer: Gazetteer) -> tuple[dict[str, Any], bool]:
    """The fields of a query that its properties give, and whether one of them could not be read."""
    fields: dict[str, Any] = {}
    unread = False
    if "country" in given:
        fields["country"] = tuple(dict.fromkeys(_country(value, gazetteer) for value in given["country"]))
    area = next((given[id] for id in _AREAS if id in given), None)
    if area:
        fields["within"] = _area(area[0], gazetteer)
        unread = unread or fields["within"] is None
    if "date" in given:
        fields["date"] = read_day(given["date"][0].text)
        unread = unread or fields["date"] is None
    if given.keys() & {"coordinates", "latitude", "longitude"}:
        fields["near"] = _point(given)
        unread = unread or fields["near"] is None
    return fields, unread


def _country(value: Value, gazetteer: Gazetteer) -> str:
    """A country by code or name; one that was reconciled before by the code of that place."""
    try:
        return (gazetteer.place(known).country if (known := _known(value)) is not None else None) or value.text
    except UnknownPlace:
        return value.text


def _area(value: Value, gazetteer: Gazetteer) -> str | None:
    """An area by name; one that was reconciled before by its id. None for a number that is no id of ours."""
    known = _known(value)
    if known is None:
        return value.text
    try:
        return str(gazetteer.place(known).key)
    except UnknownPlace:
        return value.text if read_id(value.text) is None else None


def _known(value: Value) -> int | None:
    return read_id(value.text if value.id is None else value.id)


def _point(given: Mapping[str, Sequence[Value]]) -> Near | None:
    if "coordinates" in given:
        return read_point(given["coordinates"][0].text)
    lat, lon = (read_degrees(given[id][0].text) if id in given else None for id in ("latitude", "longitude"))
    return None if lat is None or lon is None else near(lat, lon)
