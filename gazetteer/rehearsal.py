"""The search, compiled beside the reading of places.

Kernels are compiled for the types of a build's arrays, and these are the same for a gazetteer of two places as for any
other of less than 4 GiB of names. So, where nothing is compiled yet, one of two places is built first, and the search
is compiled for it by processes of its own while the real one is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from gazetteer.index.build.builder import build
from gazetteer.index.kept_kernels import is_anything_kept
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress
from gazetteer.warming import compile_ahead

_COUNTRY = CountryRecord("UA", "UKR", 804, 690791, "Ukraine", "EU", "Kyiv", ("uk", "ru"))
_PLACES = (
    PlaceRecord(690791, "Ukraine", 49.0, 32.0, "UA", feature_class="A", feature_code="PCLI", population=40_000_000),
    PlaceRecord(713174, "Bakhmut", 48.59, 38.0, "UA", population=70_000),
)
_NAMES = (NameRecord(713174, "Бахмут", "uk"), NameRecord(690791, "Україна", "uk"))


class TwoPlaces:
    """A source of two places (GeoNames, CC BY 4.0)."""

    name = "rehearsal"

    def credits(self) -> tuple[Credit, ...]:
        """Nobody sees it."""
        return ()

    def countries(self) -> Iterable[CountryRecord]:
        """One country."""
        return (_COUNTRY,)

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        """It, and a town in it."""
        return _PLACES

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        """Of both, in Cyrillic."""
        return _NAMES


@contextmanager
def rehearsing() -> Iterator[None]:
    """Compile the search while something else is done, and wait for it; nothing where it is compiled already."""
    if is_anything_kept():
        yield
        return
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as pool:
        compiled = pool.submit(_compile, Path(folder))
        yield
        compiled.result()


def _compile(folder: Path) -> None:
    """Compile the search for a gazetteer of two places, which is built for that alone."""
    compile_ahead(folder, build(TwoPlaces(), folder).build)
