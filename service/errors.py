"""The errors of the service, the HTTP status of each, and what an answer says of them.

ExonymError             (see gazetteer.errors)
├── QueryError
│   └── Unreadable      the body is not the JSON that the route takes
├── UnknownJob          there is no such job
├── NotReady            the job has no result yet
└── TooLarge            more than one request may carry
"""

from __future__ import annotations

from gazetteer.errors import ExonymError, GazetteerError, QueryError, SourceError, TableError, UnknownPlace
from service.text import scrub


class Unreadable(QueryError):
    """The body of the request is not the JSON that the route takes."""

    code = "unreadable"


class UnknownJob(ExonymError):
    """There is no job with that id; it may have expired."""

    code = "unknown_job"


class NotReady(ExonymError):
    """The job has not ended, or has no result."""

    code = "not_ready"


class TooLarge(ExonymError):
    """The request carries more than one request may."""

    code = "too_large"


STATUS: dict[type[ExonymError], int] = {
    QueryError: 400,
    TableError: 400,
    UnknownPlace: 404,
    UnknownJob: 404,
    NotReady: 409,
    TooLarge: 413,
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
