"""Where a Parquet file is written before it is fetched, block by block."""

from __future__ import annotations

import io
from typing import Any

ROW_GROUP = 64_000  # rows that are written together


class Sink(io.RawIOBase):
    """Takes what is written, until it is fetched."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, block: Any) -> int:
        """Take a block."""
        self._blocks.append(bytes(block))
        self._at += len(self._blocks[-1])
        return len(self._blocks[-1])

    def tell(self) -> int:
        """How many bytes were written so far."""
        return self._at

    def fetch(self) -> bytes:
        """What was written since the last time."""
        blocks, self._blocks = self._blocks, []
        return b"".join(blocks)
