"""Comparing the keys found with the query: the spelling's likeness, and that of the sounds at three depths."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bits, Bytes, Reals, Whole, Wholes
from gazetteer.index.search.likeness import BYTES, WORD, lcs, lcs_long, osa
from gazetteer.translit.confusions import align

WIDTH = 64  # letters of a sound that are compared, and the room that each takes in a row of them
LETTERS = 128  # the same of a reading: as many as a key has
WORDS = LETTERS // WORD  # masks of a letter for one reading
LONGEST = 255  # letters of a key that are compared
DEPTHS = 3
RATIOS = 1 + DEPTHS  # a key's spelling has one, and its sound one at each depth


class Compared(IntEnum):
    """What is written of each key."""

    STRING = 0  # the spelling's ratio
    SOUND = 1  # the sound's ratio at depth 1
    BROAD = 2  # at depth 2
    DEEP = 3  # at depth 3
    EDITS = 4  # letters added, dropped, changed or swapped
    PREFIX = 5  # letters that both begin alike with
    SUFFIX = 6  # letters that both end alike with
    CONFUSED = 7  # likeness of the sounds by how easily one is written for another
    DOUBLED = 8  # they differ by letters written twice alone; this and the next two are 0 or 1
    SWAPPED = 9  # by the order of letters
    VOWELS = 10  # by vowels
    NEIGHBOUR = 11  # by one letter alone that was written for its neighbour on a keyboard; 0 or 1, like the next
    LEFT_OUT = 12  # by one letter alone that the reading lacks


class Fitting(IntEnum):
    """What is written of the form of the query that fits a key best."""

    FORM = 0  # a `FormKind`
    DOUBT = 1  # how doubtful it is, 0 to 255
    NATIVE = 2  # the hash of its letters in their own script


COMPARED = len(Compared)
FITTING = len(Fitting)
SLIPS_AT_MOST = 3  # edits beyond which nobody asks by which slip
VOWEL = ord("a")  # all vowels are this one at depth 3
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # the keys of ISO/IEC 9995-2's Latin layout, each row half a key on
_SPACE = ord(" ")
_A, _E, _I, _O, _U, _Y = (ord(letter) for letter in "aeiouy")


def _neighbours() -> NDArray[np.bool_]:
    """By the codes of two letters, whether their keys touch."""
    table = np.zeros((BYTES, BYTES), np.bool_)
    at = {key: (row, column + row / 2) for row, keys in enumerate(KEYBOARD) for column, key in enumerate(keys)}
    for one, (row, column) in at.items():
        for other, (other_row, other_column) in at.items():
            near = abs(row - other_row) <= 1 and abs(column - other_column) <= 1
            table[ord(one), ord(other)] = near and one != other
    return table


NEIGHBOURS = _neighbours()


def padded(texts: list[bytes], width: int) -> tuple[bytes, bytes]:
    """Texts for `compare`: each cut or filled to so many bytes, one after the other; and their lengths."""
    cut = [text[:width] for text in texts]
    return b"".join(text.ljust(width, b"\0") for text in cut), bytes(map(len, cut))


@inline
def _ratio(masks: Bits, length: Whole, heap: Bytes, start: Whole, end: Whole) -> Any:
    return 2.0 * lcs(masks, length, heap, start, end) / max(length + end - start, 1)


@inline
def _deepen(heap: Bytes, start: int, end: Any, letters: Bytes, drop_vowels: bool, out: Bytes) -> int:
    """Write a sound at a lesser depth: letters mapped, vowels after the first letter dropped, doubles squeezed."""
    length = 0
    last = np.uint8(0)
    for position in range(start, min(end, start + LONGEST)):
        letter = letters[heap[position]]
        if drop_vowels and letter == VOWEL and position > start:
            continue
        if letter != last:
            out[length] = letter
            length += 1
            last = letter
    return length


@inline
def _edits(text: Bytes, start: int, length: Whole, heap: Bytes, begin: Whole, other: int, rows: Wholes) -> Any:
    """Letters to add, drop, change or swap with the next (optimal string alignment, by three rows of its table)."""
    for column in range(other + 1):
        rows[0, column] = column
    for row in range(1, length + 1):
        before, last, now = rows[(row - 2) % 3], rows[(row - 1) % 3], rows[row % 3]
        now[0] = row
        letter = text[start + row - 1]
        for column in range(1, other + 1):
            same = letter == heap[begin + column - 1]
            least = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (0 if same else 1))
            if (
                row > 1
                and column > 1
                and letter == heap[begin + column - 2]
                and text[start + row - 2] == heap[begin + column - 1]
            ):
                least = min(least, before[column - 2] + 1)
            now[column] = least
    return rows[length % 3, other]


@inline
def _ends(text: Bytes, start: int, length: Whole, heap: Bytes, begin: Whole, end: Whole) -> tuple[int, int]:
    """How many letters two strings begin alike with, and how many of the others they end alike with."""
    shorter = min(length, end - begin)
    prefix, suffix = 0, 0
    while prefix < shorter and text[start + prefix] == heap[begin + prefix]:
        prefix += 1
    while suffix < shorter - prefix and text[start + length - 1 - suffix] == heap[end - 1 - suffix]:
        suffix += 1
    return prefix, suffix


@inline
def _is_vowel(letter: int) -> bool:
    return letter in (_A, _E, _I, _O, _U, _Y)


@inline
def _same_squeezed(text: Bytes, at: int, end: int, heap: Bytes, other: Whole, other_end: Whole) -> bool:
    """Whether two strings are the same once each run of a letter counts as one."""
    while at < end and other < other_end:
        letter = text[at]
        if letter != heap[other]:
            return False
        while at < end and text[at] == letter:
            at += 1
        while other < other_end and heap[other] == letter:
            other += 1
    return at == end and other == other_end


@inline
def _same_consonants(text: Bytes, at: int, end: int, heap: Bytes, other: Whole, other_end: Whole) -> bool:
    """Whether two strings are the same without their vowels and blanks."""
    while True:
        while at < end and (_is_vowel(text[at]) or text[at] == _SPACE):
            at += 1
        while other < other_end and (_is_vowel(heap[other]) or heap[other] == _SPACE):
            other += 1
        if at == end or other == other_end:
            return at == end and other == other_end
        if text[at] != heap[other]:
            return False
        at += 1
        other += 1


@inline
def _same_letters(
    text: Bytes, start: int, end: int, heap: Bytes, begin: Whole, other_end: Whole, counts: Wholes
) -> bool:
    """Whether two strings are the same letters in another order, blanks apart; `counts` is zeros, and zeros again."""
    at, other, ordered = start, begin, True
    while True:
        while at < end and text[at] == _SPACE:
            at += 1
        while other < other_end and heap[other] == _SPACE:
            other += 1
        if at == end or other == other_end:
            break
        ordered &= text[at] == heap[other]
        counts[text[at]] += 1
        counts[heap[other]] -= 1
        at += 1
        other += 1
    same = at == end and other == other_end
    for position in range(start, end):
        same &= counts[text[position]] == 0
    for position in range(begin, other_end):
        counts[heap[position]] = 0
    for position in range(start, end):
        counts[text[position]] = 0
    return same and not ordered


@inline
def _write_masks(masks: Bits, base: int, text: Bytes, start: int, length: Whole) -> None:
    """Write one bit mask a letter, or clear them where `text` was written before (exclusive or)."""
    for position in range(length):
        place = base + (position >> 6) * BYTES + np.int64(text[start + position])
        masks[place] ^= np.uint64(1) << np.uint64(position & 63)


@inline
def _flip(masks: Bits, text: Bytes, lengths: Wholes, deep: Bytes, deep_lengths: Wholes) -> None:
    """Write the masks of all readings and sounds, or clear them where they are written."""
    readings = len(lengths)
    for r in range(readings):
        _write_masks(masks, r * WORDS * BYTES, text, r * LETTERS, np.int64(lengths[r]))
    for v in range(len(deep_lengths)):
        for depth in range(DEPTHS):
            base = (WORDS * readings + DEPTHS * v + depth) * BYTES
            _write_masks(masks, base, deep[v, depth], 0, deep_lengths[v, depth])


@inline
def _deepen_all(heard: Any, depths: Any, deep: Bytes, deep_lengths: Wholes) -> None:
    """Write the query's sounds at each depth."""
    sound, sound_lengths = heard
    for v in range(len(sound_lengths)):
        length = np.int64(sound_lengths[v])
        for position in range(length):
            deep[v, 0, position] = sound[v * WIDTH + position]
        deep_lengths[v, 0] = length
        deep_lengths[v, 1] = _deepen(deep[v, 0], 0, length, depths[0], False, deep[v, 1])
        deep_lengths[v, 2] = _deepen(deep[v, 0], 0, length, depths[1], True, deep[v, 2])


