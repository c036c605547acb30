"""Who stands beside the first candidate: its twins, which are one answer with it, and its rivals.

Twins are a city and the unit around it, and a country and its capital (or a place in it) of one name; unless the string
or the query says which of them is meant. A rival is a place that the name fits as exactly and that the whole evidence
does not set apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import copy, inline, kernel
from gazetteer.index.kernel_types import Reals, Whole, Wholes
from gazetteer.index.values import PlaceKind
from gazetteer.matching.around import Land, inside, near_by
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.forms import FormKind
from gazetteer.matching.logit import choose

ROW = len(Row)
LISTED = ROW + 5
OTHER_CODE = 0.002  # of its probability from which a place is one that another country's area of the same code has
_WHOLE = int(FormKind.WHOLE)


@inline
def _kind(land: Land, place: int) -> Any:
    return land.kinds[land.place_feature[place]]


@inline
def _around(land: Land, one: int, other: int) -> bool:
    """Whether one of two places is likely the unit around the other: Kyiv City is none in Kyiv Oblast."""
    if inside(land, one, other) or inside(land, other, one):
        return True
    areas = (_kind(land, one) == PlaceKind.AREA) + (_kind(land, other) == PlaceKind.AREA)
    first_levels = land.place_admin1[one] == one and land.place_admin1[other] == other
    return areas > 0 and not first_levels and near_by(land, one, other)


@inline
def _in_its_country(land: Land, rows: Wholes, evidence: Reals, first: Whole, other: int) -> Any:
    """Whether one of two candidates is a country, and the other its capital or a place in it of that main name."""
    one, two = rows[first, Row.PLACE], rows[other, Row.PLACE]
    if land.place_country[one] != land.place_country[two] or rows[first, Row.EXACTNESS] != rows[other, Row.EXACTNESS]:
        return False
    if _kind(land, one) == PlaceKind.COUNTRY:
        return _kind(land, two) == PlaceKind.CAPITAL or evidence[other, Evidence.EXACT_MAIN] > 0
    if _kind(land, two) == PlaceKind.COUNTRY:
        return _kind(land, one) == PlaceKind.CAPITAL or evidence[first, Evidence.EXACT_MAIN] > 0
    return False


@inline
def _told_apart(rows: Wholes, evidence: Reals, first: int, other: int) -> bool:
    """Whether the kinds asked for say which is meant, or words for a kind that are not of the first one's name."""
    if evidence[other, Evidence.KIND_ASKED] != evidence[first, Evidence.KIND_ASKED]:
        return True
    whole = rows[first, Row.FORM] == _WHOLE and rows[first, Row.EXACTNESS] > 0
    return not whole and evidence[other, Evidence.KIND_NAMED] != evidence[first, Evidence.KIND_NAMED]


@inline
def _twins(land: Land, rows: Wholes, evidence: Reals, first: int, other: int) -> bool:
    """Whether two candidates are one answer, and the name fits the other no worse."""
    if evidence[other, Evidence.STRING] < evidence[first, Evidence.STRING] or _told_apart(rows, evidence, first, other):
        return False
    one, two = rows[first, Row.PLACE], rows[other, Row.PLACE]
    return _around(land, one, two) or _in_its_country(land, rows, evidence, first, other)


@inline
def _other_code(land: Land, rows: Wholes, evidence: Reals, other: int) -> Any:
    """Whether a code in the string means areas of two countries, with a place of that main name in each: Milan, MI."""
    coded = evidence[0, Evidence.CODED_MAIN] > 0 and evidence[other, Evidence.CODED_MAIN] > 0
    return coded and land.place_country[rows[0, Row.PLACE]] != land.place_country[rows[other, Row.PLACE]]


@inline
def _stand_beside(rows: Wholes, evidence: Reals, probability: Reals, land: Land, share: float) -> Any:
    """The probability of the first and its twins, the greatest of another, the number of rivals, and of namesakes."""
    together, second, rivals, namesakes = 0.0, 0.0, 0, 0
    for number in range(len(rows)):
        namesakes += evidence[number, Evidence.STRING] == 1.0
        if number == 0 or _twins(land, rows, evidence, 0, number):
            together += probability[number]
            continue
        second = max(second, probability[number])
        rivals += _other_code(land, rows, evidence, number) and probability[number] >= OTHER_CODE * probability[0]
        rivals += (
            rows[0, Row.EXACTNESS] > 0
            and rows[number, Row.EXACTNESS] >= rows[0, Row.EXACTNESS]
            and evidence[number, Evidence.EXACT_MAIN] >= evidence[0, Evidence.EXACT_MAIN]
            and (rows[number, Row.ASTRAY] == 0 or rows[0, Row.ASTRAY] != 0)
            and probability[number] >= share * probability[0]
        )
    return together, second, rivals, namesakes


@kernel
def judge_candidates(
    candidates: Any, told: Any, weights: NDArray[np.float64], plain_land: Any, share: float, listed: int
) -> Any:
    """Turn utilities into probabilities, and say who stands beside the first.

    Args:
        candidates: rows by `Row`, sounds' ratios, evidence by `Evidence`, utilities and numbers of interpretations, the
            best first.
        told: as in `logit.probabilities`, like `weights`.
        weights: by `Nothing`.
        plain_land: the fields of `Land`.
        share: of the first one's probability from which a place that the name fits as exactly is a rival.
        listed: how many candidates to list.

    Returns:
        The list, its columns those of `Row`, the interpretation, the probability, the ratios of spelling and sound,
        whether the name is the place's own; the probability of none; that of the first and its twins; the greatest of
        another; the number of rivals; and how many candidates have a name equal to the query.
    """
    rows, sound, evidence, utility, interpretation = candidates
    probability, none, _nothing = choose(utility, evidence, told, weights)
    together, second, rivals, namesakes = _stand_beside(rows, evidence, probability, Land(*plain_land), share)
    out = np.empty((min(len(rows), listed), LISTED))
    for number in range(len(out)):
        copy(rows[number], 0, ROW, out[number], 0)
        out[number, ROW] = interpretation[number]
        out[number, ROW + 1] = probability[number]
        out[number, ROW + 2] = evidence[number, Evidence.STRING]
        out[number, ROW + 3] = sound[number]
        out[number, ROW + 4] = evidence[number, Evidence.EXACT_MAIN]
    return out, none, together, second, rivals, namesakes
