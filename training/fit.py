"""Fit the weights: writes gazetteer/matching/weights.toml. Seeded; minutes, most of them for building a gazetteer.

The cases are of the kinds that bench/quality.py asks, made by other seeds, from a gazetteer built without what they ask
for; CLDR's city names are not among them. The model is a conditional logit (see gazetteer/matching/logit.py), so
its likelihood is concave and the fit has one answer. A part of the cases is kept out of the fit: the figures in the
file's head come from that part. The limits of the verdict are set by hand and stay as they are in the file.

Which candidates the model sees is decided by weights too. So the fit goes in rounds, each with the candidates that the
weights of the round before choose; the first begins with PLAIN, so that what stands in the file does not matter.

    python -m training.fit --data-dir data [--cases 2500] [--seed 20] [--date 2026-11-23]
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # sums in one order, so that the same machine writes the same bytes

from dataclasses import replace
from pathlib import Path
from random import Random

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.quality import withheld_gazetteer
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, read_corpus
from bench.quality_sets.withheld import WithheldSource, plan_withholding
from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from gazetteer.matching.consider import consider
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.logit import NOTHINGS
from gazetteer.matching.weighing import CANDIDATES, FEATURES
from gazetteer.matching.weights import Weights, weights
from gazetteer.model import Options
from gazetteer.sources.embedded import Embedded
from training.fit_report import BY_HAND, WEIGHTS, rendered, written_date
from training.fit_sample import Sample, probabilities
from training.fit_sets import fit_cases

SEED = 20
CASES = 2_500
WITHHELD, ABSENT = 9_000, 2_500
KEPT_OUT = 0.25
RIDGE = 2.0  # pulls weights to 0; in units of cases
ITERATIONS = 2_000
ROUNDS = 3
DIGITS = 4

# Fame and context never speak against a place, whatever a sample says.
AT_LEAST_0 = (
    Evidence.FAME, Evidence.NAMES, Evidence.FAME_BY_BLEND, Evidence.AREA_NAMED, Evidence.IN_COUNTRY, Evidence.IN_AREA,
    Evidence.KIND_NAMED,
)  # fmt: skip
# What no case varies keeps the weight that it has in the file. So does whom a name in the same letters means: that is
# an assumption (see fit_sets.py), and these weights are its logarithms.
KEPT = (
    Evidence.NOMINATIVE_FORM, Evidence.DOUBT, Evidence.NEARNESS, Evidence.KIND_ASKED, Evidence.HISTORIC,
    Evidence.COLLOQUIAL, Evidence.LANGUAGE, Evidence.FAME_IF_SAME, Evidence.NAMES_IF_SAME, Evidence.CAPITAL_IF_SAME,
    Evidence.COUNTRY_IF_SAME, Evidence.AREA_IF_SAME, Evidence.EXACT_MAIN, Evidence.OUT_OF_DATE,
    Evidence.KIND_MISSED, *BY_HAND,
)  # fmt: skip


# What chooses the candidates of the first round: likeness, context and fame.
PLAIN = {
    Evidence.STRING: 10.0, Evidence.BLEND: 10.0, Evidence.FAME: 1.0, Evidence.IN_COUNTRY: 8.0, Evidence.IN_AREA: 8.0,
}  # fmt: skip


def observe(gazetteer: Gazetteer, corpus: Corpus, cases: list[Case], weighing: Weights) -> Sample:
    """Gather the evidence of cases, as the gazetteer would weigh it with these weights."""
    index = gazetteer._index
    places = index.places.ids
    evidence = np.zeros((len(cases), CANDIDATES, FEATURES))
    there = np.zeros((len(cases), CANDIDATES), np.bool_)
    right = np.zeros((len(cases), CANDIDATES), np.bool_)
    nothing = np.zeros((len(cases), NOTHINGS))
    kept = np.ones(len(cases), np.bool_)
    for number, one in enumerate(cases):
        try:
            choices = consider(index, one.query, Options(), weighing).choices
        except QueryError:
            kept[number] = False
            continue
        count = len(choices)
        evidence[number, :count] = choices.evidence
        nothing[number] = choices.probabilities(weighing)[2]
        there[number, :count] = True
        ids = places[choices.rows[:, Row.PLACE]].tolist()
        right[number, :count] = [one.right(corpus, place) for place in ids]
    sets = np.array([one.set for one in cases])
    return Sample(evidence, there, right, nothing, sets).part(kept)


def plain(now: Weights) -> NDArray[np.float64]:
    """The weights that the first round begins with: PLAIN, and those that are set by hand."""
    start = np.zeros(FEATURES + NOTHINGS)
    for feature, weight in PLAIN.items():
        start[feature] = weight
    start[list(KEPT)] = now.candidate[list(KEPT)]
    return start


def loss(weights: NDArray[np.float64], sample: Sample, start: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Minus the log-likelihood with a ridge, and its gradient; where no candidate is right, none is."""
    p, none = probabilities(sample, weights)
    any_right = sample.right.any(axis=1)
    p_right = np.where(any_right, (p * sample.right).sum(axis=1), none)
    value = -np.log(np.maximum(p_right, 1e-300)).sum()
    share = np.where(sample.right, p, 0.0) / np.maximum(p_right, 1e-300)[:, None]
    residual = p - np.where(any_right[:, None], share, 0.0)
    residual_none = none - np.where(any_right, 0.0, 1.0)
    gradient = np.concatenate([np.tensordot(residual, sample.evidence, 2), residual_none @ sample.nothing])
    away = weights - start
    return float(value + RIDGE / 2 * away @ away), gradient + RIDGE * away


def fit(sample: Sample, kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """The likeliest weights.

    Args:
        sample: the cases to fit.
        kept: the present weights; those of KEPT stay.
    """
    start = np.zeros(FEATURES + NOTHINGS)
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * len(start)
    for feature in AT_LEAST_0:
        bounds[feature] = (0.0, None)
    for feature in KEPT:
        start[feature] = kept[feature]
        bounds[feature] = (kept[feature], kept[feature])
    found = minimize(
        loss, start, (sample, start), method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": ITERATIONS}
    )
    click.echo(f"{found.nit} rounds: {found.message}", err=True)
    return np.round(np.asarray(found.x), DIGITS)


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--cases", default=CASES, help="cases a set")
@click.option("--seed", default=SEED, help="not that of bench/quality.py")
@click.option(
    "--date",
    default="",
    help="the date to write into the file; by default the one in it, so that runs can be equal",
)
@click.option("--write/--no-write", default=True, help="write weights.toml, or only print it")
def main(data_dir: Path, cases: int, seed: int, date: str, write: bool) -> None:
    """Fit the weights on the embedded gazetteer."""
    whole = read_corpus(Embedded())
    plan = plan_withholding(whole, seed, WITHHELD, ABSENT)
    build = Gazetteer.open(data_dir).info.build
    lacking = withheld_gazetteer(data_dir, build, WithheldSource(Embedded(), plan), seed)
    asked = fit_cases(whole, plan, cases, Random(seed))
    click.echo(f"{len(asked)} cases", err=True)
    now = weights()
    fitted = plain(now)
    for _ in range(ROUNDS):
        weighing = replace(now, candidate=fitted[:FEATURES], nothing=fitted[FEATURES:])
        sample = observe(lacking, whole, asked, weighing)
        out = np.random.default_rng(seed).random(len(sample.sets)) < KEPT_OUT
        fitted = fit(sample.part(~out), now.candidate)
    text = rendered(fitted, sample.part(out), lacking.credits, seed, date or written_date(), now)
    click.echo(text)
    if write:
        WEIGHTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
