"""The errors of the service, the HTTP status of each, and what an answer says of them.

ExonymError             (see gazetteer.errors)
├── QueryError
│   ├── RowFailed       reading one row failed
│   ├── Unreadable      the body is not the JSON that the route takes
│   └── OutOfTime       the request needs more computing than one may have
├── TooLarge            more than one request may carry
├── Unauthorized        a key is needed, and none that holds was given
├── UnknownHost         the service does not answer to the host that was asked
├── OtherSite           a page of another site asks for a change
├── TooMany             more requests than the limit allows
├── TooSlow             the body of the request came too slowly
├── Overloaded          more is asked at once than can be answered in time
├── NoSpace             the disk of the service is full
├── UnknownJob          there is no such job
│   └── DamagedJob      its files cannot be read
├── TooManyJobs         more jobs, or bytes of them, than one caller may have
├── UnknownCluster      the job has no such name to decide
├── DecidedOtherwise    somebody decided that name in the meantime
├── NotReady            the job has no result yet
├── UnknownDesk         there is no such desk
├── UnknownDecision     the desk has no such decision
├── UnknownEntry        there is no such entry of a table
├── WrongDesk           the desk is not the key's own, or the key may not do that there
├── VersionMissing      a decision is to be changed, and not said which version of it
├── Contradicted        the desk decided otherwise in the meantime
├── DeskFileError       the file of the desks cannot be read (in desk/database.py)
├── KeyFileError        the file of keys cannot be read, or has no such key (in keys.py)
└── GeoNamesError       a request in GeoNames' form, refused with GeoNames' status (in geonames/errors.py)

SettingsError           a setting in the environment cannot be read; a ValueError, before any service (in settings.py)
"""

from __future__ import annotations

from typing import Any, ClassVar

from gazetteer.errors import (
    ExonymError,
    GazetteerError,
    GonePlace,
    QueryError,
    RowFailed,
    SourceError,
    TableError,
    TableTooLarge,
    UnknownPlace,
)
from service.text import said


class Unreadable(QueryError):
    """The body of the request is not the JSON that the route takes."""

    code = "unreadable"


class OutOfTime(QueryError):
    """The request needs more computing than one request may have; the names before were answered, and are kept."""

    code = "not_computed"
    headers: ClassVar = {"Retry-After": "1"}


class NoSpace(ExonymError):
    """The disk of the service is full, or cannot be written; what was to be stored was not."""

    code = "no_space"
    headers: ClassVar = {"Retry-After": "60"}


class UnknownJob(ExonymError):
    """There is no job with that id; it may have expired."""

    code = "unknown_job"


class DamagedJob(UnknownJob):
    """The files of the job cannot be read."""


class TooManyJobs(ExonymError):
    """More jobs, or more bytes of them, than a key or an address may have."""

    code = "too_many_jobs"
    headers: ClassVar = {"Retry-After": "60"}


class UnknownCluster(ExonymError):
    """The job has no such name to decide."""

    code = "unknown_cluster"


class DecidedOtherwise(ExonymError):
    """Somebody decided that name since it was seen.

    Args:
        message: says so.
        present: the name as it stands.
    """

    code = "decided_otherwise"

    def __init__(self, message: str, present: object) -> None:
        super().__init__(message)
        self.present = present


class NotReady(ExonymError):
    """The job has not ended, or has no result."""

    code = "not_ready"


class UnknownDesk(ExonymError):
    """There is no desk with that id."""

    code = "unknown_desk"


class UnknownDecision(ExonymError):
    """The desk has no decision with that id."""

    code = "unknown_decision"


class UnknownEntry(ExonymError):
    """A table has no entry with that id."""

    code = "unknown_entry"


class WrongDesk(ExonymError):
    """The desk is not the key's own, or the key may not do that there."""

    code = "wrong_desk"


class VersionMissing(ExonymError):
    """A decision is to be changed, and the request does not say which version of it was seen."""

    code = "version_missing"


class Contradicted(ExonymError):
    """The desk decided otherwise in the meantime.

    Args:
        message: a sentence that says what to do.
        present: the decision that holds, as JSON shows it.
    """

    code = "changed"

    def __init__(self, message: str, present: dict[str, Any]) -> None:
        super().__init__(message)
        self.present = present


class TooLarge(ExonymError):
    """The request carries more than one request may."""

    code = "too_large"


class Unauthorized(ExonymError):
    """A key is needed, and none that holds was given."""

    code = "unauthorized"
    headers: ClassVar = {"WWW-Authenticate": "Bearer"}


class UnknownHost(ExonymError):
    """The service does not answer to the host that was asked for."""

    code = "unknown_host"


class OtherSite(ExonymError):
    """A page of another site asks for something to be made or deleted."""

    code = "other_site"


class TooMany(ExonymError):
    """More requests than the limit of a key or an address allows."""

    code = "too_many_requests"

    def __init__(self, message: str, headers: dict[str, str]) -> None:
        super().__init__(message)
        self.headers = headers


class TooSlow(ExonymError):
    """The body of the request came too slowly."""

    code = "too_slow"
    headers: ClassVar = {"Connection": "close"}


class Overloaded(ExonymError):
    """More is asked at once than can be answered in time."""

    code = "overloaded"
    headers: ClassVar = {"Retry-After": "1"}


STATUS: dict[type[ExonymError], int] = {
    QueryError: 400,
    RowFailed: 500,
    OutOfTime: 503,
    TableError: 400,
    TableTooLarge: 413,
    UnknownPlace: 404,
    GonePlace: 410,
    NoSpace: 507,
    UnknownJob: 404,
    UnknownCluster: 404,
    DecidedOtherwise: 409,
    TooManyJobs: 429,
    NotReady: 409,
    UnknownDesk: 404,
    UnknownDecision: 404,
    UnknownEntry: 404,
    WrongDesk: 403,
    VersionMissing: 428,
    Contradicted: 409,
    TooLarge: 413,
    Unauthorized: 401,
    UnknownHost: 400,
    OtherSite: 403,
    TooMany: 429,
    TooSlow: 408,
    Overloaded: 503,
    GazetteerError: 503,
    SourceError: 503,
    ExonymError: 500,
}


def status_of(error: ExonymError) -> int:
    """The HTTP status of an error: its own, or that of the nearest class above it."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def fields_of(error: ExonymError) -> dict[str, Any]:
    """What an answer says about an error: code, message, where; of a deleted place also its successor.

    Of a decision that is another by now also what it is: `present`.
    """
    where = error.where if isinstance(error, QueryError) else None
    fields: dict[str, Any] = {"code": error.code, "message": said(str(error)), "where": where or None}
    if isinstance(error, Contradicted):
        fields["present"] = error.present
    return fields | {"successor": error.successor} if isinstance(error, GonePlace) else fields


def headers_of(error: ExonymError) -> dict[str, str]:
    """The headers that go with an error, for example when to try again."""
    return dict(getattr(error, "headers", {}))