@inline
def _fit_reading(
    patterns: Any, masks: Bits, heap: Bytes, start: Whole, end: Whole, room: Any, row: Reals, form: Wholes
) -> int:
    """Write the ratio of the reading that is most like a key, and its form; returns which it is.

    `room` is for the comparison of long readings.
    """
    _text, lengths, kinds, doubts, natives = patterns
    best: Any = -1.0
    least: Any = 0
    fits = 0
    for r in range(len(lengths)):
        own, length = masks[r * WORDS * BYTES :], np.int64(lengths[r])
        if length <= WORD:
            ratio = _ratio(own, length, heap, start, end)
        else:
            ratio = 2.0 * lcs_long(own, length, heap, start, end, room) / (length + end - start)
        kind = np.int64(kinds[r])
        if ratio > best or (ratio == best and kind < least):
            best, least, fits = ratio, kind, r
    row[Compared.STRING] = best
    form[Fitting.FORM], form[Fitting.DOUBT], form[Fitting.NATIVE] = least, 0, 0
    if len(lengths):
        form[Fitting.DOUBT], form[Fitting.NATIVE] = doubts[fits], natives[fits]
    return fits


@inline
def _write_slips(
    text: Bytes, first: int, length: Whole, masks: Bits, heap: Bytes, start: Whole, end: Whole, room: Any, row: Reals
) -> None:
    """Write how a reading and a key differ; `room` is a table for the edits and zeros for counts."""
    table, counts = room
    if 0 < length <= WORD:
        row[Compared.EDITS] = osa(masks, length, heap, start, end)
    else:
        row[Compared.EDITS] = _edits(text, first, length, heap, start, end - start, table)
    row[Compared.PREFIX], row[Compared.SUFFIX] = _ends(text, first, length, heap, start, end)
    if row[Compared.EDITS] == 1:
        prefix = np.int64(row[Compared.PREFIX])
        row[Compared.LEFT_OUT] = length == end - start - 1
        if length == end - start and row[Compared.PREFIX] + row[Compared.SUFFIX] == length - 1:
            row[Compared.NEIGHBOUR] = NEIGHBOURS[text[first + prefix], heap[start + prefix]]
    if row[Compared.EDITS] <= SLIPS_AT_MOST:
        last = first + length
        row[Compared.DOUBLED] = _same_squeezed(text, first, last, heap, start, end)
        row[Compared.SWAPPED] = _same_letters(text, first, last, heap, start, end, counts)
        row[Compared.VOWELS] = _same_consonants(text, first, last, heap, start, end)


