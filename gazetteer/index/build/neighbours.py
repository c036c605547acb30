"""Writing the index of the strings that differ from another by one letter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bits, Bytes, Wholes
from gazetteer.index.search.neighbours import PREFIX, bucket_of, check_of, hash_without
from gazetteer.index.strings import StringTable

FILL = 4  # entries of a bucket, about, on average
MOST_BUCKET_BITS = 24


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


@kernel
def _enter(heap: Bytes, offsets: Wholes, bits: int, entries: Bits) -> int:
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
