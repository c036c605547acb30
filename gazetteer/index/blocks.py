"""Ranges of ids that a search visits one by one, and the signatures that tell most of their strings away.

A block holds at most 65,536 strings of one length, or of a few neighbouring lengths where strings are few. Each string
has a signature of 64 bits: bit b is set when the string has at least `bit_need[b]` letters of class `bit_class[b]`.
Adding or dropping one letter changes at most one bit, so the number of differing bits is never more than the indel
distance. Which 64 questions are asked is chosen for each block, the evenest first: they split its strings best.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel
from gazetteer.index.strings import StringTable

BLOCK = 65_536
SPARSE = 8_192  # blocks smaller than this also take in the next length
SPREAD = 1.15  # while the longest of them is at most so many times the shortest
SAMPLE = 20_000  # strings of a block that are asked when its signature is chosen
BITS = 64

PAD, SPACE, LETTERS, DIGITS, OTHER = 0, 1, 2, 28, 38
CLASSES = 39


def letter_classes() -> NDArray[np.uint8]:
    """For each byte its letter class: 0 is kept for padding, then space, a-z, 0-9, and one for all others."""
    classes = np.full(256, OTHER, np.uint8)
    classes[ord(" ")] = SPACE
    classes[ord("a") : ord("z") + 1] = np.arange(LETTERS, DIGITS)
    classes[ord("0") : ord("9") + 1] = np.arange(DIGITS, OTHER)
    return classes


def build_blocks(table: StringTable) -> dict[str, NDArray[Any]]:
    """Cuts a table into blocks and writes the signatures of its strings.

    Returns:
        `classes` (256); `block_start` (blocks + 1), first ids; `block_low` and `block_high` (blocks), the least and
        greatest length; `bit_class` and `bit_need` (64 * blocks); `signatures` (strings).
    """
    classes = letter_classes()
    starts, lows, highs = _cut(table.length_start)
    bit_class = np.zeros((len(lows), BITS), np.uint8)
    bit_need = np.full((len(lows), BITS), 255, np.uint8)
    signatures = np.zeros(len(table), np.uint64)
    for block, high in enumerate(highs):
        first, end = int(starts[block]), int(starts[block + 1])
        step = max(1, (end - first) // SAMPLE)
        most = np.zeros((CLASSES, min(int(high), 254) + 2), np.int64)
        _count_classes(table.heap, table.offsets, first, end, step, classes, most)
        _choose(most, bit_class[block], bit_need[block])
        _sign(table.heap, table.offsets, first, end, classes, bit_class[block], bit_need[block], signatures)
    return {
        "classes": classes,
        "block_start": starts,
        "block_low": lows,
        "block_high": highs,
        "bit_class": bit_class.reshape(-1),
        "bit_need": bit_need.reshape(-1),
        "signatures": signatures,
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


def _choose(most: NDArray[np.int64], bit_class: NDArray[np.uint8], bit_need: NDArray[np.uint8]) -> None:
    """Takes the 64 questions whose answers are the evenest, leaving out those that all strings answer alike."""
    reached = most[:, ::-1].cumsum(axis=1)[:, ::-1]
    share = reached / max(1, int(most[0].sum()))
    spread = share * (1 - share)
    spread[:, 0] = 0
    for bit, place in enumerate(np.argsort(-spread, axis=None, kind="stable")[:BITS]):
        letter, need = divmod(int(place), spread.shape[1])
        if spread[letter, need] > 0:
            bit_class[bit], bit_need[bit] = letter, need


@inline
def count_letters(heap: Any, start: Any, end: Any, classes: Any, counts: Any) -> None:
    """Counts the letters of `heap[start:end]` by class, into `counts` (39)."""
    counts[:] = 0
    for position in range(start, end):
        counts[classes[heap[position]]] += 1


@inline
def signature(counts: Any, bit_class: Any, bit_need: Any, first: Any) -> Any:
    """The signature of a string with these letter counts, by the 64 questions from `first` on."""
    bits = np.uint64(0)
    for bit in range(BITS):
        if counts[bit_class[first + bit]] >= bit_need[first + bit]:
            bits |= np.uint64(1) << np.uint64(bit)
    return bits


@kernel
def _count_classes(heap: Any, offsets: Any, first: Any, end: Any, step: Any, classes: Any, most: Any) -> None:
    counts = np.zeros(CLASSES, np.int64)
    last = most.shape[1] - 1
    for id in range(first, end, step):
        count_letters(heap, np.int64(offsets[id]), np.int64(offsets[id + 1]), classes, counts)
        for letter in range(CLASSES):
            most[letter, min(counts[letter], last)] += 1


@kernel
def _sign(
    heap: Any, offsets: Any, first: Any, end: Any, classes: Any, bit_class: Any, bit_need: Any, signatures: Any
) -> None:
    counts = np.zeros(CLASSES, np.int64)
    for id in range(first, end):
        count_letters(heap, np.int64(offsets[id]), np.int64(offsets[id + 1]), classes, counts)
        signatures[id] = signature(counts, bit_class, bit_need, 0)
