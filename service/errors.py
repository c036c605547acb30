"""The errors of the service, the HTTP status of each, and what an answer says of them.

ExonymError             (see gazetteer.errors)
├── QueryError
│   └── Unreadable      the body is not the JSON that the route takes
├── TooLarge            more than one request may carry
└── Busy                too many batches wait for their turn
"""

from __future__ import annotations

from typing import ClassVar

from gazetteer.errors import ExonymError, GazetteerError, QueryError, SourceError, UnknownPlace
from service.text import scrub


class Unreadable(QueryError):
    """The body of the request is not the JSON that the route takes."""

    code = "unreadable"


class TooLarge(ExonymError):
    """The request carries more than one request may."""

    code = "too_large"


class Busy(ExonymError):
    """Too many batches wait for their turn; the client is to send this one again."""

    code = "busy"
    headers: ClassVar = {"Retry-After": "1"}


STATUS: dict[type[ExonymError], int] = {
    QueryError: 400,
    UnknownPlace: 404,
    TooLarge: 413,
    Busy: 429,
    GazetteerError: 503,
    SourceError: 503,
    ExonymError: 500,
}


def status_of(error: ExonymError) -> int:
    """The HTTP status of an error: its own, or that of the nearest class above it."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def fields_of(error: ExonymError) -> dict[str, str | None]:
    """What an answer says about an error: code, message, where."""
    where = error.where if isinstance(error, QueryError) else None
    return {"code": error.code, "message": scrub(str(error)), "where": where or None}


def headers_of(error: ExonymError) -> dict[str, str]:
    """The headers that go with an error, for example when to try again."""
    return dict(getattr(error, "headers", {}))
