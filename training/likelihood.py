"""The likeliest weights of a conditional logit, with priors; the likelihood is nearly concave, and the fit has one end.

Where two entries of the gazetteer are one place for a reader, the probability of both counts.
"""

from __future__ import annotations

import click
import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped,unused-ignore]

from gazetteer.matching.features import Evidence
from gazetteer.matching.logit import NOTHINGS
from gazetteer.matching.weighing import FEATURES
from training.prior import AT_LEAST_0, AT_MOST_0, EXPECTED, FIXED, RIDGE, RIDGE_EXPECTED, prior
from training.sample import Floats, Sample, of_right, probabilities

ITERATIONS = 400
DIGITS = 4
_LEAST = 1e-300


def beginning() -> Floats:
    """The priors of all weights, those of none 0."""
    return np.array([*(prior(feature) for feature in range(FEATURES)), *[0.0] * NOTHINGS])


def fit(sample: Sample) -> Floats:
    """The likeliest weights: of the evidence, then of none.

    Args:
        sample: the cases to fit.
    """
    start = beginning()
    ridge = np.full(len(start), RIDGE)
    ridge[[int(feature) for feature in EXPECTED]] = RIDGE_EXPECTED
    found = minimize(
        _loss,
        start,
        (sample, start, ridge),
        method="L-BFGS-B",
        jac=True,
        bounds=_bounds(start),
        options={"maxiter": ITERATIONS},
    )
    click.echo(f"{found.nit} steps: {found.message}", err=True)
    return np.round(np.asarray(found.x), DIGITS)


def _bounds(start: Floats) -> list[tuple[float | None, float | None]]:
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * len(start)
    for feature in AT_LEAST_0:
        bounds[feature] = (0.0, None)
    for feature in AT_MOST_0:
        bounds[feature] = (None, 0.0)
    for feature in FIXED:
        bounds[feature] = (start[feature], start[feature])
    return bounds


def _loss(weights: Floats, sample: Sample, start: Floats, ridge: Floats) -> tuple[float, Floats]:
    """Minus the log-likelihood with the priors, and its gradient; where no candidate is right, none is."""
    probability, none = probabilities(sample, weights)
    meant = np.maximum(of_right(sample, probability, none), _LEAST)
    any_right, counts = sample.any_right, np.diff(sample.first)
    shares = np.where(sample.right, probability / np.repeat(meant, counts), 0.0)
    residual = (probability - shares).astype(np.float32)
    residual_none = none - ~any_right
    gradient = np.concatenate([(residual @ sample.evidence).astype(np.float64), residual_none @ sample.nothing])
    away = weights - start
    return float(-np.log(meant).sum() + (ridge * away) @ away / 2), gradient + ridge * away


def varied(sample: Sample) -> frozenset[Evidence]:
    """The evidence that some case has."""
    return frozenset(feature for feature in Evidence if bool(sample.evidence[:, feature].any()))
