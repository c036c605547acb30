"""Comparing the keys found with the query: the spelling's likeness, and that of the sounds at three depths."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel
from gazetteer.index.likeness import BYTES, lcs
from gazetteer.index.opened import Columns
from gazetteer.translit.confusions import align

WIDTH = 64  # letters of a reading or a sound that are compared, and the room that each takes in a row of them
LONGEST = 255  # letters of a key that are compared
DEPTHS = 3
ALIKE = 1 + DEPTHS  # ratios a key has: its spelling's, and its sound's at each depth
# What is written beside the ratios: letters added, dropped, changed or swapped; letters at which both begin and end
# alike; and the likeness of the sounds by how easily one is written for another.
EDITS, PREFIX, SUFFIX, CONFUSED = ALIKE, ALIKE + 1, ALIKE + 2, ALIKE + 3
# And by which slip alone they differ, each 0 or 1: a letter written twice, the order of letters, vowels.
DOUBLED, SWAPPED, VOWELS = ALIKE + 4, ALIKE + 5, ALIKE + 6
COMPARED = ALIKE + 7
SLIPS_AT_MOST = 3  # edits beyond which nobody asks by which slip
VOWEL = ord("a")  # all vowels are this one at depth 3
_SPACE = ord(" ")
_A, _E, _I, _O, _U, _Y = (ord(letter) for letter in "aeiouy")


def padded(texts: list[bytes]) -> tuple[bytes, bytes]:
    """Texts for `compare`: each cut or filled to 64 bytes, one after the other; and their lengths."""
    cut = [text[:WIDTH] for text in texts]
    return b"".join(text.ljust(WIDTH, b"\0") for text in cut), bytes(map(len, cut))


@inline
def _ratio(masks: Any, length: Any, heap: Any, start: Any, end: Any) -> Any:
    return 2.0 * lcs(masks, length, heap, start, end) / max(length + end - start, 1)


@inline
def _deepen(heap: Any, start: Any, end: Any, letters: Any, drop_vowels: Any, out: Any) -> Any:
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
def _edits(text: Any, start: Any, length: Any, heap: Any, begin: Any, other: Any, rows: Any) -> Any:
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
def _ends(text: Any, start: Any, length: Any, heap: Any, begin: Any, end: Any) -> Any:
    """How many letters two strings begin alike with, and how many of the others they end alike with."""
    shorter = min(length, end - begin)
    prefix, suffix = 0, 0
    while prefix < shorter and text[start + prefix] == heap[begin + prefix]:
        prefix += 1
    while suffix < shorter - prefix and text[start + length - 1 - suffix] == heap[end - 1 - suffix]:
        suffix += 1
    return prefix, suffix


@inline
def _is_vowel(letter: Any) -> Any:
    return letter in (_A, _E, _I, _O, _U, _Y)


@inline
def _same_squeezed(text: Any, at: Any, end: Any, heap: Any, other: Any, other_end: Any) -> Any:
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
def _same_consonants(text: Any, at: Any, end: Any, heap: Any, other: Any, other_end: Any) -> Any:
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
def _same_letters(text: Any, start: Any, end: Any, heap: Any, begin: Any, other_end: Any, counts: Any) -> Any:
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
def _write_masks(masks: Any, base: Any, text: Any, start: Any, length: Any) -> None:
    """Write one bit mask a letter, or clear them where `text` was written before (exclusive or)."""
    for position in range(length):
        masks[base + np.int64(text[start + position])] ^= np.uint64(1) << np.uint64(position)


@kernel
def compare(
    keys: NDArray[np.int64],
    columns: Columns,
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
        patterns: the query's readings, each in 64 bytes; their lengths; the form each came from; how doubtful each is;
            the native hash of the form.
        heard: the query's sounds at depth 1, each in 64 bytes; their lengths.
        depths: the maps of codes from depth 1 to depths 2 and 3, shape (2, 256).
        masks: zeros, 256 for each reading and three times that for each sound; zeros again at the end.
        easily: how easily one sound is written for another: rows by code, gains of pairs, gains of gaps (`confusions`).
        alike: written; for each key the ratios of string and of sound at three depths, the edits, the letters at which
            both begin and end alike, the likeness by confusions, and the slips, shape (n, 11).
        forms: written; the form that fits each key best, how doubtful it is (0 to 255) and the hash of its letters in
            their own script, shape (n, 3).
    """
    text, lengths, kinds, doubts, natives = patterns
    table = np.zeros((3, LONGEST + 1), np.int64)
    counts = np.zeros(BYTES, np.int64)
    sound, sound_lengths = heard
    readings, sounds = len(lengths), len(sound_lengths)
    for r in range(readings):
        _write_masks(masks, r * BYTES, text, r * WIDTH, np.int64(lengths[r]))
    deep = np.zeros((max(sounds, 1), DEPTHS, WIDTH), np.uint8)
    deep_lengths = np.zeros((max(sounds, 1), DEPTHS), np.int64)
    for v in range(sounds):
        length = np.int64(sound_lengths[v])
        for position in range(length):
            deep[v, 0, position] = sound[v * WIDTH + position]
        deep_lengths[v, 0] = length
        deep_lengths[v, 1] = _deepen(deep[v, 0], 0, length, depths[0], False, deep[v, 1])
        deep_lengths[v, 2] = _deepen(deep[v, 0], 0, length, depths[1], True, deep[v, 2])
        for depth in range(DEPTHS):
            base = (readings + DEPTHS * v + depth) * BYTES
            _write_masks(masks, base, deep[v, depth], 0, deep_lengths[v, depth])
    gains = np.zeros(WIDTH + 1, np.float32)
    near2, near3 = np.empty(LONGEST + 1, np.uint8), np.empty(LONGEST + 1, np.uint8)
    for hit in range(len(keys)):
        key = keys[hit]
        start: Any = np.int64(columns.key_offsets[key])
        end = min(np.int64(columns.key_offsets[key + 1]), start + LONGEST)
        best: Any = -1.0
        form: Any = 0
        fits = 0
        for r in range(readings):
            likeness = _ratio(masks[r * BYTES :], np.int64(lengths[r]), columns.key_heap, start, end)
            kind = np.int64(kinds[r])
            if likeness > best or (likeness == best and kind < form):
                best, form, fits = likeness, kind, r
        alike[hit, 0] = best
        forms[hit, 0], forms[hit, 1], forms[hit, 2] = form, 0, 0
        if readings:
            forms[hit, 1], forms[hit, 2] = doubts[fits], natives[fits]
        alike[hit, EDITS], alike[hit, PREFIX], alike[hit, SUFFIX] = 0.0, end - start, 0.0
        if best < 1.0 and readings:
            length = np.int64(lengths[fits])
            alike[hit, EDITS] = _edits(text, fits * WIDTH, length, columns.key_heap, start, end - start, table)
            alike[hit, PREFIX], alike[hit, SUFFIX] = _ends(text, fits * WIDTH, length, columns.key_heap, start, end)
            if alike[hit, EDITS] <= SLIPS_AT_MOST:
                first = fits * WIDTH
                last = first + length
                alike[hit, DOUBLED] = _same_squeezed(text, first, last, columns.key_heap, start, end)
                alike[hit, SWAPPED] = _same_letters(text, first, last, columns.key_heap, start, end, counts)
                alike[hit, VOWELS] = _same_consonants(text, first, last, columns.key_heap, start, end)
        total = -1.0
        spoken, said, said_end = 0, 0, 0
        for n in range(np.int64(columns.key_first_near[key]), np.int64(columns.key_first_near[key + 1])):
            if best == 1.0 or sounds == 0:
                break
            near = np.int64(columns.key_near[n])
            start = np.int64(columns.near_offsets[near])
            end = min(np.int64(columns.near_offsets[near + 1]), start + LONGEST)
            length2 = _deepen(columns.near_heap, start, end, depths[0], False, near2)
            length3 = _deepen(columns.near_heap, start, end, depths[1], True, near3)
            for v in range(sounds):
                base = (readings + DEPTHS * v) * BYTES
                r1 = _ratio(masks[base:], deep_lengths[v, 0], columns.near_heap, start, end)
                r2 = _ratio(masks[base + BYTES :], deep_lengths[v, 1], near2, 0, length2)
                r3 = _ratio(masks[base + 2 * BYTES :], deep_lengths[v, 2], near3, 0, length3)
                if r1 + r2 + r3 > total:
                    total = r1 + r2 + r3
                    alike[hit, 1], alike[hit, 2], alike[hit, 3] = r1, r2, r3
                    spoken, said, said_end = v, start, min(end, start + WIDTH)
        if total < 0:
            alike[hit, 1:EDITS] = best
            alike[hit, CONFUSED] = best
        else:
            mine, theirs = deep[spoken, 0, : deep_lengths[spoken, 0]], columns.near_heap[said:said_end]
            alike[hit, CONFUSED] = align(mine, theirs, easily[0], easily[1], easily[2], gains)
    for r in range(readings):
        _write_masks(masks, r * BYTES, text, r * WIDTH, np.int64(lengths[r]))
    for v in range(sounds):
        for depth in range(DEPTHS):
            base = (readings + DEPTHS * v + depth) * BYTES
            _write_masks(masks, base, deep[v, depth], 0, deep_lengths[v, depth])
