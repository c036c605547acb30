"""What a search reads, works with and keeps: the arrays of all strings, the scratch of one thread, the best so far."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline
from gazetteer.index.kernel_types import Real, Reals, Wholes
from gazetteer.index.search.count import GROUP, MOST_COLUMNS, PLANE_WORDS
from gazetteer.index.search.letter_columns import BLOCK, CLASSES, LETTER_COLUMNS
from gazetteer.index.search.likeness import BYTES, WORD, lcs_long, ratio_of

AHEAD = 24  # strings fetched from memory ahead of their comparison
HAIR = 1e-9  # less than any two ratios differ


class SearchArrays(NamedTuple):
    """All that a search reads: the string table and the arrays of `build_fuzzy`."""

    heap: NDArray[np.uint8]
    offsets: NDArray[np.uint32]
    length_start: NDArray[np.int64]
    classes: NDArray[np.uint8]
    block_start: NDArray[np.int64]
    block_low: NDArray[np.int64]
    block_high: NDArray[np.int64]
    column: NDArray[np.int64]
    holders: NDArray[np.int64]
    bits: NDArray[np.uint64]
    bucket: NDArray[np.uint32]
    neighbours: NDArray[np.uint8]


class Scratch(NamedTuple):
    """The working memory of one thread."""

    masks: NDArray[np.uint64]
    row: NDArray[np.uint64]
    letters: NDArray[np.int64]
    asked: NDArray[np.int64]
    chosen: NDArray[np.int64]
    planes: NDArray[np.uint64]
    picked: NDArray[np.int64]


def make_scratch(longest_query: int) -> Scratch:
    """Working memory for queries of at most so many bytes."""
    words = max(1, -(-longest_query // WORD))
    return Scratch(
        masks=np.zeros(words * BYTES, np.uint64),
        row=np.zeros(words, np.uint64),
        letters=np.zeros(CLASSES, np.int64),
        asked=np.zeros(LETTER_COLUMNS, np.int64),
        chosen=np.zeros(MOST_COLUMNS + GROUP, np.int64),
        planes=np.zeros(PLANE_WORDS, np.uint64),
        picked=np.zeros(BLOCK + 2 * AHEAD, np.int64),
    )


@inline
def push(ids: Wholes, ratios: Reals, kept: Any, id: Any, ratio: Any) -> Any:
    """Puts a string among the best, by ratio and then id; returns how many are kept."""
    for other in range(kept):
        if ids[other] == id:
            return kept
    if kept < len(ids):
        place = kept
        kept += 1
    else:
        place = kept - 1
        if ratio <= ratios[place]:
            return kept
    while place > 0 and (ratios[place - 1] < ratio or (ratios[place - 1] == ratio and ids[place - 1] > id)):
        ratios[place] = ratios[place - 1]
        ids[place] = ids[place - 1]
        place -= 1
    ratios[place] = ratio
    ids[place] = id
    return kept


@inline
def likeness(arrays: SearchArrays, scratch: Scratch, length: int, start: Any, end: Any) -> Any:
    """Indel ratio of the query, whose masks are set, and a string of the heap."""
    if length <= WORD:
        return ratio_of(scratch.masks, length, arrays.heap, start, end)
    return 2.0 * lcs_long(scratch.masks, length, arrays.heap, start, end, scratch.row) / (length + end - start)


@inline
def least_ratio(ratios: Reals, kept: Any, floor: Real, reach: Real) -> Real:
    """What another string's ratio must be to be kept."""
    least = floor
    if kept > 0:
        least = max(least, ratios[0] - reach)
    if kept == len(ratios):
        least = max(least, ratios[kept - 1] + HAIR)
    return least
