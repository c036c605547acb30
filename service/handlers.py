"""What the service answers when something goes wrong: every error in one shape.

Those that nobody foresaw are answered by `service.middleware.observe`, which logs them.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route

from gazetteer.errors import ExonymError
from service.errors import NoSpace, fields_of, headers_of, status_of
from service.text import said

log = logging.getLogger("exonym")

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
READ_ONLY = (errno.EROFS, errno.EACCES)

SAID_PATH = 200


def install(app: FastAPI) -> None:
    """Answer every foreseen error of an application in the one shape."""
    app.add_exception_handler(ExonymError, _exonym)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(OSError, _system)


def _answer(status: int, error: Mapping[str, Any], headers: dict[str, str] | None = None) -> Response:
    fields = {name: said(value) if isinstance(value, str) else value for name, value in error.items()}
    return Response(orjson.dumps({"error": fields}), status, headers, "application/json")


def answer_error(error: ExonymError) -> Response:
    """What is answered to an error of ours."""
    return _answer(status_of(error), fields_of(error), headers_of(error))


def answer_unforeseen() -> Response:
    """What is answered where the service failed."""
    message = "The service failed on this request; its log says why."
    # The state of the connection is unknown; a client must not send its next request on it.
    return _answer(500, {"code": "internal", "message": message, "where": None}, {"Connection": "close"})


async def _exonym(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ExonymError)
    return answer_error(error)


async def _system(_request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    # Where no folder for temporary files can be written, that is said without a file's name.
    nowhere = error.errno in READ_ONLY or (error.errno == errno.ENOENT and error.filename is None)
    if error.errno not in FULL and not nowhere:
        raise error
    log.error("Nothing can be stored: %s: %s.", error.filename or "disk", error.strerror)
    if nowhere:
        return answer_error(NoSpace("This service can write nowhere where it would keep that, so nothing was stored."))
    return answer_error(NoSpace("The disk of the service is full, so nothing was stored: try again when it has room."))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path[:SAID_PATH]
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.NOT_FOUND:
        message = f"There is nothing at {path}; /docs lists what there is."
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
        message = f"{path} does not take {request.method}; use {headers['Allow']}."
    else:
        message = str(error.detail)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    return _answer(error.status_code, {"code": code, "message": message, "where": None}, headers)


def _methods(request: Request) -> list[str]:
    """The methods that the path of a request takes (RFC 9110, 15.5.6), those of all its routes."""
    methods: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            methods |= route.methods or set()
    return sorted(methods)


async def _validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return _answer(422, {"code": "bad_request", "message": f"{where}: {first['msg']}.", "where": where or None})


async def _gone(_request: Request, _error: Exception) -> Response:
    return _answer(400, {"code": "disconnected", "message": "The client went away.", "where": None})
