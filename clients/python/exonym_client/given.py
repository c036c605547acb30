"""What callers give, names, queries and texts: each read, or told what is amiss with it while the others are asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any, Generic, TypeVar

from exonym_client.annotations import Annotation
from exonym_client.answers import Result, ResultError
from exonym_client.errors import BadArgument
from exonym_client.requests import Query, Text, body, plain

Q = TypeVar("Q", Query, Text)
A = TypeVar("A", Result, Annotation)

MISSING = frozenset({"NoneType", "NAType", "NaTType"})  # what Python and pandas put where nothing is
NOTHING = "There is no {what}: the value is missing."
BAD = "bad_query"  # the service's word for it
SHOWN = 40  # characters of a type's name


@dataclass(frozen=True, slots=True)
class Asked(Generic[Q]):
    """A query or text of many.

    Args:
        query: what is sent: of one that is amiss, an empty one that holds its place.
        field: what of it is amiss.
        message: why; empty where nothing is.
    """

    query: Q
    field: str = ""
    message: str = ""


def many(values: Iterable[Any], what: str) -> Iterator[Any]:
    """Names, queries or texts, where they are several.

    Args:
        values: as they were given.
        what: that they are called: `names`.

    Raises:
        BadArgument: they are one, or a frame, whose letters or titles would be asked.
    """
    if not isinstance(values, str | bytes | Mapping | Query | Text) and not hasattr(values, "columns"):
        try:
            return iter(values)
        except TypeError:
            pass
    raise BadArgument(f"A {_kind(values)} is no list of {what}: give a list or a Series.", what)


def asked_query(value: object) -> Asked[Query]:
    """A query, where only its name was given too, also as a number or as a value of Arrow."""
    query = value if isinstance(value, Query) else Query("")
    name = plain(value.name if isinstance(value, Query) else value)
    if isinstance(name, Real) and name == name:
        name = str(name)
    if isinstance(name, str):
        return _checked(replace(query, name=name), Query("", id=_sendable_id(query.id)))
    return Asked(Query("", id=_sendable_id(query.id)), "name", _amiss(name, "name", "Query"))


def asked_text(value: object) -> Asked[Text]:
    """A text with what is known of it, where only the text was given too."""
    if isinstance(value, Text):
        return _checked(value, Text("", id=_sendable_id(value.id)))
    text = plain(value)
    return Asked(Text(text)) if isinstance(text, str) else Asked(Text(""), "text", _amiss(text, "text", "Text"))


def the_one(asked: Asked[Q]) -> Q:
    """The query or text, where it is the only one.

    Raises:
        BadArgument: it is amiss.
    """
    if asked.message:
        raise BadArgument(asked.message, asked.field)
    return asked.query


def with_errors(answers: Sequence[A], asked: Sequence[Asked[Any]], what: str) -> list[A]:
    """The answers to all that was asked, of those that are amiss with the error.

    Args:
        answers: in their order, of a query that was split several.
        asked: what was asked.
        what: the word of the request for them: `queries`.

    Raises:
        ValueError: there are fewer or more.
    """
    out: list[A] = []
    number = -1
    for answer in answers:
        number += not isinstance(answer, Result) or answer.part in (None, 1)
        if not 0 <= number < len(asked):
            break
        one = asked[number]
        error = ResultError(BAD, one.message, f"{what}[{number}].{one.field}") if one.message else None
        out.append(answer if error is None else replace(answer, error=error))
    if number + 1 != len(asked):
        raise ValueError(f"{len(asked)} were asked and {len(answers)} answered")
    return out


def _checked(query: Q, instead: Q) -> Asked[Q]:
    for name, value in body(query).items():
        if not isinstance(value, str) and not _is_json(value):
            kind = type(getattr(query, name)).__name__[:SHOWN]
            return Asked(instead, name, f"The field {name} cannot be sent, of the type {kind}: docs/http.md says how.")
    return Asked(query)


def _is_json(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _amiss(value: object, what: str, kind: str) -> str:
    if type(value).__name__ in MISSING or (isinstance(value, Real) and value != value):
        return NOTHING.format(what=what)
    return f"The {what} is of the type {_kind(value)}: give a text or a {kind}."


def _sendable_id(id: Any) -> Any:
    id = plain(id)
    return id if isinstance(id, str | int) else None


def _kind(value: object) -> str:
    return type(value).__name__[:SHOWN]
