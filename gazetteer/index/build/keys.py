"""Keys: the folded Latin readings by which names are found, and the sounds of the keys.

A name has as many keys as it has readings; an admin area is also found by its name without the generic words
("Kharkiv" for "Kharkiv Oblast"). Equal keys of all places are one string in one sorted table.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gazetteer.index.build.letter_columns import build_columns
from gazetteer.index.build.long_words import build_long_words
from gazetteer.index.build.name_keys import NameKeys
from gazetteer.index.build.names import NamePart
from gazetteer.index.build.neighbours import build_neighbours
from gazetteer.index.build.places import PlacePart
from gazetteer.index.build.prefixes import ordered
from gazetteer.index.build.sounds import Write, write_sounds
from gazetteer.index.build.walk import walk_arrays
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bytes, Truths, Wholes
from gazetteer.index.store import Array
from gazetteer.index.strings import sort_strings
from gazetteer.index.values import Flag
from gazetteer.sources.records import Progress

_NOT_ASCII, _A, _Z = 128, ord("A"), ord("Z")


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
    table, key_of = sort_strings(
        np.frombuffer(read.take("key_heap"), np.uint8), np.frombuffer(read.take("key_length"), np.uint16)
    )
    concepts = np.empty(len(table), np.uint32)
    concepts[key_of] = np.frombuffer(read.take("concepts"), np.uint32)
    write("key_concepts", concepts)
    for part, array in table.arrays().items():
        write(f"key_{part}", array)
    for part, array in walk_arrays(table.heap, table.offsets, unparted=False).items():
        write(f"walk_{part}", array)
    name = np.frombuffer(read.take("of"), np.uint32)
    place = names.arrays["name_place"][name]
    fame = places.arrays["place_fame"][place]
    order = np.lexsort((name, -fame, key_of)).astype(np.uint32)
    first = _first(key_of[order], len(table))
    write("key_first_name", first)
    write("key_name", name[order])
    write("key_tie", np.frombuffer(read.take("ties"), np.uint8)[order])
    write("pair_heard", np.frombuffer(read.heard, np.uint8)[order])
    place = place[order]
    where, what = _any(first, places.where[place]), _any(first, places.what[place])
    greatest = np.maximum.reduceat(known[place], first[:-1]) if len(table) else known[:0]
    del place, fame, name, key_of
    progress("ordering keys", 0, None)
    _write_all(write, "prefix", ordered(table, greatest, where))
    progress("indexing the letters of keys", 0, None)
    _write_all(write, "key_fuzzy", build_columns(table, where, what))
    del greatest, where, what
    progress("keying sounds", 0, None)
    write_sounds(first, order, read, write)
    del first, order
    progress("indexing the neighbours of keys", 0, None)
    _write_all(write, "key_fuzzy", build_neighbours(table))
    progress("indexing the words of long keys", 0, None)
    _write_all(write, "long_word", build_long_words(table))


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
