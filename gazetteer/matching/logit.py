"""The model: a conditional logit over the candidates and "none of these".

It is McFadden's (Conditional logit analysis of qualitative choice behavior, 1974). The probabilities of all candidates
and of none sum to 1 by construction.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import kernel
from gazetteer.matching.features import Evidence, Nothing

NOTHINGS = len(Nothing)
GOOD_BLEND = 0.85


@kernel
def describe_none(evidence: NDArray[np.float64], letters: int, blanks: int, foreign: bool) -> NDArray[np.float64]:
    """The evidence for "none of these".

    Args:
        evidence: of all candidates, shape (n, len(Evidence)).
        letters: of the query's first reading, blanks apart.
        blanks: of the same.
        foreign: the query is in another script than Latin.

    Returns:
        By `Nothing`, shape (len(Nothing),).
    """
    nothing = np.zeros(NOTHINGS)
    nothing[Nothing.BIAS] = 1.0
    nothing[Nothing.LETTERS] = math.log(letters)
    nothing[Nothing.TOKENS] = blanks
    nothing[Nothing.FOREIGN] = foreign
    good = 0
    met, elsewhere = 0.0, 0.0
    for number in range(len(evidence)):
        blend, string = evidence[number, Evidence.BLEND], evidence[number, Evidence.STRING]
        nothing[Nothing.BEST_BLEND] = max(nothing[Nothing.BEST_BLEND], blend)
        nothing[Nothing.BEST_STRING] = max(nothing[Nothing.BEST_STRING], string)
        if min(evidence[number, Evidence.IN_COUNTRY], evidence[number, Evidence.IN_AREA]) < 0:
            elsewhere = max(elsewhere, blend)
        else:
            met = max(met, blend)
        good += blend > GOOD_BLEND
    nothing[Nothing.ANY_EXACT] = nothing[Nothing.BEST_STRING] == 1.0
    nothing[Nothing.GOOD_ONES] = math.log(1.0 + good)
    nothing[Nothing.UNMET] = elsewhere if elsewhere > met else 0.0
    return nothing


@kernel
def softmax(utility: NDArray[np.float64], none: float) -> Any:
    """The probability of each candidate, shape (n,), and of none.

    Args:
        utility: of the candidates, shape (n,).
        none: the utility of none.
    """
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
