"""Reading URL parameters: the GET forms of what `service.queries` reads from JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gazetteer.errors import QueryError
from gazetteer.lexicon.countries import country_named
from gazetteer.model import COUNTRIES_LIMIT, TAG_LIMIT, Query
from gazetteer.numbers import whole_number
from service import fields
from service.fields import Field, FieldKind
from service.queries import RequestOptions, read_query, read_request_options, too_long

TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
NEAR_FIELDS = frozenset(field.name for field in fields.NEAR)
CODE_LENGTHS = (2, 3)
MOST_WHOLE = 2**31 - 1
MOST_COLUMNS = 100  # that one may name for one purpose

Pairs = Iterable[tuple[str, str]]
"""URL parameters, names and values, in their order; a name may come again."""


def read_parameters(pairs: Pairs) -> tuple[Query, RequestOptions]:
    """The query and choices of GET /v1/resolve. Unknown and blank parameters are ignored.

    Raises:
        QueryError: where a parameter cannot be read; `where` is the parameter's name.
    """
    item = values_of(pairs, RESOLVE)
    if "q" not in item:
        raise QueryError("Give the name to resolve, for example /v1/resolve?q=Bakhmout.", "q")
    item["name"] = item.pop("q")
    gather_near(item)
    try:
        return read_query(item), read_request_options(item)
    except QueryError as error:
        raise parameter_error(error) from None


def gather_near(item: dict[str, Any]) -> None:
    """Put the coordinates among parameters together, as they are in a body."""
    if not NEAR_FIELDS.isdisjoint(item):
        item["near"] = {field: item.pop(field) for field in NEAR_FIELDS & item.keys()}


def values_of(pairs: Pairs, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The parameters that a route knows, each read; unknown and blank ones are left out.

    Raises:
        QueryError: where one cannot be read.
    """
    given: dict[str, list[str]] = {}
    for field, value in pairs:
        if value and field in readers:
            given.setdefault(field, []).append(value)
    return {field: readers[field](field, values) for field, values in given.items()}


def bounded(most: float | None, read: Reader) -> Reader:
    """A reader that refuses texts of more characters than a field may have, before and after it has read them.

    Args:
        most: how many characters each text may have; None for any number.
        read: the reader.
    """

    def reader(field: str, values: Sequence[str]) -> Any:
        found = read(field, values)
        for one in found if isinstance(found, list | tuple) else (found,):
            if most is not None and isinstance(one, str) and len(one) > most:
                raise too_long(field, len(one), int(most))
        return found

    return reader


def parameter_error(error: QueryError) -> QueryError:
    """The same error, its place named as the URL parameter: `q` for `name`, `lat` for `near.lat`."""
    where = "q" if error.where == "name" else error.where.removeprefix("near.")
    return type(error)(str(error), where)


def split_codes(values: Sequence[str]) -> list[str]:
    """Countries as given; `UA,PL` and `Ukraine,Poland` are two, `Korea, Republic of` and `Congo, Dem. Rep.` one."""
    out: list[str] = []
    for value in values:
        parts = [part.strip() for part in value.split(",", COUNTRIES_LIMIT)]
        several = len(parts) > 1 and country_named(value) is None and all(map(_is_country, parts))
        out.extend(parts if several else [value])
    return out


def _is_country(text: str) -> bool:
    return len(text) in CODE_LENGTHS or country_named(text) is not None


def text(_field: str, values: Sequence[str]) -> str:
    """A string: the last one given."""
    return values[-1]


def tag(field: str, values: Sequence[str]) -> str:
    """A language's tag: the last one given.

    Raises:
        QueryError: where it is longer than tags are.
    """
    if len(values[-1]) > TAG_LIMIT:
        raise QueryError(f"{field} must be a language's code, for example fr.", field)
    return values[-1]


def countries(_field: str, values: Sequence[str]) -> list[str]:
    """Countries, by code or name."""
    return split_codes(values)


def codes(_field: str, values: Sequence[str]) -> list[str]:
    """Codes, given again or after a comma."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def whole(field: str, values: Sequence[str]) -> int:
    """A whole number.

    Raises:
        QueryError: where it is something else.
    """
    sign, digits = (-1, values[-1].strip()[1:]) if values[-1].strip().startswith("-") else (1, values[-1])
    if (found := whole_number(digits, MOST_WHOLE)) is None:
        raise QueryError(f"{field} must be a whole number.", field)
    return sign * found


def number(field: str, values: Sequence[str]) -> float:
    """A number.

    Raises:
        QueryError: where it is something else.
    """
    try:
        return float(values[-1])
    except ValueError:
        raise QueryError(f"{field} must be a number.", field) from None


def flag(field: str, values: Sequence[str]) -> bool:
    """True or false.

    Raises:
        QueryError: where it is something else.
    """
    if (value := TRUTH.get(values[-1].lower())) is None:
        raise QueryError(f"{field} must be true or false.", field)
    return value


def columns(field: str, values: Sequence[str]) -> tuple[str, ...]:
    """Columns of a table, in the order in which they count.

    Raises:
        QueryError: where there are more than anybody means.
    """
    if len(values) > MOST_COLUMNS:
        raise QueryError(f"{field} is given {len(values):,} times: give it at most {MOST_COLUMNS} times.", field)
    return tuple(values)


Reader = Callable[[str, Sequence[str]], Any]
NUMBERS = (FieldKind.WHOLE, FieldKind.NUMBER)

READERS: dict[FieldKind, Reader] = {
    FieldKind.TEXT: text,
    FieldKind.TAG: tag,
    FieldKind.DAY: text,
    FieldKind.COUNTRIES: countries,
    FieldKind.CODES: codes,
    FieldKind.COLUMNS: columns,
    FieldKind.WHOLE: whole,
    FieldKind.NUMBER: number,
    FieldKind.FLAG: flag,
    FieldKind.MODE: text,
    FieldKind.UNIT: text,
    FieldKind.ID: text,
    FieldKind.AREA: text,
}


def readers(fields: Iterable[Field]) -> dict[str, Reader]:
    """How the fields of a route are read, by their names; what stands in the path is none of them."""
    return {
        field.name: bounded(_length(field), READERS[field.kind])
        for field in fields
        if field.kind is not FieldKind.PLACE
    }


def _length(field: Field) -> float | None:
    """How many characters a text may have; of a name the library counts them, when it has cleaned it."""
    is_name = field.required and field.kind is FieldKind.TEXT
    return None if is_name or field.kind in NUMBERS else field.most


RESOLVE = readers(fields.RESOLVE)
