"""Answers of HTTP that end in time: however slowly they come, their headers too, they are not waited for any longer."""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.request import BaseHandler, HTTPHandler, HTTPSHandler, Request


class _InTime(io.RawIOBase):
    """What a connection brings, until its time is over."""

    def __init__(self, sock: socket.socket, raw: Any, until: float) -> None:
        super().__init__()
        self._sock, self._raw, self._until = sock, raw, until

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, into: Any) -> int | None:
        """What has come, or comes in the time that is left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        read: int | None = self._raw.readinto(into)
        return read

    def close(self) -> None:
        """The connection too."""
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """An answer that has, from its beginning to its end, the time that one wait for the connection has."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        until = time.monotonic() + (sock.gettimeout() or 0)
        self.fp = io.BufferedReader(_InTime(sock, self.fp.detach(), until))


class _Connection(HTTPConnection):
    response_class = _Response


class _SecureConnection(HTTPSConnection):
    response_class = _Response


class _Plain(HTTPHandler):
    def http_open(self, req: Request) -> Any:
        """Ask."""
        return self.do_open(_Connection, req)


class _Secure(HTTPSHandler):
    def https_open(self, req: Request) -> Any:
        """Ask."""
        return self.do_open(_SecureConnection, req)


HANDLERS: tuple[type[BaseHandler], ...] = (_Plain, _Secure)
"""For `urllib.request.build_opener`."""
