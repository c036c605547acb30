"""Asks the service: the address that is set and no other, with the key, for as long as is set and no longer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _

from .conf import told
from .in_time import HANDLERS

MOST_ANSWER = 8_000_000  # bytes
AT_ONCE = 65_536  # bytes
HANDED_ON = (400, 404, 409, 413, 428, 429, 503)
JSON, BYTES = "application/json", "application/octet-stream"
AGENT = "Exonym for Wagtail/0.1.0"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered, or what went wrong on the way."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    type: str = JSON

    def read(self) -> Any:
        """What it says; None where it is no good answer."""
        if self.status >= 300:
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class _Stay(HTTPRedirectHandler):
    """Goes nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """No request."""


def ask(
    method: str,
    path: str,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask the service.

    Args:
        method: of HTTP.
        path: of the route, `/v1/suggest`.
        query: its parameters.
        body: sent as JSON.
        headers: besides those that all requests have.
    """
    all = told()
    if not all.url:
        return failed(503, "not_set", _("Exonym is not set up: EXONYM has to give its address."))
    sent = {"Accept": "application/json", "User-Agent": AGENT, **(headers or {})}
    if all.key:
        sent["X-API-Key"] = all.key
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        sent["Content-Type"] = "application/json"
    url = all.url + path + (f"?{urlencode(query)}" if query else "")
    opener = build_opener(_Stay, *HANDLERS)
    try:
        with opener.open(Request(url, data, sent, method=method), timeout=all.seconds) as response:
            return _taken(response.status, _bytes(response), response.headers)
    except HTTPError as error:
        with error:
            return _refused(error)
    except TimeoutError:
        return failed(504, "timeout", _("Exonym took too long."))
    except (URLError, HTTPException, OSError, ValueError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            return failed(504, "timeout", _("Exonym took too long."))
        return failed(503, "unreachable", _("Exonym cannot be reached."))


def failed(status: int, code: str, message: str) -> Answer:
    """An answer that says what went wrong, as the service does."""
    return Answer(status, json.dumps({"error": {"code": code, "message": message}}).encode())


def _refused(error: HTTPError) -> Answer:
    try:
        return _taken(error.code, _bytes(error), error.headers)
    except (TimeoutError, HTTPException, OSError):
        return failed(502, "failed", _("Exonym does not answer as it should."))


def _bytes(response: HTTPResponse | HTTPError) -> bytes:
    """All that is sent, and one piece more than may be."""
    out = bytearray()
    while piece := response.read1(AT_ONCE):  # what has come, without waiting for more
        out += piece
        if len(out) > MOST_ANSWER:
            break
    return bytes(out)


def _taken(status: int, body: bytes, headers: Any) -> Answer:
    if status in (401, 403):
        wrong = _("Exonym does not take the key of this site: an administrator has to set another.")
        return failed(502, "key_refused", wrong)
    if len(body) > MOST_ANSWER:
        return failed(502, "too_large", _("The answer of Exonym is too long."))
    if not 200 <= status < 300 and status not in HANDED_ON:
        return failed(502, "failed", _("Exonym does not answer as it should."))
    wait = headers.get("Retry-After", "")
    return Answer(status, body, {"Retry-After": wait} if wait.isascii() and wait.isdigit() else {})
