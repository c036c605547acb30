"""Who stands beside a candidate: the place whose own name it is, the unit around it, and those that fit as well."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gazetteer.index.jit import inline
from gazetteer.index.places import Kind
from gazetteer.matching.evidence import distance_km
from gazetteer.matching.features import Evidence

AROUND_KM = 30.0  # a division whose centre is so near a place of its name is the one around it: Taipei, São Paulo


@inline
def yield_own_names(columns: Any, kinds: Any, rows: Any, evidence: Any, utility: Any, count: Any) -> None:
    """Weigh a country less by the name that is a place's own in it: Brasilia is the city, and Brazil in Finnish alone.

    Then the country is meant in the share of its languages that call it so.
    """
    for number in range(count):
        country = rows[number, 0]
        same, own = evidence[number, Evidence.EXACT_NATIVE] > 0, evidence[number, Evidence.EXACT_MAIN] > 0
        if kinds[columns.place_feature[country]] != Kind.COUNTRY or not same or own:
            continue
        for other in range(count):
            inside = columns.place_country[rows[other, 0]] == columns.place_country[country]
            if inside and min(evidence[other, Evidence.EXACT_NATIVE], evidence[other, Evidence.EXACT_MAIN]) > 0:
                utility[number] += _share_of_languages(columns, country, columns.name_native[rows[number, 1]])
                break


@inline
def _share_of_languages(columns: Any, place: Any, native: Any) -> Any:
    """The logarithm of the share of a place's languages that call it so; 0 where no name says its language."""
    so, all_of_them = 0, 0
    for name in range(np.int64(columns.place_first_name[place]), np.int64(columns.place_first_name[place + 1])):
        if columns.name_lang[name] > 0:
            all_of_them += 1
            so += columns.name_native[name] == native
    return math.log(max(so, 1) / max(all_of_them, 1))


@inline
def compete(
    columns: Any, kinds: Any, rows: Any, evidence: Any, probability: Any, count: Any, least_fame: Any, facts: Any
) -> None:
    """Write who stands beside the first: its twins, the best other, and those that fit as exactly."""
    together, second, rivals = 0.0, 0.0, 0
    for number in range(count):
        if number == 0 or _twins(columns, kinds, rows[0, 0], rows[number, 0], evidence, number):
            together += probability[number]
            continue
        second = max(second, probability[number])
        fits = (
            rows[0, 4] > 0
            and rows[number, 4] >= rows[0, 4]
            and evidence[number, Evidence.EXACT_MAIN] >= evidence[0, Evidence.EXACT_MAIN]
            and evidence[number, Evidence.IN_COUNTRY] >= evidence[0, Evidence.IN_COUNTRY]
            and evidence[number, Evidence.IN_AREA] >= evidence[0, Evidence.IN_AREA]
            and evidence[number, Evidence.KIND_ASKED] >= evidence[0, Evidence.KIND_ASKED]
        )
        rivals += fits and columns.place_fame[rows[number, 0]] >= columns.place_fame[rows[0, 0]] + least_fame
    facts[1], facts[2], facts[3] = together, second, rivals


@inline
def _inside(columns: Any, place: Any, area: Any) -> Any:
    """Whether one of a place's areas is that one."""
    return (
        columns.place_admin1[place] == area
        or columns.place_admin2[place] == area
        or columns.place_admin3[place] == area
        or columns.place_admin4[place] == area
    )


@inline
def _around(columns: Any, kinds: Any, one: Any, other: Any) -> Any:
    """Whether one of two places is likely the unit around the other, for all that the source tells of divisions."""
    areas = (kinds[columns.place_feature[one]] == Kind.AREA) + (kinds[columns.place_feature[other]] == Kind.AREA)
    if areas == 0 or columns.place_country[one] != columns.place_country[other]:
        return False
    lat, lon = columns.place_lat, columns.place_lon
    return distance_km(lat[one], lon[one], lat[other], lon[other]) <= AROUND_KM


@inline
def _twins(columns: Any, kinds: Any, top: Any, other: Any, evidence: Any, number: Any) -> Any:
    """Whether one of two places is the unit around the other, and the name fits it no worse than the first."""
    if evidence[number, Evidence.STRING] < evidence[0, Evidence.STRING]:
        return False
    return _inside(columns, top, other) or _inside(columns, other, top) or _around(columns, kinds, top, other)
