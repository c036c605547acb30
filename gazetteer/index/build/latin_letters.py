"""Letters of names in a kernel: a text's symbols, its key, marks and hash, a key with its modifiers in one language."""

from __future__ import annotations

from typing import Any

import numpy as np

from gazetteer.index.build.latin_tables import CODE_POINTS, MARKS, LatinTables
from gazetteer.index.jit import part
from gazetteer.index.kernel_types import Bytes, Whole, Wholes
from gazetteer.index.strings import seek

BLANK = ord(" ")
ALL_ONES = 0xFFFFFFFF


@part
def decode(heap: Bytes, start: Whole, end: Whole, symbol_of: Wholes, text: Wholes) -> int:
    """The symbols of a text; returns how many, -1 where a letter is left out or there are too many."""
    number = 0
    place = np.int64(start)
    while place < end:
        byte = np.int64(heap[place])
        if byte < 0x80:
            code = byte
            place += 1
        elif byte < 0xE0:
            code = (byte & 0x1F) << 6 | np.int64(heap[place + 1]) & 0x3F
            place += 2
        elif byte < 0xF0:
            code = (byte & 0x0F) << 12 | (np.int64(heap[place + 1]) & 0x3F) << 6 | np.int64(heap[place + 2]) & 0x3F
            place += 3
        else:
            return -1
        if code >= CODE_POINTS or number == len(text):
            return -1
        symbol = np.int64(symbol_of[code])
        if symbol == 0:
            return -1
        text[number] = symbol
        number += 1
    return number


@part
def fold_letters(text: Wholes, number: int, heap: Bytes, piece: Wholes, kind: int, limit: int, key: Bytes) -> int:
    """Writes a key from the pieces of letters, its words parted by one blank; returns its length, cut at the limit."""
    length, waiting = 0, False
    for place in range(number):
        for at in range(piece[kind, text[place], 0], piece[kind, text[place], 1]):
            if heap[at] == BLANK:
                waiting = length > 0
                continue
            if waiting and length < limit:
                key[length] = BLANK
                length += 1
            waiting = False
            if length < limit:
                key[length] = heap[at]
                length += 1
    while length > 0 and key[length - 1] == BLANK:
        length -= 1
    return length


@part
def crc(table: Wholes, heap: Bytes, start: Whole, end: Whole, value: Any) -> Any:
    """CRC-32 gone on with by some bytes, before its last inversion."""
    for place in range(start, end):
        value = np.uint32(table[(value ^ np.uint32(heap[place])) & np.uint32(255)] ^ (value >> np.uint32(8)))
    return value


@part
def marks_of(text: Wholes, number: int, tables: LatinTables) -> Whole:
    """What the marks of a text come to, as `text.marks` has it."""
    value, some = np.uint32(ALL_ONES), False
    for place in range(number):
        start, end = tables.piece[MARKS, text[place], 0], tables.piece[MARKS, text[place], 1]
        if end > start:
            some = True
            value = crc(tables.crc, tables.heap, start, end, value)
    return 1 + np.int64(value ^ np.uint32(ALL_ONES)) % 255 if some else 0


@part
def turn(key: Bytes, length: int, tables: LatinTables, turned: Bytes) -> Any:
    """Writes a key with its modifiers in one language; returns its length, and the bits of those in the key itself."""
    words, first, before, out = 0, 0, 0, 0
    found: Any
    bits = np.uint32(0)
    for place in range(length):
        if key[place] == BLANK:
            words += 1
    alone, number = words == 0, 0
    for place in range(length + 1):
        if place < length and key[place] != BLANK:
            continue
        if out > 0:
            turned[out] = BLANK
            out += 1
        found = np.int64(-1)
        if not alone:
            found = seek(key, first, place - first, tables.word_heap, tables.word_offsets, tables.word_lengths)
            if number > 0 and words > 1:
                pair = seek(key, before, place - before, tables.word_heap, tables.word_offsets, tables.word_lengths)
                if pair >= 0:
                    bits = np.uint32(bits | tables.word_bits[pair])
        if found >= 0:
            bits = np.uint32(bits | tables.word_bits[found])
            for at in range(tables.concept[found, 0], tables.concept[found, 1]):
                turned[out] = tables.heap[at]
                out += 1
        else:
            for at in range(first, place):
                turned[out] = key[at]
                out += 1
        before, first = first, place + 1
        number += 1
    return out, bits


@part
def expand(text: Wholes, number: int, umlaut: Wholes, expanded: Wholes) -> int:
    """Writes a text with its umlauts expanded; returns its length."""
    length = 0
    for place in range(number):
        if umlaut[text[place], 0]:
            expanded[length], expanded[length + 1] = umlaut[text[place], 0], umlaut[text[place], 1]
            length += 2
        else:
            expanded[length] = text[place]
            length += 1
    return length
