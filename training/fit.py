"""Fit the weights: writes gazetteer/matching/weights.toml. Seeded; half an hour on two cores.

The cases are of every kind that is asked in life (mix.py), none of them the bench's, put to a gazetteer built without
what they ask for. The model is a conditional logit (gazetteer/matching/logit.py). Countries and languages drawn by lot
are kept out of the fit whole: the figures in the file's head are theirs, and on them the limits of the verdict are
chosen, for a stated precision (limits.py). Nothing else is set by hand but what no case speaks of (prior.py).

Which candidates the model sees is decided by weights too. So the fit goes in rounds, each with the candidates that the
weights of the round before choose; the first begins with the priors, so that what stands in the file does not matter.

    python -m training.fit --data-dir data [--cases 40000] [--seed 20] [--date 2026-11-28]
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # sums in one order, so that the same machine writes the same bytes

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from zlib import crc32

import click

from bench.quality_sets.asked import withheld_directory, withheld_gazetteer
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, read_corpus
from bench.quality_sets.withheld import WithheldSource
from gazetteer import Gazetteer
from gazetteer.matching.features import Evidence
from gazetteer.matching.weighing import FEATURES
from gazetteer.matching.weights import Weights, weights
from gazetteer.sources.embedded import Embedded
from training.fit_sets import CASES, fit_cases
from training.likelihood import beginning, fit, varied
from training.limits import limits
from training.observe import observe, verdicts
from training.plan import fit_plan
from training.report import WEIGHTS, Fitted, rendered, written_date
from training.sample import Floats, Sample

SEED = 20
KEPT_OUT = 5
"""Of so many countries, languages, and texts that name no place, one is kept out."""
ROUNDS = 3
FIRST = 0.25
"""The share of the cases that the rounds before the last take."""
# What chooses the candidates of the first round, beside the priors: likeness and fame.
PLAIN = {Evidence.STRING: 10.0, Evidence.BLEND: 10.0, Evidence.FAME: 1.0}


def is_kept_out(case: Case, seed: int) -> bool:
    """Whether a case's country or language is kept out of the fit; of a text that names nothing, the text."""
    drawn = [part for part in (case.country, case.language) if part] or [case.query.name]
    return any(crc32(f"{seed} {part}".encode()) % KEPT_OUT == 0 for part in drawn)


def first_weights(now: Weights) -> Weights:
    """What the first round begins with."""
    start = beginning()
    for feature, weight in PLAIN.items():
        start[feature] = weight
    return _weighing(now, start)


def _weighing(now: Weights, fitted: Floats) -> Weights:
    return replace(now, candidate=fitted[:FEATURES], nothing=fitted[FEATURES:])


def fit_in_rounds(directory: Path, corpus: Corpus, cases: Sequence[Case], seed: int) -> tuple[Floats, Sample]:
    """The weights, and the sample of the last round."""
    mixed = Random(seed).sample(cases, len(cases))
    weighing = first_weights(weights())
    for number in range(ROUNDS):
        last = number == ROUNDS - 1
        sample = observe(directory, corpus, mixed if last else mixed[: round(FIRST * len(mixed))], weighing)
        fitted = fit(sample)
        weighing = _weighing(weighing, fitted)
    return fitted, sample


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--cases", default=CASES, help="how many in all")
@click.option("--seed", default=SEED, help="not that of bench/quality.py")
@click.option(
    "--date",
    default="",
    help="the date to write into the file; by default the one in it, so that runs can be equal",
)
@click.option("--write/--no-write", default=True, help="write weights.toml, or only print it")
def main(data_dir: Path, cases: int, seed: int, date: str, write: bool) -> None:
    """Fit the weights on the embedded gazetteer."""
    corpus = read_corpus(Embedded())
    plan = fit_plan(corpus, seed)
    build = Gazetteer.open(data_dir).info.build
    source = WithheldSource(Embedded(), plan)
    lacking = withheld_gazetteer(data_dir, build, source)
    directory = withheld_directory(data_dir, build, source)
    asked = fit_cases(corpus, plan, cases, Random(seed))
    kept_out = [case for case in asked if is_kept_out(case, seed)]
    fitting = [case for case in asked if not is_kept_out(case, seed)]
    click.echo(f"{len(fitting)} cases to fit, {len(kept_out)} kept out", err=True)
    fitted, sample = fit_in_rounds(directory, corpus, fitting, seed)
    weighing = _weighing(weights(), fitted)
    held_out = observe(directory, corpus, kept_out, weighing)
    given = verdicts(directory, kept_out, weighing)
    match, no_match = limits(corpus, kept_out, given)
    weighing = replace(weighing, match=match, no_match=no_match)
    text = rendered(Fitted(weighing, sample, held_out, varied(sample)), lacking.credits, seed, date or written_date())
    click.echo(text)
    if write:
        WEIGHTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
