"""What a client raises.

ClientError
├── BadAddress          the address is none that can be asked
├── Unreachable         no answer: the connection failed or took too long, the last time too
├── BadAnswer           an answer that is none of this service
│   └── Oversized       one that is larger than a client reads
├── Closed              the client was closed before
└── Refused             the service said no; `status`, `code`, `where` say why
    ├── BadArgument     what was given cannot be sent at all, and nothing was
    ├── NoSuchPlace     no place has that id (404), or no longer (410)
    ├── Unauthorized    a key is needed, or the one given does not hold (401, 403)
    ├── TooMany         more requests than are allowed (429); `retry_after` says when again
    └── Unavailable     the service cannot answer now (502, 503, 504), the last time too
"""

from __future__ import annotations


class ClientError(Exception):
    """The base of all errors that a client raises."""


class BadAddress(ClientError, ValueError):
    """The address of a service is none: it has no `http://` or `https://`, or no host."""


class Unreachable(ClientError):
    """No answer came: the connection failed or took too long, and so it did each time."""


class BadAnswer(ClientError):
    """The answer is none of this service: something else may be at that address."""


class Oversized(BadAnswer):
    """The answer is larger than a client reads."""


class Closed(ClientError, RuntimeError):
    """The client was closed: make another."""


class Refused(ClientError):
    """The service said no.

    Args:
        message: its sentence, which says what to change.
        status: the HTTP status.
        code: the service's word for the error, for example `bad_query`.
        where: the field at fault, for example `country`.
        retry_after: seconds after which to ask again, where the service said so.
    """

    def __init__(
        self,
        message: str,
        status: int,
        code: str = "",
        where: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.where = where
        self.retry_after = retry_after


class BadArgument(Refused, TypeError, ValueError):
    """What was given cannot be sent at all: nothing was, and `status` is the 400 of a request that is amiss.

    Args:
        message: a sentence that says what to change.
        where: the argument at fault.
    """

    def __init__(self, message: str, where: str | None = None) -> None:
        super().__init__(message, 400, "bad_query", where)


class NoSuchPlace(Refused):
    """No place has that id, or no longer."""


class Unauthorized(Refused):
    """A key is needed, or the one given does not hold."""


class TooMany(Refused):
    """More requests than are allowed."""


class Unavailable(Refused):
    """The service cannot answer now."""


PLACE_CODES = ("unknown_place", "gone_place")
BY_STATUS: dict[int, type[Refused]] = {
    401: Unauthorized,
    403: Unauthorized,
    429: TooMany,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}
