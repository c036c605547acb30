"""Reading what is asked: JSON objects to queries and options.

Only the kinds of values are checked here; what they mean (is there such a country?) is the library's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.model import NAME_LIMIT, TAG_LIMIT, Mode, Near, Options, Query
from service import fields
from service.errors import TooLarge, Unreadable
from service.fields import FieldKind
from service.text import is_sound, scrub

MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT_LIMIT = Query("").limit
DEFAULTS = Options()
LENGTHS = {field.name: int(field.most) for field in fields.QUERY if field.most and field.kind is not FieldKind.WHOLE}
STYLE_PREFIX = "style:"
STYLE_LETTERS = 40  # of the name of a style: a desk's, or a preset's
UNCLEANED = 4  # times as long may a name be before what is no letter of it is removed
OPTION_FIELDS = frozenset(
    field.name for field in fields.OPTIONS if field not in (fields.SPLIT, fields.FIELDS, *fields.MEMORY)
)


@dataclass(frozen=True, slots=True)
class MemoryChoice:
    """Whose decisions count.

    Args:
        desk: the desk; blank for that of the key.
        collection: the label of what is asked; blank where it has none.
        document: the document that it stands in; blank where that is not said.
    """

    desk: str = ""
    collection: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """What a request chooses: options of the resolution, and whether a string of several places has a result for each.

    Args:
        options: of the resolution.
        split: a result for each place of a string, rather than one.
        asked: whose decisions count.
        fields: what of each candidate is wanted; none for all.
        style: the key of how places are written; blank where `display` asks for no style.
    """

    options: Options = DEFAULTS
    split: bool = False
    asked: MemoryChoice = MemoryChoice()
    fields: frozenset[str] = frozenset()
    style: str = ""


@dataclass(frozen=True, slots=True)
class QueryItem:
    """One query of a request: the query, or what of it can be echoed and why it cannot be read."""

    id: str | int | float | None
    query: Query
    error: QueryError | None = None


def read_request(body: object, max_queries: int) -> tuple[list[QueryItem], RequestOptions]:
    """The queries and choices of the body of POST /v1/resolve. A query that cannot be read carries its error.

    Raises:
        Unreadable: where the body is not an object with a list of queries, or an option is of the wrong type.
        TooLarge: where there are more than `max_queries`.
    """
    if not isinstance(body, dict):
        raise Unreadable('Send a JSON object, for example {"queries": [{"name": "Bakhmout"}]}.', "")
    queries = body.get("queries")
    if not isinstance(queries, list):
        raise Unreadable('Give "queries": a list of objects, for example [{"name": "Bakhmout"}].', "queries")
    if len(queries) > max_queries:
        raise TooLarge(f"{len(queries):,} queries in one request: send at most {max_queries:,} at a time.")
    return [read_item(item) for item in queries], read_request_options(body)


def read_item(item: object) -> QueryItem:
    """One query of a list, or what of it can be echoed and why it cannot be read."""
    if not isinstance(item, dict):
        return QueryItem(
            None, Query(""), QueryError('A query must be an object, for example {"name": "Bakhmout"}.', "")
        )
    key = item.get("id")
    if isinstance(key, str):
        key = scrub(key[: LENGTHS["id"]])
    elif isinstance(key, bool) or not isinstance(key, int | float | None):
        key = None
    name = item.get("name")
    return safely(
        lambda: QueryItem(key, read_query(item)),
        lambda error: QueryItem(key, Query(scrub(name[:NAME_LIMIT]) if isinstance(name, str) else ""), error),
    )


def read_query(item: Mapping[str, Any]) -> Query:
    """One query. Unknown fields are ignored; a field that is null counts as not given.

    Raises:
        QueryError: where a field is of the wrong type.
    """
    name = _text(item, "name")
    if name is None:
        raise QueryError("A query needs a name, as a string.", "name")
    if len(item) == 1:
        return Query(name)
    key = item.get("id")
    if isinstance(key, bool) or not isinstance(key, str | int | float | None):
        raise QueryError("id must be a string or a number.", "id")
    if isinstance(key, str) and len(key) > LENGTHS["id"]:
        raise too_long("id", len(key), LENGTHS["id"])
    limit = item.get("limit")
    if limit is None:
        limit = DEFAULT_LIMIT
    elif isinstance(limit, bool) or not isinstance(limit, int):
        raise QueryError("limit must be a whole number.", "limit")
    return Query(
        name=name,
        lang=_text(item, "lang"),
        country=_countries(item),
        within=_id_or_text(item, "within"),
        near=_near(item),
        classes=_texts(item, "classes"),
        codes=_texts(item, "codes"),
        date=_date(item),
        limit=limit,
        id=None if key is None else str(key),
    )


def read_request_options(item: Mapping[str, Any]) -> RequestOptions:
    """The options of a request, and how it wants its results.

    Raises:
        Unreadable: where one is of the wrong type.
    """
    return RequestOptions(read_options(item), _truth(item, "split"), read_memory_choice(item), _candidate_fields(item))


def read_memory_choice(item: Mapping[str, Any]) -> MemoryChoice:
    """Whose decisions count for a request.

    Raises:
        Unreadable: where one of the fields is of the wrong type, or too long.
    """
    told = {field.name: item[field.name] for field in fields.MEMORY if item.get(field.name) is not None}
    for field in fields.MEMORY:
        text = told.get(field.name, "")
        if not isinstance(text, str) or len(text) > int(field.most or 0) or not is_sound(text):
            raise Unreadable(f"{field.name} must be a string of at most {int(field.most or 0)} characters.", field.name)
    return MemoryChoice(**told)


def read_options(item: Mapping[str, Any]) -> Options:
    """The options of a request.

    Raises:
        Unreadable: where one is of the wrong type.
    """
    if OPTION_FIELDS.isdisjoint(item):
        return DEFAULTS
    mode = item.get("mode")
    if mode is not None and mode not in MODES:
        raise Unreadable(f"mode must be {' or '.join(MODES)}.", "mode")
    display = item.get("display")
    if not isinstance(display, str | None) or (display is not None and not is_display(display)):
        raise Unreadable("display must be a language's code, for example fr, or style:NAME.", "display")
    return Options(
        strict=_truth(item, "strict"),
        mode=mode or DEFAULTS.mode,
        joint=_truth(item, "joint"),
        display=display or None,
        explain=_truth(item, "explain"),
    )


def _candidate_fields(item: Mapping[str, Any]) -> frozenset[str]:
    wanted = item.get(fields.FIELDS.name)
    if wanted is None:
        return frozenset()
    listed = ", ".join(fields.CANDIDATE)
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise Unreadable(f"fields must be a list of some of {listed}.", "fields")
    found = frozenset(wanted)
    if unknown := sorted(found.difference(fields.CANDIDATE)):
        raise Unreadable(f"fields: a candidate has no {scrub(unknown[0][:40])!r}; there are {listed}.", "fields")
    return found


def is_display(text: str) -> bool:
    """Whether a text may be that of `display`: a language's tag, or the name of a style after `style:`."""
    return is_sound(text) and len(text.removeprefix(STYLE_PREFIX)) <= (
        STYLE_LETTERS if text.startswith(STYLE_PREFIX) else TAG_LIMIT
    )


