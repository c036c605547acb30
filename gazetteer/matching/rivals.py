"""Who stands beside the first candidate: its twins, which are one answer with it, and its rivals.

Twins are a city and the unit around it, and a country and its capital (or a place in it) of one name; unless the string
or the query says which of them is meant. A rival is a place that the name fits as exactly and that the whole evidence
does not set apart.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.enums import Kind
from gazetteer.index.evidence_columns import DEGREE
from gazetteer.index.jit import inline, kernel
from gazetteer.matching.distance import AROUND_KM, distance_in_kernels
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.forms import FormKind

OTHER_CODE = 0.002  # of its probability from which a place is one that another country's area of the same code has
_WHOLE = int(FormKind.WHOLE)


class Land(NamedTuple):
    """Where places lie: columns of the index, and the `Kind` by feature number."""

    kinds: Any
    feature: Any
    country: Any
    admin1: Any
    admin2: Any
    admin3: Any
    admin4: Any
    lat: Any
    lon: Any


@inline
def _kind(land: Any, place: Any) -> Any:
    return land.kinds[land.feature[place]]


@inline
def _inside(land: Any, place: Any, area: Any) -> Any:
    """Whether one of a place's areas is that one."""
    return (
        land.admin1[place] == area
        or land.admin2[place] == area
        or land.admin3[place] == area
        or land.admin4[place] == area
    )


@inline
def _around(land: Any, one: Any, other: Any) -> Any:
    """Whether one of two places is likely the unit around the other, for all that the source tells of divisions."""
    areas = (_kind(land, one) == Kind.AREA) + (_kind(land, other) == Kind.AREA)
    if areas == 0 or land.country[one] != land.country[other]:
        return False
    lat, lon = land.lat, land.lon
    km = distance_in_kernels(lat[one] / DEGREE, lon[one] / DEGREE, lat[other] / DEGREE, lon[other] / DEGREE)
    return km <= AROUND_KM


@inline
def _in_its_country(land: Any, rows: Any, evidence: Any, first: Any, other: Any) -> Any:
    """Whether one of two candidates is a country, and the other its capital or a place in it of that main name."""
    one, two = rows[first, Row.PLACE], rows[other, Row.PLACE]
    if land.country[one] != land.country[two] or rows[first, Row.EXACTNESS] != rows[other, Row.EXACTNESS]:
        return False
    if _kind(land, one) == Kind.COUNTRY:
        return _kind(land, two) == Kind.CAPITAL or evidence[other, Evidence.EXACT_MAIN] > 0
    if _kind(land, two) == Kind.COUNTRY:
        return _kind(land, one) == Kind.CAPITAL or evidence[first, Evidence.EXACT_MAIN] > 0
    return False


@inline
def _told_apart(rows: Any, evidence: Any, first: Any, other: Any) -> Any:
    """Whether the kinds asked for say which is meant, or words for a kind that are not of the first one's name."""
    if evidence[other, Evidence.KIND_ASKED] != evidence[first, Evidence.KIND_ASKED]:
        return True
    whole = rows[first, Row.FORM] == _WHOLE and rows[first, Row.EXACTNESS] > 0
    return not whole and evidence[other, Evidence.KIND_NAMED] != evidence[first, Evidence.KIND_NAMED]


@inline
def _twins(land: Any, rows: Any, evidence: Any, first: Any, other: Any) -> Any:
    """Whether two candidates are one answer, and the name fits the other no worse."""
    if evidence[other, Evidence.STRING] < evidence[first, Evidence.STRING] or _told_apart(rows, evidence, first, other):
        return False
    one, two = rows[first, Row.PLACE], rows[other, Row.PLACE]
    return (
        _inside(land, one, two)
        or _inside(land, two, one)
        or _around(land, one, two)
        or _in_its_country(land, rows, evidence, first, other)
    )


@inline
def _other_code(land: Any, rows: Any, evidence: Any, other: Any) -> Any:
    """Whether a code in the string means areas of two countries, with a place of that main name in each: Milan, MI."""
    coded = evidence[0, Evidence.CODED_MAIN] > 0 and evidence[other, Evidence.CODED_MAIN] > 0
    return coded and land.country[rows[0, Row.PLACE]] != land.country[rows[other, Row.PLACE]]


@kernel
def stand_beside(
    rows: NDArray[np.int64],
    evidence: NDArray[np.float64],
    probability: NDArray[np.float64],
    plain_land: Any,
    share: float,
) -> Any:
    """Say who stands beside the first of some candidates.

    Args:
        rows: of the candidates by `Row`, the likeliest first.
        evidence: by `Evidence`.
        probability: of each.
        plain_land: the fields of `Land`.
        share: of the first one's probability from which a place that the name fits as exactly is a rival.

    Returns:
        The probability of the first and its twins, the greatest of another, and the number of rivals.
    """
    land = Land(*plain_land)
    together, second, rivals = 0.0, 0.0, 0
    for number in range(len(rows)):
        if number == 0 or _twins(land, rows, evidence, 0, number):
            together += probability[number]
            continue
        second = max(second, probability[number])
        rivals += _other_code(land, rows, evidence, number) and probability[number] >= OTHER_CODE * probability[0]
        rivals += (
            rows[0, Row.EXACTNESS] > 0
            and rows[number, Row.EXACTNESS] >= rows[0, Row.EXACTNESS]
            and evidence[number, Evidence.EXACT_MAIN] >= evidence[0, Evidence.EXACT_MAIN]
            and probability[number] >= share * probability[0]
        )
    return together, second, rivals
