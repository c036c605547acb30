"""A service that fails as it is told, and keeps what it was asked."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DRIP = 0.2  # seconds between the bytes of an answer that never ends


@dataclass
class Faulty:
    """What it answers, and what it was asked.

    Args:
        status: of each answer.
        headers: of each answer.
        body: of each answer; None drips, byte by byte, until nobody listens.
        headless: drips its headers so, one after the other, and never comes to an end.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = b"{}"
    headless: bool = False
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""
    over: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, faulty: Faulty, *args: Any) -> None:
        self.faulty = faulty
        super().__init__(*args)

    def _answer(self) -> None:
        told = self.faulty
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told.asked.append((self.command, self.path, dict(self.headers), sent))
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        with contextlib.suppress(OSError):
            self.flush_headers()
            while told.headless and not told.over.wait(DRIP):
                self.wfile.write(b"x")
            self.end_headers()
            while told.body is None and not told.over.wait(DRIP):
                self.wfile.write(b" ")
                self.wfile.flush()
            self.wfile.write(told.body or b"")

    do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 -- the names are the standard library's

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@contextlib.contextmanager
def faulty() -> Iterator[Faulty]:
    """Serve one."""
    told = Faulty()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, told))
    told.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield told
    told.over.set()
    server.shutdown()
    thread.join()
    server.server_close()
