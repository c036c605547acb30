"""The trace of a choice: which evidence, times which weight, makes the utilities that compete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.matching.choice import ChoiceSet
from gazetteer.matching.features import Evidence, Nothing, Row
from gazetteer.matching.weights import Weights
from gazetteer.model import Share, Step, Trace, Waterfall
from gazetteer.parsing.interpretation import Interpretation

TRACED = 5  # candidates that are told of


def trace_choice(
    index: Index, interpretations: Sequence[Interpretation], choices: ChoiceSet, weights: Weights
) -> Trace:
    """Say how the probabilities of a string's candidates came about.

    Args:
        index: the opened index.
        interpretations: of the string, by number.
        choices: its candidates, with all evidence.
        weights: those that weighed it.
    """
    probability, of_none, nothing = choices.probabilities(weights)
    shares = np.bincount(choices.interpretation, probability, minlength=len(interpretations)).tolist()
    candidates = [
        Waterfall(
            place=int(index.places.ids[choices.rows[number, Row.PLACE]]),
            interpretation=int(choices.interpretation[number]),
            probability=float(probability[number]),
            utility=float(choices.utility[number]),
            steps=_steps(Evidence, choices.evidence[number], weights.candidate),
        )
        for number in range(min(TRACED, len(choices)))
    ]
    none = Waterfall(
        place=None,
        interpretation=None,
        probability=float(of_none),
        utility=float(nothing @ weights.nothing),
        steps=_steps(Nothing, nothing, weights.nothing),
    )
    listed = [
        Share(one.name, one.areas, tuple(str(way) for way in one.ways), share)
        for one, share in zip(interpretations, shares, strict=True)
    ]
    return Trace(tuple(listed), tuple(candidates), none)


def _steps(features: Iterable[IntEnum], evidence: Array, weights: Array) -> tuple[Step, ...]:
    return tuple(
        Step(feature.name, float(evidence[feature]), float(weights[feature]))
        for feature in features
        if evidence[feature] != 0
    )
