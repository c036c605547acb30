"""The model that tells languages, mapped from a file that all processes share.

py3langid keeps it packed: to unpack it takes 2 s and 70 MB of each process. So whoever needs it first writes it beside
the compiled kernels (`gazetteer.index.kernel_cache`), as arrays that the others map; where nothing can be written, each
process has its own.
"""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.index.kernel_cache import folders
from gazetteer.lock import turn

NAME = "languages-"  # and py3langid's version: the folder of the arrays
TURN = ".languages"
# The arrays, by what py3langid's class calls them.
ARRAYS = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_output", "tk_row")


def language_model() -> Any:
    """py3langid's `LanguageIdentifier` with its model."""
    for kernels in folders():
        place = kernels.parent / f"{NAME}{version('py3langid')}"
        with turn(kernels.parent / TURN):
            if (found := _mapped(place)) is not None:
                return found
            if _write(place) and (found := _mapped(place)) is not None:
                return found
    return _unpacked()


def _unpacked() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here, since few processes need it

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _mapped(place: Path) -> Any | None:
    """The model as it was written, or None where it was not, or not whole."""
    from py3langid.langid import LanguageIdentifier

    try:
        ptc, pc, classes, moves, output, row = (np.load(place / f"{name}.npy", "r") for name in ARRAYS)
    except (OSError, ValueError, EOFError):
        return None
    # An element of a memoryview is an int, and taken in a third of the time of one of numpy's arrays.
    views = (memoryview(array) for array in (moves, output))
    return LanguageIdentifier(np.asarray(ptc), np.asarray(pc), classes.tolist(), *views, tk_row=row.tolist())


def _write(place: Path) -> bool:
    """Write the model; whether that could be done. It is there as a whole or not at all."""
    model = _unpacked()
    new = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        new.mkdir()
        for name in ARRAYS:
            with (new / f"{name}.npy").open("wb") as file:
                np.save(file, np.asarray(getattr(model, name)))
                file.flush()
                os.fsync(file.fileno())
        shutil.rmtree(place, ignore_errors=True)  # what was there could not be read
        new.rename(place)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        return False
    return True
