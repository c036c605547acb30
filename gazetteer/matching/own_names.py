"""Own names: a country, or an area, called by a name that is a place's own in it."""

from __future__ import annotations

import math

import numpy as np

from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.jit import inline
from gazetteer.index.kernel_types import Bytes, Reals, Wholes
from gazetteer.index.values import PlaceKind
from gazetteer.matching.around import inside, near_by
from gazetteer.matching.features import Evidence, Row

BEHIND = 1.0  # in utility: how far a unit stays behind the town of its name
NEARLY = 0.1  # decimal logarithm of people that a town may lack to be as large as what counts for the unit


@inline
def stand_behind(evidence: Reals, utility: Reals, count: int, weights: Reals) -> None:
    """Part the fame of places with a name in the same letters: that of the best known, and how far each is behind it.

    The first tells these places from those whose names are merely alike, the second tells them from one another. The
    best known is one that meets what was given.
    """
    best = -1.0
    for number in range(count):
        given = min(evidence[number, Evidence.IN_COUNTRY], evidence[number, Evidence.IN_AREA])
        if evidence[number, Evidence.EXACT_NATIVE] > 0 and given >= 0:
            best = max(best, evidence[number, Evidence.FAME_IF_SAME])
    for number in range(count):
        if evidence[number, Evidence.EXACT_NATIVE] > 0 and best >= 0:
            behind = evidence[number, Evidence.FAME_IF_SAME] - best
            evidence[number, Evidence.FAME_IF_SAME] = best
            evidence[number, Evidence.FAME_BY_BLEND] = best
            evidence[number, Evidence.BEHIND_NAMESAKE] = behind
            fame = weights[Evidence.FAME_IF_SAME] + weights[Evidence.FAME_BY_BLEND]
            utility[number] += (weights[Evidence.BEHIND_NAMESAKE] - fame) * behind


@inline
def yield_own_names(
    columns: EvidenceColumns, kinds: Bytes, rows: Wholes, evidence: Reals, utility: Reals, count: int, weight: float
) -> None:
    """Weigh a country less by the name that is a place's own in it: Brasilia is the city, and Brazil in Finnish alone.

    Then the country is meant in the share of its languages that call it so.
    """
    for number in range(count):
        country = rows[number, Row.PLACE]
        same, own = evidence[number, Evidence.EXACT_NATIVE] > 0, evidence[number, Evidence.EXACT_MAIN] > 0
        if kinds[columns.place_feature[country]] != PlaceKind.COUNTRY or not same or own:
            continue
        for other in range(count):
            inside = columns.place_country[rows[other, Row.PLACE]] == columns.place_country[country]
            if inside and min(evidence[other, Evidence.EXACT_NATIVE], evidence[other, Evidence.EXACT_MAIN]) > 0:
                share = _share_of_languages(columns, country, columns.name_native[rows[number, Row.NAME]])
                evidence[number, Evidence.YIELDED] = share
                utility[number] += weight * share
                break


@inline
def yield_to_towns(
    columns: EvidenceColumns, kinds: Bytes, rows: Wholes, evidence: Reals, utility: Reals, count: int, weights: Reals
) -> None:
    """Let a unit yield to the town that it has its name from, unless words say that the unit is meant.

    What speaks for the unit's name speaks for the town's, where the string fits both as exactly, and the town goes
    before it. Where no town gives it its name, being an area costs a unit nothing: Oklahoma is the state, although
    Oklahoma City is called so too.
    """
    for number in range(count):
        area = rows[number, Row.PLACE]
        if kinds[columns.place_feature[area]] != PlaceKind.AREA or evidence[number, Evidence.STRING] < 1.0:
            continue
        town = _town_of(columns, kinds, rows, evidence, count, number)
        if town < 0:
            if _is_a_country(columns, kinds, rows, evidence, count):
                continue
            utility[number] -= weights[Evidence.AREA_IF_SAME] * evidence[number, Evidence.AREA_IF_SAME]
            evidence[number, Evidence.AREA_IF_SAME] = 0.0
            continue
        lent = max(utility[number] - utility[town], 0.0)
        evidence[town, Evidence.LENT_BY_UNIT] += lent
        utility[town] += weights[Evidence.LENT_BY_UNIT] * lent
        behind = max(utility[number] - utility[town] + BEHIND, 0.0)
        evidence[number, Evidence.BEHIND_TOWN] = -behind
        utility[number] -= weights[Evidence.BEHIND_TOWN] * behind


@inline
def _is_a_country(columns: EvidenceColumns, kinds: Bytes, rows: Wholes, evidence: Reals, count: int) -> bool:
    """Whether the string is the main name of a country: Monaco, which Mon in Myanmar is called too."""
    for number in range(count):
        own = min(evidence[number, Evidence.EXACT_NATIVE], evidence[number, Evidence.EXACT_MAIN]) > 0
        if own and kinds[columns.place_feature[rows[number, Row.PLACE]]] == PlaceKind.COUNTRY:
            return True
    return False


@inline
def _town_of(columns: EvidenceColumns, kinds: Bytes, rows: Wholes, evidence: Reals, count: int, number: int) -> int:
    """The number of the best known town that a unit has its name from, or -1."""
    area = rows[number, Row.PLACE]
    first_level = columns.place_admin1[area] == area
    found, fame = -1, -1.0
    for other in range(count):
        place = rows[other, Row.PLACE]
        kind = kinds[columns.place_feature[place]]
        if evidence[other, Evidence.STRING] < 1.0 or not (kind == PlaceKind.POPULATED or kind == PlaceKind.CAPITAL):
            continue
        told = (
            # 横浜市 is the municipality, but 臺北市 the capital.
            (evidence[number, Evidence.KIND_NAMED] > 0 and kind != PlaceKind.CAPITAL)
            or evidence[other, Evidence.KIND_NAMED] < evidence[number, Evidence.KIND_NAMED]
            or evidence[other, Evidence.KIND_ASKED] < evidence[number, Evidence.KIND_ASKED]
            or evidence[other, Evidence.IN_AREA] < evidence[number, Evidence.IN_AREA]
        )
        weaker = rows[other, Row.EXACTNESS] < rows[number, Row.EXACTNESS]
        if told or weaker or columns.place_country[place] != columns.place_country[area]:
            continue
        # No less than of the unit's: St. Gallen is neither's main name, and Oklahoma is the state's.
        own = evidence[other, Evidence.EXACT_MAIN] >= evidence[number, Evidence.EXACT_MAIN]
        as_large = columns.place_fame[place] >= columns.place_fame[area] - NEARLY
        there = inside(columns, place, area) or near_by(columns, place, area)
        gives = (there and (own or as_large or not first_level)) or (own and as_large)
        if gives and columns.place_fame[place] > fame:
            found, fame = other, columns.place_fame[place]
    return found


@inline
def _share_of_languages(columns: EvidenceColumns, place: int, native: int) -> float:
    """The logarithm of the share of a place's languages that call it so; 0 where no name says its language."""
    so, all_of_them = 0, 0
    for name in range(np.int64(columns.place_first_name[place]), np.int64(columns.place_first_name[place + 1])):
        if columns.name_lang[name] > 0:
            all_of_them += 1
            so += columns.name_native[name] == native
    return math.log(max(so, 1) / max(all_of_them, 1))
