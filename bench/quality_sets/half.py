"""Which texts the fit may learn from, and which are left for the bench to ask: no text is both's."""

from __future__ import annotations

from enum import Enum
from zlib import crc32

from bench.quality_sets.corpus import key_of

OF = 3
"""One text in so many is the bench's."""


class Half(Enum):
    """Whose a text is, told by the text alone, so that no seed can mix the two up."""

    FIT = "fit"
    BENCH = "bench"

    def has(self, text: str) -> bool:
        """Whether a text is of this half: spellings with one key are together."""
        return (crc32(key_of(text).encode()) % OF == 0) == (self is Half.BENCH)
