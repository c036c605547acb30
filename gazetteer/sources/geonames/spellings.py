"""Which spellings the names' table has of each place, in eight bytes each, since there are millions."""

from __future__ import annotations

from array import array
from bisect import bisect_left

import numpy as np

_ALL_BITS = 2**64 - 1


class Spellings:
    """A set of places and texts. It keeps their hashes: of all of GeoNames one name in 100,000 builds is taken amiss.

    What was added can be asked for once it is `sorted`.
    """

    def __init__(self) -> None:
        self._hashes = array("Q")

    def add(self, place: int, text: bytes) -> None:
        """Take a spelling in, in UTF-8."""
        self._hashes.append(hash((place, text)) & _ALL_BITS)

    def sort(self) -> None:
        """Make ready to be asked."""
        np.frombuffer(self._hashes, np.uint64).sort()

    def has(self, place: int, text: str) -> bool:
        """Whether the table has a spelling of a place."""
        wanted = hash((place, text.encode("utf-8"))) & _ALL_BITS
        at = bisect_left(self._hashes, wanted)
        return at < len(self._hashes) and self._hashes[at] == wanted
