"""The choice among candidates of several interpretations: merged, weighed by one softmax."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gazetteer.matching.choice import ChoiceSet, gather
from gazetteer.matching.features import Evidence, Nothing, Row
from gazetteer.matching.scored import Scored
from gazetteer.matching.weighing import CANDIDATES, FEATURES, ROW
from gazetteer.matching.weights import Weights, weights

SHORT, LONG = (4, 0, False), (12, 1, False)


def scored(places: list[int], utilities: list[float], told: tuple[int, int, bool] = SHORT) -> Scored:
    """Candidates that are alike but for their utility."""
    rows = np.zeros((len(places), ROW), np.int64)
    rows[:, Row.PLACE] = places
    evidence = np.zeros((len(places), FEATURES))
    evidence[:, Evidence.STRING] = 1.0
    return Scored(rows, np.ones(len(places)), evidence, np.array(utilities, float), told)


def flat() -> Weights:
    """Weights under which none has no chance to speak of."""
    nothing = np.zeros(len(Nothing))
    nothing[Nothing.BIAS] = -50.0
    return replace(weights(), nothing=nothing)


def places(choices: ChoiceSet) -> list[int]:
    return [int(place) for place in choices.rows[:, Row.PLACE]]


def test_one_interpretation_stays_as_it_is() -> None:
    alone = scored([7, 5], [2.0, 1.0])
    choices = gather([alone])
    assert choices.evidence is alone.evidence
    assert (places(choices), choices.interpretation.tolist(), choices.told) == ([7, 5], [0, 0], SHORT)


def test_a_place_is_there_once_by_the_interpretation_that_likes_it_best() -> None:
    choices = gather([scored([7, 5], [2.0, 1.0]), scored([5, 9], [3.0, -1.0], LONG)])
    assert places(choices) == [5, 7, 9]
    assert choices.interpretation.tolist() == [1, 0, 1]
    assert choices.utility.tolist() == [3.0, 2.0, -1.0]
    assert choices.told == LONG, "none is described by the interpretation of the first"


def test_of_equal_ones_the_earlier_interpretation_wins() -> None:
    assert gather([scored([7], [2.0]), scored([7], [2.0])]).interpretation.tolist() == [0]


def test_interpretations_without_candidates() -> None:
    assert len(gather([scored([], []), scored([], [])])) == 0
    assert places(gather([scored([], []), scored([3], [1.0])])) == [3]


def test_no_more_than_the_model_takes() -> None:
    many = list(range(CANDIDATES))
    choices = gather([scored(many, [-float(n) for n in many]), scored([n + 1000 for n in many], [5.0] * CANDIDATES)])
    assert len(choices) == CANDIDATES
    assert min(places(choices)) >= 1000


def test_probabilities_are_those_of_a_logit() -> None:
    probability, none, _ = gather([scored([7, 5, 3], [2.0, 1.0, 1.0])]).probabilities(flat())
    assert probability.sum() + none == pytest.approx(1)
    assert probability[0] / probability[1] == pytest.approx(np.e)
    assert probability[1] == probability[2]


def test_great_utilities_do_not_overflow() -> None:
    probability, none, _ = gather([scored([7, 5], [4000.0, -4000.0])]).probabilities(flat())
    assert probability.tolist() == [1.0, 0.0]
    assert none == 0.0


def test_none_is_certain_where_there_is_no_candidate() -> None:
    probability, none, _ = gather([scored([], [])]).probabilities(weights())
    assert (len(probability), none) == (0, 1.0)


def test_none_knows_what_is_unmet() -> None:
    alone = scored([7, 5], [2.0, 1.0])
    alone.evidence[:, Evidence.BLEND] = (0.9, 0.8)
    alone.evidence[0, Evidence.IN_AREA] = -1
    assert gather([alone]).probabilities(weights())[2][Nothing.UNMET] == 0.9
    alone.evidence[1, Evidence.BLEND] = 0.9
    assert gather([alone]).probabilities(weights())[2][Nothing.UNMET] == 0.0


def test_further_evidence_moves_candidates() -> None:
    before = gather([scored([7, 5], [2.0, 1.0])])
    added = np.array([0.0, 1.0])
    after = before.with_evidence({Evidence.TRANSCRIBED: added}, weights())
    assert places(after) == [5, 7]
    assert after.evidence[0, Evidence.TRANSCRIBED] == 1.0
    assert after.utility[0] == 1.0 + weights().candidate[Evidence.TRANSCRIBED]
    assert places(before) == [7, 5], "the candidates before are as they were"
