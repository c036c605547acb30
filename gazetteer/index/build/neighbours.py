"""Writing the index of the strings that differ from another by one letter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.errors import SourceError
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bits, Bytes, Whole, Wholes
from gazetteer.index.search.neighbours import FNV_BASIS, MORE, PREFIX, SEVEN, bucket_of, mixed, step
from gazetteer.index.strings import StringTable

FILL = 4  # entries of a bucket, about, on average
MOST_BUCKET_BITS = 24
PART = 1 << 25  # entries that are sorted at a time, about: a quarter of a gigabyte
LONGEST_ENTRY = 5  # bytes


def build_neighbours(table: StringTable) -> dict[str, NDArray[Any]]:
    """Writes the deletion neighbourhood of all strings, packed.

    Returns:
        `bucket` (a power of two, + 1), where each bucket begins; `neighbours`, the bytes of their lists.

    Raises:
        SourceError: there are more strings than the lists can hold.
    """
    lengths = np.minimum(np.diff(table.offsets), PREFIX)
    number = int(lengths.sum(dtype=np.int64)) + len(table)
    bits = int(np.clip(np.round(np.log2(max(number, 1) / FILL)), 1, MOST_BUCKET_BITS))
    bucket = np.zeros(2**bits + 1, np.uint32)
    packed = np.empty(number * LONGEST_ENTRY, np.uint8)  # the system gives memory to what is written only
    parts = 1 << min(bits, (number // PART).bit_length())
    size, used = 2**bits // parts, 0
    counts = np.zeros(parts, np.int64)
    shift = bits - (parts.bit_length() - 1)
    _enter(table.heap, table.offsets, bits, shift, 0, counts, np.empty(0, np.uint64))
    entries = np.empty(int(counts.max()), np.uint64)
    for part, count in enumerate(counts.tolist()):
        _enter(table.heap, table.offsets, bits, shift, part, counts, entries)
        entries[:count].sort()
        used = _pack(entries[:count], part * size, (part + 1) * size, used, bucket, packed)
        if used >= 2**32:
            raise SourceError("The names have more than 4 GiB of neighbours: build from fewer countries.")
    return {"bucket": bucket, "neighbours": packed[:used]}


@kernel
def _enter(heap: Bytes, offsets: Wholes, bits: int, shift: int, part: int, counts: Wholes, entries: Bits) -> None:
    """Writes bucket and id of the variants of one part of the buckets, or without room counts those of each part."""
    used = 0
    for id in range(len(offsets) - 1):
        start = np.int64(offsets[id])
        length: Any = min(np.int64(offsets[id + 1]) - start, PREFIX)
        before = np.uint64(FNV_BASIS)
        for dropped in range(length + 1):  # none, at the end
            value = before
            for place in range(start + dropped + 1, start + length):
                value = step(value, heap[place])
            if dropped < length:
                before = step(before, heap[start + dropped])
                # Dropping either of two equal neighbours leaves the same letters.
                if dropped > 0 and heap[start + dropped] == heap[start + dropped - 1]:
                    continue
            bucket = np.int64(bucket_of(mixed(value), bits))
            if len(entries) == 0:
                counts[bucket >> shift] += 1
            elif bucket >> shift == part:
                entries[used] = (np.uint64(bucket) << np.uint64(32)) | np.uint64(id)
                used += 1


@kernel
def _pack(entries: Bits, low: Whole, high: Whole, used: int, bucket: Wholes, packed: Bytes) -> int:
    """Writes the lists of some buckets, each id as what it is more than the one before; returns where they end."""
    entry = 0
    for number in range(low, high):
        before = np.uint64(0)
        first = True
        while entry < len(entries) and np.int64(entries[entry] >> np.uint64(32)) == number:
            id = entries[entry] & np.uint64(0xFFFFFFFF)
            entry += 1
            if not first and id == before:
                continue
            rest = id - before
            before, first = id, False
            while rest > np.uint64(SEVEN):
                packed[used] = np.uint8((rest & np.uint64(SEVEN)) | np.uint64(MORE))
                rest >>= np.uint64(7)
                used += 1
            packed[used] = np.uint8(rest)
            used += 1
        bucket[number + 1] = used
    return used
