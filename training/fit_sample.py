"""The evidence of many cases, and the probabilities that weights give them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.matching.weighing import FEATURES


@dataclass(frozen=True, slots=True)
class Sample:
    """The evidence of many cases.

    Args:
        evidence: shape (n, candidates, features).
        there: which candidates there are, shape (n, candidates).
        right: which of them are right, shape (n, candidates).
        nothing: shape (n, nothings).
        sets: the set of each case.
    """

    evidence: NDArray[np.float64]
    there: NDArray[np.bool_]
    right: NDArray[np.bool_]
    nothing: NDArray[np.float64]
    sets: NDArray[np.str_]

    def part(self, chosen: NDArray[np.bool_]) -> Sample:
        """Some of the cases."""
        return Sample(*(getattr(self, field)[chosen] for field in self.__slots__))


def probabilities(sample: Sample, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The probability of each candidate, shape (n, candidates), and of none, shape (n,)."""
    utility = np.where(sample.there, sample.evidence @ weights[:FEATURES], -np.inf)
    none = sample.nothing @ weights[FEATURES:]
    highest = np.maximum(utility.max(axis=1), none)
    exp, exp_none = np.exp(utility - highest[:, None]), np.exp(none - highest)
    total = exp.sum(axis=1) + exp_none
    return exp / total[:, None], exp_none / total
