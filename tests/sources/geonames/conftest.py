from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from dump_server import DumpServer, dump_server
from source_read import Read
from tiny_dump import DAY, tiny_day, tiny_dump

from gazetteer.sources import claims, countries
from gazetteer.sources.geonames import complete, source, tables
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.daily import fetch_days
from gazetteer.sources.geonames.download import Downloads
from gazetteer.sources.geonames.source import GeoNames


@pytest.fixture
def server() -> Iterator[DumpServer]:
    """A dump server with the tiny dump."""
    with dump_server() as state:
        state.files |= tiny_dump()
        yield state


@pytest.fixture
def read(server: DumpServer, tmp_path: Path) -> Callable[..., Read]:
    def read(choice: Choice = Choice(("UA",)), until: date | None = None) -> Read:  # noqa: B008
        with Downloads(tmp_path, server.url, pause=0.0) as downloads:
            for name in choice.files:
                downloads.fetch(name)
            source = GeoNames(tmp_path, choice)
            if until:
                fetch_days(downloads, source.dump_day, until)
            return Read(source)

    return read


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
