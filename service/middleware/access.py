"""Who may ask, and how much: keys, and limits for each key or address."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gazetteer.errors import ExonymError
from service.callers import Caller, Credentials, who
from service.errors import TooMany, Unauthorized
from service.limits import BYTES_OF_NAME, METER, Count, Limits, Meter

# What a load balancer asks, and what describes the API: neither gives any data away.
OPEN = frozenset({"/healthz", "/readyz", "/openapi.json", "/docs", "/redoc", "/logo.svg", "/sign-in"}) | {
    f"/docs/{name}" for name in ("docs.js", "swagger-ui.css", "swagger-ui-bundle.js", "redoc.standalone.js")
}
# Pages that say themselves, to who has no key, that one is needed.
PAGES = frozenset({"/", "/article", "/table"})
BELOW = "/table/"
UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})
MAP = "/v1/map/"  # says nothing of who asks, and is drawn before anybody has given a key
FILES = "/web/"  # of the page and the elements: the same for everybody, and a page takes a dozen at once


class Access:
    """Lets requests through that have a key, where one is required, and are within the limit.

    Args:
        app: what answers.
        credentials: finds who asks.
        required: whether a request needs one.
        limits: what counts requests, or None.
        names: what counts names, or None.
        refusal: the answer to those that are not let through, by path.
    """

    def __init__(
        self,
        app: ASGIApp,
        credentials: Credentials,
        required: bool,
        limits: Limits | None,
        names: Limits | None,
        refusal: Callable[[str, ExonymError], Response],
    ) -> None:
        self.app = app
        self._refusal = refusal
        self._credentials = credentials
        self._required = required
        self._limits = limits
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS" or scope["path"].startswith(FILES):
            await self.app(scope, receive, send)
            return
        caller = self._credentials.caller(scope)
        key = caller.key
        if key is not None:
            scope["state"]["key_id"] = key.id
        if self._limits is not None and scope["path"] not in UNLIMITED:
            count = await self._limits.hit(who(scope, key))
            if count.left < 0:
                await self._refusal(scope["path"], _too_many(count))(scope, receive, send)
                return
            send = _with_headers(send, count.headers)
        if self._names is not None and scope["path"] not in UNLIMITED and not _is_open(scope["path"]):
            scope[METER] = meter = Meter(self._names, who(scope, key))
            try:
                await meter.charge(1)
            except TooMany as error:
                error.headers.update(meter.headers())
                await self._refusal(scope["path"], error)(scope, receive, send)
                return
            receive, send = _counting_bytes(receive, meter), _with_headers(send, meter.headers)
        if self._required and key is None and not _is_open(scope["path"]) and not _is_page(scope["path"]):
            await self._refusal(scope["path"], _unauthorized(caller))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_open(path: str) -> bool:
    """Whether a path is answered without a key."""
    return path in OPEN or path.startswith(MAP)


def _is_page(path: str) -> bool:
    """Whether a path is that of a page which gives nothing away without a key."""
    return path in PAGES or path.startswith(BELOW)


def _unauthorized(caller: Caller) -> Unauthorized:
    if caller.refused:
        return Unauthorized(caller.refused)
    return Unauthorized("A key is needed: send it as `Authorization: Bearer KEY` or `X-API-Key: KEY`.")


def _too_many(count: Count) -> TooMany:
    message = f"More than {count.allowed:,} requests: try again in {count.seconds} s."
    return TooMany(message, {**count.headers(), "Retry-After": str(count.seconds)})


def _counting_bytes(receive: Receive, meter: Meter) -> Receive:
    """Count the bytes of a body as names, while they come."""
    size = 0

    async def counting() -> Message:
        nonlocal size
        message = await receive()
        before = size // BYTES_OF_NAME
        size += len(message.get("body", b""))
        if (names := size // BYTES_OF_NAME - before) > 0:
            await meter.charge(names)
        return message

    return counting


def _with_headers(send: Send, standing: Callable[[], dict[str, str]]) -> Send:
    async def counting(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name.lower().encode(), value.encode()) for name, value in standing().items()]
            message["headers"] = [*message.get("headers", ()), *headers]
        await send(message)

    return counting
