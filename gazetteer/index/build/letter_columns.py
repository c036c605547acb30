"""Writing the columns of bits that say which letters and marks a string has."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bits, Bytes, Wholes
from gazetteer.index.search.letter_columns import (
    BLOCK,
    BLOCK_WORDS,
    CLASSES,
    COLUMNS,
    LETTER_COLUMNS,
    MASK_BITS,
    ROUND,
    WHAT,
    WHERE,
    letter_classes,
    next_column,
)
from gazetteer.index.strings import StringTable

SPARSE = 512  # a block smaller than this takes in the next length too
SPREAD = 1.2  # while its longest string is at most so many times its shortest


def build_columns(table: StringTable, where: NDArray[np.uint64], what: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    """Cuts a table into blocks and writes their columns.

    Args:
        table: the strings.
        where: for each string a mask of countries.
        what: for each string a mask of kinds.

    Returns:
        `classes` (256), the letter of each byte; `block_start` (blocks + 1), first ids; `block_low` and `block_high`
        (blocks), least and greatest length; `column` (blocks * COLUMNS), the word where each column begins, 0 for one
        without a bit set; `holders` (LETTER_COLUMNS), how many strings are in each; `bits`, the columns, the first
        one all zeros.
    """
    classes = letter_classes()
    starts, lows, highs = _cut(table.length_start)
    counts = np.zeros((len(lows), COLUMNS), np.int64)
    _tally(table.heap, table.offsets, where, what, starts, classes, counts)
    words = -(-np.diff(starts) // (64 * ROUND)) * ROUND
    sizes = np.where(counts > 0, words[:, None], 0).reshape(-1)
    ends = BLOCK_WORDS + np.cumsum(sizes)
    column = np.where(sizes > 0, ends - sizes, 0)
    # A last block's worth of zeros, so that a whole column can be read from any start.
    bits = np.zeros(int(ends[-1] if len(ends) else BLOCK_WORDS) + BLOCK_WORDS, np.uint64)
    _fill(table.heap, table.offsets, where, what, starts, classes, column, bits)
    return {
        "classes": classes,
        "block_start": starts,
        "block_low": lows,
        "block_high": highs,
        "column": column,
        "holders": counts[:, :LETTER_COLUMNS].sum(axis=0),
        "bits": bits,
    }


def _cut(length_start: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where the blocks begin, and their least and greatest lengths; the empty string is in none."""
    starts: list[int] = []
    lows: list[int] = []
    highs: list[int] = []
    end = int(length_start[1]) if len(length_start) > 1 else 0
    for length in range(1, len(length_start) - 1):
        first, end = int(length_start[length]), int(length_start[length + 1])
        if first == end:
            continue
        if starts and first - starts[-1] < SPARSE and length <= lows[-1] * SPREAD and end - starts[-1] <= BLOCK:
            highs[-1] = length
            continue
        for start in range(first, end, BLOCK):
            starts.append(start)
            lows.append(length)
            highs.append(length)
    starts.append(end)
    return np.array(starts, np.int64), np.array(lows, np.int64), np.array(highs, np.int64)


@inline
def _columns_of(
    heap: Bytes, offsets: Wholes, where: Bits, what: Bits, classes: Wholes, id: int, letters: Wholes, columns: Wholes
) -> int:
    """Writes the columns that a string is in; returns how many."""
    number = 0
    letters[:] = 0
    for position in range(np.int64(offsets[id]), np.int64(offsets[id + 1])):
        column = next_column(classes, letters, heap[position])
        if column >= 0:
            columns[number] = column
            number += 1
    for bit in range(MASK_BITS):
        one = np.uint64(1) << np.uint64(bit)
        if where[id] & one:
            columns[number] = WHERE + bit
            number += 1
        if what[id] & one:
            columns[number] = WHAT + bit
            number += 1
    return number


@kernel
def _tally(
    heap: Bytes, offsets: Wholes, where: Bits, what: Bits, starts: Wholes, classes: Wholes, counts: Wholes
) -> None:
    letters, columns = np.zeros(CLASSES, np.int64), np.zeros(COLUMNS, np.int64)
    for block in range(len(starts) - 1):
        for id in range(starts[block], starts[block + 1]):
            for number in range(_columns_of(heap, offsets, where, what, classes, id, letters, columns)):
                counts[block, columns[number]] += 1


@kernel
def _fill(
    heap: Bytes, offsets: Wholes, where: Bits, what: Bits, starts: Wholes, classes: Wholes, column: Wholes, bits: Bits
) -> None:
    letters, columns = np.zeros(CLASSES, np.int64), np.zeros(COLUMNS, np.int64)
    for block in range(len(starts) - 1):
        for id in range(starts[block], starts[block + 1]):
            place = id - starts[block]
            for number in range(_columns_of(heap, offsets, where, what, classes, id, letters, columns)):
                word = column[block * COLUMNS + columns[number]] + (place >> 6)
                bits[word] |= np.uint64(1) << np.uint64(place & 63)
