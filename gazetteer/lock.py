"""One at a time: a lock on a folder, which the system releases when the process that holds it ends, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import Busy

FILE = ".lock"


@contextlib.contextmanager
def turn(file: Path) -> Iterator[None]:
    """Let one process at a time do what it does here, the others wait; where the file cannot be made, all at once.

    Args:
        file: that is locked; made when missing.
    """
    try:
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        yield
        return
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


class BuildLock:
    """A lock on a folder, taken when made.

    Args:
        folder: made when missing.

    Raises:
        Busy: another process, or another lock of this one, holds it.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise Busy(f"Another build or update is at work in {folder}: wait until it is done.") from None

    def release(self) -> None:
        """Let others have it; to call it again does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
