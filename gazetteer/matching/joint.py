"""Joint resolution: the places of one request decide together.

Places that are mentioned together lie together more often than chance has it. So each candidate is raised by what the
other queries say for its country, for its first-level area and for its surroundings (the cells of a one-degree grid
around it), each query speaking with the probabilities of its own candidates. Two rounds; the cost grows with the
number of queries, not with its square. What one sentence names belongs together more than what one text names: where
sentences are known, half of what counts is what the others of the same sentence say.
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
SENTENCE_SHARE = 0.5  # what the names of the same sentence say counts so much of what all say
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
        others: by candidate, how many queries may speak for it.
    """

    keys: Array
    of: Array
    pairs: Array
    pair_of: Array
    query: Array
    queries: int
    others: Array | int

    @classmethod
    def cast(cls, votes: Array, query: Array, queries: int, others: Array | int) -> Ballots:
        """Sort what is voted for, once for all rounds."""
        keys, of = np.unique(votes, return_inverse=True)
        pairs, pair_of = np.unique(of * queries + query, return_inverse=True)
        return cls(keys, of, pairs, pair_of, query, queries, others)

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
        return out / self.others

    @staticmethod
    def _at(among: Array, wanted: Array) -> Array:
        """Where numbers stand among some that ascend, -1 for those that do not."""
        at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
        return np.where(among[at] == wanted, at, -1)


@dataclass(frozen=True, slots=True)
class Poll:
    """One kind of vote, among all queries and among those of each sentence.

    Args:
        everywhere: the ballots of all candidates.
        nearby: those of the candidates whose query stands in a sentence with others, once for each such sentence.
        of: by ballot of `nearby`, which candidate.
        step: from a key of `nearby` to the next of the same sentence.
        sentences: by candidate, in how many such sentences it stands, at least 1.
        weight: by candidate, how much its sentences count: 0 where it stands in none.
    """

    everywhere: Ballots
    nearby: Ballots
    of: Array
    step: int
    sentences: Array
    weight: Array

    def share(self, likely: Array, steps: Sequence[int] = (0,)) -> Array:
        """As `Ballots.share`, and what a sentence says beside it."""
        out = self.everywhere.share(likely, steps)
        if not len(self.of):
            return out
        near = self.nearby.share(likely[self.of], [step * self.step for step in steps])
        near = np.bincount(self.of, near, len(likely)) / self.sentences
        return (1.0 - self.weight) * out + self.weight * near


def _polls(votes: Sequence[Array], query: Array, queries: int, sentences: Sequence[Sequence[int]]) -> list[Poll]:
    """Sort the votes of several kinds."""
    shared = [np.unique(np.asarray(sentence, np.int64)) for sentence in sentences]
    shared = [sentence for sentence in shared if len(sentence) > 1]
    stands = np.concatenate([np.zeros(0, np.int64), *shared])  # by query and sentence that it stands in
    sentence = np.repeat(np.arange(len(shared)), [len(one) for one in shared])
    heads = np.bincount(query, minlength=queries)  # candidates come in the order of their queries
    count = heads[stands]
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    of = np.repeat((np.cumsum(heads) - heads)[stands], count) + within
    where = np.repeat(sentence, count)
    others = np.array([len(one) - 1 for one in shared], np.int64)[where] if len(shared) else 1
    number = np.bincount(of, minlength=len(query))
    step = max(len(shared), 1)
    return [
        Poll(
            Ballots.cast(vote, query, queries, queries - 1),
            Ballots.cast(vote[of] * step + where, query[of], queries, others),
            of,
            step,
            np.maximum(number, 1),
            np.where(number > 0, SENTENCE_SHARE, 0.0),
        )
        for vote in votes
    ]


def support_jointly(
    index: Index, alone: Sequence[ChoiceSet], weights: Weights, sentences: Sequence[Sequence[int]] = ()
) -> list[ChoiceSet]:
    """Let the candidates of many strings support each other.

    Args:
        index: the opened index.
        alone: each string's candidates.
        weights: the model's.
        sentences: the numbers of the strings that stand in each sentence, where there are sentences.

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
    votes_of = {
        Evidence.SAME_COUNTRY: columns.place_country[places].astype(np.int64),
        Evidence.SAME_AREA: area,
        Evidence.AROUND: cell,
    }
    polls = dict(zip(votes_of, _polls(list(votes_of.values()), query, len(alone), sentences), strict=True))
    parts = list(zip(alone, bounds.tolist(), bounds[1:].tolist(), strict=False))
    votes: dict[Evidence, Array] = {}
    spoken = [choices.probabilities(weights)[0] for choices in alone]
    for left in reversed(range(ROUNDS)):
        likely = np.concatenate([p[: len(head)] for p, head in zip(spoken, heads, strict=True)])
        votes = {
            feature: poll.share(likely, _AROUND if feature is Evidence.AROUND else (0,))
            for feature, poll in polls.items()
        }
        votes[Evidence.SAME_AREA] = np.where(area == NONE, 0.0, votes[Evidence.SAME_AREA])
        if left:
            raised = sum(weights.candidate[feature] * values for feature, values in votes.items())
            spoken = [_raised(one, raised[start:end], weights) for one, start, end in parts]
    return [
        one.with_evidence({feature: values[start:end] for feature, values in votes.items()}, weights)
        for one, start, end in parts
    ]


def _raised(choices: ChoiceSet, added: Array, weights: Weights) -> Array:
    """The probabilities of candidates, in their order, where the first have some support."""
    utility = np.zeros(len(choices))
    utility[: len(added)] = added
    return choices.probabilities(weights, utility)[0]
