"""Finding names by how they begin: the best known among thousands that begin alike.

Strings are in alphabetical order, so those that begin alike are one range; with each string stands the renown of
its best-known place, and with every block of strings the greatest renown in it, so most of a long range is skipped.
Names in Latin letters are found by the keys of `build_keys`; those of other scripts by their letters as they are
written, which this module adds to the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gazetteer.index.build_names import NamePart
from gazetteer.index.enums import Flag
from gazetteer.index.heap import TextHeap
from gazetteer.index.jit import inline, kernel
from gazetteer.index.runs import sort_runs
from gazetteer.index.store import Array
from gazetteer.index.strings import StringTable, encode, sort_strings
from gazetteer.text import native_key

BLOCK = 64
OWN_NAME = 2.5  # what a place's own name, or one in the language asked for, adds to its renown
MANY_NAMES = 100  # more say only that a place is a country, whose name is known in every language
EXACT = 100.0  # what being the best known of those called just as typed adds: more than any renown
ANY_FLAGS = 0
_WORD = 8  # bytes that are compared as one number

_MAIN, _LATIN = int(Flag.MAIN), int(Flag.LATIN)
_NOT_SUGGESTED = int(Flag.CODE | Flag.MACHINE)
_STRINGS = ("heap", "offsets")
_COLUMNS = ("name_place", "name_flags", "name_lang", "place_country", "place_renown")


@dataclass(frozen=True, slots=True)
class Begun:
    """A place with a name that begins as typed: its row, the row of that name, and its rank, the greater the better."""

    place: int
    name: int
    rank: float


class Prefixes:
    """Search by the beginnings of names in an opened index.

    Args:
        arrays: those of the index.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        columns = tuple(arrays[name] for name in _COLUMNS)
        self._latin = (
            *(arrays[f"key_{name}"] for name in _STRINGS),
            *(arrays[f"prefix_{name}"] for name in ("order", "best", "block")),
            *(arrays[f"key_{name}"] for name in ("first_name", "name")),
            *columns,
        )
        self._native = (
            *(arrays[f"native_{name}"] for name in (*_STRINGS, "order", "best", "block", "first_name", "name")),
            *columns,
        )

    def latin(self, key: str, countries: Array, lang: int, most: int, *, any_script: bool = False) -> list[Begun]:
        """Names whose folded Latin reading begins so.

        Args:
            key: the beginning, folded.
            countries: numbers of the countries to look in; empty for all.
            lang: number of the language whose names go first; 0 for none.
            most: how many places.
            any_script: names of other scripts too.

        Returns:
            Each place once, the best rank first.
        """
        return _begun(self._latin, key, countries, lang, most, ANY_FLAGS if any_script else _LATIN)

    def native(self, key: str, countries: Array, lang: int, most: int) -> list[Begun]:
        """Names in scripts other than Latin whose letters begin so; arguments as for `latin`, `key` a native key."""
        return _begun(self._native, key, countries, lang, most, ANY_FLAGS)


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
def _first_words(heap: Any, offsets: Any, words: Any) -> None:
    """The first bytes of each string as one number, so that numbers compare as the bytes do."""
    for number in range(len(words)):
        start = np.int64(offsets[number])
        size = np.int64(offsets[number + 1]) - start
        word = np.uint64(0)
        for place in range(_WORD):
            byte = np.uint64(heap[start + place]) if place < size else np.uint64(0)
            word = (word << np.uint64(8)) | byte
        words[number] = word


def _begun(arrays: Sequence[Array], key: str, countries: Array, lang: int, most: int, flags: int) -> list[Begun]:
    rows, names, ranks = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.float32)
    typed = np.frombuffer(encode(key), np.uint8)
    best: Any = _best
    count = best(typed, *arrays, countries, lang, flags, rows, names, ranks)
    found = zip(rows[:count].tolist(), names[:count].tolist(), ranks[:count].tolist(), strict=True)
    return [Begun(*one) for one in found]