@inline
def _write_sounds(
    key: int,
    columns: EvidenceColumns,
    deep: Bytes,
    deep_lengths: Wholes,
    depths: Any,
    masks: Bits,
    easily: Any,
    room: Any,
    row: Reals,
) -> bool:
    """Write how alike the sounds of a key and of the query are; whether there are any to compare.

    The masks begin with those of the query's sounds; `room` is for the key's sounds at depths 2 and 3, and for `align`.
    """
    near2, near3, gains = room
    total = -1.0
    spoken, said, said_end = 0, 0, 0
    for n in range(np.int64(columns.key_first_near[key]), np.int64(columns.key_first_near[key + 1])):
        near = np.int64(columns.key_near[n])
        start: Any = np.int64(columns.near_offsets[near])
        # A sound is compared as far as the query's are: of equal ones no more.
        end = min(np.int64(columns.near_offsets[near + 1]), start + WIDTH)
        length2 = _deepen(columns.near_heap, start, end, depths[0], False, near2)
        length3 = _deepen(columns.near_heap, start, end, depths[1], True, near3)
        for v in range(len(deep_lengths)):
            base = DEPTHS * v * BYTES
            r1 = _ratio(masks[base:], deep_lengths[v, 0], columns.near_heap, start, end)
            r2 = _ratio(masks[base + BYTES :], deep_lengths[v, 1], near2, 0, length2)
            r3 = _ratio(masks[base + 2 * BYTES :], deep_lengths[v, 2], near3, 0, length3)
            if r1 + r2 + r3 > total:
                total = r1 + r2 + r3
                row[Compared.SOUND], row[Compared.BROAD], row[Compared.DEEP] = r1, r2, r3
                spoken, said, said_end = v, start, end
    if total < 0:
        return False
    mine, theirs = deep[spoken, 0, : deep_lengths[spoken, 0]], columns.near_heap[said:said_end]
    row[Compared.CONFUSED] = align(mine, theirs, easily[0], easily[1], easily[2], gains)
    return True


