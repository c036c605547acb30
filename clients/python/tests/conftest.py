"""A service to ask: the tests run in the whole repository, which has one, by `make test`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from exonym_client import Exonym
from linked import known_whole
from serving import serving
from tiny import Tiny

from gazetteer import build
from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="session")
def tiny_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the tiny gazetteer, which is known to be whole."""
    path = tmp_path_factory.mktemp("tiny")
    build(Tiny(), path)
    return known_whole(path)


@pytest.fixture(scope="session")
def address(tiny_dir: Path) -> Iterator[str]:
    """The address of a service with the tiny gazetteer."""
    with serving(create_app(Settings(data_dir=tiny_dir))) as address:
        yield address


@pytest.fixture(scope="module")
def exonym(address: str) -> Iterator[Exonym]:
    """A client of it."""
    with Exonym(address) as client:
        yield client


@pytest.fixture
def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
