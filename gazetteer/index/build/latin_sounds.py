"""Sounds of names in a kernel, by the rules of orthographies as `latin_tables` has them."""

from __future__ import annotations

from typing import Any

import numpy as np

from gazetteer.index.build.latin_room import LatinScratch
from gazetteer.index.build.latin_tables import LatinTables
from gazetteer.index.jit import inline, part
from gazetteer.index.kernel_types import Bytes, Truth, Whole, Wholes


@inline
def _beside(tables: LatinTables, rule: Whole, side: int, some: Truth, symbol: Whole) -> bool:
    """Whether what stands on one side of a spelling is as its rule has it; `some`: whether anything stands there."""
    wanted = tables.sides[rule, side]
    if wanted < 0:
        return True
    if some and tables.classes[wanted, symbol]:
        return True
    return tables.edges[rule, side] and not (some and tables.word[symbol])


@part
def _rule_at(tables: LatinTables, orthography: Whole, spelt: Wholes, number: int, place: int) -> Whole:
    """The first rule whose spelling stands at a place of a text, -1 for none."""
    symbol = spelt[place]
    for rule in range(tables.rules[orthography, symbol, 0], tables.rules[orthography, symbol, 1]):
        first, last = tables.rest[rule, 0], tables.rest[rule, 1]
        beyond = place + 1 + last - first
        if beyond > number:
            continue
        same = True
        for at in range(first, last):
            if tables.symbols[at] != spelt[place + 1 + at - first]:
                same = False
                break
        if not same:
            continue
        before, after = place > 0, beyond < number
        if _beside(tables, rule, 0, before, spelt[place - 1] if before else 0) and _beside(
            tables, rule, 1, after, spelt[beyond] if after else 0
        ):
            return np.int64(rule)
    return np.int64(-1)


@inline
def _say(tables: LatinTables, start: Whole, end: Whole, sounds: Bytes, first: Whole, out: Whole) -> Whole:
    """Writes codes, none twice in a row; returns where they end."""
    for at in range(start, end):
        if out == first or sounds[out - 1] != tables.heap[at]:
            sounds[out] = tables.heap[at]
            out += 1
    return out


@part
def _sound(
    tables: LatinTables, orthography: Whole, text: Wholes, number: int, spelt: Wholes, sounds: Bytes, first: Whole
) -> Any:
    """Writes the sound of a text in an orthography from `first` on; returns where it ends."""
    for place in range(number):
        symbol = tables.lower[text[place]]
        spelt[place] = tables.bare[symbol] if tables.bare_first[orthography] else symbol
    out: Any = np.int64(first)
    place = 0
    while place < number:
        rule = _rule_at(tables, orthography, spelt, number, place)
        if rule >= 0:
            out = _say(tables, tables.said[rule, 0], tables.said[rule, 1], sounds, first, out)
            place += 1 + tables.rest[rule, 1] - tables.rest[rule, 0]
        else:
            start, end = tables.spelt[orthography, spelt[place], 0], tables.spelt[orthography, spelt[place], 1]
            out = _say(tables, start, end, sounds, first, out)
            place += 1
    return out


@part
def hear(tables: LatinTables, spoken: Wholes, text: Wholes, number: int, work: LatinScratch) -> int:
    """Writes the distinct sounds of a text in some orthographies; returns how many."""
    count = 0
    first: Any = np.int64(0)
    for orthography in spoken:
        if orthography < 0:
            break
        end = _sound(tables, orthography, text, number, work.spelt, work.sounds, first)
        known = end == first
        for other in range(count):
            known = known or equal(work.sounds, work.bounds[other], work.bounds[other + 1], work.sounds, first, end)
        if not known:
            work.bounds[count] = first
            count += 1
            work.bounds[count] = end
            first = end
    return count


@part
def equal(one: Bytes, start: Whole, end: Whole, other: Bytes, first: Whole, last: Whole) -> bool:
    """Whether two stretches of bytes are the same."""
    if end - start != last - first:
        return False
    for place in range(end - start):  # noqa: SIM110 - numba knows no all()
        if one[start + place] != other[first + place]:
            return False
    return True
