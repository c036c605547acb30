"""Writing which long keys have which words; how they are written is said in `search/long_words.py`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.errors import SourceError
from gazetteer.index.jit import copy, inline, kernel
from gazetteer.index.kernel_types import Bytes, Whole, Wholes
from gazetteer.index.search.long_words import SHORTEST, first_long, hash_of
from gazetteer.index.search.neighbours import MORE, SEVEN, bucket_of
from gazetteer.index.strings import StringTable, sort_strings

FILL = 4  # words of a bucket, about, on average
MOST_BUCKET_BITS = 24
LONGEST_NUMBER = 5  # bytes

_BLANK = ord(" ")


def build_long_words(table: StringTable) -> dict[str, NDArray[Any]]:
    """Makes the arrays that `LongWords` searches: the words of long keys, and for each the keys that have it.

    Args:
        table: the keys.

    Returns:
        `bucket` (a power of two, + 1), where each bucket begins; `keys`, the bytes of the lists of its words.

    Raises:
        SourceError: there are more words than the lists can hold.
    """
    first, none = first_long(table), np.empty(0, np.uint32)
    number, letters = _words(table.heap, table.offsets, first, np.empty(0, np.uint8), none, none, none)
    heap = np.empty(letters, np.uint8)
    lengths, keys, places = (np.empty(number, np.uint32) for _ in range(3))
    _words(table.heap, table.offsets, first, heap, lengths, keys, places)
    words, word_of = sort_strings(heap, lengths)
    del heap, lengths
    order = np.argsort(word_of, kind="stable")  # keys rise within a word
    word_of, keys, places = word_of[order], keys[order], places[order]
    once = np.ones(number, np.bool_)  # a key may have a word twice
    once[1:] = (word_of[1:] != word_of[:-1]) | (keys[1:] != keys[:-1])
    counts = np.bincount(word_of[once], minlength=len(words))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    bits = int(np.clip(np.round(np.log2(max(len(words), 1) / FILL)), 1, MOST_BUCKET_BITS))
    buckets = np.empty(len(words), np.uint32)
    _buckets(words.heap, words.offsets, bits, buckets)
    order = np.lexsort((counts, buckets))
    packed = np.empty((2 * len(words) + number) * LONGEST_NUMBER, np.uint8)  # memory is taken where it is written
    bucket = np.zeros(2**bits + 1, np.int64)
    used = _pack(order, buckets, starts, keys[once], places[once], bucket, packed)
    if used >= 2**32:
        raise SourceError("The long names have more than 4 GiB of words: build from fewer countries.")
    return {"bucket": bucket.astype(np.uint32), "keys": packed[:used]}


@kernel
def _words(
    heap: Bytes, offsets: Wholes, first: Whole, out: Bytes, lengths: Wholes, keys: Wholes, places: Wholes
) -> tuple[Whole, Whole]:
    """Writes words of long keys: letters, length, whose and where in it, given room; how many, and their letters."""
    number = 0
    letters: Whole = 0
    for key in range(first, len(offsets) - 1):
        start, end = np.int64(offsets[key]), np.int64(offsets[key + 1])
        begun: Whole = start
        for place in range(start, end + 1):
            if place < end and heap[place] != _BLANK:
                continue
            length = place - begun
            if length >= SHORTEST:
                if len(lengths) > 0:
                    copy(heap, begun, place, out, letters)
                    lengths[number], keys[number], places[number] = length, key - first, begun - start
                number += 1
                letters += length
            begun = place + 1
    return number, letters


@kernel
def _buckets(heap: Bytes, offsets: Wholes, bits: int, buckets: Wholes) -> None:
    """Writes the bucket of each word."""
    for word in range(len(buckets)):
        start, end = np.int64(offsets[word]), np.int64(offsets[word + 1])
        buckets[word] = bucket_of(hash_of(heap, start, end), bits)


@inline
def _put(packed: Bytes, used: int, number: Whole) -> int:
    """Writes a number, seven bits to a byte; returns where the next one goes."""
    while number > SEVEN:
        packed[used] = np.uint8((number & SEVEN) | MORE)
        number >>= 7
        used += 1
    packed[used] = np.uint8(number)
    return used + 1


@kernel
def _pack(
    order: Wholes, buckets: Wholes, starts: Wholes, keys: Wholes, places: Wholes, bucket: Wholes, packed: Bytes
) -> int:
    """Writes the words in an order, and where each bucket ends; returns how many bytes there are."""
    used, now = 0, 0
    for word in order:
        while now < np.int64(buckets[word]):
            now += 1
            bucket[now] = used
        start, end = starts[word], starts[word + 1]
        used = _put(packed, used, np.int64(keys[start]))
        used = _put(packed, used, end - start)
        used = _put(packed, used, np.int64(places[start]))
        for entry in range(start + 1, end):
            used = _put(packed, used, np.int64(keys[entry]) - np.int64(keys[entry - 1]))
    bucket[now + 1 :] = used
    return used
