"""The walk over the words of a text: every name that begins at a word, found in one pass.

A table of hashes holds every name and every beginning of a name that ends with a word. From each word the walk goes on
as long as what it has read begins some name; where it is a whole name, its letters are compared, and it counts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bytes, Wholes

BEGINNING = 2**32 - 1  # in place of a string's number: only the beginning of some
MOST_WORDS = 12  # of one name
JOINED_BY_BLANK, JOINED, PARTED = 0, 1, 2
_BASIS = 0xCBF29CE484222325
_PRIME = 0x100000001B3
_BLANK = 32


class WalkTable(NamedTuple):
    """The names and their beginnings by hash, and the names' letters.

    Args:
        check: 32 bits of the hash in each slot; 0 for an empty one.
        string: the number of the string, or `BEGINNING`.
        heap: the bytes of all strings.
        offsets: where each begins, and the end.
    """

    check: NDArray[np.uint32]
    string: NDArray[np.uint32]
    heap: NDArray[np.uint8]
    offsets: NDArray[np.uint32]


@inline
def step(value: np.uint64, byte: Any) -> np.uint64:
    """The hash (FNV-1a, 64 bits) with one byte more."""
    return (value ^ np.uint64(byte)) * np.uint64(_PRIME)


@inline
def slot_of(value: np.uint64, slots: Any) -> Any:
    """Where a hash is looked for first."""
    mixed = value ^ (value >> np.uint64(29))
    return np.int64(mixed & np.uint64(slots - 1))


@inline
def check_of(value: np.uint64) -> np.uint32:
    """What is kept of a hash in its slot, never 0."""
    return np.uint32((value >> np.uint64(32)) | np.uint64(1))


@inline
def look(table: Any, value: np.uint64) -> Any:
    """The string with a hash, `BEGINNING`, or -1 where there is none."""
    slots = len(table.check)
    slot, check = slot_of(value, slots), check_of(value)
    for _ in range(slots):
        if table.check[slot] == np.uint32(0):
            break
        if table.check[slot] == check:
            string = np.int64(table.string[slot])
            return string if string == BEGINNING or string < len(table.offsets) - 1 else np.int64(-1)
        slot = (slot + 1) & (slots - 1)
    return np.int64(-1)


@inline
def _is_equal(table: Any, string: Any, letters: Bytes, bounds: Wholes, glue: Bytes, first: Any, last: Any) -> bool:
    """Whether a string has the letters of words that stand together."""
    at, end = np.int64(table.offsets[string]), np.int64(table.offsets[string + 1])
    for word in range(first, last + 1):
        if word > first and glue[word - 1] == JOINED_BY_BLANK:
            if at >= end or table.heap[at] != _BLANK:
                return False
            at += 1
        for place in range(np.int64(bounds[word]), np.int64(bounds[word + 1])):
            if at >= end or table.heap[at] != letters[place]:
                return False
            at += 1
    return bool(at == end)


@kernel
def walk(letters: Bytes, bounds: Wholes, glue: Bytes, table: Any, found: Wholes) -> int:
    """Find the names that begin at each word.

    Args:
        letters: the bytes of the words' keys, one after the other.
        bounds: where each begins, and the end of the last.
        glue: by word, how it may be joined to the next.
        table: a `WalkTable`.
        found: filled with first word, last word and string, a row each.

    Returns:
        How many there are; what has no room is left out.
    """
    count = 0
    words = len(glue)
    for first in range(words):
        if bounds[first] == bounds[first + 1]:
            continue
        value = np.uint64(_BASIS)
        for last in range(first, min(first + MOST_WORDS, words)):
            if last > first and glue[last - 1] == JOINED_BY_BLANK:
                value = step(value, np.uint8(_BLANK))
            for place in range(np.int64(bounds[last]), np.int64(bounds[last + 1])):
                value = step(value, letters[place])
            string = look(table, value)
            whole = string >= 0 and string != BEGINNING and count < len(found)
            if whole and _is_equal(table, string, letters, bounds, glue, first, last):
                found[count, 0], found[count, 1], found[count, 2] = first, last, string
                count += 1
            if glue[last] == PARTED or (string < 0 and glue[last] == JOINED_BY_BLANK):
                break
    return count


@kernel
def fill(heap: Bytes, offsets: Wholes, unparted: bool, check: Wholes, string: Wholes) -> int:
    """Put strings and their beginnings into an empty table.

    Args:
        heap: the bytes of the strings.
        offsets: where each begins, and the end.
        unparted: whether strings in scripts that part no words begin after each letter.
        check: filled, by slot; as long as a power of two.
        string: filled, by slot.

    Returns:
        How many slots are used; less than 0 where the table is full.
    """
    used = 0
    slots = len(check)
    for number in range(len(offsets) - 1):
        value = np.uint64(_BASIS)
        start, end = np.int64(offsets[number]), np.int64(offsets[number + 1])
        for place in range(start, end + 1):
            whole = place == end
            part = not whole and place > start and heap[place] == _BLANK
            if unparted and not whole and not part and place > start + 2:
                # In UTF-8 the letters of these scripts have three bytes or more, those of others two.
                part = heap[place] >= 0xC0 and heap[place - 3] >= 0xE0
            if whole or part:
                slot, mark = slot_of(value, slots), check_of(value)
                while check[slot] != 0 and check[slot] != mark:
                    slot = (slot + 1) & (slots - 1)
                if check[slot] == 0:
                    if used * 8 > slots * 7:
                        return -1
                    check[slot] = mark
                    string[slot] = np.uint32(BEGINNING)
                    used += 1
                if whole:
                    string[slot] = np.uint32(number)
            if not whole:
                value = step(value, heap[place])
    return used


@kernel
def find(letters: Bytes, table: Any) -> Any:
    """The number of the string that has these letters, -1 where there is none."""
    value = np.uint64(_BASIS)
    for place in range(len(letters)):
        value = step(value, letters[place])
    string = look(table, value)
    if string < 0 or string == BEGINNING:
        return np.int64(-1)
    start, end = np.int64(table.offsets[string]), np.int64(table.offsets[string + 1])
    if end - start != len(letters):
        return np.int64(-1)
    for place in range(len(letters)):
        if table.heap[start + place] != letters[place]:
            return np.int64(-1)
    return string
