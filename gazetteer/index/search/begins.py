"""The kernel that finds names by how they begin, in strings that stand in alphabetical order."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import copy, inline, kernel, part
from gazetteer.index.kernel_types import Bytes, Reals, Truth, Whole, Wholes
from gazetteer.index.values import Flag

BLOCK = 64
COUNTRY_BITS = 64  # of a mask of countries
OWN_NAME = 2.5  # what a place's own name, or one in the language asked for, adds to its renown
EXACT = 100.0  # more than any renown

_MAIN = int(Flag.MAIN)
_NOT_SUGGESTED = int(Flag.CODE | Flag.MACHINE)


class Ordered(NamedTuple):
    """Strings in alphabetical order, the names that each stands for, and the places that have these names.

    The arrays `common_*` are of the beginnings that thousands of strings have: where the range of each lies, the
    positions of its best-known strings, ascending, and the greatest renown of the others.
    """

    heap: NDArray[np.uint8]
    offsets: NDArray[np.uint32]
    order: NDArray[np.uint32]
    best: NDArray[np.float32]
    block: NDArray[np.float32]
    where: NDArray[np.uint64]
    common_low: NDArray[np.uint32]
    common_high: NDArray[np.uint32]
    common_rest: NDArray[np.float32]
    common_best: NDArray[np.uint32]
    first_name: NDArray[np.uint32]
    name: NDArray[np.uint32]
    name_place: NDArray[np.uint32]
    name_flags: NDArray[np.uint16]
    name_lang: NDArray[np.uint16]
    place_country: NDArray[np.int16]
    place_renown: NDArray[np.float32]
    place_feature: NDArray[np.int16]
    place_admin1: NDArray[np.int32]
    place_admin2: NDArray[np.int32]
    place_admin3: NDArray[np.int32]
    place_admin4: NDArray[np.int32]


class Wanted(NamedTuple):
    """Which names a search takes.

    Args:
        countries: numbers of the countries to look in (int64); empty for all.
        area_countries: numbers of countries, any of which may contain the place (int64).
        areas: rows of areas, any of which may contain it as well (int64), ascending; both empty for everywhere.
        features: by feature number, whether it is wanted (bool); empty for all.
        lang: number of the language whose names go first; 0 for none.
        flags: bits, one of which a name must have; 0 for all.
        whole: only names that are just as typed.
        exact: what being the best known of those called just as typed adds to the rank.
    """

    countries: NDArray[np.int64]
    area_countries: NDArray[np.int64]
    areas: NDArray[np.int64]
    features: NDArray[np.bool_]
    lang: int
    flags: int
    whole: bool
    exact: float


@inline
def _compare(heap: Bytes, start: Any, end: Any, typed: Bytes, first: int, last: int) -> int:
    """-1 where a string comes before all that begin as typed, 1 where after them, 0 where it begins so."""
    length, size = end - start, last - first
    for position in range(min(size, length)):
        difference = np.int64(heap[start + position]) - np.int64(typed[first + position])
        if difference != 0:
            return -1 if difference < 0 else 1
    return -1 if length < size else 0


@inline
def _bound(
    heap: Bytes, offsets: Wholes, order: Wholes, typed: Bytes, first: int, last: int, low: Whole, limit: int
) -> Whole:
    """The first position in alphabetical order, not before `low`, whose comparison is at least `limit`."""
    high = len(order)
    while low < high:
        middle = (low + high) >> 1
        string = np.int64(order[middle])
        if _compare(heap, np.int64(offsets[string]), np.int64(offsets[string + 1]), typed, first, last) < limit:
            low = middle + 1
        else:
            high = middle
    return low


@inline
def _range(heap: Bytes, offsets: Wholes, order: Wholes, typed: Bytes, first: int, last: int, whole: bool) -> Any:
    """From where to where strings begin so, and whether the first is just as typed; `whole`: that one alone."""
    low = _bound(heap, offsets, order, typed, first, last, np.int64(0), 0)
    if low == len(order):
        return low, low, False
    string = np.int64(order[low])
    start, end = np.int64(offsets[string]), np.int64(offsets[string + 1])
    if _compare(heap, start, end, typed, first, last) != 0:
        return low, low, False
    exact = end - start == last - first
    if whole:
        return low, low + np.int64(exact), exact
    return low, _bound(heap, offsets, order, typed, first, last, low, 1), exact


@inline
def _among(value: Any, values: Wholes) -> bool:
    """Whether a value is one of some."""
    for one in values:  # noqa: SIM110 - numba knows no any()
        if one == value:
            return True
    return False


@inline
def _holds(row: Any, rows: Wholes) -> bool:
    """Whether a row is one of some that ascend."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) >> 1
        if rows[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low < len(rows) and rows[low] == row


@inline
def _passes(table: Ordered, wanted: Wanted, row: Any) -> bool:
    """Whether a place is of the countries, areas and kinds wanted."""
    country = np.int64(table.place_country[row])
    if len(wanted.countries) and not _among(country, wanted.countries):
        return False
    if len(wanted.features) and not wanted.features[table.place_feature[row]]:
        return False
    if not (len(wanted.areas) or len(wanted.area_countries)) or _among(country, wanted.area_countries):
        return True
    return (
        _holds(np.int64(table.place_admin1[row]), wanted.areas)
        or _holds(np.int64(table.place_admin2[row]), wanted.areas)
        or _holds(np.int64(table.place_admin3[row]), wanted.areas)
        or _holds(np.int64(table.place_admin4[row]), wanted.areas)
    )


@inline
def _insert(rows: Wholes, names: Wholes, ranks: Reals, count: Whole, row: Any, name: Any, rank: Any) -> Whole:
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


@inline
def _mask_of(wanted: Wanted) -> np.uint64:
    """The bits of the countries in which a place must be (`masks.country_bit`), all where it may be in any."""
    if len(wanted.areas) or not (len(wanted.countries) or len(wanted.area_countries)):
        return ~np.uint64(0)
    mask = np.uint64(0)
    for country in wanted.countries if len(wanted.countries) else wanted.area_countries:
        if country < 0:  # places of no country have no bit
            return ~np.uint64(0)
        mask |= np.uint64(1) << np.uint64(country % COUNTRY_BITS)
    return mask


@inline
def _common(table: Ordered, low: Whole, high: Whole) -> int:
    """Which of the common beginnings has just that range, -1 for none."""
    first, last = 0, len(table.common_low)
    while first < last:
        middle = (first + last) >> 1
        if table.common_low[middle] < low:
            first = middle + 1
        else:
            last = middle
    while first < len(table.common_low) and table.common_low[first] == low:
        if table.common_high[first] == high:
            return first
        first += 1
    return -1


@part
def _visit(
    table: Ordered,
    wanted: Wanted,
    narrow: Truth,
    string: Whole,
    exact: Truth,
    rows: Wholes,
    names: Wholes,
    ranks: Reals,
    count: Whole,
) -> Whole:
    """Put the places of a string among the found; returns how many there are."""
    # A field of a tuple that is used in a loop costs more than all else that is done there.
    first_name, string_name, name_place = table.first_name, table.name, table.name_place
    name_flags, name_lang, renown = table.name_flags, table.name_lang, table.place_renown
    lang, any_of = wanted.lang, wanted.flags
    # Of the places whose own name is just as typed, the best known.
    top, known, called = np.float32(-1), np.int64(-1), np.int64(-1)
    for entry in range(first_name[string], first_name[string + 1]):
        name = np.int64(string_name[entry])
        row = np.int64(name_place[name])
        flags = name_flags[name]
        if flags & _NOT_SUGGESTED or (any_of and not flags & any_of):
            continue
        if narrow and not _passes(table, wanted, row):
            continue
        own = flags & _MAIN or (lang and name_lang[name] == lang)
        rank = np.float32(renown[row] + OWN_NAME) if own else renown[row]
        count = _insert(rows, names, ranks, count, row, name, rank)
        if exact and own and rank > top:
            top, known, called = rank, row, name
    if known >= 0:
        count = _insert(rows, names, ranks, count, known, called, np.float32(top + wanted.exact))
    return count


@kernel
def best_of(typed: Bytes, bounds: Wholes, table: Any, wanted: Any, rows: Wholes, names: Wholes, ranks: Reals) -> Whole:
    """Fill `rows`, `names` and `ranks` with the best places whose names begin as one of the typed beginnings does.

    Args:
        typed: the bytes of the beginnings, one after the other.
        bounds: where each begins, and where the last ends.
        table: an `Ordered`.
        wanted: a `Wanted`.
        rows: filled with rows of places.
        names: filled with the rows of the names that begin so.
        ranks: filled with ranks, falling.

    Returns:
        How many there are.
    """
    heap, offsets, order, best, block = table.heap, table.offsets, table.order, table.best, table.block
    narrow = len(wanted.countries) + len(wanted.area_countries) + len(wanted.areas) + len(wanted.features) > 0
    mask = _mask_of(wanted)
    count: Whole = np.int64(0)
    most = len(rows)
    some_rows, some_names, some_ranks = np.empty_like(rows), np.empty_like(names), np.empty_like(ranks)
    for number in range(len(bounds) - 1):
        low, high, is_typed = _range(heap, offsets, order, typed, bounds[number], bounds[number + 1], wanted.whole)
        least = np.float32(-1)  # the last of the best is known to be no worse
        common = _common(table, low, high)
        if common >= 0:
            # The best-known strings alone, in the order in which all of them would be looked at.
            copy(rows, 0, count, some_rows, 0)
            copy(names, 0, count, some_names, 0)
            copy(ranks, 0, count, some_ranks, 0)
            some = count
            if is_typed and table.common_best[common, 0] != low:
                string = np.int64(order[low])
                some = _visit(table, wanted, narrow, string, is_typed, some_rows, some_names, some_ranks, some)
            for position in table.common_best[common]:
                string, exact = np.int64(order[position]), is_typed and position == low
                some = _visit(table, wanted, narrow, string, exact, some_rows, some_names, some_ranks, some)
            if some == most:
                least = some_ranks[most - 1]
                if table.common_rest[common] + OWN_NAME < least:
                    copy(some_rows, 0, some, rows, 0)
                    copy(some_names, 0, some, names, 0)
                    copy(some_ranks, 0, some, ranks, 0)
                    count = some
                    continue
        position = low
        while position < high:
            floor = ranks[most - 1] if count == most else np.float32(-1)
            if position % BLOCK == 0:
                bound = block[position // BLOCK] + OWN_NAME
                if bound <= floor or bound < least or not table.where[position // BLOCK] & mask:
                    position += BLOCK
                    continue
            string = np.int64(order[position])
            exact = is_typed and position == low
            bound = best[position] + OWN_NAME
            position += 1
            if (bound <= floor or bound < least) and not exact:
                continue
            count = _visit(table, wanted, narrow, string, exact, rows, names, ranks, count)
    return count
