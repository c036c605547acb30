"""Raw requests and ready answers: URL parameters, bodies within a limit, JSON."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, ParamSpec, TypeVar
from urllib.parse import parse_qsl

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.errors import TooLarge, Unreadable

P = ParamSpec("P")
T = TypeVar("T")

JSON = "application/json"
GEOJSON = "application/geo+json"
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
BEYOND = "number is infinity"  # how orjson speaks of one
LARGE = 100_000  # bytes of a body from which it is read in a thread
MOST_NESTED = 100_000  # lists and objects of a body: in memory each takes some 200 bytes
SENT_TOGETHER = 65_536  # bytes of an answer
PACKED_FROM = 20_000  # bytes of an answer; a smaller one is sent as it is
PACKED_LEVEL = 1  # a fifth of the size, at 10 ms a megabyte
GZIP = 31  # as zlib calls its window of 32 kB with the head and the sum of gzip
INT_DIGITS = 18  # what fits in 64 bits whatever the digits are


def parameters(request: Request) -> list[tuple[str, str]]:
    """The URL parameters, in their order; what is not UTF-8 becomes U+FFFD."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


class PiecesResponse(Response):
    """Ready bytes of JSON in pieces, which are never put together; by gzip, where they are many and that is taken."""

    def __init__(self, pieces: Sequence[bytes], headers: Mapping[str, str] | None = None) -> None:
        self._pieces = pieces
        length = {"Content-Length": str(sum(map(len, pieces)))}
        super().__init__(None, 200, {**(headers or {}), **length}, JSON)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them, some together."""
        if sum(map(len, self._pieces)) >= PACKED_FROM:
            self.headers["Vary"] = "Accept-Encoding"
            if takes_gzip(Headers(scope=scope)):
                self._pieces = await run_in_threadpool(_packed, self._pieces)
                self.headers["Content-Encoding"] = "gzip"
                self.headers["Content-Length"] = str(sum(map(len, self._pieces)))
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        block: list[bytes] = []
        size = 0
        for piece in self._pieces:
            block.append(piece)
            size += len(piece)
            if size >= SENT_TOGETHER:
                await send({"type": "http.response.body", "body": b"".join(block), "more_body": True})
                block, size = [], 0
        await send({"type": "http.response.body", "body": b"".join(block)})


def takes_gzip(headers: Headers) -> bool:
    """Whether who asks takes an answer by gzip (RFC 9110, 12.5.3)."""
    for told in headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = told.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _packed(pieces: Sequence[bytes]) -> list[bytes]:
    packer = zlib.compressobj(PACKED_LEVEL, zlib.DEFLATED, GZIP)
    return [*filter(None, map(packer.compress, pieces)), packer.flush()]


async def aside(size: int, read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Read so many bytes: in a thread where that takes long."""
    if size < LARGE:
        return read(*args, **kwargs)
    return await run_in_threadpool(read, *args, **kwargs)


def json_response(body: bytes, headers: dict[str, str] | None = None) -> Response:
    """Ready bytes of JSON, status 200."""
    return Response(body, 200, headers, JSON)


async def read_body(request: Request, limit: int) -> bytes:
    """The body of a request.

    Raises:
        TooLarge: where it has more than `limit` bytes; the rest is not read.
    """
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told[:20]) > limit:
        raise _too_large(limit)
    unpack = _unpacker(request.headers.get("content-encoding", ""))
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        chunk = unpack(chunk, limit - size + 1)
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _unpacker(coding: str) -> Callable[[bytes, int], bytes]:
    """What makes the bytes that were meant of those that came, and no more than so many at a time.

    Raises:
        Unreadable: nothing here unpacks that.
    """
    if coding.strip().lower() in ("", "identity"):
        return lambda chunk, _most: chunk
    if coding.strip().lower() not in ("gzip", "x-gzip"):
        raise Unreadable("The body may be sent as it is, or with Content-Encoding: gzip.", "")
    unpacker = zlib.decompressobj(GZIP)

    def unpacked(chunk: bytes, most: int) -> bytes:
        try:
            return unpacker.decompress(chunk, most)
        except zlib.error:
            raise Unreadable("The body is said to be gzip, and is not.", "") from None

    return unpacked


def read_json(body: bytes) -> object:
    """The value that a JSON text stands for.

    orjson refuses a whole text for one half of a surrogate pair in it, or one number beyond those of 64 bits (1e400).
    Such a text is read again by the standard library, so that the one value can be refused and the rest answered.

    Raises:
        Unreadable: where it is not JSON.
        TooLarge: it has more lists and objects than anything that is asked for.
    """
    if len(body) > LARGE and body.count(b"[") + body.count(b"{") > MOST_NESTED:
        raise TooLarge(f"The body has more than {MOST_NESTED:,} lists and objects: send fewer queries at a time.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if LONE_SURROGATE.search(body) or BEYOND in str(error):
            return _read_lenient(body)
        raise _malformed(error) from None


def _read_lenient(body: bytes) -> object:
    try:
        return json.loads(body, parse_constant=_refuse_constant, parse_int=_read_int)
    except (ValueError, RecursionError) as error:
        raise _malformed(error) from None


def _read_int(digits: str) -> int | float:
    return int(digits) if len(digits) <= INT_DIGITS else float(digits)


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _malformed(error: Exception) -> Unreadable:
    return Unreadable(f"The body is not JSON: {error}.", "")


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body has more than {limit:,} bytes: send fewer queries at a time.")
