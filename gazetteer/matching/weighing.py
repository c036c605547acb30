"""Weighing: from the keys found to the places that they may mean, each with its evidence and its utility.

A kernel, since it runs for every query: it walks from each key to the names and places that have it, and keeps the
places that the model likes best.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.jit import copy, inline, kernel, prefetch
from gazetteer.index.kernel_types import Bytes, Reals, Truths, Whole, Wholes
from gazetteer.index.values import PlaceKind
from gazetteer.matching.compare import COMPARED, FITTING, Compared, Fitting, compare
from gazetteer.matching.evidence import (
    may_fit,
    take_bearings,
    take_fit,
    write_context,
    write_fame,
    write_kind,
    write_likeness,
    write_name,
    write_reading,
    write_slips,
)
from gazetteer.matching.features import KIND_BIT, Evidence, Row
from gazetteer.matching.known import AskedName, Known
from gazetteer.matching.own_names import stand_behind, yield_own_names, yield_to_towns

CANDIDATES = 60  # places kept for the model
NAMES_PER_KEY = 64  # names looked at for a key that is merely alike
NAMES_IF_EXACT = 512  # for an equal key
NAMES_IN_CONTEXT = 50_000  # for an equal key, where a context tells the names apart
FEW_KEYS = 8  # of which nothing is asked ahead
FEATURES = len(Evidence)
ROW = len(Row)


@inline
def _worth(row: Reals, weights: Reals) -> float:
    worth = 0.0
    for feature in range(FEATURES):
        worth += weights[feature] * row[feature]
    return worth


@inline
def _slot(rows: Wholes, utility: Reals, count: int, place: Whole, worth: float) -> int:
    """Where to keep a place: in its own slot, a free one, or that of the least; -1 where it is not worth it."""
    least = 0
    for other in range(count):
        if rows[other, Row.PLACE] == place:
            return other if worth > utility[other] else -1
        if utility[other] < utility[least]:
            least = other
    if count < CANDIDATES:
        return count
    return least if worth > utility[least] else -1


@inline
def _unsettled(named: Truths, kinds: Bytes) -> bool:
    """Whether the query's generic words speak of a river or an airport, not of a town or an area."""
    unsettled = len(named) > 0
    for feature in range(len(named)):
        unsettled = unsettled and not (named[feature] and kinds[feature] != PlaceKind.OTHER)
    return unsettled


@inline
def _fetch(keys: Wholes, columns: EvidenceColumns) -> None:
    """Ask memory for what is read of the names and places of some keys.

    They lie all over arrays of tens of megabytes: read one after the other, each would be waited for.
    """
    for hit in range(len(keys)):
        first, last = np.int64(columns.key_first_name[keys[hit]]), np.int64(columns.key_first_name[keys[hit] + 1])
        for entry in range(first, min(last, first + NAMES_PER_KEY)):
            name = np.int64(columns.key_name[entry])
            prefetch(columns.name_place, name)
            prefetch(columns.name_flags, name)
            prefetch(columns.name_native, name)
            prefetch(columns.name_marks, name)
    for hit in range(len(keys)):
        first, last = np.int64(columns.key_first_name[keys[hit]]), np.int64(columns.key_first_name[keys[hit] + 1])
        for entry in range(first, min(last, first + NAMES_PER_KEY)):
            place = np.int64(columns.name_place[columns.key_name[entry]])
            prefetch(columns.place_feature, place)
            prefetch(columns.place_country, place)
            prefetch(columns.place_fame, place)
            prefetch(columns.place_first_name, place)


