from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from dump_server import DumpServer, dump_server
from source_read import Read, read_dump
from tiny_dump import DAY, tiny_day, tiny_dump

from gazetteer.sources import claims, countries
from gazetteer.sources.geonames import complete, source, tables


@pytest.fixture
def server() -> Iterator[DumpServer]:
    """A dump server with the tiny dump."""
    with dump_server() as state:
        state.files |= tiny_dump()
        yield state


@pytest.fixture
def read(server: DumpServer, tmp_path: Path) -> Callable[..., Read]:
    return partial(read_dump, server, tmp_path)


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The tiny dump, read once."""
    with dump_server() as state:
        state.files |= tiny_dump()
        return read_dump(state, tmp_path_factory.mktemp("found"))


@pytest.fixture
def day(server: DumpServer) -> Callable[..., None]:
    def day(day: str = DAY, **texts: str) -> None:
        server.files |= tiny_day(day, **{kind: f"{text}\n" if text else "" for kind, text in texts.items()})

    return day


def once(read: Callable[[], Iterable[object]]) -> Callable[[], Iterator[object]]:
    kept = cache(lambda: list(read()))
    return lambda: iter(kept())


@pytest.fixture(scope="session", autouse=True)
def catalogues_read_once() -> Iterator[None]:
    """The packages' catalogues, which each build reads anew for seconds, are read once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "_all_claims", once(claims._all_claims))
        mended = cache(countries.mend)  # type: ignore[attr-defined]
        patch.setattr(countries, "mend", lambda found: mended(tuple(found)))
        read_names = source.catalogued_names  # type: ignore[attr-defined]
        names = once(lambda: read_names(Counter()))
        patch.setattr(source, "catalogued_names", lambda _mended: names())
        patch.setattr(complete, "read_data", cache(complete.read_data))  # type: ignore[attr-defined]
        patch.setattr(source, "read_table", cache(source.read_table))  # type: ignore[attr-defined]
        patch.setattr(source, "second_levels", cache(source.second_levels))  # type: ignore[attr-defined]
        patch.setattr(tables, "subdivisions", list(tables.subdivisions))  # type: ignore[attr-defined]
        yield
