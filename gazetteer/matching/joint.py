"""Joint resolution: the places of one request decide together.

Places that are mentioned together lie together more often than chance has it. So each candidate is raised by what the
other queries say for its country, for its first-level area and for its surroundings (the cells of a one-degree grid
around it), each query speaking with the probabilities of its own candidates. Two rounds; the cost grows with the
number of queries, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.values import DEGREE
from gazetteer.matching.choice import ChoiceSet
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.weights import Weights

ROUNDS = 2
JOINT_CANDIDATES = 16  # of each query

Ballot = tuple[str, int, int]


def support_jointly(index: Index, alone: Sequence[ChoiceSet], weights: Weights) -> list[ChoiceSet]:
    """Let the candidates of many strings support each other.

    Args:
        index: the opened index.
        alone: each string's candidates.
        weights: the model's.

    Returns:
        The same candidates with the evidence of the others, in the order of the strings.
    """
    if len(alone) < 2:
        return list(alone)
    ballots = [[_ballots(index, row) for row in choices.rows[:JOINT_CANDIDATES].tolist()] for choices in alone]
    spoken = [choices.probabilities(weights)[0] for choices in alone]
    for left in reversed(range(ROUNDS)):
        votes = [_votes(cast, p) for cast, p in zip(ballots, spoken, strict=True)]
        total: dict[Ballot, float] = defaultdict(float)
        for own in votes:
            for ballot, vote in own.items():
                total[ballot] += vote
        support = [
            _support(len(choices), cast, own, total, len(alone) - 1)
            for choices, cast, own in zip(alone, ballots, votes, strict=True)
        ]
        if left:
            spoken = [_raised(choices, added, weights) for choices, added in zip(alone, support, strict=True)]
    return [choices.with_evidence(added, weights) for choices, added in zip(alone, support, strict=True)]


def _ballots(index: Index, row: Sequence[int]) -> tuple[Ballot, Ballot, Ballot]:
    """What a candidate votes for: its country, its first-level area, its cell."""
    columns, place = index.columns, row[Row.PLACE]
    return (
        ("country", int(columns.place_country[place]), 0),
        ("area", int(columns.place_admin1[place]), 0),
        ("cell", int(columns.place_lat[place]) // DEGREE, int(columns.place_lon[place]) // DEGREE),
    )


def _votes(cast: Sequence[tuple[Ballot, ...]], probability: Array) -> dict[Ballot, float]:
    votes: dict[Ballot, float] = defaultdict(float)
    for ballots, likely in zip(cast, probability.tolist(), strict=False):
        for ballot in ballots:
            votes[ballot] += likely
    return votes


def _support(
    count: int,
    cast: Sequence[tuple[Ballot, Ballot, Ballot]],
    own: dict[Ballot, float],
    total: dict[Ballot, float],
    others: int,
) -> dict[Evidence, Array]:
    """What the others say for each candidate, as shares of them."""

    def share(ballot: Ballot) -> float:
        return max(total.get(ballot, 0.0) - own.get(ballot, 0.0), 0.0) / others

    added = {feature: np.zeros(count) for feature in (Evidence.SAME_COUNTRY, Evidence.SAME_AREA, Evidence.AROUND)}
    for number, (country, area, (cell, lat, lon)) in enumerate(cast):
        around = sum(share((cell, lat + north, lon + east)) for north in (-1, 0, 1) for east in (-1, 0, 1))
        added[Evidence.SAME_COUNTRY][number] = share(country)
        added[Evidence.SAME_AREA][number] = share(area) if area[1] >= 0 else 0.0
        added[Evidence.AROUND][number] = around
    return added


def _raised(choices: ChoiceSet, added: dict[Evidence, Array], weights: Weights) -> Array:
    """The probabilities of candidates with that support, in their order."""
    raised = sum((weights.candidate[feature] * values for feature, values in added.items()), np.zeros(len(choices)))
    return choices.probabilities(weights, raised)[0]
