"""What these routes answer when something goes wrong: GeoNames' own shape, numbers and HTTP statuses.

The numbers are those of https://www.geonames.org/export/webservice-exception.html; 25, for paging too far, is what the
service answers though that page does not list it. All but a few come with HTTP status 200, as there.
"""

from __future__ import annotations

from enum import IntEnum
from http import HTTPStatus

from gazetteer.errors import ExonymError, QueryError
from service.errors import fields_of, status_of


class Code(IntEnum):
    """GeoNames' error codes, as far as these routes have a use for them."""

    AUTHORISATION = 10
    NO_SUCH_RECORD = 11
    OTHER = 12
    TIMEOUT = 13
    INVALID_PARAMETER = 14
    NO_RESULT = 15
    HOURLY_LIMIT = 19
    OVERLOADED = 22
    NOT_IMPLEMENTED = 23
    RADIUS_TOO_LARGE = 24
    PAGED_TOO_FAR = 25


class GeoNamesError(ExonymError):
    """A request that these routes refuse.

    Args:
        message: a sentence that says what to change.
        code: GeoNames' number for it.
    """

    code = "geonames"

    def __init__(self, message: str, number: Code = Code.INVALID_PARAMETER) -> None:
        super().__init__(message)
        self.number = number


# By the status that our own routes answer; what is not here is some other error.
NUMBERS = {
    HTTPStatus.BAD_REQUEST: Code.INVALID_PARAMETER,
    HTTPStatus.UNAUTHORIZED: Code.AUTHORISATION,
    HTTPStatus.FORBIDDEN: Code.AUTHORISATION,
    HTTPStatus.NOT_FOUND: Code.NO_SUCH_RECORD,
    HTTPStatus.GONE: Code.NO_SUCH_RECORD,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Code.INVALID_PARAMETER,
    HTTPStatus.TOO_MANY_REQUESTS: Code.HOURLY_LIMIT,
    HTTPStatus.SERVICE_UNAVAILABLE: Code.OVERLOADED,
    HTTPStatus.GATEWAY_TIMEOUT: Code.TIMEOUT,
}
STATUSES = {
    Code.AUTHORISATION: HTTPStatus.UNAUTHORIZED,
    Code.NO_SUCH_RECORD: HTTPStatus.NOT_FOUND,
    Code.OTHER: HTTPStatus.INTERNAL_SERVER_ERROR,
    Code.TIMEOUT: HTTPStatus.GATEWAY_TIMEOUT,
    Code.HOURLY_LIMIT: HTTPStatus.TOO_MANY_REQUESTS,
    Code.OVERLOADED: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_and_body(error: ExonymError) -> tuple[int, dict[str, object]]:
    """The HTTP status and the body of the answer to an error."""
    number = NUMBERS.get(HTTPStatus(status_of(error)), Code.OTHER)
    if isinstance(error, GeoNamesError):
        number = error.number
    message = fields_of(error)["message"]
    if isinstance(error, QueryError) and error.where:
        message = f"{error.where}: {message}"
    return STATUSES.get(number, HTTPStatus.OK), {"status": {"message": message, "value": int(number)}}
