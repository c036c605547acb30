"""The arrays of the search by the beginnings of names: strings in alphabetical order, and how well known each is."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

from gazetteer.index.build.names import NamePart
from gazetteer.index.build.sorting import alphabetical
from gazetteer.index.format import COMMON_BEST
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bytes, Truths, Wholes
from gazetteer.index.search.begins import BLOCK
from gazetteer.index.store import Array
from gazetteer.index.strings import StringTable, encode, sort_strings
from gazetteer.index.texts import TextHeap
from gazetteer.index.values import Flag
from gazetteer.text import native_key

COMMON = 4_096  # strings that begin alike: their best are kept apart
COMMON_LETTERS = (1, 2)
MANY_NAMES = 100  # more say only that a place is a country, whose name is known in every language

_LATIN = int(Flag.LATIN)
_LEAD, _TRAIL = 0xC0, 0x80  # a byte is no letter's first one
_NOT_SUGGESTED = int(Flag.CODE | Flag.MACHINE)


def renown(fame: Array, first_name: Array) -> Array:
    """How well places are known to those who type (float32): their fame, and in how many ways the world writes them.

    Args:
        fame: decimal logarithm of the people, by place.
        first_name: where each place's names begin, one entry more than there are places.
    """
    return (fame + np.log10(np.clip(np.diff(first_name.astype(np.int64)), 1, MANY_NAMES))).astype(np.float32)


def ordered(table: StringTable, best: Array, where: Array) -> dict[str, Array]:
    """Strings in alphabetical order, the renown of each one's best-known place, and the greatest of every block.

    Args:
        table: the strings.
        best: the greatest renown of the places that have a string, by string.
        where: country mask by string.
    """
    order = alphabetical(table.heap, table.offsets)
    known = best[order]
    starts = np.arange(0, len(known), BLOCK)
    blocks = np.maximum.reduceat(known, starts) if len(known) else known
    countries = np.bitwise_or.reduceat(where[order], starts) if len(known) else np.zeros(0, np.uint64)
    common = _common(table.heap, table.offsets, order, known)
    return {"order": order.astype(np.uint32), "best": known, "block": blocks, "where": countries, **common}


def _common(heap: Array, offsets: Array, order: Array, known: Array) -> dict[str, Array]:
    """The beginnings of one and two letters that many strings have: their ranges, and the best known of each."""
    marks = np.empty((len(order), len(COMMON_LETTERS)), np.bool_)
    for column, letters in enumerate(COMMON_LETTERS):
        _begin(heap, offsets, order, letters, marks[:, column])
    ranges: list[tuple[int, int]] = []
    for column in range(len(COMMON_LETTERS)):
        bounds = np.append(np.flatnonzero(marks[:, column]), len(order))
        large = np.flatnonzero(np.diff(bounds) >= COMMON)
        ranges += [(int(bounds[at]), int(bounds[at + 1])) for at in large]
    ranges = sorted(set(ranges))
    best = np.empty((len(ranges), COMMON_BEST), np.uint32)
    rest = np.empty(len(ranges), np.float32)
    for number, (low, high) in enumerate(ranges):
        best[number], rest[number] = _best(known[low:high])
        best[number] += np.uint32(low)
    lows, highs = (np.array([each[side] for each in ranges], np.uint32) for side in (0, 1))
    return {"common_low": lows, "common_high": highs, "common_best": best, "common_rest": rest}


def _best(known: Array) -> tuple[Array, np.float32]:
    """Where the best known are, the first of those alike, ascending; and the greatest renown of the others."""
    least = np.partition(known, -COMMON_BEST)[-COMMON_BEST]
    better = np.flatnonzero(known > least)
    alike = np.flatnonzero(known == least)[: COMMON_BEST - len(better)]
    taken = np.zeros(len(known), np.bool_)
    taken[better] = taken[alike] = True
    return np.flatnonzero(taken), known[~taken].max()


@kernel
def _begin(heap: Bytes, offsets: Wholes, order: Wholes, letters: int, marks: Truths) -> None:
    """Marks the strings whose first letters (code points) differ from those of the string before."""
    for position in range(len(order)):
        start, end = np.int64(offsets[order[position]]), np.int64(offsets[order[position] + 1])
        size, seen = 0, 0
        while start + size < end:
            if heap[start + size] & _LEAD != _TRAIL:
                seen += 1
                if seen > letters:
                    break
            size += 1
        marks[position] = position == 0
        if position > 0:
            before = np.int64(offsets[order[position - 1]])
            length: Any = np.int64(offsets[order[position - 1] + 1]) - before
            marks[position] = length < size
            for place in range(min(size, length)):
                if heap[before + place] != heap[start + place]:
                    marks[position] = True


def native_prefixes(names: NamePart, flags: Array, known: Array, where: Array) -> dict[str, Array]:
    """The arrays of the search by the beginnings of names in other scripts than Latin.

    Args:
        names: of the gazetteer.
        flags: of the names.
        known: renown by place.
        where: country mask by place.
    """
    rows = np.flatnonzero(flags & (_LATIN | _NOT_SUGGESTED) == 0)
    texts = TextHeap(names.arrays, "name")
    heap, lengths, kept = bytearray(), array("H"), array("L")
    for row in rows.tolist():
        if key := encode(native_key(texts[row])):
            heap += key
            lengths.append(len(key))
            kept.append(row)
    table, string_of = sort_strings(np.frombuffer(heap, np.uint8), np.frombuffer(lengths, np.uint16))
    order = np.argsort(string_of, kind="stable")
    name = np.array(kept, np.int64)[order].astype(np.uint32)
    first = np.searchsorted(string_of[order], np.arange(len(table) + 1)).astype(np.uint32)
    place = names.arrays["name_place"][name]
    begins = first[:-1].astype(np.int64)
    greatest = np.maximum.reduceat(known[place], begins) if len(table) else known[place]
    countries = np.bitwise_or.reduceat(where[place], begins) if len(table) else where[place]
    return {
        "heap": table.heap,
        "offsets": table.offsets,
        "first_name": first,
        "name": name,
        **ordered(table, greatest, countries),
    }
