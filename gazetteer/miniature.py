"""A gazetteer of two places, for which the search is compiled while a large one is still being read.

Kernels are compiled for the types of a build's arrays, which are the same however many places there are. The miniature
is built in a process without a compiler, in a second; then the kernels are compiled beside, at a low priority, and
`compile_ahead` waits for what is left of that.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numba

from gazetteer.index.build.builder import build
from gazetteer.index.kept_kernels import any_kept
from gazetteer.processes import die_with_parent, environment
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress
from gazetteer.warming import compile_ahead

NICENESS = 10
_OFF = "NUMBA_DISABLE_JIT"


@dataclass
class Miniature:
    """The source: a country and a town in it, each with a name in another script."""

    name: str = "miniature"

    def credits(self) -> tuple[Credit, ...]:
        """Nobody's: these are facts that anybody knows."""
        return ()

    def countries(self) -> Iterable[CountryRecord]:
        """One."""
        yield CountryRecord("UA", "UKR", 804, 1, "Ukraine", "EU", "Kyiv", ("uk",))

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        """The country and the town."""
        yield PlaceRecord(1, "Ukraine", 49.0, 32.0, "UA", feature_class="A", feature_code="PCLI", population=44_000_000)
        yield PlaceRecord(2, "Bakhmut", 48.6, 38.0, "UA", population=80_000)

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        """Beside the main ones."""
        yield NameRecord(1, "Україна", "uk")
        yield NameRecord(2, "Бахмут", "uk")


@contextlib.contextmanager
def compiling_beside() -> Iterator[None]:
    """Compile the search beside what is done meanwhile, in processes that end with this one.

    Nothing is done where any of it is kept already. It never fails: what could not be compiled here is compiled later.
    """
    if any_kept() or numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        yield
        return
    process, folder = None, ""
    with contextlib.suppress(OSError):  # no process, or nowhere to write
        folder = tempfile.mkdtemp(prefix="exonym-")
        process = _start(folder)
    try:
        yield
    finally:
        if process is not None:  # it is done, or the build has failed and nobody waits for it
            process.kill()
            process.wait()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _start(folder: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gazetteer.miniature", folder, str(os.getpid())]
    off = subprocess.DEVNULL
    return subprocess.Popen(command, env={**environment(), _OFF: "1"}, stdin=off, stdout=off, stderr=off)


def main(folder: Path, parent: str | None = None) -> None:
    """What the process runs; it removes the folder where the one that started it could not, since it was killed."""
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    if parent and os.getppid() != int(parent):  # it ended while this process was starting
        remove()
        sys.exit(1)
    die_with_parent(int(parent) if parent else None, remove)
    os.nice(NICENESS)
    made = build(Miniature(), folder)
    del os.environ[_OFF]  # for those that compile
    compile_ahead(folder, made.build)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
