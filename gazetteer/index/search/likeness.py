"""How alike two strings are: the indel ratio, 2 * LCS / (lengths), by the bit-parallel longest common subsequence.

The method is H. Hyyrö's (Bit-parallel LCS-length computation revisited, AWOCA 2004): the pattern is turned once into
one bit mask per byte value, then each letter of the other string costs four operations per 64 letters of pattern.
All functions here are for kernels.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, popcount
from gazetteer.index.kernel_types import Whole

WORD = 64
BYTES = 256

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]


@inline
def set_masks(masks: Words, pattern: Bytes) -> None:
    """Writes the masks of a pattern of any length.

    Args:
        masks: zeros, at least 256 for each 64 letters of the pattern begun; word w of byte c is at 256 * w + c.
        pattern: the string that others are to be compared with.
    """
    for position in range(len(pattern)):
        place = (position >> 6) * BYTES + np.int64(pattern[position])
        masks[place] |= np.uint64(1) << np.uint64(position & 63)


@inline
def clear_masks(masks: Words, pattern: Bytes) -> None:
    """Undoes `set_masks` for the same pattern."""
    for position in range(len(pattern)):
        masks[(position >> 6) * BYTES + np.int64(pattern[position])] = np.uint64(0)


@inline
def lcs(masks: Words, length: Whole, heap: Bytes, start: Whole, end: Whole) -> Any:
    """Length of the longest common subsequence of a pattern and `heap[start:end]`.

    Args:
        masks: of the pattern, by `set_masks`.
        length: of the pattern, at most 64.
        heap: the bytes of many strings.
        start: where the other string begins.
        end: where it ends.
    """
    # A zero bit in `row` is a step up in the LCS matrix; bits above the pattern never become zero.
    row = ~np.uint64(0)
    # An unsigned place needs no test for a negative one.
    place = np.uint64(start)
    for _ in range(end - start):
        met = row & masks[heap[place]]
        row = (row + met) | (row - met)
        place += np.uint64(1)
    return popcount(~row)


@inline
def lcs_four(masks: Words, heap: Bytes, first: int, second: int, third: int, fourth: int, size: int) -> Any:
    """`lcs` of a pattern of at most 64 letters and four strings of one size, given by where they begin."""
    row1, row2, row3, row4 = ~np.uint64(0), ~np.uint64(0), ~np.uint64(0), ~np.uint64(0)
    place1, place2, place3, place4 = np.uint64(first), np.uint64(second), np.uint64(third), np.uint64(fourth)
    for _ in range(size):
        met1 = row1 & masks[heap[place1]]
        met2 = row2 & masks[heap[place2]]
        met3 = row3 & masks[heap[place3]]
        met4 = row4 & masks[heap[place4]]
        row1 = (row1 + met1) | (row1 - met1)
        row2 = (row2 + met2) | (row2 - met2)
        row3 = (row3 + met3) | (row3 - met3)
        row4 = (row4 + met4) | (row4 - met4)
        place1 += np.uint64(1)
        place2 += np.uint64(1)
        place3 += np.uint64(1)
        place4 += np.uint64(1)
    return popcount(~row1), popcount(~row2), popcount(~row3), popcount(~row4)


@inline
def lcs_long(masks: Words, length: Whole, heap: Bytes, start: Whole, end: Whole, row: Words) -> int:
    """The same as `lcs` for a pattern of any length.

    Args:
        masks: of the pattern, by `set_masks`.
        length: of the pattern.
        heap: the bytes of many strings.
        start: where the other string begins.
        end: where it ends.
        row: scratch, one word for each 64 letters of the pattern begun.
    """
    words = (length + WORD - 1) >> 6
    for word in range(words):
        row[word] = ~np.uint64(0)
    for position in range(start, end):
        carry = np.uint64(0)
        letter = np.int64(heap[position])
        for word in range(words):
            old = row[word]
            met = old & masks[word * BYTES + letter]
            partial = old + met
            total = partial + carry
            # The sum overflows in at most one of its two steps.
            carry = np.uint64(1) if partial < old or total < partial else np.uint64(0)
            row[word] = total | (old - met)
    common = 0
    for word in range(words):
        common += popcount(~row[word])
    return common


@inline
def osa(masks: Words, length: Whole, heap: Bytes, start: Whole, end: Whole) -> Any:
    """Letters to add, drop, change or swap with the next (optimal string alignment), for a pattern of 1 to 64 letters.

    The method is H. Hyyrö's (A bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic
    Journal of Computing 10, 2003): a column of the table of distances is two masks, of where it rises and where it
    falls by one; each letter of the other string makes the next column in some fifteen operations.

    Args: as for `lcs`.
    """
    one = np.uint64(1)
    rises, falls, met_before, diagonal = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    last = one << np.uint64(length - 1)
    distance = np.int64(length)
    for place in range(start, end):
        met = masks[heap[place]]
        swapped = ((~diagonal & met) << one) & met_before
        diagonal = (((met & rises) + rises) ^ rises) | met | falls | swapped
        up, down = falls | ~(diagonal | rises), diagonal & rises
        if up & last:
            distance += 1
        if down & last:
            distance -= 1
        up = (up << one) | one
        rises, falls = (down << one) | ~(diagonal | up), up & diagonal
        met_before = met
    return distance


@inline
def ratio_of(masks: Words, length: int, heap: Bytes, start: int, end: int) -> Any:
    """Indel ratio, 0 to 1, of a pattern of at most 64 letters and `heap[start:end]`; arguments as for `lcs`."""
    return 2.0 * lcs(masks, length, heap, start, end) / (length + end - start)
