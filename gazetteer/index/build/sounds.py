"""Sounds of keys: tables of the distinct ones at depth 1 and at depth 2, and which keys have them.

There are more sounds than names, so all of this is counted in kernels, which keep nothing by the way.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gazetteer.index.build.fuzzy import build_fuzzy
from gazetteer.index.build.name_keys import NameKeys
from gazetteer.index.jit import copy, kernel
from gazetteer.index.kernel_types import Bytes, Wholes
from gazetteer.index.store import Array
from gazetteer.index.strings import sort_strings
from gazetteer.translit.sound import DEPTH2

SOUNDS_PER_KEY = 4

Write = Callable[[str, Array], None]


def write_sounds(first_pair: Array, pairs: Array, read: NameKeys, write: Write) -> None:
    """Write the tables.

    Args:
        first_pair: where each key's pairs of key and name begin, and the end.
        pairs: by pair, which of what was read it is; those of a key together, of the best-known places first.
        read: what names came to; its sounds are taken from it, to have the memory back.
        write: takes each array by its name.
    """
    near, near_of = sort_strings(
        np.frombuffer(read.take("sound_heap"), np.uint8), np.frombuffer(read.take("sound_length"), np.uint16)
    )
    write("near_heap", near.heap)
    write("near_offsets", near.offsets)
    heard = np.frombuffer(read.take("heard"), np.uint8)
    starts = np.cumsum(heard, dtype=np.int64) - heard
    pair_near = np.empty(len(near_of), np.uint32)
    _deal(starts, heard, pairs, near_of, pair_near)
    write("pair_near", pair_near)
    del near_of, starts
    heard = heard[pairs]
    first_near = np.zeros(len(first_pair), np.uint32)
    key_near = np.empty(_few(first_pair, heard, pair_near, first_near, np.empty(0, np.uint32)), np.uint32)
    _few(first_pair, heard, pair_near, first_near, key_near)
    write("key_first_near", first_near)
    write("key_near", key_near)
    del pair_near, heard
    used = np.zeros(len(near), np.bool_)
    used[key_near] = True
    numbers = np.flatnonzero(used).astype(np.uint32)
    broad_of = np.empty(len(near), np.uint32)
    lengths = np.empty(len(numbers), np.uint16)
    heap = np.empty(int((near.offsets[numbers + np.uint32(1)] - near.offsets[numbers]).sum(dtype=np.int64)), np.uint8)
    heap = heap[: _depth2(near.heap, near.offsets, numbers, np.frombuffer(DEPTH2, np.uint8), heap, lengths)]
    broad, broad_of[numbers] = sort_strings(heap, lengths)
    del near, used, numbers, heap, lengths
    for part, array in broad.arrays().items():
        write(f"broad_{part}", array)
    first = np.zeros(len(broad) + 1, np.uint32)
    _count(key_near, broad_of, first)
    broad_key = np.empty(len(key_near), np.uint32)
    _turn(first_near, key_near, broad_of, first[:-1].copy(), broad_key)
    del key_near, first_near, broad_of
    write("broad_first_key", first)
    write("broad_key", broad_key)
    del broad_key
    # Sounds are searched everywhere, and the searches look at their keys again: they have no masks and no neighbours.
    none = np.zeros(len(broad), np.uint64)
    for part, array in build_fuzzy(broad, none, none, near=False).items():
        write(f"broad_fuzzy_{part}", array)


@kernel
def _deal(starts: Wholes, sizes: Wholes, order: Wholes, values: Wholes, out: Wholes) -> None:
    """Writes spans of values in another order."""
    to = 0
    for span in order:
        for number in range(starts[span], starts[span] + np.int64(sizes[span])):
            out[to] = values[number]
            to += 1


@kernel
def _few(first_pair: Wholes, heard: Wholes, near: Wholes, first: Wholes, out: Wholes) -> int:
    """Writes each key's first few distinct sounds, where there is room for any, and where they begin; how many."""
    few = np.empty(SOUNDS_PER_KEY, np.uint32)
    sound, total = 0, 0
    for key in range(len(first_pair) - 1):
        number = 0
        for pair in range(np.int64(first_pair[key]), np.int64(first_pair[key + 1])):
            for _ in range(heard[pair]):
                known = number == SOUNDS_PER_KEY
                for other in range(number):
                    known = known or few[other] == near[sound]
                if not known:
                    few[number] = near[sound]
                    number += 1
                sound += 1
        if len(out) > 0:
            copy(few, 0, number, out, total)
        total += number
        first[key + 1] = total
    return total


@kernel
def _depth2(heap: Bytes, offsets: Wholes, numbers: Wholes, classes: Bytes, out: Bytes, lengths: Wholes) -> int:
    """Writes some sounds of depth 1 as those of depth 2 (`sound.depth2`), and how long each is; how many bytes."""
    total = 0
    for number in range(len(numbers)):
        begun = total
        for place in range(np.int64(offsets[numbers[number]]), np.int64(offsets[numbers[number] + 1])):
            code = classes[heap[place]]
            if total == begun or out[total - 1] != code:
                out[total] = code
                total += 1
        lengths[number] = total - begun
    return total


@kernel
def _count(key_near: Wholes, broad_of: Wholes, first: Wholes) -> None:
    """Writes where the keys of each broad sound begin, and the end."""
    for near in key_near:
        first[broad_of[near] + 1] += np.uint32(1)
    for broad in range(len(first) - 1):
        first[broad + 1] += first[broad]


@kernel
def _turn(first_near: Wholes, key_near: Wholes, broad_of: Wholes, next_place: Wholes, broad_key: Wholes) -> None:
    """Writes the keys of each broad sound, in their order."""
    for key in range(len(first_near) - 1):
        for entry in range(np.int64(first_near[key]), np.int64(first_near[key + 1])):
            broad = broad_of[key_near[entry]]
            broad_key[next_place[broad]] = key
            next_place[broad] += np.uint32(1)
