from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from serving import serving

from service.app import create_app
from service.settings import Settings


@contextlib.contextmanager
def client_of(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application; yields a client of it."""
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def client(tiny_dir: Path) -> Iterator[httpx.Client]:
    with client_of(create_app(Settings(data_dir=tiny_dir))) as client:
        yield client


@pytest.fixture
def serve() -> Callable[[FastAPI], contextlib.AbstractContextManager[httpx.Client]]:
    return client_of
