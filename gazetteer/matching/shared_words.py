"""Long names that share words: what the likeness of whole strings misses where words are moved, left out or added.

The keys of a table stand by length, so all long ones are one stretch of its bytes, and small beside the whole: it is
read through, and nothing of it is kept in the index. The rarer the words that a key shares with the name, and the less
either has beside them, the better.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from rapidfuzz.distance import Indel

from gazetteer.index.jit import inline, kernel, popcount
from gazetteer.index.kernel_types import Bits, Bytes, Reals, Wholes
from gazetteer.index.search.search_arrays import push
from gazetteer.index.strings import StringTable

LONG = 32  # letters of a name that is looked for by its words
LEAST_WORDS = 3  # of it
LONG_KEY = 28  # letters of the keys that are looked through
SHORTEST = 3  # letters of a word that is looked for; de, of and la are in every third name
MOST_WORDS = 24  # words that are looked for, the longest
SHARED = 2  # words that a key must have of them
LEAST = 0.4  # share of the letters of both that the words in common must have
KEYS = 8  # keys taken
MOST = 0.85  # likeness, words in one order, from which a string is likely one of the names that share words with it

_SPACE = ord(" ")
_SEED, _PRIME = 0xCBF29CE484222325, 0x100000001B3  # FNV-1a, 64 bits
_TOP = 58  # shift that leaves the six highest bits of a hash


def is_long(key: str) -> bool:
    """Whether a name is looked for by its words.

    Args:
        key: folded.
    """
    return len(key) >= LONG and key.count(" ") >= LEAST_WORDS - 1


def share_words(keys: StringTable, key: str) -> list[int]:
    """The long keys that share the rarest words with a name.

    Args:
        keys: of the index.
        key: the name, folded.

    Returns:
        Their ids, the best first, at most `KEYS`.
    """
    words = [word for word in dict.fromkeys(key.encode("ascii", "replace").split()) if len(word) >= SHORTEST]
    words = sorted(words, key=len, reverse=True)[:MOST_WORDS]
    if len(words) < SHARED or len(keys.length_start) <= LONG_KEY:
        return []
    text = np.frombuffer(b" ".join(words), np.uint8)
    ids, ratios = np.empty(KEYS, np.int64), np.empty(KEYS, np.float64)
    first = int(keys.length_start[LONG_KEY])
    kept = _best(text, len(words), len(key), keys.heap, keys.offsets, first, ids, ratios)
    found: list[int] = ids[:kept].tolist()
    return found


def shares_most(keys: StringTable, key: str) -> bool:
    """Whether a long key has most of a name's letters, wherever its words stand; arguments as for `share_words`."""
    others = map(keys.text, share_words(keys, key))
    return any(Indel.normalized_similarity(rearranged(key, other), other) >= MOST for other in others)


def rearranged(key: str, other: str) -> str:
    """A name with the words that it shares with another in the order of the other's, the rest in their places.

    Args:
        key: the name, folded.
        other: the other, folded.
    """
    words = key.split(" ")
    shared = Counter(words) & Counter(other.split(" "))
    order = iter(_only(other.split(" "), shared))
    movable = shared.copy()
    out = []
    for word in words:
        movable[word] -= 1
        out.append(next(order) if movable[word] >= 0 else word)
    return " ".join(out)


def _only(words: list[str], shared: Counter[str]) -> list[str]:
    """Those of some words that are shared, each as often as it is."""
    left = shared.copy()
    out = []
    for word in words:
        left[word] -= 1
        if left[word] >= 0:
            out.append(word)
    return out


@inline
def _hash(heap: Bytes, start: int, end: int) -> np.uint64:
    """The hash of the bytes from one place to another."""
    value = np.uint64(_SEED)
    for place in range(start, end):
        value = (value ^ np.uint64(heap[place])) * np.uint64(_PRIME)
    return value


@inline
def _word_end(heap: Bytes, start: int, end: int) -> int:
    """Where the word ends that begins at a place."""
    while start < end and heap[start] != _SPACE:
        start += 1
    return start


@inline
def _which(value: np.uint64, wanted: Bits) -> np.uint64:
    """A bit for the word with this hash; 0 where none has it."""
    for number in range(len(wanted)):
        if wanted[number] == value:
            return np.uint64(1) << np.uint64(number)
    return np.uint64(0)


@inline
def _read_words(text: Bytes, wanted: Bits, letters: Wholes) -> np.uint64:
    """Write the hashes and lengths of the words; returns which highest six bits any hash has, as a mask."""
    met = np.uint64(0)
    start = 0
    for number in range(len(wanted)):
        end = _word_end(text, start, len(text))
        wanted[number], letters[number] = _hash(text, start, end), end - start
        met |= np.uint64(1) << (wanted[number] >> np.uint64(_TOP))
        start = end + 1
    return met


@kernel
def _best(
    text: Bytes, words: int, length: int, heap: Bytes, offsets: Wholes, first: int, ids: Wholes, ratios: Reals
) -> int:
    """Keep the best of the keys from the first on that share words; returns how many.

    Args:
        text: the words that are looked for, with blanks between.
        words: how many.
        length: of the whole name.
        heap: the bytes of the keys.
        offsets: where each begins.
        first: the first key that is looked at.
        ids: out.
        ratios: out.
    """
    wanted, letters = np.empty(words, np.uint64), np.empty(words, np.int64)
    met = _read_words(text, wanted, letters)
    total = len(offsets) - 1 - first
    has, holders = np.zeros(total, np.uint32), np.zeros(words, np.int64)
    for number in range(total):
        start, end = np.int64(offsets[first + number]), np.int64(offsets[first + number + 1])
        mine = np.uint64(0)
        value = np.uint64(_SEED)
        for place in range(start, end + 1):
            if place < end and heap[place] != _SPACE:
                value = (value ^ np.uint64(heap[place])) * np.uint64(_PRIME)
                continue
            if (met >> (value >> np.uint64(_TOP))) & np.uint64(1):
                mine |= _which(value, wanted)
            value = np.uint64(_SEED)
        if mine:
            has[number] = mine
            for word in range(words):
                holders[word] += np.int64((mine >> np.uint64(word)) & np.uint64(1))
    kept = 0
    for number in range(total):
        mine = np.uint64(has[number])
        if popcount(mine) < SHARED:
            continue
        rare, common = 0.0, 0
        for word in range(words):
            if (mine >> np.uint64(word)) & np.uint64(1):
                rare += math.log((total + 1) / holders[word])
                common += letters[word] + 1
        ratio = 2.0 * common / (length + np.int64(offsets[first + number + 1]) - np.int64(offsets[first + number]) + 2)
        if ratio >= LEAST:
            kept = push(ids, ratios, kept, first + number, rare * ratio)
    return kept
