"""Names in Latin letters read many at a time, in a kernel: what `name_keys` makes of each one, a hundred times sooner.

Names whose letters mean something only together (combining marks, other scripts, syllables of Wade–Giles), long ones
and names of areas, which may hold generic words, are left to be read one by one.
"""

from __future__ import annotations

from threading import Thread
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.build.latin_tables import CODE_POINTS, FOLDED, MARKS, NATIVE, LatinTables, latin_tables
from gazetteer.index.jit import inline, kernel, part
from gazetteer.index.kernel_types import Bytes, Truth, Whole, Wholes
from gazetteer.index.strings import frozen, seek
from gazetteer.index.values import Tie
from gazetteer.translit.readings import KEY_LIMIT

LETTERS = 120  # longer names are left
MOST_KEYS = 4  # of a name: two readings, each with its modifiers in one language too
MOST_SOUNDS = 8  # orthographies of a country at most
KEY_ROOM = 1_024  # bytes of a key; of modifiers spelt out the same
SOUND_ROOM = 1_024  # bytes of a sound
NAME_ROOM = MOST_KEYS * (KEY_ROOM + MOST_SOUNDS * SOUND_ROOM)  # bytes that a name may need of a heap

_BLANK = ord(" ")
_FIRST, _FURTHER = int(Tie.READING), int(Tie.FURTHER)
_ALL = 0xFFFFFFFF


class Written(NamedTuple):
    """What is written: by name, by key, by sound; `used` has how many of each, and bytes of keys and of sounds."""

    name: NDArray[np.uint32]
    native: NDArray[np.uint32]
    marks: NDArray[np.uint8]
    of: NDArray[np.uint32]
    ties: NDArray[np.uint8]
    concepts: NDArray[np.uint32]
    heard: NDArray[np.uint8]
    key_length: NDArray[np.uint16]
    key_heap: NDArray[np.uint8]
    sound_length: NDArray[np.uint16]
    sound_heap: NDArray[np.uint8]
    used: NDArray[np.int64]


class _Work(NamedTuple):
    """The working memory of one run."""

    text: NDArray[np.int64]
    spelt: NDArray[np.int64]
    key: NDArray[np.uint8]
    turned: NDArray[np.uint8]
    sounds: NDArray[np.uint8]
    bounds: NDArray[np.int64]


_NAMES, _KEYS, _SOUNDS, _KEY_BYTES, _SOUND_BYTES = range(5)


def room(names: int, letters: int) -> Written:
    """Room for what some names come to, most often; what does not fit is asked for again.

    Args:
        names: how many.
        letters: bytes of all together.
    """
    keys, sounds = names * 2 + MOST_KEYS, names * 4 + MOST_KEYS * MOST_SOUNDS
    return Written(
        name=np.empty(names, np.uint32),
        native=np.empty(names, np.uint32),
        marks=np.empty(names, np.uint8),
        of=np.empty(keys, np.uint32),
        ties=np.empty(keys, np.uint8),
        concepts=np.empty(keys, np.uint32),
        heard=np.empty(keys, np.uint8),
        key_length=np.empty(keys, np.uint16),
        key_heap=np.empty(letters * 2 + NAME_ROOM, np.uint8),
        sound_length=np.empty(sounds, np.uint16),
        sound_heap=np.empty(letters * 4 + NAME_ROOM, np.uint8),
        used=np.zeros(5, np.int64),
    )


def work() -> _Work:
    """Working memory."""
    return _Work(
        text=np.empty(LETTERS, np.int64),
        spelt=np.empty(2 * LETTERS, np.int64),
        key=np.empty(KEY_ROOM, np.uint8),
        turned=np.empty(KEY_ROOM, np.uint8),
        sounds=np.empty(MOST_SOUNDS * SOUND_ROOM, np.uint8),
        bounds=np.empty(MOST_SOUNDS + 1, np.int64),
    )


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
def _decode(heap: Bytes, start: Whole, end: Whole, symbol_of: Wholes, text: Wholes) -> int:
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
def _fold(text: Wholes, number: int, heap: Bytes, piece: Wholes, kind: int, limit: int, key: Bytes) -> int:
    """Writes a key from the pieces of letters, its words parted by one blank; returns its length, cut at the limit."""
    length, waiting = 0, False
    for place in range(number):
        for at in range(piece[kind, text[place], 0], piece[kind, text[place], 1]):
            if heap[at] == _BLANK:
                waiting = length > 0
                continue
            if waiting and length < limit:
                key[length] = _BLANK
                length += 1
            waiting = False
            if length < limit:
                key[length] = heap[at]
                length += 1
    while length > 0 and key[length - 1] == _BLANK:
        length -= 1
    return length