@kernel
def compare(
    keys: NDArray[np.int64],
    columns: EvidenceColumns,
    patterns: Any,
    heard: Any,
    depths: NDArray[np.uint8],
    masks: NDArray[np.uint64],
    easily: Any,
    alike: NDArray[np.float64],
    forms: NDArray[np.int64],
) -> None:
    """Compare keys with the query's readings and sounds.

    Args:
        keys: ids of the keys found, shape (n,).
        columns: of the index.
        patterns: the query's readings, each in 128 bytes; their lengths; the form each came from; how doubtful each is;
            the native hash of the form.
        heard: the query's sounds at depth 1, each in 64 bytes; their lengths.
        depths: the maps of codes from depth 1 to depths 2 and 3, shape (2, 256).
        masks: zeros, 512 for each reading and 768 for each sound; zeros again at the end.
        easily: how easily one sound is written for another: rows by code, gains of pairs, gains of gaps (`confusions`).
        alike: zeros; written by `Compared`, one row a key.
        forms: written by `Fitting`, one row a key.
    """
    text, lengths = patterns[0], patterns[1]
    sounds = len(heard[1])
    deep = np.zeros((sounds, DEPTHS, WIDTH), np.uint8)
    deep_lengths = np.zeros((sounds, DEPTHS), np.int64)
    _deepen_all(heard, depths, deep, deep_lengths)
    _flip(masks, text, lengths, deep, deep_lengths)
    of_sounds = masks[len(lengths) * WORDS * BYTES :]
    words = np.empty(WORDS, np.uint64)
    slips = (np.zeros((3, LONGEST + 1), np.int64), np.zeros(BYTES, np.int64))
    ears = (np.empty(LONGEST + 1, np.uint8), np.empty(LONGEST + 1, np.uint8), np.zeros(WIDTH + 1, np.float32))
    for hit in range(len(keys)):
        row = alike[hit]
        start = np.int64(columns.key_offsets[keys[hit]])
        end = min(np.int64(columns.key_offsets[keys[hit] + 1]), start + LONGEST)
        fits = _fit_reading(patterns, masks, columns.key_heap, start, end, words, row, forms[hit])
        best = row[Compared.STRING]
        row[Compared.PREFIX] = end - start
        if best < 1.0 and len(lengths):
            length = np.int64(lengths[fits])
            own = masks[fits * WORDS * BYTES :]
            _write_slips(text, fits * LETTERS, length, own, columns.key_heap, start, end, slips, row)
        unheard = best == 1.0 or sounds == 0
        if unheard or not _write_sounds(keys[hit], columns, deep, deep_lengths, depths, of_sounds, easily, ears, row):
            row[Compared.SOUND], row[Compared.BROAD], row[Compared.DEEP] = best, best, best
            row[Compared.CONFUSED] = best
    _flip(masks, text, lengths, deep, deep_lengths)
