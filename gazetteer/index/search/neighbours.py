"""The strings that differ from another by one letter: dropped, added, changed or moved.

Two such strings become equal when at most one letter is dropped from each, and so do their first `PREFIX` letters
(W. Garbe's symmetric deletion, SymSpell, 2012). The index holds a hash of each string's beginning with no letter and
with one letter dropped: entries (id, 8 check bits) in buckets by the hash's leading bits, ids rising within a bucket.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel
from gazetteer.index.strings import StringTable

PREFIX = 10
FILL = 4  # entries of a bucket, about, on average
MOST_BUCKET_BITS = 24

FNV_BASIS = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3
MIXER = 0x9E3779B97F4A7C15


def build_neighbours(table: StringTable) -> dict[str, NDArray[Any]]:
    """Writes the deletion neighbourhood of all strings.

    Returns:
        `bucket` (a power of two, + 1), where each bucket begins; `ids` and `checks` (entries).
    """
    lengths = np.minimum(np.diff(table.offsets.astype(np.int64)), PREFIX)
    number = int(lengths.sum()) + len(table)
    bits = int(np.clip(np.round(np.log2(max(number, 1) / FILL)), 1, MOST_BUCKET_BITS))
    entries = np.empty(number, np.uint64)
    used = _enter(table.heap, table.offsets, bits, entries)
    entries = entries[:used]
    entries.sort()
    begins = np.searchsorted(entries, np.arange(2**bits, dtype=np.uint64) << np.uint64(40))
    checks = entries.astype(np.uint8)
    entries >>= np.uint64(8)  # where they are: there may be hundreds of millions
    return {
        "bucket": np.append(begins, used).astype(np.uint32),
        "ids": entries.astype(np.uint32),
        "checks": checks,
    }


@inline
def hash_without(heap: Any, start: Any, length: Any, dropped: Any) -> Any:
    """Hash (FNV-1a, mixed) of `length` letters from `start` on, less the one at `dropped`; -1 drops none."""
    value = np.uint64(FNV_BASIS)
    for position in range(length):
        if position != dropped:
            value = (value ^ np.uint64(heap[start + position])) * np.uint64(FNV_PRIME)
    value ^= value >> np.uint64(29)
    value *= np.uint64(MIXER)
    return value ^ (value >> np.uint64(32))


@inline
def bucket_of(value: Any, bits: Any) -> Any:
    """The bucket of a hash: its `bits` leading bits."""
    return np.int64(value >> np.uint64(64 - bits))


@inline
def check_of(value: Any) -> Any:
    """Eight bits of a hash that its bucket does not say."""
    return np.uint8(value & np.uint64(255))


@kernel
def _enter(heap: Any, offsets: Any, bits: Any, entries: Any) -> Any:
    """Writes bucket, id and check of all variants, packed for sorting; returns how many."""
    used = 0
    for id in range(len(offsets) - 1):
        start = np.int64(offsets[id])
        length: Any = min(np.int64(offsets[id + 1]) - start, PREFIX)
        for dropped in range(-1, length):
            # Dropping either of two equal neighbours leaves the same letters.
            if dropped > 0 and heap[start + dropped] == heap[start + dropped - 1]:
                continue
            value = hash_without(heap, start, length, dropped)
            bucket = np.uint64(bucket_of(value, bits))
            entries[used] = (bucket << np.uint64(40)) | (np.uint64(id) << np.uint64(8)) | np.uint64(check_of(value))
            used += 1
    return used