@inline
def _weigh(
    keys: Wholes, alike: Reals, forms: Wholes, columns: EvidenceColumns, kinds: Bytes, asked: AskedName, known: Known,
    reading: Reals, weights: Reals, strict: bool, out: Any,
) -> int:  # fmt: skip
    """Weigh the places that have one of the keys, and keep the best; returns how many."""
    rows, sound, evidence, utility = out
    narrowed = len(known.countries) > 0 or len(known.ends) > 0 or known.km > 0
    unsettled = _unsettled(known.named, kinds)
    row = np.zeros(FEATURES, np.float64)
    count = 0
    for hit in range(len(keys)):
        key, ratios, fitting = keys[hit], alike[hit], forms[hit]
        exact = ratios[Compared.STRING] == 1.0
        first, last = np.int64(columns.key_first_name[key]), np.int64(columns.key_first_name[key + 1])
        enough = NAMES_IF_EXACT if exact else NAMES_PER_KEY
        for entry in range(first, min(last, first + (NAMES_IN_CONTEXT if narrowed else enough))):
            name = np.int64(columns.key_name[entry])
            if not may_fit(columns.name_flags[name], asked, exact, fitting[Fitting.FORM]):
                continue
            place = np.int64(columns.name_place[name])
            bearings = take_bearings(columns, kinds, known, place)
            if (strict and bearings.refused) or (bearings.outside and entry - first > enough):
                continue
            fit = take_fit(columns, kinds, asked, bearings, key, name, columns.key_tie[entry], ratios, fitting)
            row[:] = 0.0
            write_likeness(row, fit, asked, ratios)
            write_slips(row, fit, asked, columns, ratios)
            write_fame(row, fit, columns)
            write_context(row, fit, bearings, known)
            write_kind(row, fit, asked, known, unsettled, columns)
            write_name(row, fit, asked, columns, fitting)
            write_reading(row, reading)
            worth = _worth(row, weights)
            slot = _slot(rows, utility, count, place, worth)
            if slot < 0:
                continue
            count = max(count, slot + 1)
            rows[slot, Row.PLACE], rows[slot, Row.NAME], rows[slot, Row.KEY] = place, name, key
            rows[slot, Row.FORM], rows[slot, Row.ASTRAY] = fit.form, bearings.astray
            if row[Evidence.KIND_SIZE] > 0:
                rows[slot, Row.ASTRAY] |= np.int64(1) << KIND_BIT
            as_written = fit.same and row[Evidence.MARKS_OTHER] == 0
            rows[slot, Row.EXACTNESS] = 2 if as_written else 1 if exact and not fit.weak else 0
            sound[slot], utility[slot] = ratios[Compared.SOUND], worth
            copy(row, 0, FEATURES, evidence[slot], 0)
    return count


@inline
def _best_first(utility: Reals, count: int) -> Wholes:
    """The order of the candidates, equal ones as they are; there are few of them."""
    order = np.empty(count, np.int64)
    for number in range(count):
        place = number
        while place > 0 and utility[order[place - 1]] < utility[number]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = number
    return order


@kernel
def score(
    keys: NDArray[np.int64],
    plain_columns: Any,
    kinds: NDArray[np.uint8],
    patterns: Any,
    heard: Any,
    depths: NDArray[np.uint8],
    asked: Any,
    known: Any,
    reading: NDArray[np.float64],
    weights: NDArray[np.float64],
    strict: bool,
    masks: NDArray[np.uint64],
    easily: Any,
) -> tuple[Wholes, Reals, Reals, Reals]:
    """Compare and weigh what retrieval found for one interpretation.

    Args:
        keys: ids of the keys found.
        plain_columns: of the index; as named tuples are expensive to pass, this and others come plain.
        kinds: the `PlaceKind` by feature number.
        patterns: as in `compare`, like `heard`, `depths`, `masks`, `easily`.
        asked: the fields of `AskedName`.
        known: the fields of `Known`.
        reading: the evidence that all candidates share, from `Evidence.CUT` on.
        weights: of the evidence.
        strict: leave out what disagrees with the context.

    Returns:
        The candidates, the best first: rows by `Row`, the sounds' ratios, evidence by `Evidence`, and utilities.
    """
    columns = EvidenceColumns(*plain_columns)
    if len(keys) > FEW_KEYS:
        _fetch(keys, columns)
    alike, forms = np.zeros((len(keys), COMPARED)), np.empty((len(keys), FITTING), np.int64)
    compare(keys, columns, patterns, heard, depths, masks, easily, alike, forms)
    rows, sound = np.empty((CANDIDATES, ROW), np.int64), np.empty(CANDIDATES)
    evidence, utility = np.empty((CANDIDATES, FEATURES)), np.empty(CANDIDATES)
    out = (rows, sound, evidence, utility)
    count = _weigh(keys, alike, forms, columns, kinds, AskedName(*asked), Known(*known), reading, weights, strict, out)
    stand_behind(evidence, utility, count, weights)
    yield_own_names(columns, kinds, rows, evidence, utility, count, weights[Evidence.YIELDED])
    yield_to_towns(columns, kinds, rows, evidence, utility, count, weights)
    order = _best_first(utility, count)
    return rows[order], sound[order], evidence[order], utility[order]
