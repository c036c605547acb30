"""Who may ask, and how much: keys, and limits for each key or address."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gazetteer.errors import ExonymError
from service.errors import TooMany, Unauthorized
from service.keys import Key, Keys
from service.limits import BYTES_OF_NAME, METER, Count, Limits, Meter

# What a load balancer asks, and what describes the API: neither gives any data away.
OPEN = frozenset({"/healthz", "/readyz", "/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json"})
UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})
# For clients that cannot send headers: OpenRefine, and those of GeoNames, whose parameter `username` is.
KEY_PARAMETERS = ("key", "username")
BEARER = b"bearer "
KEY_BYTES = 200
NETWORK_GROUPS = 4  # of an IPv6 address: one customer has a /64


class Access:
    """Lets requests through that have a key, where one is required, and are within the limit.

    Args:
        app: what answers.
        keys: the keys that hold.
        required: whether a request needs one.
        limits: what counts requests, or None.
        names: what counts names, or None.
        refusal: the answer to those that are not let through, by path.
    """

    def __init__(
        self,
        app: ASGIApp,
        keys: Keys,
        required: bool,
        limits: Limits | None,
        names: Limits | None,
        refusal: Callable[[str, ExonymError], Response],
    ) -> None:
        self.app = app
        self._refusal = refusal
        self._keys = keys
        self._required = required
        self._limits = limits
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        given = key_of(scope)
        key = self._keys.check(given) if given else None
        if key is not None:
            scope["state"]["key_id"] = key.id
        if self._limits is not None and scope["path"] not in UNLIMITED:
            count = await self._limits.hit(who(scope, key))
            if count.left < 0:
                await self._refusal(scope["path"], _too_many(count))(scope, receive, send)
                return
            send = _with_headers(send, count.headers)
        if self._names is not None and scope["path"] not in OPEN | UNLIMITED:
            scope[METER] = meter = Meter(self._names, who(scope, key))
            try:
                await meter.charge(1)
            except TooMany as error:
                error.headers.update(meter.headers())
                await self._refusal(scope["path"], error)(scope, receive, send)
                return
            receive, send = _counting_bytes(receive, meter), _with_headers(send, meter.headers)
        if self._required and key is None and scope["path"] not in OPEN:
            await self._refusal(scope["path"], _unauthorized(given))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def key_of(scope: Scope) -> str:
    """The key that a request gives: as a bearer token, as `X-API-Key`, or as a parameter; empty where it gives none."""
    for name, value in scope["headers"]:
        if name == b"x-api-key":
            return _text(value)
        if name == b"authorization" and value[: len(BEARER)].lower() == BEARER:
            return _text(value[len(BEARER) :].strip())
    query: bytes = scope["query_string"]
    if b"key=" in query or b"username=" in query:
        for parameter, text in parse_qsl(query.decode("latin-1")):
            if parameter in KEY_PARAMETERS:
                return text[:KEY_BYTES]
    return ""


def who(scope: Scope, key: Key | None) -> str:
    """Whose requests are counted together: those of a key, or of an address (of IPv6, of a /64)."""
    if key is not None:
        return f"key-{key.id}"
    address = scope["client"][0] if scope.get("client") else "unknown"
    if ":" in address:
        groups = _expand(address)[:NETWORK_GROUPS]
        address = ".".join(groups)
    return f"address-{address}"


def _expand(address: str) -> list[str]:
    """The groups of an IPv6 address; what is none stays whole."""
    from ipaddress import IPv6Address

    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return [address.replace(":", ".")[:64]]
    mapped = found.ipv4_mapped
    return [str(mapped)] if mapped else found.exploded.split(":")


def _text(value: bytes) -> str:
    return value[:KEY_BYTES].decode("latin-1")


def _unauthorized(given: str) -> Unauthorized:
    if given:
        return Unauthorized("This key does not hold: it is unknown or was revoked.")
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
