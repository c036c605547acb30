"""Counting, for 64 strings at a time, how many of some columns they are in.

A count is held bit by bit: plane p of a block has bit p of the count of every string. Seven columns are added up with
carry-save adders, then to the planes. Counting begins at 32 less the number of columns required, so that the carry out
of the fifth plane says who has them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, popcount
from gazetteer.index.kernel_types import Bits, Whole, Wholes
from gazetteer.index.search.letter_columns import BLOCK_WORDS, MASK_BITS

GROUP = 7
MOST_COLUMNS = 28
FULL = 32
PLANES = 5  # bits of a count
ENOUGH = PLANES * BLOCK_WORDS  # where the row begins that says who is in enough columns
PASSES = ENOUGH + BLOCK_WORDS  # the row that says who passes a filter
PLANE_WORDS = PASSES + BLOCK_WORDS


@inline
def count_columns(bits: NDArray[np.uint64], chosen: Wholes, number: int, need: Whole, words: int, planes: Bits) -> None:
    """Counts columns of one block, and marks the strings that are in enough of them.

    Args:
        bits: all columns; the first BLOCK_WORDS words are zeros.
        chosen: where the columns begin, and zeros up to a multiple of 7.
        number: of columns, at most 28.
        need: how many a string must be in, at least 1.
        words: of the block's columns.
        planes: out, PLANE_WORDS.
    """
    ones = ~np.uint64(0)
    base = FULL - need
    _add_seven(
        bits,
        chosen,
        0,
        planes,
        words,
        True,
        ones if base & 1 else np.uint64(0),
        ones if base & 2 else np.uint64(0),
        ones if base & 4 else np.uint64(0),
        ones if base & 8 else np.uint64(0),
        ones if base & 16 else np.uint64(0),
    )
    none = np.uint64(0)
    for first in range(GROUP, number, GROUP):
        _add_seven(bits, chosen, first, planes, words, False, none, none, none, none, none)


@inline
def _add_seven(
    bits: Bits,
    chosen: Wholes,
    first: int,
    planes: Bits,
    words: int,
    fresh: bool,
    base0: np.uint64,
    base1: np.uint64,
    base2: np.uint64,
    base3: np.uint64,
    base4: np.uint64,
) -> None:
    """Adds seven columns to the planes, or where `fresh` to the bits of a number that is the same for all strings."""
    column0, column1 = bits[chosen[first] :], bits[chosen[first + 1] :]
    column2, column3 = bits[chosen[first + 2] :], bits[chosen[first + 3] :]
    column4, column5, column6 = bits[chosen[first + 4] :], bits[chosen[first + 5] :], bits[chosen[first + 6] :]
    plane0, plane1 = planes[:BLOCK_WORDS], planes[BLOCK_WORDS : 2 * BLOCK_WORDS]
    plane2, plane3 = planes[2 * BLOCK_WORDS : 3 * BLOCK_WORDS], planes[3 * BLOCK_WORDS : 4 * BLOCK_WORDS]
    plane4, enough = planes[4 * BLOCK_WORDS : 5 * BLOCK_WORDS], planes[ENOUGH:PASSES]
    for word in range(words):
        a, b, c = column0[word], column1[word], column2[word]
        half = a ^ b
        ones_a, twos_a = half ^ c, (a & b) | (half & c)
        a, b, c = column3[word], column4[word], column5[word]
        half = a ^ b
        ones_b, twos_b = half ^ c, (a & b) | (half & c)
        c = column6[word]
        half = ones_a ^ ones_b
        ones, twos_c = half ^ c, (ones_a & ones_b) | (half & c)
        half = twos_a ^ twos_b
        twos, fours = half ^ twos_c, (twos_a & twos_b) | (half & twos_c)
        bit0 = base0 if fresh else plane0[word]
        bit1 = base1 if fresh else plane1[word]
        bit2 = base2 if fresh else plane2[word]
        bit3 = base3 if fresh else plane3[word]
        bit4 = base4 if fresh else plane4[word]
        over = np.uint64(0) if fresh else enough[word]
        carry = bit0 & ones
        plane0[word] = bit0 ^ ones
        half = bit1 ^ twos
        plane1[word] = half ^ carry
        carry = (bit1 & twos) | (half & carry)
        half = bit2 ^ fours
        plane2[word] = half ^ carry
        carry = (bit2 & fours) | (half & carry)
        plane3[word] = bit3 ^ carry
        carry &= bit3
        plane4[word] = bit4 ^ carry
        enough[word] = over | (carry & bit4)


@inline
def filter_columns(
    bits: NDArray[np.uint64], column: Wholes, first: int, wanted: np.uint64, words: int, planes: Bits, fresh: bool
) -> bool:
    """Marks who passes a filter: who is in any of the wanted columns.

    Args:
        bits: all columns.
        column: where each column begins; 0 for one without a bit set.
        first: which entry of `column` belongs to the lowest bit of `wanted`.
        wanted: a mask.
        words: of the block's columns.
        planes: out; the row PASSES is written to.
        fresh: whether this is the first filter; otherwise only who passed so far can pass.

    Returns:
        Whether a string of the block may pass.
    """
    passes = planes[PASSES:]
    union = planes[ENOUGH:PASSES]
    some = False
    one = np.uint64(1)
    for bit in range(MASK_BITS):
        start = column[first + bit]
        if (wanted >> np.uint64(bit)) & one and start > 0:
            marks = bits[start:]
            for word in range(words):
                union[word] = union[word] | marks[word] if some else marks[word]
            some = True
    if some:
        for word in range(words):
            passes[word] = union[word] if fresh else passes[word] & union[word]
    return some


@inline
def keep_passing(words: int, planes: Bits) -> None:
    """Of those who are in enough columns, keeps who passes the filters."""
    enough, passes = planes[ENOUGH:PASSES], planes[PASSES:]
    for word in range(words):
        enough[word] &= passes[word]


@inline
def pick_enough(planes: Bits, words: int, picked: Wholes) -> int:
    """Writes the places of the strings that are in enough columns; returns how many."""
    enough = planes[ENOUGH:PASSES]
    number = 0
    one = np.uint64(1)
    for word in range(words):
        rest = enough[word]
        while rest != np.uint64(0):
            picked[number] = word * 64 + popcount((rest - one) & ~rest)
            number += 1
            rest &= rest - one
    return number
