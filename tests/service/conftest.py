from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings


@contextlib.contextmanager
def serving(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application on a free loopback port, from a thread; yields a client of it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none", proxy_headers=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def client(tiny_dir: Path) -> Iterator[httpx.Client]:
    with serving(create_app(Settings(data_dir=tiny_dir))) as client:
        yield client


@pytest.fixture
def serve() -> Callable[[FastAPI], contextlib.AbstractContextManager[httpx.Client]]:
    return serving
