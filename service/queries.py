"""Reading what is asked: JSON objects and URL parameters to queries and options.

Only the kinds of values are checked here; what they mean (is there such a country?) is the library's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, get_args

from gazetteer.errors import QueryError
from gazetteer.model import Mode, Near, Options, Query
from service.errors import TooLarge, Unreadable
from service.text import is_sound, scrub

MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT_LIMIT = Query("").limit
DEFAULTS = Options()
TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
CODE_LENGTHS = (2, 3)


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a request: the query, or what of it can be echoed and why it cannot be read."""

    id: str | int | float | None
    query: Query
    error: QueryError | None = None


class Parameters(Protocol):
    """URL parameters, some of which may come more than once."""

    def get(self, key: str, /) -> str | None:
        """The last value of a parameter."""
        ...

    def getlist(self, key: str, /) -> list[str]:
        """All values of a parameter."""
        ...


def read_request(body: object, max_queries: int) -> tuple[list[Asked], Options]:
    """The queries and options of the body of POST /v1/resolve. A query that cannot be read carries its error.

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
    return [read_asked(item) for item in queries], read_options(body)


def read_asked(item: object) -> Asked:
    """One query of a list, or what of it can be echoed and why it cannot be read."""
    if not isinstance(item, dict):
        return Asked(None, Query(""), QueryError('A query must be an object, for example {"name": "Bakhmout"}.', ""))
    key = item.get("id")
    if isinstance(key, str):
        key = scrub(key)
    elif isinstance(key, bool) or not isinstance(key, int | float | None):
        key = None
    try:
        return Asked(key, read_query(item))
    except QueryError as error:
        name = item.get("name")
        return Asked(key, Query(scrub(name) if isinstance(name, str) else ""), error)


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


def read_options(item: Mapping[str, Any]) -> Options:
    """The options of a request.

    Raises:
        Unreadable: where one is of the wrong type.
    """
    for field in ("strict", "joint"):
        if not isinstance(item.get(field), bool | None):
            raise Unreadable(f"{field} must be true or false.", field)
    mode = item.get("mode")
    if mode is not None and mode not in MODES:
        raise Unreadable(f"mode must be {' or '.join(MODES)}.", "mode")
    display = item.get("display")
    if not isinstance(display, str | None) or (display is not None and not is_sound(display)):
        raise Unreadable("display must be a language's code, for example fr.", "display")
    return Options(
        strict=bool(item.get("strict")),
        mode=mode or DEFAULTS.mode,
        joint=bool(item.get("joint")),
        display=display or None,
    )


def read_parameters(params: Parameters) -> tuple[Query, Options]:
    """The query and options of GET /v1/resolve.

    Raises:
        QueryError: where a parameter cannot be read; `where` is the parameter's name.
    """
    item: dict[str, Any] = {"name": params.get("q")}
    if not item["name"]:
        raise QueryError("Give the name to resolve, for example /v1/resolve?q=Bakhmout.", "q")
    for field in ("lang", "within", "date", "id", "mode", "display"):
        if value := params.get(field):
            item[field] = value
    if countries := params.getlist("country"):
        item["country"] = split_codes(countries)
    for field in ("classes", "codes"):
        if values := params.getlist(field):
            item[field] = [part for value in values for part in value.split(",") if part]
    near = {field: _number(params, field) for field in ("lat", "lon", "km")}
    if any(value is not None for value in near.values()):
        item["near"] = near
    if limit := params.get("limit"):
        item["limit"] = _whole(limit, "limit")
    for field in ("strict", "joint"):
        if flag := params.get(field):
            item[field] = _flag(flag, field)
    try:
        return read_query(item), read_options(item)
    except QueryError as error:
        raise parameter_error(error) from None


def parameter_error(error: QueryError) -> QueryError:
    """The same error, its place named as the URL parameter: `q` for `name`, `lat` for `near.lat`."""
    where = "q" if error.where == "name" else error.where.removeprefix("near.")
    return type(error)(str(error), where)


def split_codes(values: Sequence[str]) -> list[str]:
    """Countries as given; `UA,PL` counts as two codes, `Korea, Republic of` as one name."""
    out: list[str] = []
    for value in values:
        parts = [part.strip() for part in value.split(",")]
        out.extend(parts if all(len(part) in CODE_LENGTHS for part in parts) else [value])
    return [value for value in out if value]


def whole_parameter(params: Parameters, field: str, default: int) -> int:
    """A whole number among URL parameters.

    Raises:
        QueryError: where it is something else.
    """
    value = params.get(field)
    return _whole(value, field) if value else default


def _text(item: Mapping[str, Any], field: str) -> str | None:
    value = item.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise QueryError(f"{field} must be a string.", field)
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
        numbers[field] = value
    return Near(**numbers)


def _date(item: Mapping[str, Any]) -> date | None:
    value = _text(item, "date")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError("date must be a day like 1985-04-01.", "date") from None


def _number(params: Parameters, field: str) -> float | None:
    value = params.get(field)
    if not value:
        return None
    try:
        return float(value)
    except ValueError:
        raise QueryError(f"{field} must be a number.", field) from None


def _whole(value: str, field: str) -> int:
    try:
        return int(value[:20])
    except ValueError:
        raise QueryError(f"{field} must be a whole number.", field) from None


def _flag(value: str, field: str) -> bool:
    if (flag := TRUTH.get(value.lower())) is None:
        raise QueryError(f"{field} must be true or false.", field)
    return flag
