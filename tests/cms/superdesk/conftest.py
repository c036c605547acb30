"""Superdesk as far as an extension sees it, and a service that lets its pages ask, with tokens."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import Watch
from plugging import DESK, Service, desk_service

from tests.cms.superdesk.client import LACKING, compiled, get, page

MAY = ["suggest", "resolve", "annotate", "decide"]


class Superdesk(SimpleHTTPRequestHandler):
    """Serves the page, and hands out tokens to who is signed in, as Superdesk's server would."""

    service: Service
    origin: str

    def do_POST(self) -> None:
        if self.path != "/exonym-token" or self.headers.get("Authorization") != "Basic of-the-session":
            self.send_error(403)
            return
        told = {"origin": self.origin, "minutes": 15, "may": MAY, "desk": DESK, "who": "Petro"}
        answer = httpx.post(f"{self.service.address}/v1/tokens", json=told, headers={"X-API-Key": self.service.key})
        body = json.dumps(answer.json()).encode()
        self.send_response(answer.status_code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the page, with the extension compiled."""
    if not get():
        pytest.skip(LACKING)
    folder = tmp_path_factory.mktemp("superdesk")
    done = compiled(folder)
    assert done.returncode == 0, done.stdout
    page(folder)
    return folder


@pytest.fixture(scope="session")
def address(extension: Path) -> str:
    """Where the page will be."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture(scope="session")
def service(
    address: str, extension: Path, embedded_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A service that wants a key, or a token of Superdesk's pages."""
    with desk_service(tmp_path_factory.mktemp("service"), embedded_dir, cors_origins=address) as service:
        handler = type("Here", (Superdesk,), {"service": service, "origin": address})
        port = int(address.rpartition(":")[2])
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(extension)))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield service
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def watch(address: str, service: Service) -> Watch:
    """The page may ask the service, and nobody else."""
    return Watch([address, service.address])


@pytest.fixture(autouse=True)
def _as_before(service: Service) -> Iterator[None]:
    yield
    service.forget_all()