@part
def _crc(table: Wholes, heap: Bytes, start: Whole, end: Whole, value: Any) -> Any:
    """CRC-32 gone on with by some bytes, before its last inversion."""
    for place in range(start, end):
        value = np.uint32(table[(value ^ np.uint32(heap[place])) & np.uint32(255)] ^ (value >> np.uint32(8)))
    return value


@part
def _marks(text: Wholes, number: int, tables: LatinTables) -> Whole:
    """What the marks of a text come to, as `text.marks` has it."""
    value, some = np.uint32(_ALL), False
    for place in range(number):
        start, end = tables.piece[MARKS, text[place], 0], tables.piece[MARKS, text[place], 1]
        if end > start:
            some = True
            value = _crc(tables.crc, tables.heap, start, end, value)
    return 1 + np.int64(value ^ np.uint32(_ALL)) % 255 if some else 0


@part
def _turn(key: Bytes, length: int, tables: LatinTables, turned: Bytes) -> Any:
    """Writes a key with its modifiers in one language; returns its length, and the bits of those in the key itself."""
    words, first, before, out = 0, 0, 0, 0
    found: Any
    bits = np.uint32(0)
    for place in range(length):
        if key[place] == _BLANK:
            words += 1
    alone, number = words == 0, 0
    for place in range(length + 1):
        if place < length and key[place] != _BLANK:
            continue
        if out > 0:
            turned[out] = _BLANK
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


@inline
def _beside(tables: LatinTables, rule: Whole, side: int, some: Truth, symbol: Whole) -> bool:
    """Whether what stands on one side of a spelling is as its rule has it; `some`: whether anything stands there."""
    wanted = tables.sides[rule, side]
    if wanted < 0:
        return True
    if some and tables.classes[wanted, symbol]:
        return True
    return tables.edges[rule, side] and not (some and tables.word[symbol])


@part
def _rule_at(tables: LatinTables, orthography: Whole, spelt: Wholes, number: int, place: int) -> Whole:
    """The first rule whose spelling stands at a place of a text, -1 for none."""
    symbol = spelt[place]
    for rule in range(tables.rules[orthography, symbol, 0], tables.rules[orthography, symbol, 1]):
        first, last = tables.rest[rule, 0], tables.rest[rule, 1]
        beyond = place + 1 + last - first
        if beyond > number:
            continue
        same = True
        for at in range(first, last):
            if tables.symbols[at] != spelt[place + 1 + at - first]:
                same = False
                break
        if not same:
            continue
        before, after = place > 0, beyond < number
        if _beside(tables, rule, 0, before, spelt[place - 1] if before else 0) and _beside(
            tables, rule, 1, after, spelt[beyond] if after else 0
        ):
            return np.int64(rule)
    return np.int64(-1)


@inline
def _say(tables: LatinTables, start: Whole, end: Whole, sounds: Bytes, first: Whole, out: Whole) -> Whole:
    """Writes codes, none twice in a row; returns where they end."""
    for at in range(start, end):
        if out == first or sounds[out - 1] != tables.heap[at]:
            sounds[out] = tables.heap[at]
            out += 1
    return out


@part
def _sound(
    tables: LatinTables, orthography: Whole, text: Wholes, number: int, spelt: Wholes, sounds: Bytes, first: Whole
) -> Any:
    """Writes the sound of a text in an orthography from `first` on; returns where it ends."""
    for place in range(number):
        symbol = tables.lower[text[place]]
        spelt[place] = tables.bare[symbol] if tables.bare_first[orthography] else symbol
    out: Any = np.int64(first)
    place = 0
    while place < number:
        rule = _rule_at(tables, orthography, spelt, number, place)
        if rule >= 0:
            out = _say(tables, tables.said[rule, 0], tables.said[rule, 1], sounds, first, out)
            place += 1 + tables.rest[rule, 1] - tables.rest[rule, 0]
        else:
            start, end = tables.spelt[orthography, spelt[place], 0], tables.spelt[orthography, spelt[place], 1]
            out = _say(tables, start, end, sounds, first, out)
            place += 1
    return out


@part
def _hear(tables: LatinTables, spoken: Wholes, text: Wholes, number: int, work: _Work) -> int:
    """Writes the distinct sounds of a text in some orthographies; returns how many."""
    count = 0
    first: Any = np.int64(0)
    for orthography in spoken:
        if orthography < 0:
            break
        end = _sound(tables, orthography, text, number, work.spelt, work.sounds, first)
        known = end == first
        for other in range(count):
            known = known or _equal(work.sounds, work.bounds[other], work.bounds[other + 1], work.sounds, first, end)
        if not known:
            work.bounds[count] = first
            count += 1
            work.bounds[count] = end
            first = end
    return count


