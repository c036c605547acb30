"""The errors of the service, the HTTP status of each, and what an answer says of them.

ExonymError             (see gazetteer.errors)
├── QueryError
│   └── Unreadable      the body is not the JSON that the route takes
└── TooLarge            more than one request may carry
"""

from __future__ import annotations

from gazetteer.errors import ExonymError, GazetteerError, GonePlace, QueryError, SourceError, UnknownPlace
from service.text import scrub


class Unreadable(QueryError):
    """The body of the request is not the JSON that the route takes."""

    code = "unreadable"


class TooLarge(ExonymError):
    """The request carries more than one request may."""

    code = "too_large"


STATUS: dict[type[ExonymError], int] = {
    QueryError: 400,
    UnknownPlace: 404,
    GonePlace: 410,
    TooLarge: 413,
    GazetteerError: 503,
    SourceError: 503,
    ExonymError: 500,
}


def status_of(error: ExonymError) -> int:
    """The HTTP status of an error: its own, or that of the nearest class above it."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def fields_of(error: ExonymError) -> dict[str, str | int | None]:
    """What an answer says about an error: code, message, where; of a deleted place also its successor."""
    where = error.where if isinstance(error, QueryError) else None
    fields: dict[str, str | int | None] = {"code": error.code, "message": scrub(str(error)), "where": where or None}
    return fields | {"successor": error.successor} if isinstance(error, GonePlace) else fields
