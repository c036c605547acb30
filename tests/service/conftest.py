from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="session")
def client(tiny_dir: Path) -> Iterator[httpx.Client]:
    with client_of(create_app(Settings(data_dir=tiny_dir))) as client:
        yield client


@pytest.fixture
def serve() -> Callable[[FastAPI], contextlib.AbstractContextManager[httpx.Client]]:
    return client_of