@inline
def _compare(typed: Any, heap: Any, start: Any, end: Any) -> Any:
    """-1 where a string comes before all that begin as typed, 1 where after them, 0 where it begins so."""
    length = end - start
    for position in range(min(len(typed), length)):
        difference = np.int64(heap[start + position]) - np.int64(typed[position])
        if difference != 0:
            return -1 if difference < 0 else 1
    return -1 if length < len(typed) else 0


@inline
def _bound(typed: Any, heap: Any, offsets: Any, order: Any, limit: Any) -> Any:
    """The first position in alphabetical order whose comparison is at least `limit`."""
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) >> 1
        string = np.int64(order[middle])
        if _compare(typed, heap, np.int64(offsets[string]), np.int64(offsets[string + 1])) < limit:
            low = middle + 1
        else:
            high = middle
    return low


@inline
def _among(value: Any, values: Any) -> Any:
    """Whether a value is one of some."""
    for one in values:  # noqa: SIM110 - numba knows no any()
        if one == value:
            return True
    return False


@inline
def _insert(rows: Any, names: Any, ranks: Any, count: Any, row: Any, name: Any, rank: Any) -> Any:
    """Put a place among the found, the best first; each place once, with its best name. Returns how many there are."""
    last = count
    for position in range(count):
        if rows[position] == row:
            if ranks[position] >= rank:
                return count
            last = position
            break
    else:
        if count < len(rows):
            count += 1
        elif ranks[count - 1] >= rank:
            return count
        else:
            last = count - 1
    while last > 0 and ranks[last - 1] < rank:
        rows[last], names[last], ranks[last] = rows[last - 1], names[last - 1], ranks[last - 1]
        last -= 1
    rows[last], names[last], ranks[last] = row, name, rank
    return count


@kernel
def _best(
    typed: Any,
    heap: Any,
    offsets: Any,
    order: Any,
    best: Any,
    blocks: Any,
    first_name: Any,
    string_name: Any,
    name_place: Any,
    name_flags: Any,
    name_lang: Any,
    place_country: Any,
    place_renown: Any,
    countries: Any,
    lang: Any,
    flags: Any,
    rows: Any,
    names: Any,
    ranks: Any,
) -> Any:
    """Fill `rows`, `names` and `ranks` with the best places of the range; returns how many there are."""
    low = _bound(typed, heap, offsets, order, 0)
    high = _bound(typed, heap, offsets, order, 1)
    count, most = 0, len(rows)
    position = low
    while position < high:
        floor = ranks[most - 1] if count == most else np.float32(-1)
        if position % BLOCK == 0 and blocks[position // BLOCK] + OWN_NAME <= floor:
            position += BLOCK
            continue
        string = np.int64(order[position])
        exact = position == low and np.int64(offsets[string + 1]) - np.int64(offsets[string]) == len(typed)
        position += 1
        if best[position - 1] + OWN_NAME <= floor and not exact:
            continue
        top, known, called = (
            np.float32(-1),
            np.int64(-1),
            np.int64(-1),
        )  # of the places whose own name is just as typed, the best known
        for entry in range(first_name[string], first_name[string + 1]):
            name = np.int64(string_name[entry])
            row = np.int64(name_place[name])
            if name_flags[name] & _NOT_SUGGESTED or (flags and not name_flags[name] & flags):
                continue
            if len(countries) and not _among(place_country[row], countries):
                continue
            own = name_flags[name] & _MAIN or (lang and name_lang[name] == lang)
            rank = np.float32(place_renown[row] + OWN_NAME) if own else place_renown[row]
            count = _insert(rows, names, ranks, count, row, name, rank)
            if exact and own and rank > top:
                top, known, called = rank, row, name
        if known >= 0:
            count = _insert(rows, names, ranks, count, known, called, np.float32(top + EXACT))
    return count
