"""Suggestions while somebody types: the places that have a name which begins so, the best known first.

Keys are kept in alphabetical order, each with the fame of its best-known place, and every block of keys with the
greatest fame in it; so the best of a long range are found by looking at its best blocks alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from gazetteer.errors import QueryError
from gazetteer.index.build_keys import SUGGEST_BLOCK
from gazetteer.index.build_names import Flag
from gazetteer.index.opened import Index
from gazetteer.index.places import Kind
from gazetteer.matching.context import country_number
from gazetteer.model import CANDIDATE_LIMIT, Suggestion
from gazetteer.text import fold, native_key, normalise
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import is_latin

KEYS_LOOKED_AT = 400  # the best-known keys of the range, until the list is full
NAMES_PER_KEY = 16
OWN_NAME = 2.0  # what a place's own name, or one in the language asked for, adds to its fame
AREA_LESS = 0.25  # what an admin area has less: of a town and a region as well known, people mean the town
_AFTER_ALL_LETTERS = "{"  # the byte after z, the last letter of a key


def suggest(
    index: Index, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int = 10
) -> list[Suggestion]:
    """Places with a name that begins as typed; arguments as in `Gazetteer.suggest`."""
    if not 1 <= limit <= CANDIDATE_LIMIT:
        raise QueryError(f"limit is {limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
    text = normalise(prefix)
    countries = {country_number(index, code) for code in country}
    columns, places = index.columns, index.places
    latin, native = is_latin(text), native_key(text)
    found: dict[int, tuple[tuple[bool, float], str]] = {}
    for key in _best_keys(index, [reading.key for reading in readings(text, lang)] or [fold(text)]):
        first, last = columns.key_first_name[key : key + 2].tolist()
        for name in columns.key_name[first : min(last, first + NAMES_PER_KEY)].tolist():
            row = int(columns.name_place[name])
            if columns.name_flags[name] & (Flag.CODE | Flag.MACHINE):
                continue
            if countries and int(columns.place_country[row]) not in countries:
                continue
            shown = places.name_texts[name]
            same_script = native_key(shown).startswith(native) or (latin and is_latin(shown))
            own = bool(columns.name_flags[name] & Flag.MAIN) or (lang and places.known_name(name).name.lang == lang)
            worth = float(columns.place_fame[row]) + (OWN_NAME if own else 0.0)
            if places.kinds[columns.place_feature[row]] == Kind.AREA:
                worth -= AREA_LESS
            rank = (same_script, worth)
            if row not in found or rank > found[row][0]:
                found[row] = (rank, shown)
    best = sorted(found.items(), key=lambda item: (*(-part for part in item[1][0]), item[0]))[:limit]
    return [Suggestion(places.place(row, lang), shown) for row, (_rank, shown) in best]


def _best_keys(index: Index, prefixes: Sequence[str]) -> list[int]:
    """The keys that begin with one of the prefixes, those of better-known places first."""
    arrays = index.store.arrays
    order, fame, blocks = arrays["prefix_key"], arrays["prefix_fame"], arrays["prefix_block"]
    heap: list[tuple[float, int, int]] = []
    for prefix in dict.fromkeys(prefixes):
        low = bisect_left(order, prefix, key=index.keys.text)
        high = bisect_left(order, prefix + _AFTER_ALL_LETTERS, low, key=index.keys.text)
        for block in range(low // SUGGEST_BLOCK, -(-high // SUGGEST_BLOCK)):
            start, end = max(low, block * SUGGEST_BLOCK), min(high, (block + 1) * SUGGEST_BLOCK)
            heap.append((-float(blocks[block]), start, end))
    heapify(heap)
    out: dict[int, None] = {}
    while heap and len(out) < KEYS_LOOKED_AT:
        worth, start, end = heappop(heap)
        if end == start + 1 and -float(fame[start]) <= worth:
            out[int(order[start])] = None
            continue
        for position in range(start, end):
            heappush(heap, (-float(fame[position]), position, position + 1))
    return list(out)
