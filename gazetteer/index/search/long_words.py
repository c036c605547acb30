"""The words of long keys: which of them share rare words with a name, by a list of keys for each word.

A long key has `LONG_KEY` letters or more; keys stand by length, so these are one range, and lists number them from its
beginning. Words lie in buckets by the leading bits of their hash, those that few keys have first. Of each is written
the first key that has it, how many do, where in the first its letters stand, and the other keys, each as what it is
more than the one before: seven bits to a byte, as in `neighbours`. A word is told from others by those letters, so
hashes decide nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel, popcount
from gazetteer.index.kernel_types import Bytes, Reals, Whole, Wholes
from gazetteer.index.search.neighbours import FNV_BASIS, MORE, SEVEN, bucket_of, mixed, step
from gazetteer.index.search.search_arrays import push
from gazetteer.index.strings import StringTable, frozen

LONG_KEY = 28  # letters of the keys whose words are listed
SHORTEST = 3  # letters of a word that is listed; de, of and la are in every third name
MOST_WORDS = 32  # of a name: a bit each
_BLANK = ord(" ")
_MOST_SHIFT = 28  # of the bits of a number in a list
_TOGETHER = 512  # keys whose words are put together at a time


class LongArrays(NamedTuple):
    """All that a search by words reads.

    Args:
        bucket: where each bucket of words begins, and the end.
        keys: the bytes of their lists.
        heap: the bytes of all keys of the table.
        offsets: where each begins, and the end.
    """

    bucket: NDArray[np.uint32]
    keys: NDArray[np.uint8]
    heap: NDArray[np.uint8]
    offsets: NDArray[np.uint32]


class LongWords:
    """The long keys of a table by their words.

    Args:
        keys: the table.
        arrays: what `build_long_words` made of it, in memory or mapped; more may be in it.

    Raises:
        KeyError: an array is missing.
        ValueError: the arrays do not fit one another.
    """

    def __init__(self, keys: StringTable, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.keys = keys
        bucket, lists = frozen(arrays["bucket"]), frozen(arrays["keys"])
        buckets = len(bucket) - 1
        if buckets < 2 or buckets & (buckets - 1) or bucket[-1] != len(lists):
            raise ValueError("The arrays of the words of long keys do not fit one another.")
        self._bits = buckets.bit_length() - 1
        self._first = first_long(keys)
        self._arrays = LongArrays(bucket, lists, keys.heap, keys.offsets)

    def sharing(self, words: Sequence[bytes], length: int, *, k: int, shared: int, least: float) -> list[int]:
        """The long keys that share the rarest words with a name, the fewer letters beside them the better.

        Args:
            words: of the name, distinct, each of `SHORTEST` letters or more.
            length: letters of the whole name.
            k: how many keys, at most.
            shared: words that a key must have of them.
            least: share of the letters of both that the words in common must have.

        Returns:
            Ids of keys, the best first.

        Raises:
            ValueError: there are more words than `MOST_WORDS`.
        """
        if len(words) > MOST_WORDS:
            raise ValueError(f"At most {MOST_WORDS} words are looked for at once.")
        bounds = np.array((0, *accumulate(map(len, words))), np.int64)
        ids, ratios = np.empty(k, np.int64), np.empty(k, np.float64)
        text = np.frombuffer(b"".join(words), np.uint8)
        kept = _sharing(text, bounds, length, self._arrays, self._bits, self._first, shared, least, ids, ratios)
        found: list[int] = ids[:kept].tolist()
        return found


def first_long(keys: StringTable) -> int:
    """The id of the first long key; how many keys there are where none is long."""
    starts = keys.length_start
    return int(starts[LONG_KEY]) if len(starts) > LONG_KEY else len(keys)


@inline
def hash_of(letters: Bytes, start: Whole, end: Whole) -> np.uint64:
    """The hash by which a word has its bucket (FNV-1a, mixed)."""
    value = np.uint64(FNV_BASIS)
    for place in range(start, end):
        value = step(value, letters[place])
    return mixed(value)


@inline
def _number_at(lists: Bytes, place: Whole, end: Whole) -> tuple[Whole, Whole]:
    """The number that is written at a place, and where the next one begins; nothing is read from the end on."""
    value, shift = np.int64(0), 0
    while place < end:
        byte = np.int64(lists[place])
        place += 1
        value |= (byte & SEVEN) << shift
        shift = min(shift + 7, _MOST_SHIFT)
        if byte < MORE:
            break
    return value, place


@inline
def _is_word(text: Bytes, start: Whole, end: Whole, arrays: LongArrays, key: Whole, at: Whole) -> bool:
    """Whether a word of a key begins at its letter `at` and has the letters of the text from start to end."""
    begin, close = np.int64(arrays.offsets[key]) + at, np.int64(arrays.offsets[key + 1])
    after = begin + end - start
    if after > close or (after < close and arrays.heap[after] != _BLANK):
        return False
    place = start
    while place < end and arrays.heap[begin + place - start] == text[place]:
        place += 1
    return bool(place == end)


@inline
def _find(
    text: Bytes, start: Whole, end: Whole, arrays: LongArrays, bits: int, first: Whole
) -> tuple[Whole, Whole, Whole, Whole]:
    """The list of a word: its first key, how many follow, where these are written, and where its bucket ends.

    Returns:
        For a word that no long key has, a key that is none.
    """
    total = np.int64(len(arrays.offsets)) - 1 - first
    bucket = bucket_of(hash_of(text, start, end), bits)
    place: Whole = np.int64(arrays.bucket[bucket])
    close = min(np.int64(arrays.bucket[bucket + 1]), np.int64(len(arrays.keys)))
    while place < close:
        key, place = _number_at(arrays.keys, place, close)
        count, place = _number_at(arrays.keys, place, close)
        at, place = _number_at(arrays.keys, place, close)
        left = count - 1
        if key < total and _is_word(text, start, end, arrays, first + key, at):
            return key, left, place, close
        while left > 0 and place < close:
            _more, place = _number_at(arrays.keys, place, close)
            left -= 1
    return total, np.int64(0), close, close


@kernel
def _sharing(
    text: Bytes,
    bounds: Wholes,
    length: int,
    arrays: LongArrays,
    bits: int,
    first: Whole,
    shared: int,
    least: float,
    ids: Wholes,
    ratios: Reals,
) -> int:
    """Keep the best of the long keys that share words with a name; returns how many.

    Args:
        text: the words, one after the other.
        bounds: where each begins, and the end.
        length: of the whole name.
        arrays: a `LongArrays`.
        bits: of a hash, that say the bucket.
        first: the first long key.
        shared: as for `LongWords.sharing`.
        least: the same.
        ids: out.
        ratios: out.
    """
    words, total = len(bounds) - 1, np.int64(len(arrays.offsets)) - 1 - first
    next_key, left = np.zeros(words, np.int64), np.zeros(words, np.int64)
    at, end, rarity = np.zeros(words, np.int64), np.zeros(words, np.int64), np.zeros(words, np.float64)
    for word in range(words):
        found = _find(text, bounds[word], bounds[word + 1], arrays, bits, first)
        next_key[word], left[word], at[word], end[word] = found
        rarity[word] = math.log((total + 1) / (left[word] + 1))
    has = np.zeros(_TOGETHER, np.uint64)
    kept = 0
    while words > 0:
        low = next_key.min()
        if low >= total:
            break
        high = min(low + _TOGETHER, total)
        lists = 0
        for word in range(words):
            key, place, more = next_key[word], at[word], left[word]
            lists += key < high
            while key < high:
                has[key - low] |= np.uint64(1) << np.uint64(word)
                if more == 0 or place >= end[word]:
                    key = total
                else:
                    difference, place = _number_at(arrays.keys, place, end[word])
                    key += difference
                    more -= 1
            next_key[word], at[word], left[word] = key, place, more
        for number in range(high - low):
            mine = has[number]
            if mine == 0:
                continue
            has[number] = 0
            if lists < shared or popcount(mine) < shared:
                continue
            rare, common = 0.0, 0
            for word in range(words):
                if (mine >> np.uint64(word)) & np.uint64(1):
                    rare += rarity[word]
                    common += bounds[word + 1] - bounds[word] + 1
            key = first + low + number
            letters = np.int64(arrays.offsets[key + 1]) - np.int64(arrays.offsets[key])
            ratio = 2.0 * common / (length + letters + 2)
            if ratio >= least:
                kept = push(ids, ratios, kept, key, rare * ratio)
    return kept
