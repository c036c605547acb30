"""Keys: the folded Latin readings by which names are found, and the sounds of the keys.

A name has as many keys as it has readings; an admin area is also found by its name without the generic words
("Kharkiv" for "Kharkiv Oblast"). Equal keys of all places are one string in one sorted table.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from multiprocessing import get_context

import numpy as np

from gazetteer.index.build_names import Flag, NamePart
from gazetteer.index.build_places import PlacePart
from gazetteer.index.fuzzy import build_fuzzy
from gazetteer.index.masks import class_bit, concept_bits
from gazetteer.index.store import Array
from gazetteer.index.strings import StringTable, build_strings
from gazetteer.lexicon.generic import canonical, phrase
from gazetteer.sources.records import Progress
from gazetteer.translit.readings import readings
from gazetteer.translit.sound import depth2, orthographies_for_country, sounds

SOUNDS_PER_KEY = 4
_CHUNK = 8_000
_LEAST_CHUNKS = 4


class Tie(IntEnum):
    """How a key belongs to a name: its first reading, a further one, or the name without its generic words."""

    READING = 0
    FURTHER = 1
    CORE = 2


_Task = list[tuple[str, str, str, bool, bool]]
_Read = list[tuple[int, str, tuple[bytes, ...]]]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """One entry a pair of key and name: key texts, name rows, ties, and the sounds (k1) of key texts."""

    texts: list[str]
    names: list[int]
    ties: list[int]
    sounds: dict[str, dict[bytes, None]]


def build_keys(places: PlacePart, names: NamePart, progress: Progress) -> dict[str, Array]:
    """The arrays of the exact, spelling and sound searches."""
    pairs = _read(places, names, progress)
    progress("sorting keys", 0, None)
    table, key_of = build_strings(pairs.texts)
    fame = places.arrays["place_fame"]
    place_of_name = names.arrays["name_place"]
    name = np.array(pairs.names, np.int64)
    place = place_of_name[name]
    order = np.lexsort((name, -fame[place], key_of))
    key_of, name, place = key_of[order], name[order], place[order]
    arrays = _prefixed("key", table.arrays())
    arrays["key_first_name"] = _first(key_of, len(table))
    arrays["key_name"] = name.astype(np.uint32)
    arrays["key_tie"] = np.array(pairs.ties, np.uint8)[order]
    arrays["key_concepts"] = np.fromiter((concept_bits(table.text(key)) for key in range(len(table))), np.uint32)
    where, what = _any(key_of, places.where[place], len(table)), _any(key_of, places.what[place], len(table))
    arrays |= _prefixed("key_fuzzy", build_fuzzy(table, where, what))
    progress("keying sounds", 0, None)
    arrays |= _sound_arrays(table, pairs, where, what)
    return arrays


def _read(places: PlacePart, names: NamePart, progress: Progress) -> _Pairs:
    """Read all names, on all cores."""
    is_area = (places.what & np.uint64(class_bit("A"))) != 0
    tasks = [
        [
            (text, lang, places.country_of[row], bool(is_area[row]), bool(flags & Flag.LATIN))
            for row, text, lang, flags in names.rows[start : start + _CHUNK]
        ]
        for start in range(0, len(names.rows), _CHUNK)
    ]
    pairs = _Pairs([], [], [], {})
    for chunk, read in enumerate(_spread(read_names, tasks)):
        progress("reading names", chunk * _CHUNK, len(names.rows))
        for number, keyed in enumerate(read, chunk * _CHUNK):
            for tie, key, heard in keyed:
                pairs.texts.append(key)
                pairs.names.append(number)
                pairs.ties.append(tie)
                known = pairs.sounds.setdefault(key, {})
                if len(known) < SOUNDS_PER_KEY:
                    known.update(dict.fromkeys(heard))
    progress("reading names", len(names.rows), len(names.rows))
    return pairs


def _spread(work: Callable[[_Task], list[_Read]], tasks: list[_Task]) -> Iterator[list[_Read]]:
    """Do tasks in order; on several cores where there are enough of them."""
    cores = os.cpu_count() or 1
    if cores == 1 or len(tasks) < _LEAST_CHUNKS:
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        yield from pool.map(work, tasks)


def read_names(task: _Task) -> list[_Read]:
    """The keys of names, and their sounds.

    Args:
        task: of each name its text, language, country, whether it is an area's, and whether it is in Latin letters.

    Returns:
        For each name its keys, each with how it belongs to the name and how it sounds.
    """
    out: list[_Read] = []
    for text, lang, country, is_area, latin in task:
        orthographies = orthographies_for_country(country) if latin else ("en",)
        keyed: dict[str, tuple[int, str, tuple[bytes, ...]]] = {}
        for tie, reading, key in _keys(text, lang, country, is_area=is_area):
            if key and key not in keyed:
                keyed[key] = (int(tie), key, sounds(reading, orthographies))
        out.append(list(keyed.values()))
    return out


def _keys(text: str, lang: str, country: str, *, is_area: bool) -> Iterator[tuple[Tie, str, str]]:
    for number, reading in enumerate(readings(text, lang or None, country or None)):
        yield (Tie.FURTHER if number else Tie.READING), reading.latin, reading.key
        yield Tie.FURTHER, reading.latin, canonical(reading.key)
    if is_area and len(text) > 3:
        core = phrase(text, lang or None).core
        if core and core != text:
            for reading in readings(core, lang or None, country or None):
                yield Tie.CORE, reading.latin, reading.key


def _sound_arrays(table: StringTable, pairs: _Pairs, where: Array, what: Array) -> dict[str, Array]:
    """Tables of distinct depth 1 and depth 2 sounds, and which keys have them."""
    keyed: list[int] = []
    first: list[bytes] = []
    for text, found in pairs.sounds.items():
        key = table.find(text)
        for sound in list(found)[:SOUNDS_PER_KEY]:
            keyed.append(key)
            first.append(sound)
    keys = np.array(keyed, np.int64)
    near, near_of = build_strings(first)
    order = np.argsort(keys, kind="stable")
    arrays = _prefixed("near", near.arrays())
    arrays["key_first_near"] = _first(keys[order], len(table))
    arrays["key_near"] = near_of[order].astype(np.uint32)
    broad, broad_of = build_strings([depth2(sound) for sound in first])
    order = np.lexsort((keys, broad_of))
    arrays |= _prefixed("broad", broad.arrays())
    arrays["broad_first_key"] = _first(broad_of[order], len(broad))
    arrays["broad_key"] = keys[order].astype(np.uint32)
    arrays |= _prefixed(
        "broad_fuzzy",
        build_fuzzy(broad, _any(broad_of, where[keys], len(broad)), _any(broad_of, what[keys], len(broad))),
    )
    return arrays


def _any(groups: Array, masks: Array, count: int) -> Array:
    """All bits of each group's masks together."""
    out = np.zeros(count, np.uint64)
    np.bitwise_or.at(out, groups, masks)
    return out


def _first(sorted_groups: Array, count: int) -> Array:
    """Where each group begins in a sorted column; one entry more than there are groups."""
    return np.searchsorted(sorted_groups, np.arange(count + 1)).astype(np.uint32)


def _prefixed(prefix: str, arrays: dict[str, Array]) -> dict[str, Array]:
    return {f"{prefix}_{name}": array for name, array in arrays.items()}
