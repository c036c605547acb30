"""The evidence of many cases, and the probabilities that weights give them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.matching.weighing import FEATURES

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """The evidence of many cases, their candidates one after the other.

    Args:
        evidence: by candidate, shape (candidates, features), single precision.
        right: by candidate, whether it is right.
        first: by case, the number of its first candidate; and the number of all. Each case has one at least.
        nothing: by case, the evidence for none, shape (cases, nothings).
        sets: by case, the name of its set.
        groups: by case, what is held out together: the country of its place, or the set of a name of nothing.
    """

    evidence: NDArray[np.float32]
    right: NDArray[np.bool_]
    first: NDArray[np.int64]
    nothing: Floats
    sets: NDArray[np.str_]
    groups: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.sets)

    @property
    def any_right(self) -> NDArray[np.bool_]:
        """By case, whether one of its candidates is right."""
        return np.logical_or.reduceat(self.right, self.first[:-1])

    def part(self, chosen: NDArray[np.bool_]) -> Sample:
        """Some of the cases."""
        counts = np.diff(self.first)
        rows = np.repeat(chosen, counts)
        first = np.concatenate([[0], np.cumsum(counts[chosen])])
        left = (self.nothing[chosen], self.sets[chosen], self.groups[chosen])
        return Sample(self.evidence[rows], self.right[rows], first, *left)


def probabilities(sample: Sample, weights: Floats) -> tuple[Floats, Floats]:
    """The probability of each candidate, and by case that of none."""
    utility = (sample.evidence @ weights[:FEATURES].astype(np.float32)).astype(np.float64)
    none = sample.nothing @ weights[FEATURES:]
    start, counts = sample.first[:-1], np.diff(sample.first)
    highest = np.maximum(np.maximum.reduceat(utility, start), none)
    exp, exp_none = np.exp(utility - np.repeat(highest, counts)), np.exp(none - highest)
    total = np.add.reduceat(exp, start) + exp_none
    return exp / np.repeat(total, counts), exp_none / total


def of_right(sample: Sample, probability: Floats, none: Floats) -> Floats:
    """By case, the probability of what is right: of the right candidates together, or of none where none is."""
    together = np.add.reduceat(np.where(sample.right, probability, 0.0), sample.first[:-1])
    return np.where(sample.any_right, together, none)


def tops(sample: Sample, probability: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """By case, the greatest probability of a candidate, and whether that candidate is right."""
    start, counts = sample.first[:-1], np.diff(sample.first)
    greatest = np.maximum.reduceat(probability, start)
    is_top = probability == np.repeat(greatest, counts)
    return greatest, np.logical_or.reduceat(is_top & sample.right, start)
