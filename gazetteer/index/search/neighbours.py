"""The strings that differ from another by one letter: dropped, added, changed or moved.

Two such strings become equal when at most one letter is dropped from each, and so do their first `PREFIX` letters
(W. Garbe's symmetric deletion, SymSpell, 2012). The index holds each string by the hashes of its beginning with no
letter and with one letter dropped: in buckets by the hash's leading bits, ids rising within a bucket. Each id is
written as what it is more than the one before it, seven bits to a byte, the lowest first; all bytes of it but the last
have the eighth bit set. What else lies in a bucket is told apart by comparing letters.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gazetteer.index.jit import inline
from gazetteer.index.kernel_types import Bytes, Whole

PREFIX = 10
SEVEN = 127
MORE = 128  # the bit that says that another byte of the number follows

FNV_BASIS = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3
MIXER = 0x9E3779B97F4A7C15


@inline
def hash_without(heap: Bytes, start: Whole, length: int, dropped: int) -> np.uint64:
    """Hash (FNV-1a, mixed) of `length` letters from `start` on, less the one at `dropped`; -1 drops none."""
    value = np.uint64(FNV_BASIS)
    for position in range(length):
        if position != dropped:
            value = step(value, heap[start + position])
    return mixed(value)


@inline
def step(value: np.uint64, byte: Any) -> np.uint64:
    """The hash with one letter more, not yet mixed."""
    return (value ^ np.uint64(byte)) * np.uint64(FNV_PRIME)


@inline
def mixed(value: np.uint64) -> np.uint64:
    """The hash as it counts."""
    value ^= value >> np.uint64(29)
    value *= np.uint64(MIXER)
    return value ^ (value >> np.uint64(32))


@inline
def bucket_of(value: np.uint64, bits: int) -> Whole:
    """The bucket of a hash: its `bits` leading bits."""
    return np.int64(value >> np.uint64(64 - bits))


@inline
def id_at(near: Bytes, place: Whole, before: Whole) -> tuple[Whole, Whole]:
    """The id that is written at a place of a list, and where the next one begins.

    Args:
        near: the bytes of all lists.
        place: where it begins.
        before: the id before it, 0 at the beginning of a list.
    """
    byte = np.int64(near[place])
    place += 1
    if byte < MORE:
        return before + byte, place
    more, shift = byte & SEVEN, 7
    while byte >= MORE:
        byte = np.int64(near[place])
        place += 1
        more |= (byte & SEVEN) << shift
        shift += 7
    return before + more, place
