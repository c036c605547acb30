"""One at a time: a lock on a folder, which the system releases when the process that holds it ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from gazetteer.errors import Busy

FILE = ".lock"


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
