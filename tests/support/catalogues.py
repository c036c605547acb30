"""The packages' catalogues, read once for the tests of sources, as a fixture, and kept out of the collector's way."""

from __future__ import annotations

import contextlib
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest

from gazetteer.sources import cities, claims, countries
from gazetteer.sources.geonames import complete, source, tables


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """What is read within stays: the collector would search millions of objects again and again, now and later."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def once(read: Callable[[], Iterable[object]]) -> Callable[[], Iterator[object]]:
    kept = cache(lambda: list(read()))
    return lambda: iter(kept())


@pytest.fixture(scope="session")
def catalogues_read_once() -> Iterator[None]:
    """The packages' catalogues, which each build reads anew for seconds, are read once for all who ask for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "_all_claims", once(claims._all_claims))
        mended = cache(countries.mend)  # type: ignore[attr-defined]
        patch.setattr(countries, "mend", lambda found: mended(tuple(found)))
        read_names = source.catalogued_names  # type: ignore[attr-defined]
        names = once(lambda: read_names(Counter()))
        patch.setattr(source, "catalogued_names", lambda _mended: names())
        patch.setattr(complete, "read_data", cache(complete.read_data))  # type: ignore[attr-defined]
        patch.setattr(source, "read_table", cache(source.read_table))  # type: ignore[attr-defined]
        second_levels = cache(cities.second_levels)
        patch.setattr(cities, "second_levels", second_levels)
        patch.setattr(source, "second_levels", second_levels)
        patch.setattr(tables, "subdivisions", list(tables.subdivisions))  # type: ignore[attr-defined]
        yield
