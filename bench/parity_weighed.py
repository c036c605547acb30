"""Which evidence weighs otherwise where two builds have the same place and the same rival: told from their traces."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from enum import StrEnum

from gazetteer import Gazetteer
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.model import CANDIDATE_LIMIT, Options, Query, Trace, Waterfall


class Weighed(StrEnum):
    """What differs."""

    ALIKE = "more names are alike, so rather none of them"
    NONE = "rather none of these"
    NAMESAKE = "a namesake's fame"
    FAME = "people or notability"
    NAMES = "the number of names"
    KIND = "the kind of place"
    OWN = "the main name of one build is a further name of the other"
    SPELLING = "found by another of its names"
    AREA = "the place around it is read otherwise"
    TOWN = "what town and unit lend each other"
    NOT_TAKEN = "so many are alike that it is not weighed"
    FAR = "far behind on both builds"
    LIMIT = "weighed alike, on either side of a limit"


_GROUPS = {
    Weighed.NAMESAKE: (Evidence.BEHIND_NAMESAKE,),
    Weighed.FAME: (
        Evidence.FAME,
        Evidence.FAME_IF_SAME,
        Evidence.FAME_BY_BLEND,
        Evidence.AREA_FAME,
        Evidence.COUNTRY_FAME,
    ),
    Weighed.NAMES: (Evidence.NAMES, Evidence.NAMES_IF_SAME),
    Weighed.KIND: (
        Evidence.COUNTRY,
        Evidence.AREA,
        Evidence.CAPITAL,
        Evidence.OTHER_CLASS,
        Evidence.COUNTRY_IF_SAME,
        Evidence.AREA_IF_SAME,
        Evidence.CAPITAL_IF_SAME,
        Evidence.KIND_ASKED,
        Evidence.KIND_NAMED,
        Evidence.KIND_MISSED,
        Evidence.KIND_SIZE,
        Evidence.AREA_NAMED,
    ),
    Weighed.OWN: (Evidence.EXACT_MAIN, Evidence.OWN_ALIKE, Evidence.CODED_MAIN),
    Weighed.AREA: (
        Evidence.IN_COUNTRY,
        Evidence.IN_AREA,
        Evidence.ELSEWHERE,
        Evidence.UNEXPLAINED,
        Evidence.CUT,
        Evidence.AREAS_UNREAD,
        Evidence.AREA_DOUBT,
        Evidence.AREAS_MET,
        Evidence.AREAS_UNMET,
        Evidence.IS_ALIAS,
    ),
    Weighed.TOWN: (Evidence.LENT_BY_UNIT, Evidence.BEHIND_TOWN),
}
_GROUP = {evidence.name: group for group, several in _GROUPS.items() for evidence in several} | {
    one.name: Weighed.NONE for one in Nothing
}
_GROUP[Nothing.GOOD_ONES.name] = Weighed.ALIKE


def weighed(query: Query, meant: int, rival: int | None, loser: Gazetteer, winner: Gazetteer) -> Weighed:
    """Say which evidence makes the difference; of several the weightiest.

    Args:
        query: what was asked.
        meant: the place that the winner answers.
        rival: the place that gains on the loser; None for "none of these".
        loser: the build that loses.
        winner: the other.
    """
    worse, better = (_trace(build, query) for build in (loser, winner))
    if worse is None or better is None:
        return Weighed.AREA
    here, there = _of(worse, meant), _of(better, meant)
    if here is None:
        return Weighed.FAR if _lists(loser, query, meant) else Weighed.NOT_TAKEN
    gained: dict[Weighed, float] = defaultdict(float)
    _count(gained, there, here)
    if rival is None:
        _count(gained, worse.none, better.none)
    else:
        _count(gained, _of(worse, rival), _of(better, rival))
    return max(gained, key=gained.__getitem__, default=Weighed.LIMIT)


def _trace(build: Gazetteer, query: Query) -> Trace | None:
    return build.resolve(query, Options(explain=True)).trace


def _of(trace: Trace, place: int) -> Waterfall | None:
    return next((one for one in trace.candidates if one.place == place), None)


def _lists(build: Gazetteer, query: Query, place: int) -> bool:
    candidates = build.resolve(replace(query, limit=CANDIDATE_LIMIT)).candidates
    return any(candidate.place.id == place for candidate in candidates)


def _count(gained: dict[Weighed, float], one: Waterfall | None, other: Waterfall | None) -> None:
    """By how much each kind of evidence speaks more for one than for the other, where both are told of."""
    if one is None or other is None:
        return
    for steps, sign in ((one.steps, 1.0), (other.steps, -1.0)):
        for step in steps:
            gained[_GROUP.get(step.name, Weighed.SPELLING)] += sign * step.product
