"""Builds opened in this process: each once, whoever asks, however many threads ask at the same time."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from threading import Lock

from gazetteer.archive import take_kernels
from gazetteer.data_directory import find_build
from gazetteer.errors import NoGazetteer
from gazetteer.gazetteer import Gazetteer, reopen

KEPT = 4  # builds; beyond these the one that was opened first is let go

log = logging.getLogger("exonym")

_opened: dict[tuple[str, str], Gazetteer] = {}
_lock = Lock()


def _new_lock() -> None:
    """A process that was forked while a thread was opening would wait for that thread for ever."""
    global _lock
    _lock = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_new_lock)


def build_at(path: str) -> str:
    """The id of the build that is current in a data directory, or whose own folder it is.

    Raises:
        NoGazetteer, WrongFormat, CorruptIndex: as `Gazetteer.open`.
    """
    return Gazetteer.open(path).info.build


def opened(path: str, build: str, kernels: bool = False) -> Gazetteer:
    """A build, opened once in this process.

    Args:
        path: a data directory, or the folder of the build itself.
        build: the id that it must have, current or not.
        kernels: take the compiled kernels that lie there, as an unpacked archive has them, where they fit.

    Raises:
        NoGazetteer: there is no such build; the message names the one that is there.
        WrongFormat, CorruptIndex: as `Gazetteer.open`.
    """
    key = (os.path.abspath(path), build)
    with _lock:
        found = _opened.get(key)
        if found is None:
            while len(_opened) >= KEPT:
                del _opened[next(iter(_opened))]
            if kernels:
                _take_kernels(path, build)
            found = _opened[key] = _open(path, build)
        return found


def _take_kernels(path: str, build: str) -> None:
    if (Path(path) / build).is_dir():
        why = take_kernels(Path(path), build)
        if why is not None:
            log.warning("%s The search is compiled now, which takes a minute.", why)


def _open(path: str, build: str) -> Gazetteer:
    itself = Path(path) / build
    if itself.is_dir():
        return reopen(str(itself), build)
    try:
        found = find_build(path)
    except NoGazetteer as error:
        raise NoGazetteer(f"On this machine the build {build} is not in {path}. {error}") from None
    return reopen(str(Path(*found)), build)
