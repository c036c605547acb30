"""Names in Latin letters read many at a time, in a kernel: what `name_keys` makes of each one, a hundred times sooner.

Names whose letters mean something only together (combining marks, other scripts, syllables of Wade–Giles), long ones
and names of areas, which may hold generic words, are left to be read one by one.
"""

from __future__ import annotations

from threading import Thread
from typing import Any

import numpy as np

from gazetteer.index.build.latin_letters import ALL_ONES, crc, decode, expand, fold_letters, marks_of, turn
from gazetteer.index.build.latin_room import (
    KEY_BYTES,
    KEY_ROOM,
    KEYS,
    LETTERS,
    MOST_KEYS,
    MOST_SOUNDS,
    NAME_ROOM,
    NAMES,
    SOUND_BYTES,
    SOUNDS,
    LatinNames,
    LatinScratch,
    room,
    work,
)
from gazetteer.index.build.latin_sounds import equal, hear
from gazetteer.index.build.latin_tables import FOLDED, NATIVE, LatinTables, latin_tables
from gazetteer.index.jit import copy, inline, kernel, part
from gazetteer.index.kernel_types import Bytes, Truth, Whole, Wholes
from gazetteer.index.strings import frozen
from gazetteer.index.values import Tie
from gazetteer.translit.readings import KEY_LIMIT

_FIRST, _FURTHER = int(Tie.READING), int(Tie.FURTHER)


def compile_beside() -> Thread:
    """Compile the kernel in a thread, which is begun: most of that is done without the interpreter lock."""
    thread = Thread(target=_read_none, name="compile the reading of names")
    thread.start()
    return thread


def _read_none() -> None:
    """Read no name, of arrays of the types that there will be."""
    none = np.empty(0, np.uint8)
    texts, offsets, rows = frozen(none.copy()), frozen(np.zeros(1, np.uint32)), np.empty(0, np.int64)
    spoken, left = np.empty((0, MOST_SOUNDS), np.int64), none
    read_latin(texts, offsets, rows, 0, left, spoken, none, latin_tables(("en",)), work(), room(0, 0))


@part
def _add(
    out: LatinNames,
    begun: Whole,
    name: Whole,
    tie: Whole,  # of numba's own type for whole numbers: for each constant it would be compiled anew
    key: Bytes,
    length: int,
    bits: Any,
    heard: int,
    work: LatinScratch,
) -> None:
    """Writes a key of a name with its sounds, unless the name has it; `begun`: where the name's keys begin."""
    keys, end = out.used[KEYS], out.used[KEY_BYTES]
    start = end
    for other in range(keys - 1, begun - 1, -1):
        start -= np.int64(out.key_length[other])
        if equal(out.key_heap, start, start + np.int64(out.key_length[other]), key, np.int64(0), length):
            return
    if length == 0:
        return
    out.of[keys], out.ties[keys], out.concepts[keys], out.heard[keys] = name, tie, bits, heard
    out.key_length[keys] = length
    copy(key, 0, length, out.key_heap, end)
    out.used[KEYS] += 1
    out.used[KEY_BYTES] += length
    for number in range(heard):
        size = work.bounds[number + 1] - work.bounds[number]
        out.sound_length[out.used[SOUNDS]] = size
        out.used[SOUNDS] += 1
    if heard > 0:
        size, place = work.bounds[heard] - work.bounds[0], out.used[SOUND_BYTES]
        copy(work.sounds, work.bounds[0], work.bounds[heard], out.sound_heap, place)
        out.used[SOUND_BYTES] += size


@inline
def _full(out: LatinNames) -> Truth:
    """Whether another name may not fit."""
    return bool(
        out.used[NAMES] == len(out.name)
        or out.used[KEYS] + MOST_KEYS > len(out.of)
        or out.used[SOUNDS] + MOST_KEYS * MOST_SOUNDS > len(out.sound_length)
        or out.used[KEY_BYTES] + NAME_ROOM > len(out.key_heap)
        or out.used[SOUND_BYTES] + NAME_ROOM > len(out.sound_heap)
    )


@part
def _read_as(
    name: Whole, text: Wholes, number: int, tie: Whole, spoken: Wholes, tables: LatinTables, work: LatinScratch,
    out: LatinNames, begun: Whole,
) -> None:  # fmt: skip
    """Writes the keys of one reading of a name: its letters, and with its modifiers in one language."""
    length = fold_letters(text, number, tables.heap, tables.piece, FOLDED, KEY_LIMIT, work.key)
    if length == 0:
        return
    size, bits = turn(work.key, length, tables, work.turned)
    heard = hear(tables, spoken, text, number, work)
    keys = out.used[KEYS]
    _add(out, begun, name, tie, work.key, length, bits, heard, work)
    if tie != _FIRST and out.used[KEYS] == keys:
        return  # a reading of the same letters as the first is none
    if not equal(work.turned, 0, size, work.key, 0, length):
        copy(work.turned, 0, size, work.key, 0)
        _size, bits = turn(work.key, size, tables, work.turned)
        _add(out, begun, name, np.int64(_FURTHER), work.key, size, bits, heard, work)


@kernel
def read_latin(
    heap: Bytes,
    offsets: Wholes,
    rows: Wholes,
    start: Whole,
    left: Wholes,
    spoken: Wholes,
    chinese: Wholes,
    tables: LatinTables,
    work: LatinScratch,
    out: LatinNames,
) -> int:
    """Read names of some rows from `start` on, until they are read or the room is used.

    Args:
        heap: the bytes of names.
        offsets: where each begins, and the end of the last.
        rows: of the names to read.
        start: the first to read.
        left: by name to read, what is set to 1 where it is left to be read alone; 1 before where it is to be left.
        spoken: by name to read, the orthographies of its country, -1 for no further (names, MOST_SOUNDS).
        chinese: by name to read, 1 where a hyphen may part syllables of Chinese.
        tables: of `latin_tables`.
        work: working memory.
        out: a `LatinNames`.

    Returns:
        The number of the first name that is not read.
    """
    expanded = np.empty(2 * LETTERS, np.int64)
    for number in range(start, len(rows)):
        if left[number]:
            continue
        if _full(out):
            return number
        row = rows[number]
        length = decode(heap, offsets[row], offsets[row + 1], tables.symbol_of, work.text)
        plain, hyphen = True, False
        for place in range(length):
            plain = plain and tables.plain[work.text[place]]
            hyphen = hyphen or work.text[place] == tables.hyphen
        if length < 0 or (hyphen and chinese[number]):
            left[number] = 1
            continue
        kind = FOLDED if plain else NATIVE
        size = fold_letters(work.text, length, tables.heap, tables.piece, kind, KEY_ROOM, work.key)
        place = out.used[NAMES]
        out.name[place] = row
        out.native[place] = crc(tables.crc, work.key, 0, size, np.uint32(ALL_ONES)) ^ np.uint32(ALL_ONES)
        out.marks[place] = 0 if plain else marks_of(work.text, length, tables)
        out.used[NAMES] += 1
        begun = out.used[KEYS]
        _read_as(row, work.text, length, np.int64(_FIRST), spoken[number], tables, work, out, begun)
        longer = expand(work.text, length, tables.umlaut, expanded)
        if longer > length:
            _read_as(row, expanded, longer, np.int64(_FURTHER), spoken[number], tables, work, out, begun)
    return len(rows)
