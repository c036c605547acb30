"""The fit on made-up evidence: it finds the weights that made the choices, keeps its bounds, and chooses limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the fit needs scipy: make .venv/fit")

from scipy.optimize import check_grad  # type: ignore[import-untyped,unused-ignore]

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.found import Found
from gazetteer.matching.logit import NOTHINGS
from gazetteer.matching.weighing import FEATURES
from gazetteer.model import Query
from training.fit import is_kept_out
from training.likelihood import _loss, beginning, fit, varied
from training.limits import LIMITS, limits
from training.observe import Verdicts
from training.prior import AT_LEAST_0, AT_MOST_0, FIXED
from training.sample import Sample, of_right, probabilities, tops

CANDIDATES = 4
USED = (Evidence.CONFUSED, Evidence.FAME_BY_BLEND, Evidence.MARKS_OTHER, Evidence.FAME)


def sample(count: int, fame: float = 0.0, seed: int = 1) -> Sample:
    """Cases whose right candidate is drawn by weights of 4, 1 and -2, and that of fame, against none's 2."""
    chance = np.random.default_rng(seed)
    evidence = np.zeros((count, CANDIDATES, FEATURES), np.float32)
    evidence[:, :, USED] = chance.random((count, CANDIDATES, len(USED)))
    utility = evidence[:, :, USED] @ np.array([4.0, 1.0, -2.0, fame]) + chance.gumbel(size=(count, CANDIDATES))
    chosen = utility.argmax(axis=1)
    right = np.zeros((count, CANDIDATES), np.bool_)
    right[np.arange(count), chosen] = True
    right[utility.max(axis=1) < 2.0 + chance.gumbel(size=count)] = False
    nothing = np.zeros((count, NOTHINGS))
    nothing[:, Nothing.BIAS] = 1.0
    names = np.array(["made up"] * count)
    first = np.arange(count + 1) * CANDIDATES
    return Sample(evidence.reshape(-1, FEATURES), right.ravel(), first, nothing, names, names)


def test_the_fit_finds_the_weights_that_made_the_choices() -> None:
    weights = fit(sample(4_000))
    assert weights[Evidence.CONFUSED] == pytest.approx(4.0, abs=0.5)
    assert weights[Evidence.FAME_BY_BLEND] == pytest.approx(1.0, abs=0.4)
    assert weights[Evidence.MARKS_OTHER] == pytest.approx(-2.0, abs=0.4)


def test_no_sample_turns_the_sign_of_a_weight() -> None:
    weights = fit(sample(1_000, fame=-3.0))
    assert weights[Evidence.FAME] == 0  # it may not speak against a place
    assert all(weights[feature] >= 0 for feature in AT_LEAST_0)
    assert all(weights[feature] <= 0 for feature in AT_MOST_0)
    assert all(weights[feature] == held for feature, held in FIXED.items())


def test_the_gradient_is_that_of_the_loss() -> None:
    few, start = sample(50), beginning()
    ridge = np.full(len(start), 2.0)
    at = start + 0.1
    error = check_grad(
        lambda w: _loss(w, few, start, ridge)[0], lambda w: _loss(w, few, start, ridge)[1], at, epsilon=1e-4
    )
    assert error < 0.5  # of hundreds: the evidence is in single precision


def test_probabilities_sum_to_one_and_parts_are_cases() -> None:
    whole = sample(30)
    weights = beginning()
    probability, none = probabilities(whole, weights)
    assert np.add.reduceat(probability, whole.first[:-1]) + none == pytest.approx(np.ones(30))
    part = whole.part(np.arange(30) % 3 == 0)
    assert (len(part), len(part.right)) == (10, 10 * CANDIDATES)
    assert probabilities(part, weights)[1] == pytest.approx(none[::3])
    assert of_right(part, *probabilities(part, weights)).shape == tops(part, probabilities(part, weights)[0])[0].shape


def test_evidence_that_no_case_has_is_known() -> None:
    assert varied(sample(20)) == frozenset(USED)


def test_a_country_or_language_is_kept_out_whole() -> None:
    cases = [
        Case("any", Query(text), 1, country=country) for country in ("PL", "UA", "FR", "JP") for text in "abcdefgh"
    ]
    kept = {case.country for case in cases if is_kept_out(case, 20)}
    assert all(is_kept_out(case, 20) is (case.country in kept) for case in cases)


def given(found: Found, together: float, none: float = 0.1) -> Verdicts:
    return Verdicts(found, [1], together, none, clear=True)


def test_the_limit_is_the_least_with_the_precision_promised() -> None:
    right = Case("places", Query("a"), 1)
    wrong = replace(right, place=2)
    cases = [right] * 300 + [wrong] * 100
    seen = [given(Found.ALIKE, 0.9)] * 300 + [given(Found.ALIKE, 0.7)] * 100
    match, no_match = limits(Corpus(), cases, seen)
    assert 0.7 < match[Found.ALIKE] <= 0.705
    assert match[Found.READ] == LIMITS[0]  # of these there is nothing to say
    assert no_match == 0.5


def test_names_of_nothing_raise_the_limit() -> None:
    cases = [Case("places", Query("a"), 1)] * 100 + [Case("nothing: words", Query("b"), None)] * 100
    seen = [given(Found.READ, 0.9)] * 100 + [given(Found.READ, 0.8)] * 100
    match, _ = limits(Corpus(), cases, seen)
    assert match[Found.READ] > 0.8


def test_right_answers_are_not_denied() -> None:
    cases = [Case("places", Query("a"), 1)] * 200
    seen = [given(Found.ALIKE, 0.3, none=0.65)] * 100 + [given(Found.ALIKE, 0.9)] * 100
    assert limits(Corpus(), cases, seen)[1] > 0.65
