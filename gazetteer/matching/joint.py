"""Joint resolution: the places of one request decide together.

Places that are mentioned together lie together more often than chance has it. So each candidate is raised by what the
other queries say for its country, for its first-level area and for its surroundings (the cells of a one-degree grid
around it), each query speaking with the probabilities of its own candidates. Two rounds; the cost grows with the
number of queries, not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.values import DEGREE, NONE
from gazetteer.matching.choice import ChoiceSet
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.weights import Weights

ROUNDS = 2
JOINT_CANDIDATES = 16  # of each query
_ROW = 512  # numbers of cells from one degree of latitude to the next: more than there are of longitude
_AROUND = tuple(north * _ROW + east for north in (-1, 0, 1) for east in (-1, 0, 1))


@dataclass(frozen=True, slots=True)
class Ballots:
    """What the candidates of all queries vote for: of one kind, say their countries.

    Args:
        keys: what is voted for, distinct, ascending.
        of: by candidate, which of them.
        pairs: the distinct pairs of a key and a query, as numbers, ascending.
        pair_of: by candidate, which pair.
        query: by candidate, the number of its query.
        queries: how many there are.
    """

    keys: Array
    of: Array
    pairs: Array
    pair_of: Array
    query: Array
    queries: int

    @classmethod
    def cast(cls, votes: Array, query: Array, queries: int) -> Ballots:
        """Sort what is voted for, once for all rounds."""
        keys, of = np.unique(votes, return_inverse=True)
        pairs, pair_of = np.unique(of * queries + query, return_inverse=True)
        return cls(keys, of, pairs, pair_of, query, queries)

    def share(self, likely: Array, steps: Sequence[int] = (0,)) -> Array:
        """By candidate, which share of the other queries speaks for what it votes for, or for what lies around it.

        Args:
            likely: the probability of each candidate.
            steps: from what it votes for to what else counts.
        """
        total = np.bincount(self.of, likely, len(self.keys))
        own = np.bincount(self.pair_of, likely, len(self.pairs))
        out = np.zeros(len(likely))
        for step in steps:
            at = self.of if step == 0 else self._at(self.keys, self.keys[self.of] + step)
            found = at >= 0
            pair = self._at(self.pairs, at * self.queries + self.query)
            mine = np.where(found & (pair >= 0), own[pair], 0.0)
            out += np.where(found, np.maximum(total[at] - mine, 0.0), 0.0)
        return out / (self.queries - 1)

    @staticmethod
    def _at(among: Array, wanted: Array) -> Array:
        """Where numbers stand among some that ascend, -1 for those that do not."""
        at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
        return np.where(among[at] == wanted, at, -1)


def support_jointly(index: Index, alone: Sequence[ChoiceSet], weights: Weights) -> list[ChoiceSet]:
    """Let the candidates of many strings support each other.

    Args:
        index: the opened index.
        alone: each string's candidates.
        weights: the model's.

    Returns:
        The same candidates with the evidence of the others, in the order of the strings.
    """
    heads = [choices.rows[:JOINT_CANDIDATES, Row.PLACE].astype(np.int64) for choices in alone]
    if len(alone) < 2 or not any(map(len, heads)):
        return list(alone)
    places = np.concatenate(heads)
    query = np.repeat(np.arange(len(alone)), [len(head) for head in heads])
    bounds = np.cumsum([0, *map(len, heads)])
    columns = index.columns
    area = columns.place_admin1[places].astype(np.int64)
    cell = (columns.place_lat[places] // DEGREE).astype(np.int64) * _ROW + columns.place_lon[places] // DEGREE
    cast = {
        Evidence.SAME_COUNTRY: Ballots.cast(columns.place_country[places].astype(np.int64), query, len(alone)),
        Evidence.SAME_AREA: Ballots.cast(area, query, len(alone)),
        Evidence.AROUND: Ballots.cast(cell, query, len(alone)),
    }
    spoken = [choices.probabilities(weights)[0] for choices in alone]
    for left in reversed(range(ROUNDS)):
        likely = np.concatenate([p[: len(head)] for p, head in zip(spoken, heads, strict=True)])
        votes = {
            feature: ballots.share(likely, _AROUND if feature is Evidence.AROUND else (0,))
            for feature, ballots in cast.items()
        }
        votes[Evidence.SAME_AREA] = np.where(area == NONE, 0.0, votes[Evidence.SAME_AREA])
        support = [
            _support(len(choices), {feature: values[start:end] for feature, values in votes.items()})
            for choices, start, end in zip(alone, bounds, bounds[1:], strict=False)
        ]
        if left:
            spoken = [_raised(choices, added, weights) for choices, added in zip(alone, support, strict=True)]
    return [choices.with_evidence(added, weights) for choices, added in zip(alone, support, strict=True)]


def _support(count: int, votes: dict[Evidence, Array]) -> dict[Evidence, Array]:
    """The evidence of all candidates of a string, those that do not vote included."""
    return {feature: np.pad(values, (0, count - len(values))) for feature, values in votes.items()}


def _raised(choices: ChoiceSet, added: dict[Evidence, Array], weights: Weights) -> Array:
    """The probabilities of candidates with that support, in their order."""
    raised = sum((weights.candidate[feature] * values for feature, values in added.items()), np.zeros(len(choices)))
    return choices.probabilities(weights, raised)[0]
