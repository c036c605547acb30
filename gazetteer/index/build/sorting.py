"""Sorting strings of a heap where they lie, and writing them in another order."""

from __future__ import annotations

from typing import Any

import numpy as np

from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bits, Bytes, Whole, Wholes
from gazetteer.index.store import Array

FEW = 12  # so many are sorted by insertion
_WORD = 8  # bytes that are compared as one number


def gather(heap: Array, offsets: Array, order: Array) -> tuple[Array, Array]:
    """Strings in another order.

    Args:
        heap: the bytes of all strings.
        offsets: where each begins, and the end of the last.
        order: numbers of strings, in the order wanted; some may be left out.

    Returns:
        Their bytes, and where each begins, with the end of the last (int64).
    """
    bounds = np.zeros(len(order) + 1, np.int64)
    _measure(offsets, order, bounds)
    np.cumsum(bounds, out=bounds)
    out = np.empty(int(bounds[-1]), np.uint8)
    _copy(heap, offsets, order, bounds, out)
    return out, bounds


@kernel
def _measure(offsets: Wholes, order: Wholes, bounds: Wholes) -> None:
    for number in range(len(order)):
        bounds[number + 1] = np.int64(offsets[order[number] + 1]) - np.int64(offsets[order[number]])


@kernel
def _copy(heap: Bytes, offsets: Wholes, order: Wholes, bounds: Wholes, out: Bytes) -> None:
    for number in range(len(order)):
        start, to = np.int64(offsets[order[number]]), bounds[number]
        for place in range(bounds[number + 1] - to):
            out[to + place] = heap[start + place]


@inline
def compare_across(
    heap: Bytes, offsets: Wholes, one: Whole, other_heap: Bytes, other_offsets: Wholes, other: Any
) -> Any:
    """Less than 0, 0 or more as a string sorts before, with or after one of another heap."""
    start, second = np.int64(offsets[one]), np.int64(other_offsets[other])
    size, second_size = np.int64(offsets[one + 1]) - start, np.int64(other_offsets[other + 1]) - second
    for place in range(min(size, second_size)):
        difference = np.int64(heap[start + place]) - np.int64(other_heap[second + place])
        if difference != 0:
            return difference
    return size - second_size


@inline
def compare_texts(heap: Bytes, offsets: Wholes, one: int, other: int) -> Any:
    """The same of two strings of one heap."""
    return compare_across(heap, offsets, one, heap, offsets, other)


@inline
def _after(heap: Bytes, offsets: Wholes, ranks: Wholes, one: int, other: int) -> bool:
    """Whether one string sorts after another, by its rank where they are equal."""
    difference = compare_texts(heap, offsets, one, other)
    return difference > 0 or (difference == 0 and len(ranks) > 0 and ranks[one] > ranks[other])


@kernel
def sort_runs(heap: Bytes, offsets: Wholes, ranks: Wholes, bounds: Wholes, order: Wholes) -> None:
    """Sorts runs of strings, each by bytes and then by rank; those alike in both stay in their order.

    Args:
        heap: the bytes of all strings.
        offsets: where each begins, and the end of the last.
        ranks: of each string; empty where there are none.
        bounds: where each run begins and ends in `order` (runs, 2).
        order: numbers of strings, sorted run by run.
    """
    spare = np.empty(0, order.dtype)
    for run in range(len(bounds)):
        low, high = bounds[run, 0], bounds[run, 1]
        for first in range(low, high, FEW):
            for place in range(first + 1, min(first + FEW, high)):
                moved = order[place]
                while place > first and _after(heap, offsets, ranks, order[place - 1], moved):
                    order[place] = order[place - 1]
                    place -= 1
                order[place] = moved
        if high - low <= FEW:
            continue
        if len(spare) < high - low:
            spare = np.empty(2 * (high - low), order.dtype)
        size = FEW
        while size < high - low:
            for first in range(low, high - size, 2 * size):
                middle, end = first + size, min(first + 2 * size, high)
                if not _after(heap, offsets, ranks, order[middle - 1], order[middle]):
                    continue
                for place in range(first, middle):
                    spare[place - first] = order[place]
                left, right, to = 0, middle, first
                while left < size:
                    if right < end and _after(heap, offsets, ranks, spare[left], order[right]):
                        order[to] = order[right]
                        right += 1
                    else:
                        order[to] = spare[left]
                        left += 1
                    to += 1
            size *= 2


def alphabetical(heap: Array, offsets: Array) -> Array:
    """The numbers of the strings of a heap, in the order of their bytes."""
    words = np.empty(len(offsets) - 1, np.uint64)
    _first_words(heap, offsets, words)
    order = np.argsort(words, kind="stable")
    words = words[order]
    starts = np.flatnonzero(np.append(True, words[1:] != words[:-1])) if len(words) else np.zeros(0, np.int64)
    bounds = np.stack((starts, np.append(starts[1:], len(words))), axis=1) if len(words) else np.zeros((0, 2), np.int64)
    bounds = bounds[bounds[:, 1] - bounds[:, 0] > 1]
    sort_runs(heap, offsets, np.zeros(0, np.uint32), bounds, order)
    return order


@kernel
def _first_words(heap: Bytes, offsets: Wholes, words: Bits) -> None:
    """The first bytes of each string as one number, so that numbers compare as the bytes do."""
    for number in range(len(words)):
        start = np.int64(offsets[number])
        size = np.int64(offsets[number + 1]) - start
        word = np.uint64(0)
        for place in range(_WORD):
            byte = np.uint64(heap[start + place]) if place < size else np.uint64(0)
            word = (word << np.uint64(8)) | byte
        words[number] = word
