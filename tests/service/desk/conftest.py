from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from linked import linked
from postgres_server import new_database, postgres_server

from service.app import create_app
from service.desk.connection import DeskDatabase
from service.desk.database import FILE, Database
from service.desk.postgres import PostgresDatabase
from service.settings import Settings
from tests.service.conftest import client_of

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="module")
def module_dir(tmp_path_factory: pytest.TempPathFactory, tiny_dir: Path) -> Path:
    return linked(tmp_path_factory.mktemp("desk"), tiny_dir)


@pytest.fixture(scope="module")
def running(module_dir: Path) -> Iterator[httpx.Client]:
    """A client of a service without keys, which starts once for all tests of a module."""
    with client_of(create_app(Settings(data_dir=module_dir))) as client:
        yield client


@pytest.fixture
def desk(running: httpx.Client, module_dir: Path) -> httpx.Client:
    """The same, its desks as if nobody had decided anything."""
    for path in module_dir.glob("desk*.sqlite3*"):
        path.unlink()
    while running.get("/v1/resolve?q=Kyiv&desk=default").json()["desk"]["revision"]:
        time.sleep(0.05)
    return running


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of one's own."""
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> DeskDatabase:
    """Each of the databases that may keep the desks, with nothing in it."""
    if request.param == "sqlite":
        return Database(tmp_path / FILE)
    return PostgresDatabase(new_database(request.getfixturevalue("postgres")))


@pytest.fixture
def desk_dir(tmp_path: Path, tiny_dir: Path) -> Path:
    """A data directory of its own."""
    return linked(tmp_path, tiny_dir)


@pytest.fixture
def keyed(desk_dir: Path, serve: Serve) -> Iterator[httpx.Client]:
    """A client of a service that requires keys."""
    with serve(create_app(Settings(data_dir=desk_dir, require_key=True))) as client:
        yield client
