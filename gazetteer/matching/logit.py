"""The model: a conditional logit over the candidates and "none of these".

It is McFadden's (Conditional logit analysis of qualitative choice behavior, 1974). The probabilities of all candidates
and of none sum to 1 by construction.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Reals
from gazetteer.matching.evidence import PEOPLED
from gazetteer.matching.features import Evidence, Nothing

NOTHINGS = len(Nothing)
GOOD_BLEND = 0.85


@inline
def _is_astray(evidence: Reals, number: int) -> Any:
    """Whether a country or an area was given that a candidate is not in."""
    return min(evidence[number, Evidence.IN_COUNTRY], evidence[number, Evidence.IN_AREA]) < 0


@inline
def _plainest(evidence: Reals) -> float:
    """What the reading costs by which a place that meets what was given is found best: worse readings are no proof."""
    best, cost = 0.0, math.inf
    for number in range(len(evidence)):
        if not _is_astray(evidence, number) and evidence[number, Evidence.BLEND] > best:
            best, cost = evidence[number, Evidence.BLEND], evidence[number, Evidence.CUT]
    return cost


@inline
def _describe_none(evidence: Reals, letters: float, blanks: float, foreign: bool) -> Reals:
    """The evidence for "none of these"."""
    nothing = np.zeros(NOTHINGS)
    nothing[Nothing.BIAS] = 1.0
    nothing[Nothing.LETTERS] = math.log(letters)
    nothing[Nothing.TOKENS] = blanks
    nothing[Nothing.FOREIGN] = foreign
    good = 0
    met, elsewhere, plainest = 0.0, 0.0, _plainest(evidence)
    for number in range(len(evidence)):
        blend, string = evidence[number, Evidence.BLEND], evidence[number, Evidence.STRING]
        nothing[Nothing.BEST_BLEND] = max(nothing[Nothing.BEST_BLEND], blend)
        nothing[Nothing.BEST_STRING] = max(nothing[Nothing.BEST_STRING], string)
        if _is_astray(evidence, number):
            if evidence[number, Evidence.CUT] <= plainest:
                elsewhere = max(elsewhere, blend)
        else:
            met = max(met, blend)
        fame = max(evidence[number, Evidence.FAME], evidence[number, Evidence.FAME_IF_SAME])
        good += blend > GOOD_BLEND and fame > PEOPLED
        own = min(evidence[number, Evidence.EXACT_NATIVE], evidence[number, Evidence.EXACT_MAIN]) > 0
        if own and evidence[number, Evidence.MARKS_OTHER] == 0:
            nothing[Nothing.ANY_OWN] = 1.0
    nothing[Nothing.ANY_EXACT] = nothing[Nothing.BEST_STRING] == 1.0
    nothing[Nothing.GOOD_ONES] = math.log(1.0 + good)
    nothing[Nothing.UNMET] = elsewhere if elsewhere > met else 0.0
    nothing[Nothing.UNMET_EXACT] = elsewhere == 1.0 and met < 1.0
    best = nothing[Nothing.BEST_BLEND]
    nothing[Nothing.LONG_ALIKE] = best * nothing[Nothing.LETTERS]
    nothing[Nothing.FOREIGN_ALIKE] = best if foreign else 0.0
    nothing[Nothing.FOREIGN_LONG] = nothing[Nothing.LETTERS] if foreign else 0.0
    nothing[Nothing.WORDS_ALIKE] = best * blanks
    return nothing


@inline
def softmax(utility: Reals, none: float) -> tuple[Reals, float]:
    """The probability of each candidate, and of none, by their utilities."""
    highest = none
    for number in range(len(utility)):
        highest = max(highest, utility[number])
    probability = np.empty(len(utility))
    total = math.exp(none - highest)
    for number in range(len(utility)):
        probability[number] = math.exp(utility[number] - highest)
        total += probability[number]
    for number in range(len(utility)):
        probability[number] /= total
    return probability, math.exp(none - highest) / total


@inline
def choose(utility: Reals, evidence: Reals, told: Any, weights: Reals) -> tuple[Reals, float, Reals]:
    """The probability of each candidate, that of none, and the evidence for none, as `probabilities`."""
    letters, blanks, foreign = told
    nothing = _describe_none(evidence, letters, blanks, foreign)
    none = 0.0
    for number in range(NOTHINGS):
        none += weights[number] * nothing[number]
    probability, of_none = softmax(utility, none)
    return probability, of_none, nothing


@kernel
def probabilities(
    utility: NDArray[np.float64], evidence: NDArray[np.float64], told: Any, weights: NDArray[np.float64]
) -> tuple[Reals, float, Reals]:
    """Give the probability of each candidate, shape (n,), that of none, and the evidence for none, by `Nothing`.

    Args:
        utility: of the candidates, shape (n,).
        evidence: of the same, shape (n, len(Evidence)).
        told: of the query: the letters of its first reading, blanks apart; the blanks; whether it is in another script
            than Latin.
        weights: by `Nothing`.
    """
    return choose(utility, evidence, told, weights)
