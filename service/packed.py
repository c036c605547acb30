"""Bodies that were sent by gzip: taken apart as they come in, whole or not at all, and never more than is asked for."""

from __future__ import annotations

import zlib

from starlette.requests import Request
from starlette.types import Message, Receive

from service.errors import TooLarge, Unreadable

GZIP = 31  # as zlib calls its window of 32 kB with the head and the sum of gzip
PIECE = 1_000_000  # bytes that are unpacked at a time, so that other requests get their turn
FREE = 20_000_000  # bytes that a body may unpack to, whatever its size
RATIO = 100  # times its size, that it may beyond; a large table takes a tenth, what takes less was made to fill disks
MEMBERS = 10_000  # of a body: gzip files may follow one another, but each costs something though it be empty
PLAIN = ("", "identity")
PACKED = ("gzip", "x-gzip")


def unpacking(request: Request, limit: int) -> Request:
    """A request whose body comes as it was before it was packed, where it says that it is.

    Args:
        request: the request, of whose body nothing was read.
        limit: the most bytes that its body may have as it is sent; what is unpacked of it, the reader counts.

    Raises:
        Unreadable: nothing here unpacks that.
    """
    told = ",".join(request.headers.getlist("content-encoding")).lower().split(",")
    codings = [coding.strip() for coding in told if coding.strip() not in PLAIN]
    if not codings:
        return request
    if len(codings) > 1 or codings[0] not in PACKED:
        raise Unreadable("The body may be sent as it is, or once with Content-Encoding: gzip.", "")
    return Request(request.scope, _Unpacked(request.receive, limit).receive)


class _Unpacked:
    """Receives a body by gzip, and gives what is in it."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._size = 0
        self._given = 0
        self._member = zlib.decompressobj(GZIP)
        self._members = 1
        self._begun = False  # the member; what ends before has all that it should
        self._rest = b""
        self._more = True

    async def receive(self) -> Message:
        """The next piece, which may be empty."""
        if not self._rest:
            message = await self._receive()
            if message["type"] != "http.request":
                return message
            self._take(message)
        piece = self._unpacked()
        self._given += len(piece)
        if self._given > max(FREE, RATIO * self._size):
            raise TooLarge(f"The body unpacks to more than {RATIO} times its size: send it as it is, or in parts.")
        more = self._more or bool(self._rest)
        if not more and self._begun:
            raise Unreadable("The body is said to be gzip, and ends before its end.", "")
        return {"type": "http.request", "body": piece, "more_body": more}

    def _take(self, message: Message) -> None:
        self._rest = message.get("body", b"")
        self._more = message.get("more_body", False)
        self._size += len(self._rest)
        if self._size > self._limit:
            raise TooLarge(f"The body has more than {self._limit:,} bytes, packed as it is.")

    def _unpacked(self) -> bytes:
        pieces: list[bytes] = []
        room = PIECE
        while self._rest and room > 0:
            if self._member.eof:
                self._next_member()
            pieces.append(self._inflated(room))
            room -= len(pieces[-1])
        return b"".join(pieces)

    def _next_member(self) -> None:
        self._members += 1
        if self._members > MEMBERS:
            raise Unreadable(f"The body has more than {MEMBERS:,} gzip files in it.", "")
        self._member = zlib.decompressobj(GZIP)

    def _inflated(self, most: int) -> bytes:
        try:
            piece = self._member.decompress(self._rest, most)
        except zlib.error:
            raise Unreadable("The body is said to be gzip, and is not.", "") from None
        self._begun = not self._member.eof
        self._rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return piece
