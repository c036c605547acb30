"""Own names: a country, or an area, called by a name that is a place's own in it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gazetteer.index.enums import Kind
from gazetteer.index.jit import inline
from gazetteer.matching.around import inside, near_by
from gazetteer.matching.features import Evidence, Row


@inline
def yield_own_names(columns: Any, kinds: Any, rows: Any, evidence: Any, utility: Any, count: Any, weight: Any) -> None:
    """Weigh a country less by the name that is a place's own in it: Brasilia is the city, and Brazil in Finnish alone.

    Then the country is meant in the share of its languages that call it so.
    """
    for number in range(count):
        country = rows[number, Row.PLACE]
        same, own = evidence[number, Evidence.EXACT_NATIVE] > 0, evidence[number, Evidence.EXACT_MAIN] > 0
        if kinds[columns.place_feature[country]] != Kind.COUNTRY or not same or own:
            continue
        for other in range(count):
            inside = columns.place_country[rows[other, Row.PLACE]] == columns.place_country[country]
            if inside and min(evidence[other, Evidence.EXACT_NATIVE], evidence[other, Evidence.EXACT_MAIN]) > 0:
                share = _share_of_languages(columns, country, columns.name_native[rows[number, Row.NAME]])
                evidence[number, Evidence.YIELDED] = share
                utility[number] += weight * share
                break


@inline
def yield_to_towns(columns: Any, kinds: Any, rows: Any, evidence: Any, utility: Any, count: Any, weight: Any) -> None:
    """Keep the evidence AREA_IF_SAME only where an area has its name from a town in it: Kyiv, but not Oklahoma.

    And where a country has that main name: Monaco. Oklahoma City is called Oklahoma too; but that is not its main name,
    and fewer people live there than count for the state.
    """
    for number in range(count):
        if evidence[number, Evidence.AREA_IF_SAME] == 0:
            continue
        area = rows[number, Row.PLACE]
        called_so = evidence[number, Evidence.EXACT_MAIN] > 0
        yields = False
        for other in range(count):
            place = rows[other, Row.PLACE]
            kind = kinds[columns.place_feature[place]]
            own = evidence[other, Evidence.EXACT_NATIVE] > 0 and evidence[other, Evidence.EXACT_MAIN] > 0
            yields = yields or (own and kind == Kind.COUNTRY)
            if evidence[other, Evidence.EXACT_NATIVE] == 0 or not (kind == Kind.POPULATED or kind == Kind.CAPITAL):
                continue
            larger = columns.place_fame[place] >= columns.place_fame[area]
            bears = own or larger or not called_so  # at least as much as the area does: Venezia is nobody's main name
            yields = yields or (bears and (inside(columns, place, area) or near_by(columns, place, area)))
        if not yields:
            evidence[number, Evidence.AREA_IF_SAME] = 0.0
            utility[number] -= weight


@inline
def _share_of_languages(columns: Any, place: Any, native: Any) -> Any:
    """The logarithm of the share of a place's languages that call it so; 0 where no name says its language."""
    so, all_of_them = 0, 0
    for name in range(np.int64(columns.place_first_name[place]), np.int64(columns.place_first_name[place + 1])):
        if columns.name_lang[name] > 0:
            all_of_them += 1
            so += columns.name_native[name] == native
    return math.log(max(so, 1) / max(all_of_them, 1))
