"""The strings that differ from another by one letter: dropped, added, changed or moved.

Two such strings become equal when at most one letter is dropped from each, and so do their first `PREFIX` letters
(W. Garbe's symmetric deletion, SymSpell, 2012). The index holds a hash of each string's beginning with no letter and
with one letter dropped: entries (id, 8 check bits) in buckets by the hash's leading bits, ids rising within a bucket.
"""

from __future__ import annotations

import numpy as np

from gazetteer.index.jit import inline
from gazetteer.index.kernel_types import Bytes, Whole

PREFIX = 10

FNV_BASIS = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3
MIXER = 0x9E3779B97F4A7C15


@inline
def hash_without(heap: Bytes, start: Whole, length: int, dropped: int) -> np.uint64:
    """Hash (FNV-1a, mixed) of `length` letters from `start` on, less the one at `dropped`; -1 drops none."""
    value = np.uint64(FNV_BASIS)
    for position in range(length):
        if position != dropped:
            value = (value ^ np.uint64(heap[start + position])) * np.uint64(FNV_PRIME)
    value ^= value >> np.uint64(29)
    value *= np.uint64(MIXER)
    return value ^ (value >> np.uint64(32))


@inline
def bucket_of(value: np.uint64, bits: int) -> Whole:
    """The bucket of a hash: its `bits` leading bits."""
    return np.int64(value >> np.uint64(64 - bits))


@inline
def check_of(value: np.uint64) -> np.uint8:
    """Eight bits of a hash that its bucket does not say."""
    return np.uint8(value & np.uint64(255))
