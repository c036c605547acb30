"""Names to arrays: one row a name of a place, grouped by place, a place's own name first, then by text and language."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gazetteer.index.build.places import PlacePart, row_of
from gazetteer.index.build.sorting import compare_texts, gather, sort_runs
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bytes, Truths, Wholes
from gazetteer.index.records.years import first_day, last_day
from gazetteer.index.store import Array
from gazetteer.index.texts import Interner, Texts, compact
from gazetteer.index.values import NONE, Flag
from gazetteer.model import ABBREVIATION
from gazetteer.sources.records import NameRecord, Progress, no_progress


@dataclass(frozen=True, slots=True)
class NamePart:
    """What the build knows of names once they are read: arrays, and languages by number.

    LATIN and MACHINE are not yet among the flags: they are known when the names are read in Latin letters.
    """

    arrays: dict[str, Array]
    languages: list[str]

    def __len__(self) -> int:
        return len(self.arrays["name_place"])


@dataclass(frozen=True, slots=True)
class _Entries:
    """Names as they come, the places' own first: rows of places, texts, languages, kinds of code, flags, years."""

    place: Array
    heap: Array
    offset: Array
    lang: Array
    code: Array
    flags: Array
    dated: list[tuple[int, int, int]]


def build_names(
    places: PlacePart, names: Iterable[NameRecord], words: Interner, progress: Progress = no_progress
) -> NamePart:
    """Turn names into arrays; names of unknown places and repeated ones are left out, the first of them counts.

    Args:
        places: what the names belong to.
        names: of the source.
        words: takes in years and kinds of code.
        progress: told of each step.
    """
    languages, codes = Interner(), Interner()
    entries = _read(places, names, languages, codes, words)
    progress("sorting names", 0, None)
    place, heap, offset = entries.place, entries.heap, entries.offset
    count = len(places.arrays["place_id"])
    order, first = _grouped(place, count)
    ranks = _ranks(languages)[entries.lang] * np.uint32(len(codes)) + _ranks(codes)[entries.code]
    sort_runs(heap, offset, ranks, np.stack((first[:-1] + 1, first[1:]), axis=1), order)
    order = order[_distinct(heap, offset, ranks, first, order)]
    name_heap, name_offset = gather(heap, offset, order)
    name_place = place[order].astype(np.uint32)
    number = np.full(len(place), NONE, np.int64)
    number[order] = np.arange(len(order))
    dated = np.array(entries.dated, np.int64).reshape(-1, 3)
    dated[:, 0] = number[dated[:, 0]]
    dated = dated[dated[:, 0] != NONE]
    dated = dated[np.argsort(dated[:, 0])].astype(np.uint32)
    name_code = entries.code[order]
    coded = np.flatnonzero(name_code)
    word_of_code = np.array([words(code) for code in codes.texts()], np.uint32)
    texts = words.texts()
    arrays: dict[str, Array] = {
        "name_place": name_place,
        "name_heap": name_heap,
        "name_offset": compact(name_offset),
        "name_lang": entries.lang[order],
        "name_flags": entries.flags[order],
        "place_first_name": np.searchsorted(name_place, np.arange(count + 1)).astype(np.uint32),
        "coded_name": coded.astype(np.uint32),
        "coded_kind": word_of_code[name_code[coded]],
        "dated_name": dated[:, 0],
        "dated_since": dated[:, 1],
        "dated_until": dated[:, 2],
        "dated_first": np.array([first_day(texts[word]) for word in dated[:, 1].tolist()], np.uint32),
        "dated_last": np.array([last_day(texts[word]) for word in dated[:, 2].tolist()], np.uint32),
    }
    return NamePart(arrays, languages.texts())


def _read(
    places: PlacePart, names: Iterable[NameRecord], languages: Interner, codes: Interner, words: Interner
) -> _Entries:
    texts = Texts()
    of, lang, code, flags = array("q"), array("H"), array("H"), array("H")
    dated: list[tuple[int, int, int]] = []
    own = len(places.main_offset) - 1
    for r in names:
        text = r.text.strip()
        if not text:
            continue
        if r.since or r.until:
            dated.append((own + len(of), words(r.since), words(r.until)))
        of.append(r.place)
        texts.append(text)
        lang.append(languages(r.lang))
        code.append(codes(r.code))
        flags.append(_flags(r))
    heap, offset = texts.arrays()
    rows = row_of(places.arrays["place_id"], np.frombuffer(of, np.int64))
    none, main = np.zeros(own, np.uint16), np.full(own, Flag.MAIN, np.uint16)
    return _Entries(
        place=np.concatenate([np.arange(own, dtype=np.int32), rows.astype(np.int32)]),
        heap=np.concatenate([places.main_heap, heap]),
        offset=np.concatenate([places.main_offset[:-1], offset + places.main_offset[-1]]),
        lang=np.concatenate([none, np.frombuffer(lang, np.uint16)]),
        code=np.concatenate([none, np.frombuffer(code, np.uint16)]),
        flags=np.concatenate([main, np.frombuffer(flags, np.uint16)]),
        dated=dated,
    )


def _flags(record: NameRecord) -> int:
    flags = 0
    if record.preferred:
        flags |= _PREFERRED
    if record.short:
        flags |= _SHORT
    if record.colloquial:
        flags |= _COLLOQUIAL
    if record.historic or record.until:
        flags |= _HISTORIC
    if record.lang == ABBREVIATION or record.code:
        flags |= _CODE
    if record.own:
        flags |= _OWN
    return flags


# Plain integers: a flag's own `|` takes longer than all else that is done with a record.
_PREFERRED, _SHORT, _COLLOQUIAL = int(Flag.PREFERRED), int(Flag.SHORT), int(Flag.COLLOQUIAL)
_HISTORIC, _CODE, _OWN = int(Flag.HISTORIC), int(Flag.CODE), int(Flag.OWN)


def _ranks(interned: Interner) -> Array:
    """By number, the place of a text among all in order (uint32); the empty text is the first."""
    texts = interned.texts()
    ranks = np.empty(len(texts), np.uint32)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return ranks


def _grouped(place: Array, count: int) -> tuple[Array, Array]:
    """Entries by place, in the order of their coming, and where each place's begin; those of no place are left out."""
    first = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(place[place != NONE], minlength=count), out=first[1:])
    order = np.empty(int(first[-1]), np.int64)
    _deal(place, first[:-1].copy(), order)
    return order, first


@kernel
def _deal(place: Wholes, next_place: Wholes, order: Wholes) -> None:
    for entry in range(len(place)):
        row = place[entry]
        if row >= 0:
            order[next_place[row]] = entry
            next_place[row] += 1


@kernel
def _distinct(heap: Bytes, offset: Wholes, ranks: Wholes, first: Wholes, order: Wholes) -> Truths:
    """Which entries to keep: each place's first, and each that differs from the one before it and from the first."""
    keep = np.ones(len(order), np.bool_)
    for row in range(len(first) - 1):
        main = order[first[row]]
        for number in range(first[row] + 1, first[row + 1]):
            one, before = order[number], order[number - 1]
            same = ranks[one] == ranks[before] and compare_texts(heap, offset, one, before) == 0
            if same or (ranks[one] == ranks[main] and compare_texts(heap, offset, one, main) == 0):
                keep[number] = False
    return keep
