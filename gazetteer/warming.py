"""Compiling ahead: every kernel that answers need is compiled and kept before anybody waits for it.

The kernels fall into two parts that take about as long. Where nothing is compiled yet, each part is compiled in a
process of its own, and what they keep on disk (`gazetteer.index.kernel_cache`) is there for all that come after.

    python -m gazetteer.warming DATA_DIR BUILD PART [PARENT]      what such a process runs
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.gazetteer import Gazetteer
from gazetteer.index.kept_kernels import KernelFolder, kept
from gazetteer.index.store import Array, open_build
from gazetteer.index.texts import texts_differ
from gazetteer.lock import turn
from gazetteer.matching.shared_words import share_words
from gazetteer.model import Near, Query
from gazetteer.processes import die_with_parent, environment

SECONDS = 600.0  # for one part, on a machine that is busy
TURN = ".compiling"

WRITTEN = Query("Bakhmut")
# Misspelt and with all kinds of context: they go through every tier, and load the transliterators.
MISSPELT = (
    Query("Bakhmoutt, Ukraine", near=Near(48.6, 38.0)),
    Query("Бахмуут", country=("UA",), classes=("P",), date=date(1985, 4, 1)),
)
WORDS = "mountains smoky great national park"  # as long, and of as many words, as those are whose words are looked up
POINT = (48.6, 38.0)
PREFIX = "Bakh"
TEXT = "Two missiles hit the town of Bakhmut. Ракети влучили в Бахмуті."

Listener = Callable[[str, int, int | None], None]


def weigh(gazetteer: Gazetteer) -> None:
    """What weighs candidates: names as they are written, also in a text, are found without a search by likeness."""
    gazetteer.resolve(WRITTEN)
    gazetteer.annotate(TEXT)


def look(gazetteer: Gazetteer) -> None:
    """What looks for candidates: by likeness, by words, by what they begin with, by where they are."""
    index = gazetteer._index
    index.spelling.search(WORDS)
    share_words(index.long_words, WORDS)
    gazetteer.suggest(PREFIX)
    gazetteer.near(*POINT)
    arrays = index.store.arrays
    names = arrays["name_heap"], arrays["name_offset"], arrays["place_first_name"][np.zeros(1, np.int64)]
    texts_differ(*names, *names)  # between two builds


PARTS: tuple[Callable[[Gazetteer], None], ...] = (weigh, look)


def warm(gazetteer: Gazetteer) -> None:
    """Ask what loads, or the first time compiles, all that later requests need."""
    for part in PARTS:
        part(gazetteer)
    gazetteer.resolve_many(MISSPELT)


def compile_ahead(data_dir: Path, build: str, listener: Listener = lambda _what, _done, _all: None) -> KernelFolder:
    """Compile what is not kept yet, by two processes; one caller does it while the others wait.

    It never fails: what could not be compiled here is compiled when it is called, where the error is said.

    Args:
        data_dir: where builds are kept.
        build: the id of one; the types of its arrays are what the kernels are compiled for.
        listener: hears how many parts are compiled.

    Returns:
        Where the kernels are kept, and whether all are.
    """
    types = kernel_types(open_build(data_dir / build).arrays)
    if (found := kept(types)).whole or found.folder is None:
        return found
    listener("compiling the search", 0, len(PARTS))
    with turn(found.folder / TURN):
        if (found := kept(types)).whole:  # another has compiled it meanwhile
            listener("compiling the search", len(PARTS), len(PARTS))
            return found
        if _compile(data_dir, build, listener):
            found.remember()
    return kept(types)


def kernel_types(arrays: Mapping[str, Array]) -> str:
    """What kernels are compiled for: the types of a build's arrays."""
    return " ".join(f"{name}:{array.dtype.str}" for name, array in sorted(arrays.items()))


def _compile(data_dir: Path, build: str, listener: Listener) -> bool:
    """Run a process for each part; returns whether all did it."""
    command = [sys.executable, "-m", "gazetteer.warming", str(data_dir.absolute()), build]
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    ends = str(os.getpid())
    try:
        running = [subprocess.Popen([*command, part.__name__, ends], env=environment(), **quiet) for part in PARTS]
    except OSError:
        return False
    good = True
    for number, process in enumerate(running, 1):
        try:
            good = process.wait(SECONDS) == 0 and good
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            good = False
        listener("compiling the search", number, len(PARTS))
    return good


def main(data_dir: Path, build: str, name: str, parent: str | None = None) -> None:
    """What the process runs."""
    die_with_parent(int(parent) if parent else None)
    part = next(part for part in PARTS if part.__name__ == name)
    part(Gazetteer.open(data_dir, build))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
