"""The search itself: the k strings likest to a query by indel ratio, none left out.

The best so far are kept in order; the last of them is the floor that others must pass. Blocks are visited outward from
the query's length, until no string of the next length could pass. Within a block the letter columns tell who has enough
of the query's letters for the floor, and only these are compared, letter by letter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gazetteer.index.jit import inline, kernel, prefetch
from gazetteer.index.kernel_types import Bits, Bytes, Real, Reals, Truth, Whole, Wholes
from gazetteer.index.search.count import (
    MOST_COLUMNS,
    count_columns,
    filter_columns,
    keep_passing,
    pick_enough,
)
from gazetteer.index.search.letter_columns import (
    COLUMNS,
    MASK_BITS,
    ROUND,
    WHAT,
    WHERE,
    next_column,
)
from gazetteer.index.search.likeness import WORD, clear_masks, lcs_four, set_masks
from gazetteer.index.search.neighbours import PREFIX, bucket_of, hash_without, id_at
from gazetteer.index.search.search_arrays import AHEAD, HAIR, Scratch, SearchArrays, least_ratio, likeness, push

ALL_BITS = 2**64 - 1


@inline
def marked(arrays: SearchArrays, block: int, first: int, wanted: np.uint64, place: int) -> bool:
    """Whether a string of a block is in any of the wanted columns."""
    for bit in range(MASK_BITS):
        start = arrays.column[block * COLUMNS + first + bit]
        if (wanted >> np.uint64(bit)) & np.uint64(1) and start > 0:
            word = arrays.bits[start + (place >> 6)]
            if (word >> np.uint64(place & 63)) & np.uint64(1):
                return True
    return False


@inline
def allowed(arrays: SearchArrays, id: Whole, where: np.uint64, what: np.uint64) -> bool:
    """Whether a string passes both filters."""
    block, beyond = 0, len(arrays.block_low)
    while beyond - block > 1:
        middle = (block + beyond) >> 1
        if arrays.block_start[middle] <= id:
            block = middle
        else:
            beyond = middle
    place = id - arrays.block_start[block]
    if where != np.uint64(ALL_BITS) and not marked(arrays, block, WHERE, where, place):
        return False
    return what == np.uint64(ALL_BITS) or marked(arrays, block, WHAT, what, place)


@inline
def seek_neighbours(
    query: Bytes,
    arrays: SearchArrays,
    scratch: Scratch,
    floor: Real,
    where: np.uint64,
    what: np.uint64,
    open: bool,
    ids: Wholes,
    ratios: Reals,
) -> int:
    """Keeps the best of the strings one letter away; returns how many."""
    kept = 0
    length = len(query)
    low, high = max(length - 1, 1), min(length + 2, len(arrays.length_start) - 1)
    if low >= high:
        return kept
    first, last = arrays.length_start[low], arrays.length_start[high]
    bits = 0
    while (1 << bits) < len(arrays.bucket) - 1:
        bits += 1
    prefix = min(length, PREFIX)
    for dropped in range(-1, prefix):
        if dropped > 0 and query[dropped] == query[dropped - 1]:
            continue
        value = hash_without(query, 0, prefix, dropped)
        bucket = bucket_of(value, bits)
        place: Whole = np.int64(arrays.bucket[bucket])
        beyond = np.int64(arrays.bucket[bucket + 1])
        id: Whole = np.int64(0)
        while place < beyond:
            id, place = id_at(arrays.neighbours, place, id)
            if id >= last:
                break
            if id < first:
                continue
            if not open and not allowed(arrays, id, where, what):
                continue
            start, end = np.int64(arrays.offsets[id]), np.int64(arrays.offsets[id + 1])
            ratio = likeness(arrays, scratch, length, start, end)
            # One letter away: all but one of the longer string's letters are common to both.
            longer: Any = max(length, end - start)
            nearest = 2.0 * (longer - 1) / (length + end - start)
            if ratio >= max(floor, nearest - HAIR):
                kept = push(ids, ratios, kept, id, ratio)
    return kept


@inline
def ask_columns(query: Bytes, arrays: SearchArrays, scratch: Scratch) -> int:
    """Which columns a query asks for, those of the fewest strings first; returns how many."""
    scratch.letters[:] = 0
    number = 0
    for position in range(len(query)):
        column = next_column(arrays.classes, scratch.letters, query[position])
        if column < 0:
            continue
        place = number
        while place > 0 and arrays.holders[scratch.asked[place - 1]] > arrays.holders[column]:
            scratch.asked[place] = scratch.asked[place - 1]
            place -= 1
        scratch.asked[place] = column
        number += 1
    return number


@inline
def compare(
    query: Bytes,
    arrays: SearchArrays,
    scratch: Scratch,
    block: int,
    found: int,
    floor: Real,
    reach: Real,
    kept: Whole,
    ids: Wholes,
    ratios: Reals,
) -> Whole:
    """Compares the query with the strings of a block whose places are picked; returns how many are kept."""
    length = len(query)
    first, low = arrays.block_start[block], arrays.block_low[block]
    picked = scratch.picked
    position = 0
    if low == arrays.block_high[block] and length <= WORD:
        base = np.int64(arrays.offsets[first])
        both = length + low
        least = least_ratio(ratios, kept, floor, reach)
        # Four at a time keep the processor busy where one would wait for itself.
        while position + 4 <= found:
            for later in range(position + AHEAD, position + AHEAD + 4):
                prefetch(arrays.heap, base + picked[later] * low)
            commons = lcs_four(
                scratch.masks,
                arrays.heap,
                base + picked[position] * low,
                base + picked[position + 1] * low,
                base + picked[position + 2] * low,
                base + picked[position + 3] * low,
                low,
            )
            if 2.0 * max(max(commons[0], commons[1]), max(commons[2], commons[3])) >= least * both - HAIR:
                for other in range(4):
                    ratio = 2.0 * commons[other] / both
                    if ratio >= least:
                        kept = push(ids, ratios, kept, first + picked[position + other], ratio)
                        least = least_ratio(ratios, kept, floor, reach)
            position += 4
    while position < found:
        id = first + picked[position]
        ratio = likeness(arrays, scratch, length, np.int64(arrays.offsets[id]), np.int64(arrays.offsets[id + 1]))
        if ratio >= least_ratio(ratios, kept, floor, reach):
            kept = push(ids, ratios, kept, id, ratio)
        position += 1
    return kept


@inline
def filter_block(arrays: SearchArrays, block: int, where: np.uint64, what: np.uint64, words: int, planes: Bits) -> bool:
    """Marks who of a block passes both filters; returns whether anyone may."""
    every = np.uint64(ALL_BITS)
    first = block * COLUMNS
    if where != every and not filter_columns(arrays.bits, arrays.column, first + WHERE, where, words, planes, True):
        return False
    return what == every or filter_columns(
        arrays.bits, arrays.column, first + WHAT, what, words, planes, where == every
    )


@inline
def seek_all(
    query: Bytes,
    arrays: SearchArrays,
    scratch: Scratch,
    floor: Any,
    reach: Any,
    where: Any,
    what: Any,
    open: Any,
    kept: Any,
    ids: Wholes,
    ratios: Reals,
) -> Any:
    """Visits the blocks outward from the query's length; returns how many are kept."""
    length = len(query)
    blocks = len(arrays.block_low)
    number = min(ask_columns(query, arrays, scratch), MOST_COLUMNS)
    chosen = scratch.chosen
    chosen[:] = 0
    up = 0
    while up < blocks and arrays.block_high[up] < length:
        up += 1
    down = up - 1
    while up < blocks or down >= 0:
        bound, block = -1.0, -1
        if up < blocks:
            bound = 1.0 if arrays.block_low[up] <= length else 2.0 * length / (length + arrays.block_low[up])
            block = up
        if down >= 0:
            below = 2.0 * arrays.block_high[down] / (length + arrays.block_high[down])
            if below > bound:
                bound = below
                block = down
        least = least_ratio(ratios, kept, floor, reach)
        if bound < least:
            break
        if block == up:
            up += 1
        else:
            down -= 1
        # The shortest strings of a block need the fewest letters in common.
        both = length + arrays.block_low[block]
        need: Whole = number - length + np.int64(np.ceil(least * both / 2.0 - HAIR))
        if need > number:
            continue
        need = max(need, 1)
        members = arrays.block_start[block + 1] - arrays.block_start[block]
        words = (members + 64 * ROUND - 1) // (64 * ROUND) * ROUND
        if not open and not filter_block(arrays, block, where, what, words, scratch.planes):
            continue
        for position in range(number):
            chosen[position] = arrays.column[block * COLUMNS + scratch.asked[position]]
        count_columns(arrays.bits, chosen, number, need, words, scratch.planes)
        if not open:
            keep_passing(words, scratch.planes)
        found = pick_enough(scratch.planes, words, scratch.picked)
        kept = compare(query, arrays, scratch, block, found, floor, reach, kept, ids, ratios)
    return kept