def too_long(field: str, length: int, most: int) -> QueryError:
    """What is said of a text that has more characters than a field may have."""
    return QueryError(f"{field} has {length:,} characters: give at most {most:,}.", field)


def _truth(item: Mapping[str, Any], field: str) -> bool:
    value = item.get(field)
    if not isinstance(value, bool | None):
        raise Unreadable(f"{field} must be true or false.", field)
    return bool(value)


def _text(item: Mapping[str, Any], field: str) -> str | None:
    value = item.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise QueryError(f"{field} must be a string.", field)
    if len(value) > LENGTHS[field] * (UNCLEANED if field == fields.NAME.name else 1):
        raise too_long(field, len(value), LENGTHS[field])
    if not is_sound(value):
        raise QueryError(f"{field} holds half of a surrogate pair: send whole Unicode characters.", field)
    return value


def _id_or_text(item: Mapping[str, Any], field: str) -> str | None:
    value = item.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(item, field) or None


def _texts(item: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = item.get(field)
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and is_sound(one) for one in values):
        raise QueryError(f"{field} must be a string or a list of strings.", field)
    longest = max(map(len, values), default=0)
    if longest > LENGTHS[field]:
        raise too_long(field, longest, LENGTHS[field])
    return tuple(values)


def _countries(item: Mapping[str, Any]) -> tuple[str, ...]:
    value = item.get("country")
    if isinstance(value, int) and not isinstance(value, bool):  # an ISO 3166-1 numeric code
        return (f"{value:03d}",)
    return tuple(one for one in _texts(item, "country") if one)


def _near(item: Mapping[str, Any]) -> Near | None:
    near = item.get("near")
    if near is None:
        return None
    if not isinstance(near, dict):
        raise QueryError('near must be an object, for example {"lat": 48.6, "lon": 38.0, "km": 100}.', "near")
    numbers: dict[str, float] = {}
    for field in ("lat", "lon", "km"):
        value = near.get(field)
        if value is None and field == "km":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise QueryError(f"near needs {field}, as a number.", f"near.{field}")
        numbers[field] = float(value)
    return Near(**numbers)


def _date(item: Mapping[str, Any]) -> date | None:
    value = _text(item, "date")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError("date must be a day like 1985-04-01.", "date") from None
