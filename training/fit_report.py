"""What the fit writes: the weights as a readable file, with date, data and figures, and the verdict's limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import gazetteer.matching
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.weighing import FEATURES
from gazetteer.matching.weights import Weights
from gazetteer.sources.records import Credit
from training.fit_sample import Sample, probabilities

WEIGHTS = Path(gazetteer.matching.__file__).with_name("weights.toml")
BINS = 10
# What no case of the fit varies: the reading of strings, joint requests, transcriptions.
BY_HAND = tuple(feature for feature in Evidence if feature >= Evidence.YIELDED)
_DATE = re.compile(r"^# Fitted (\S+)", re.MULTILINE)


def written_date() -> str:
    """The date that stands in the weights file."""
    found = _DATE.search(WEIGHTS.read_text("utf-8"))
    return found[1] if found else "undated"


def rendered(
    fitted: NDArray[np.float64], held_out: Sample, credits: Sequence[Credit], seed: int, date: str, present: Weights
) -> str:
    """The weights file."""
    p, none = probabilities(held_out, fitted)
    top = p.max(axis=1)
    right = held_out.right[np.arange(len(p)), p.argmax(axis=1)]
    lines = [
        "# What each piece of evidence weighs: the utility of a candidate is the sum of weight times evidence, and the",
        '# probability that it is meant is exp(utility), over the same of all candidates and of "none of these".',
        "# Written by `make fit`; the meaning of each name is in features.py.",
        "#",
        f"# Fitted {date} with seed {seed}, on",
        *(f"#   {credit.what} {credit.version}" for credit in credits),
        f"# On the {len(p)} cases kept out of the fit (R@1 where a place is right; called nothing where none is):",
    ]
    for name in sorted(set(held_out.sets.tolist())):
        chosen = held_out.sets == name
        has = held_out.right[chosen].any(axis=1)
        wrong_high = float((~right[chosen] & (top[chosen] >= present.match)).mean())
        lines.append(
            f"#   {name}: {int(chosen.sum())} cases, right on top {right[chosen].mean():.3f}, "
            f"retrieved {has.mean():.3f}, wrong above the threshold {wrong_high:.3f}"
        )
    lines += [
        f"#   calibration error {_calibration(top, right):.3f}, log-loss {_log_loss(p, none, held_out):.3f}",
        "",
        "[candidate]",
        *(f"{feature.name} = {fitted[feature]:g}" for feature in Evidence if feature not in BY_HAND),
        "",
        "# Set by hand: YIELDED is a logarithm of a share already; of the others no case of the fit speaks.",
        *(f"{feature.name} = {fitted[feature]:g}" for feature in BY_HAND),
        "",
        "[nothing]",
        *(f"{feature.name} = {fitted[FEATURES + feature]:g}" for feature in Nothing),
        "",
        "# A match is at least so probable (match_alike where the query's letters are no name of it), so many",
        "# times likelier than the second, and has no rival: a place that the name fits as exactly, with more than",
        "# this share of its probability. From no_match on, none is the answer.",
        "[verdict]",
        f"match = {present.match:g}",
        f"match_alike = {present.match_alike:g}",
        f"clear = {present.clear:g}",
        f"no_match = {present.no_match:g}",
        f"rival = {present.rival:g}",
    ]
    return "\n".join(lines) + "\n"


def _calibration(top: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    return float(sum(abs((right[bins == b] - top[bins == b]).sum()) for b in range(BINS)) / len(top))


def _log_loss(p: NDArray[np.float64], none: NDArray[np.float64], sample: Sample) -> float:
    meant = np.where(sample.right.any(axis=1), (p * sample.right).sum(axis=1), none)
    return float(-np.log(np.maximum(meant, 1e-300)).mean())
