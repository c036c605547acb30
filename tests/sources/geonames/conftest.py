from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from catalogues import catalogues_read_once, kept
from dump_server import DumpServer, dump_server
from source_read import Read, read_dump
from tiny_dump import DAY, tiny_day, tiny_dump

__all__ = ["catalogues_read_once"]


@pytest.fixture(scope="session", autouse=True)
def _all_of_them_do(catalogues_read_once: None) -> None:
    """Each test here reads the catalogues, or builds what does."""


@pytest.fixture
def server() -> Iterator[DumpServer]:
    """A dump server with the tiny dump."""
    with dump_server() as state:
        state.files |= tiny_dump()
        yield state


@pytest.fixture
def read(server: DumpServer, tmp_path: Path, found: Read) -> Callable[..., Read]:
    """Reads a dump; the catalogues were read with the first."""
    return partial(read_dump, server, tmp_path)


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The tiny dump, read once."""
    with kept(), dump_server() as state:
        state.files |= tiny_dump()
        return read_dump(state, tmp_path_factory.mktemp("found"))


@pytest.fixture
def day(server: DumpServer) -> Callable[..., None]:
    def day(day: str = DAY, **texts: str) -> None:
        server.files |= tiny_day(day, **{kind: f"{text}\n" if text else "" for kind, text in texts.items()})

    return day
