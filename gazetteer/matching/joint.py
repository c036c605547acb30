"""Joint resolution: the places of one request decide together.

Places that are mentioned together lie together more often than chance has it. So each candidate is raised by what the
other queries say for its country, for its first-level area and for its surroundings (the cells of a one-degree grid
around it), each query speaking with the probabilities of its own candidates. Two rounds; the cost grows with the
number of queries, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import exp

from gazetteer.index.build_places import DEGREE
from gazetteer.index.opened import Index
from gazetteer.matching.probability import Chosen, Weighed
from gazetteer.matching.standing import restand
from gazetteer.matching.weights import Weights

ROUNDS = 2
JOINT_CANDIDATES = 16  # of each query

Ballot = tuple[str, int, int]


def weigh_jointly(index: Index, all_weighed: Sequence[Weighed], weights: Weights) -> list[Weighed]:
    """Let the candidates of many questions support each other.

    Args:
        index: the opened index.
        all_weighed: each question's candidates, weighed alone.
        weights: what support by country, area and surroundings adds to a candidate's utility.

    Returns:
        The same questions' candidates, weighed together, in the order of the questions.
    """
    if len(all_weighed) < 2:
        return list(all_weighed)
    alone = list(all_weighed)
    together = alone
    for _ in range(ROUNDS):
        votes = [_votes(index, weighed) for weighed in together]
        total: dict[Ballot, float] = defaultdict(float)
        for own in votes:
            for ballot, vote in own.items():
                total[ballot] += vote
        together = [
            _supported(index, weighed, own, total, len(alone) - 1, weights)
            for weighed, own in zip(alone, votes, strict=True)
        ]
    return together


def _ballots(index: Index, chosen: Chosen) -> tuple[Ballot, Ballot, Ballot]:
    """What a candidate votes for: its country, its first-level area, its cell."""
    columns, row = index.columns, chosen.place
    return (
        ("country", int(columns.place_country[row]), 0),
        ("area", int(columns.place_admin1[row]), 0),
        ("cell", int(columns.place_lat[row]) // DEGREE, int(columns.place_lon[row]) // DEGREE),
    )


def _votes(index: Index, weighed: Weighed) -> dict[Ballot, float]:
    votes: dict[Ballot, float] = defaultdict(float)
    for chosen in weighed.chosen:
        for ballot in _ballots(index, chosen):
            votes[ballot] += chosen.probability
    return votes


def _supported(
    index: Index,
    weighed: Weighed,
    own: dict[Ballot, float],
    total: dict[Ballot, float],
    others: int,
    weights: Weights,
) -> Weighed:
    def share(ballot: Ballot) -> float:
        return max(total.get(ballot, 0.0) - own.get(ballot, 0.0), 0.0) / others

    raised = []
    for chosen in weighed.chosen:
        country, area, (cell, lat, lon) = _ballots(index, chosen)
        around = sum(share((cell, lat + north, lon + east)) for north in (-1, 0, 1) for east in (-1, 0, 1))
        support = weights.same_country * share(country) + weights.around * around
        if area[1] >= 0:
            support += weights.same_area * share(area)
        raised.append(chosen.probability * exp(support))
    listed = sum(chosen.probability for chosen in weighed.chosen)
    rest = max(1.0 - listed - weighed.none, 0.0)
    scale = sum(raised) + rest + weighed.none
    if not weighed.chosen:
        return weighed
    moved = [replace(chosen, probability=p / scale) for chosen, p in zip(weighed.chosen, raised, strict=True)]
    return restand(index, weighed, moved, weighed.none / scale)
