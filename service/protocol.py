"""uvicorn's HTTP protocol with bounds on what is around a request: connections, the time and size of a head, reading.

uvicorn itself waits for ever for a connection's first request, takes a head of any size, and waits for ever for a
client to read its answer.
"""

from __future__ import annotations

import asyncio
import socket
from time import monotonic
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.door import DOOR, LINK, Door, Link
from service.middleware.admission import ARRIVED

HEAD_SECONDS = 10.0  # for the head of a request, and for the first byte of a new connection
HEAD_BYTES = 65_536
# What the system may keep of an answer for a client that does not read; left to itself it takes megabytes for each.
SEND_BYTES = 262_144
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    _waiting: asyncio.TimerHandle | None = None
    _in_head = False
    _in_message = False
    _has_body = False  # of what came last, some was a body's
    _head_bytes = 0  # and of what stands in the place of a body and is none: trailers, extensions of chunks
    _link: Link | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or close it where there are too many."""
        super().connection_made(transport)
        if self._door is not None:
            self._link = self._door.enter(transport, self.client[0] if self.client else "")
            if self._link is None:
                transport.close()
                return
        _bound_buffer(transport)
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._stop_waiting()
        super().connection_lost(exc)
        if self._door is not None and self._link is not None:
            self._door.leave(self._link)

    def pause_writing(self) -> None:
        """The client does not take what is written as fast as it comes."""
        super().pause_writing()
        if self._door is not None and self._link is not None:
            self._door.pause(self._link)

    def resume_writing(self) -> None:
        """The client has taken it."""
        super().resume_writing()
        if self._door is not None and self._link is not None:
            self._door.resume(self._link)

    def on_response_complete(self) -> None:
        """An answer has been handed over."""
        if self._link is not None:
            self._link.busy = bool(self.pipeline)
        super().on_response_complete()

    def data_received(self, data: bytes) -> None:
        """Read what came; a head that does not end is cut off, and so is what goes on without any of a body."""
        self._has_body = False
        super().data_received(data)
        self._head_bytes = 0 if self._has_body and not self._in_head else self._head_bytes + len(data)
        if self._head_bytes > HEAD_BYTES and (self._in_head or self._in_message):
            self._end(TOO_LARGE if self._in_head else b"")
        elif self._in_head and self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head = self._in_message = True
        self._head_bytes = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field of a head. What comes after a chunked body is no part of it (RFC 9110, 6.5.1), and is not kept."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A head is there: note when."""
        self._in_head = False
        self._stop_waiting()
        scope: Any = self.scope
        scope[ARRIVED] = monotonic()
        if self._link is not None:
            self._link.busy = True
            scope[LINK] = self._link
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Some of a body."""
        self._has_body = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request has come to its end."""
        self._in_message = False
        super().on_message_complete()

    @property
    def _door(self) -> Door | None:
        """What the application's lifespan has made for all connections of this worker."""
        return self.app_state.get(DOOR)

    def _give_up(self) -> None:
        self._waiting = None
        self._end(TIMED_OUT if self._in_head else b"")

    def _end(self, answer: bytes) -> None:
        self._in_head = False
        if not self.transport.is_closing():
            if answer and (self.cycle is None or self.cycle.response_complete):
                self.transport.write(answer)
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def _bound_buffer(transport: asyncio.Transport) -> None:
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
