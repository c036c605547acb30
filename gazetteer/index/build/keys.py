"""Keys: the folded Latin readings by which names are found, and the sounds of the keys.

A name has as many keys as it has readings; an admin area is also found by its name without the generic words
("Kharkiv" for "Kharkiv Oblast"). Equal keys of all places are one string in one sorted table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from gazetteer.index.build.fuzzy import build_fuzzy
from gazetteer.index.build.name_keys import NameKeys
from gazetteer.index.build.names import NamePart
from gazetteer.index.build.places import PlacePart
from gazetteer.index.build.prefixes import ordered
from gazetteer.index.build.sorting import gather
from gazetteer.index.build.walk import walk_arrays
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bytes, Truths, Wholes
from gazetteer.index.store import Array
from gazetteer.index.strings import sort_strings
from gazetteer.index.values import Flag
from gazetteer.sources.records import Progress
from gazetteer.translit.sound import DEPTH2

SOUNDS_PER_KEY = 4
_NOT_ASCII, _A, _Z = 128, ord("A"), ord("Z")

Write = Callable[[str, Array], None]


def build_keys(
    places: PlacePart, names: NamePart, read: NameKeys, known: Array, write: Write, progress: Progress
) -> None:
    """Write the arrays of the exact, spelling, sound and prefix searches, each as soon as it is ready.

    Args:
        places: whose names they are.
        names: as `read` has read them.
        read: is emptied, part by part, to have the memory back.
        known: renown by place.
        write: takes each array by its name.
        progress: told of each step.
    """
    progress("sorting keys", 0, None)
    heap, read.key_heap = _bytes(read.key_heap), bytearray()
    table, key_of = sort_strings(heap, np.frombuffer(read.key_length, np.uint16))
    del heap
    concepts = np.empty(len(table), np.uint32)
    concepts[key_of] = np.frombuffer(read.concepts, np.uint32)
    write("key_concepts", concepts)
    for part, array in table.arrays().items():
        write(f"key_{part}", array)
    for part, array in walk_arrays(table.heap, table.offsets, unparted=False).items():
        write(f"walk_{part}", array)
    name = np.frombuffer(read.of, np.uint32)
    place = names.arrays["name_place"][name]
    fame = places.arrays["place_fame"][place]
    order = np.lexsort((name, -fame, key_of))
    first = _first(key_of[order], len(table))
    write("key_first_name", first)
    write("key_name", name[order])
    write("key_tie", np.frombuffer(read.ties, np.uint8)[order])
    write("pair_heard", np.frombuffer(read.heard, np.uint8)[order])
    place = place[order]
    where, what = _any(first, places.where[place]), _any(first, places.what[place])
    greatest = np.maximum.reduceat(known[place], first[:-1]) if len(table) else known[:0]
    del place, fame, first
    progress("indexing keys", 0, None)
    _write_all(write, "prefix", ordered(table, greatest))
    _write_all(write, "key_fuzzy", build_fuzzy(table, where, what))
    progress("keying sounds", 0, None)
    _write_sounds(key_of, order, len(table), read, where, what, write)


def flags_of(names: NamePart, read: NameKeys) -> Array:
    """The flags of names, with those that say how they are written.

    A name without language in small ASCII letters, of a place that has a name in another script, is a machine's.
    """
    flags, place = names.arrays["name_flags"].copy(), names.arrays["name_place"]
    latin = np.zeros(len(names), np.bool_)
    latin[np.frombuffer(read.names, np.uint32)] = np.frombuffer(read.latin, np.bool_)
    flags[latin] |= np.uint16(Flag.LATIN)
    has_native = np.zeros(int(place[-1]) + 1, np.bool_)
    has_native[place[~latin]] = True
    plain = np.empty(len(names), np.bool_)
    _plain(names.arrays["name_heap"], names.arrays["name_offset"], plain)
    machine = plain & has_native[place] & (names.arrays["name_lang"] == 0) & ((flags & Flag.MAIN) == 0)
    flags[machine] |= np.uint16(Flag.MACHINE)
    return flags


@kernel
def _plain(heap: Bytes, offsets: Wholes, plain: Truths) -> None:
    """Which texts are ASCII without capital letters."""
    for number in range(len(plain)):
        plain[number] = True
        for place in range(np.int64(offsets[number]), np.int64(offsets[number + 1])):
            if heap[place] >= _NOT_ASCII or _A <= heap[place] <= _Z:
                plain[number] = False
                break


def native_of(names: NamePart, read: NameKeys) -> Array:
    """By name, the hash of its native key (uint32)."""
    native = np.zeros(len(names), np.uint32)
    native[np.frombuffer(read.names, np.uint32)] = np.frombuffer(read.native, np.uint32)
    return native


def marks_of(names: NamePart, read: NameKeys) -> Array:
    """By name, what its marks come to, see `text.marks` (uint8)."""
    marks = np.zeros(len(names), np.uint8)
    marks[np.frombuffer(read.names, np.uint32)] = np.frombuffer(read.marks, np.uint8)
    return marks


def _write_sounds(
    key_of: Array, pairs: Array, keys: int, read: NameKeys, where: Array, what: Array, write: Write
) -> None:
    """Tables of distinct depth 1 and depth 2 sounds, and which keys have them.

    Args:
        key_of: by pair of key and name, the key.
        pairs: the pairs by key, those of the best-known places first.
        keys: how many there are.
        read: what names came to.
        where: country mask by key.
        what: kind mask by key.
        write: takes each array by its name.
    """
    heap, read.sound_heap = _bytes(read.sound_heap), bytearray()
    near, near_of = sort_strings(heap, np.frombuffer(read.sound_length, np.uint16))
    del heap
    write("near_heap", near.heap)
    write("near_offsets", near.offsets)
    heard = np.frombuffer(read.heard, np.uint8)
    near_of = near_of[_spans(np.cumsum(heard, dtype=np.int64) - heard, heard, pairs)]
    write("pair_near", near_of)
    key = np.repeat(key_of[pairs], heard[pairs])
    kept = np.zeros(len(key), np.bool_)
    _few(key, near_of, kept)
    key, near_of = key[kept], near_of[kept]
    del kept
    write("key_first_near", _first(key, keys))
    write("key_near", near_of)
    used = np.unique(near_of)
    broad, broad_of_used = sort_strings(*_depth2(*gather(near.heap, near.offsets, used)))
    broad_of = broad_of_used[np.searchsorted(used, near_of)]
    del near, near_of, used, broad_of_used
    for part, array in broad.arrays().items():
        write(f"broad_{part}", array)
    order = np.argsort(broad_of, kind="stable")
    key = key[order]
    first = _first(broad_of[order], len(broad))
    del order, broad_of
    write("broad_first_key", first)
    write("broad_key", key)
    _write_all(write, "broad_fuzzy", build_fuzzy(broad, _any(first, where[key]), _any(first, what[key])))


def _spans(starts: Array, sizes: Array, order: Array) -> Array:
    """The numbers of what belongs to each of some spans, span by span in the order given."""
    chosen = sizes[order].astype(np.int64)
    ends = np.cumsum(chosen)
    numbers: Array = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[order] - (ends - chosen), chosen)
    return numbers


def _depth2(heap: Array, offsets: Array) -> tuple[Array, Array]:
    """Sounds of depth 1 made those of depth 2 (`sound.depth2`): their bytes, and their lengths."""
    classes = np.frombuffer(DEPTH2, np.uint8)[heap]
    kept = np.ones(len(classes), np.bool_)
    kept[1:] = classes[1:] != classes[:-1]
    kept[offsets[:-1]] = True
    ends = np.concatenate([[0], np.cumsum(kept)])[offsets]
    return classes[kept], np.diff(ends).astype(np.uint16)


@kernel
def _few(key: Wholes, sound: Wholes, kept: Truths) -> None:
    """Marks each key's first few distinct sounds; the keys are sorted."""
    few = np.empty(SOUNDS_PER_KEY, np.uint32)
    number = 0
    for entry in range(len(key)):
        if entry > 0 and key[entry] != key[entry - 1]:
            number = 0
        known = number == SOUNDS_PER_KEY
        for other in range(number):
            known = known or few[other] == sound[entry]
        if not known:
            few[number] = sound[entry]
            number += 1
            kept[entry] = True


def _any(first: Array, masks: Array) -> Array:
    """All bits of the masks of each group together; no group is empty."""
    together: Array = np.bitwise_or.reduceat(masks, first[:-1]) if len(masks) else np.zeros(0, np.uint64)
    return together


def _first(sorted_groups: Array, count: int) -> Array:
    """Where each group begins in a sorted column; one entry more than there are groups."""
    counts = np.bincount(sorted_groups, minlength=count)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)


def _write_all(write: Write, prefix: str, arrays: Mapping[str, Array]) -> None:
    for name, array in arrays.items():
        write(f"{prefix}_{name}", array)


def _bytes(heap: bytearray) -> Array:
    return np.frombuffer(heap, np.uint8)
