"""Which strings hold a q-gram: postings by (gram, block), each a list of 16-bit places within the block.

A string is padded with one blank at either end, so that its first and last letters make grams of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.blocks import CLASSES, PAD
from gazetteer.index.jit import inline, kernel
from gazetteer.index.strings import StringTable

MOST_POSTINGS = 2**32 - 1


def build_grams(table: StringTable, blocks: dict[str, NDArray[Any]], size: int) -> dict[str, NDArray[Any]]:
    """Writes the postings of all q-grams of a size.

    Args:
        table: the strings.
        blocks: what `build_blocks` returned for them.
        size: letters in a gram, 2 or 3.

    Returns:
        `rank` (39 ** size), the row of each gram, -1 for one that occurs nowhere; `start` (rows * blocks + 1), where
        the postings of a gram in a block begin; `places` (postings), ids less the block's first id; `total` (rows),
        the number of strings that hold each gram.

    Raises:
        OverflowError: where there are more postings than 32 bits can number.
    """
    starts, classes = blocks["block_start"], blocks["classes"]
    count = len(starts) - 1
    seen = np.zeros(CLASSES**size, np.bool_)
    scratch = np.zeros(int(max(blocks["block_high"], default=0)) + 2, np.int64)
    _mark(table.heap, table.offsets, int(starts[0]), classes, size, scratch, seen)
    rank = np.where(seen, np.cumsum(seen) - 1, -1).astype(np.int32)
    counts = np.zeros(int(seen.sum()) * count, np.int64)
    _tally(table.heap, table.offsets, starts, classes, size, scratch, rank, counts)
    ends = np.cumsum(counts)
    if len(ends) and ends[-1] > MOST_POSTINGS:
        raise OverflowError("The table is too large: its postings outnumber 32 bits.")
    start = np.concatenate([[0], ends]).astype(np.uint32)
    places = np.zeros(int(start[-1]), np.uint16)
    _post(table.heap, table.offsets, starts, classes, size, scratch, rank, start[:-1].copy(), places)
    total = counts.reshape(-1, count).sum(axis=1) if count else np.zeros(0, np.int64)
    return {"rank": rank, "start": start, "places": places, "total": total}


@inline
def distinct_grams(heap: Any, start: Any, end: Any, classes: Any, size: Any, found: Any) -> Any:
    """Writes the distinct grams of `heap[start:end]` to `found` (letters + 2) in order; returns how many."""
    length = end - start
    number = 0
    for first in range(-1, length - size + 2):
        gram = 0
        for position in range(first, first + size):
            letter = PAD
            if 0 <= position < length:
                letter = np.int64(classes[heap[start + position]])
            gram = gram * CLASSES + letter
        fresh = True
        for other in range(number):
            if found[other] == gram:
                fresh = False
                break
        if fresh:
            found[number] = gram
            number += 1
    return number


@kernel
def _mark(heap: Any, offsets: Any, first: Any, classes: Any, size: Any, scratch: Any, seen: Any) -> None:
    for id in range(first, len(offsets) - 1):
        number = distinct_grams(heap, np.int64(offsets[id]), np.int64(offsets[id + 1]), classes, size, scratch)
        for position in range(number):
            seen[scratch[position]] = True


@kernel
def _tally(
    heap: Any, offsets: Any, starts: Any, classes: Any, size: Any, scratch: Any, rank: Any, counts: Any
) -> None:
    blocks = len(starts) - 1
    for block in range(blocks):
        for id in range(starts[block], starts[block + 1]):
            number = distinct_grams(heap, np.int64(offsets[id]), np.int64(offsets[id + 1]), classes, size, scratch)
            for position in range(number):
                counts[np.int64(rank[scratch[position]]) * blocks + block] += 1


@kernel
def _post(
    heap: Any,
    offsets: Any,
    starts: Any,
    classes: Any,
    size: Any,
    scratch: Any,
    rank: Any,
    cursor: Any,
    places: Any,
) -> None:
    blocks = len(starts) - 1
    for block in range(blocks):
        for id in range(starts[block], starts[block + 1]):
            number = distinct_grams(heap, np.int64(offsets[id]), np.int64(offsets[id + 1]), classes, size, scratch)
            for position in range(number):
                row = np.int64(rank[scratch[position]]) * blocks + block
                places[cursor[row]] = id - starts[block]
                cursor[row] += np.uint32(1)
