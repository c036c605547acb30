"""A small dump server on loopback: files in memory, ranges and entity tags as RFC 9110 says, faults on demand."""

from __future__ import annotations

import contextlib
import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Fault:
    """What goes wrong with the next answer: cut after so many bytes, pause there, another status, another type."""

    cut: int | None = None
    status: int | None = None
    html: bool = False
    slow: threading.Event | None = None


@dataclass
class DumpServer:
    """The files by name, the faults of each (the next first), and the requests so far: name, Range, status."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    tags: bool = True

    def statuses(self, name: str) -> list[int]:
        return [status for asked, _range, status in self.requests if asked == name]


@contextlib.contextmanager
def dump_server() -> Iterator[DumpServer]:
    state = DumpServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            wanted = self.headers.get("Range", "")
            queue = state.faults.get(name, [])
            fault = queue.pop(0) if queue else Fault()
            body = state.files.get(name)
            status = fault.status or (404 if body is None else 200)
            if status != 200 or body is None:
                return self._send(name, status, b"no", {}, fault)
            if fault.html:
                return self._send(name, 200, b"<!DOCTYPE html><p>Sorry</p>", {"Content-Type": "text/html"}, fault)
            tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            headers = {"ETag": tag} if state.tags else {}
            if state.tags and self.headers.get("If-None-Match") == tag:
                return self._send(name, 304, b"", headers, fault)
            found = re.fullmatch(r"bytes=(\d+)-", wanted)
            if found and self.headers.get("If-Range", tag) == tag:
                start = int(found[1])
                if start >= len(body):
                    return self._send(name, 416, b"", {"Content-Range": f"bytes */{len(body)}"}, fault)
                headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                return self._send(name, 206, body[start:], headers, fault)
            return self._send(name, 200, body, headers, fault)

        def _send(self, name: str, status: int, body: bytes, headers: dict[str, str], fault: Fault) -> None:
            state.requests.append((name, self.headers.get("Range", ""), status))
            self.send_response(status)
            for field_name, value in headers.items():
                self.send_header(field_name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(body if fault.cut is None else body[: fault.cut])
                self.wfile.flush()
                if fault.slow:
                    fault.slow.wait(60)
            self.close_connection = fault.cut is not None

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # clients that go away are what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