@part
def _equal(one: Bytes, start: Whole, end: Whole, other: Bytes, first: Whole, last: Whole) -> bool:
    if end - start != last - first:
        return False
    for place in range(end - start):  # noqa: SIM110 - numba knows no all()
        if one[start + place] != other[first + place]:
            return False
    return True


@part
def _add(
    out: Written, begun: Whole, name: Whole, tie: int, key: Bytes, length: int, bits: Any, heard: int, work: _Work
) -> None:
    """Writes a key of a name with its sounds, unless the name has it; `begun`: where the name's keys begin."""
    keys, end = out.used[_KEYS], out.used[_KEY_BYTES]
    start = end
    for other in range(keys - 1, begun - 1, -1):
        start -= np.int64(out.key_length[other])
        if _equal(out.key_heap, start, start + np.int64(out.key_length[other]), key, np.int64(0), length):
            return
    if length == 0:
        return
    out.of[keys], out.ties[keys], out.concepts[keys], out.heard[keys] = name, tie, bits, heard
    out.key_length[keys] = length
    out.key_heap[end : end + length] = key[:length]
    out.used[_KEYS] += 1
    out.used[_KEY_BYTES] += length
    for number in range(heard):
        size = work.bounds[number + 1] - work.bounds[number]
        out.sound_length[out.used[_SOUNDS]] = size
        out.used[_SOUNDS] += 1
    if heard > 0:
        size, place = work.bounds[heard] - work.bounds[0], out.used[_SOUND_BYTES]
        out.sound_heap[place : place + size] = work.sounds[work.bounds[0] : work.bounds[heard]]
        out.used[_SOUND_BYTES] += size


@inline
def _full(out: Written) -> Truth:
    """Whether another name may not fit."""
    return bool(
        out.used[_NAMES] == len(out.name)
        or out.used[_KEYS] + MOST_KEYS > len(out.of)
        or out.used[_SOUNDS] + MOST_KEYS * MOST_SOUNDS > len(out.sound_length)
        or out.used[_KEY_BYTES] + NAME_ROOM > len(out.key_heap)
        or out.used[_SOUND_BYTES] + NAME_ROOM > len(out.sound_heap)
    )


@part
def _expand(text: Wholes, number: int, umlaut: Wholes, expanded: Wholes) -> int:
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


@part
def _read_as(
    name: Whole, text: Wholes, number: int, tie: int, spoken: Wholes, tables: LatinTables, work: _Work, out: Written,
    begun: Whole,
) -> None:  # fmt: skip
    """Writes the keys of one reading of a name: its letters, and with its modifiers in one language."""
    length = _fold(text, number, tables.heap, tables.piece, FOLDED, KEY_LIMIT, work.key)
    if length == 0:
        return
    size, bits = _turn(work.key, length, tables, work.turned)
    heard = _hear(tables, spoken, text, number, work)
    keys = out.used[_KEYS]
    _add(out, begun, name, tie, work.key, length, bits, heard, work)
    if tie != _FIRST and out.used[_KEYS] == keys:
        return  # a reading of the same letters as the first is none
    if not _equal(work.turned, 0, size, work.key, 0, length):
        work.key[:size] = work.turned[:size]
        _size, bits = _turn(work.key, size, tables, work.turned)
        _add(out, begun, name, _FURTHER, work.key, size, bits, heard, work)


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
    work: _Work,
    out: Written,
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
        out: a `Written`.

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
        length = _decode(heap, offsets[row], offsets[row + 1], tables.symbol_of, work.text)
        plain, hyphen = True, False
        for place in range(length):
            plain = plain and tables.plain[work.text[place]]
            hyphen = hyphen or work.text[place] == tables.hyphen
        if length < 0 or (hyphen and chinese[number]):
            left[number] = 1
            continue
        kind = FOLDED if plain else NATIVE
        size = _fold(work.text, length, tables.heap, tables.piece, kind, KEY_ROOM, work.key)
        place = out.used[_NAMES]
        out.name[place] = row
        out.native[place] = _crc(tables.crc, work.key, 0, size, np.uint32(_ALL)) ^ np.uint32(_ALL)
        out.marks[place] = 0 if plain else _marks(work.text, length, tables)
        out.used[_NAMES] += 1
        begun = out.used[_KEYS]
        _read_as(row, work.text, length, _FIRST, spoken[number], tables, work, out, begun)
        longer = _expand(work.text, length, tables.umlaut, expanded)
        if longer > length:
            _read_as(row, expanded, longer, _FURTHER, spoken[number], tables, work, out, begun)
    return len(rows)
