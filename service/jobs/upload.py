"""A table on its way in."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path


class Upload:
    """A table on its way in. Nothing of it remains unless it is kept."""

    def __init__(self, folder: Path, owner: str) -> None:
        self.folder = folder
        self.owner = owner
        self._stream = (folder / "input").open("wb")
        self._digest = hashlib.sha256()
        self.bytes = 0
        self._lines = 0
        self._last = b""

    def write(self, block: bytes) -> None:
        """Take a block of the table."""
        self._stream.write(block)
        self._digest.update(block)
        self.bytes += len(block)
        self._lines += block.count(b"\n")
        self._last = block[-1:] or self._last

    def close(self) -> tuple[str, int]:
        """The table is complete: its SHA-256 and its lines."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        return self._digest.hexdigest(), self._lines + (self._last not in (b"", b"\n"))

    def abandon(self) -> None:
        """Let go of the file, whatever is in it."""
        with contextlib.suppress(OSError):  # on a full disk what is left cannot be written
            self._stream.close()