@kernel
def search_many(
    texts: Bytes,
    bounds: Wholes,
    arrays: SearchArrays,
    scratch: Scratch,
    near: Truth,
    far: Truth,
    floor: Real,
    reach: Real,
    where: Any,
    what: Any,
    ids: Wholes,
    ratios: Reals,
    found: Any,
) -> None:
    """Searches queries one after the other.

    Args:
        texts: the bytes of all queries.
        bounds: where each query begins, and the end of the last.
        arrays: what to search.
        scratch: of this thread.
        near: whether to look up the strings one letter away.
        far: whether to search all others.
        floor: least ratio.
        reach: strings whose ratio is farther than this below the best are not looked for.
        where: mask that a string's country mask must meet.
        what: mask that a string's kind mask must meet.
        ids: out, (queries, k).
        ratios: out, (queries, k).
        found: out, how many there are for each query.
    """
    open = where == np.uint64(ALL_BITS) and what == np.uint64(ALL_BITS)
    for number in range(len(found)):
        query = texts[bounds[number] : bounds[number + 1]]
        kept = 0
        if len(query) > 0 and ids.shape[1] > 0:
            set_masks(scratch.masks, query)
            if near:
                kept = seek_neighbours(query, arrays, scratch, floor, where, what, open, ids[number], ratios[number])
            if far:
                kept = seek_all(
                    query, arrays, scratch, floor, reach, where, what, open, kept, ids[number], ratios[number]
                )
            clear_masks(scratch.masks, query)
        found[number] = kept
