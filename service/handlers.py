"""What the service answers when something goes wrong: every error, foreseen or not, in one shape."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route

from gazetteer.errors import ExonymError
from service.errors import fields_of, headers_of, status_of
from service.text import scrub


def install(app: FastAPI) -> None:
    """Answer every error of an application, foreseen or not, in the one shape."""
    app.add_exception_handler(ExonymError, _exonym)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _unforeseen)


def _answer(status: int, error: dict[str, str | None], headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps({"error": error}), status, headers, "application/json")


async def _exonym(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ExonymError)
    return _answer(status_of(error), fields_of(error), headers_of(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = scrub(request.url.path)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.NOT_FOUND:
        message = f"There is nothing at {path}; /docs lists what there is."
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
        message = f"{path} does not take {scrub(request.method)}; use {headers['Allow']}."
    else:
        message = scrub(str(error.detail))
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
    return _answer(422, {"code": "bad_request", "message": scrub(f"{where}: {first['msg']}."), "where": where or None})


async def _gone(_request: Request, _error: Exception) -> Response:
    return _answer(400, {"code": "disconnected", "message": "The client went away.", "where": None})


async def _unforeseen(_request: Request, _error: Exception) -> Response:
    message = "The service failed on this request; its log says why."
    # The server logs the error and drops the connection; a client must not send its next request on it.
    return _answer(500, {"code": "internal", "message": message, "where": None}, {"Connection": "close"})
