"""The arrays of the search by the beginnings of names: strings in alphabetical order, and how well known each is."""

from __future__ import annotations

from array import array

import numpy as np

from gazetteer.index.build.names import NamePart
from gazetteer.index.build.sorting import sort_runs
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bits, Bytes, Wholes
from gazetteer.index.search.begins import BLOCK
from gazetteer.index.store import Array
from gazetteer.index.strings import StringTable, encode, sort_strings
from gazetteer.index.texts import TextHeap
from gazetteer.index.values import Flag
from gazetteer.text import native_key

MANY_NAMES = 100  # more say only that a place is a country, whose name is known in every language
_WORD = 8  # bytes that are compared as one number

_LATIN = int(Flag.LATIN)
_NOT_SUGGESTED = int(Flag.CODE | Flag.MACHINE)


def renown(fame: Array, first_name: Array) -> Array:
    """How well places are known to those who type (float32): their fame, and in how many ways the world writes them.

    Args:
        fame: decimal logarithm of the people, by place.
        first_name: where each place's names begin, one entry more than there are places.
    """
    return (fame + np.log10(np.clip(np.diff(first_name.astype(np.int64)), 1, MANY_NAMES))).astype(np.float32)


def ordered(table: StringTable, best: Array) -> dict[str, Array]:
    """Strings in alphabetical order, the renown of each one's best-known place, and the greatest of every block.

    Args:
        table: the strings.
        best: the greatest renown of the places that have a string, by string.
    """
    order = alphabetical(table.heap, table.offsets)
    known = best[order]
    starts = np.arange(0, len(known), BLOCK)
    blocks = np.maximum.reduceat(known, starts) if len(known) else known
    return {"order": order.astype(np.uint32), "best": known, "block": blocks}


def native_prefixes(names: NamePart, flags: Array, known: Array) -> dict[str, Array]:
    """The arrays of the search by the beginnings of names in other scripts than Latin.

    Args:
        names: of the gazetteer.
        flags: of the names.
        known: renown by place.
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
    best = known[names.arrays["name_place"][name]]
    greatest = np.maximum.reduceat(best, first[:-1].astype(np.int64)) if len(table) else best
    return {
        "heap": table.heap,
        "offsets": table.offsets,
        "first_name": first,
        "name": name,
        **ordered(table, greatest),
    }


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
