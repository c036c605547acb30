"""What the fit writes: the weights as a readable file, with date, data, mix and figures, and the verdict's limits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import gazetteer.matching
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.found import Found
from gazetteer.matching.weights import Weights
from gazetteer.sources.records import Credit
from training.limits import FALSE, LOST, PRECISION
from training.prior import FIXED
from training.sample import Floats, Sample, of_right, probabilities, tops

WEIGHTS = Path(gazetteer.matching.__file__).with_name("weights.toml")
BINS = 10
_DATE = re.compile(r"^# Fitted (\S+)", re.MULTILINE)
_LEAST = 1e-300


@dataclass(frozen=True, slots=True)
class Fitted:
    """What came of the fit.

    Args:
        weights: the fitted ones, with the chosen limits.
        sample: the cases fitted.
        held_out: those kept out.
        varied: the evidence that some case has.
    """

    weights: Weights
    sample: Sample
    held_out: Sample
    varied: frozenset[Evidence]


def written_date() -> str:
    """The date that stands in the weights file."""
    found = _DATE.search(WEIGHTS.read_text("utf-8"))
    return found[1] if found else "undated"


def rendered(fitted: Fitted, credits: Sequence[Credit], seed: int, date: str) -> str:
    """The weights file."""
    now, mix = fitted.weights, Counter(fitted.sample.sets.tolist())
    by_hand = [feature for feature in Evidence if feature in FIXED or feature not in fitted.varied]
    lines = [
        "# What each piece of evidence weighs: the utility of a candidate is the sum of weight times evidence, and the",
        '# probability that it is meant is exp(utility), over the same of all candidates and of "none of these".',
        "# Written by `make fit`; the meaning of each name is in features.py.",
        "#",
        f"# Fitted {date} with seed {seed}, on",
        *(f"#   {credit.what} {credit.version}" for credit in credits),
        f"# Cases fitted, {len(fitted.sample)}:",
        *(f"#   {name}: {count}" for name, count in sorted(mix.items())),
        *_figures(fitted),
        "",
        "[candidate]",
        *(f"{feature.name} = {now.candidate[feature]:g}" for feature in Evidence if feature not in by_hand),
        "",
        "# No case of the fit speaks of these: training/prior.py has the reason of each.",
        *(f"{feature.name} = {now.candidate[feature]:g}" for feature in by_hand),
        "",
        "[nothing]",
        *(f"{feature.name} = {now.nothing[feature]:g}" for feature in Nothing),
        "",
        "# The least probability of a match, by how the place was found (found.py): the least from which, on the cases",
        f"# kept out, {PRECISION:.1%} of the matches are right, and at most {FALSE:.1%} of each set of names of",
        "# nothing are matches.",
        "[match]",
        *(f"{found.name} = {now.match[found]:g}" for found in Found),
        "",
        "# A match is besides so many times likelier than the second, and has no rival: a place that the name fits as",
        "# exactly, with more than this share of its probability. From no_match on, none is the answer: the least by",
        f"# which no set of the cases kept out loses more than {LOST:.0%} of its right answers.",
        "[verdict]",
        f"clear = {now.clear:g}",
        f"no_match = {now.no_match:g}",
        f"rival = {now.rival:g}",
    ]
    return "\n".join(lines) + "\n"


def _figures(fitted: Fitted) -> list[str]:
    """What the weights make of the cases kept out, as comments."""
    sample, now = fitted.held_out, fitted.weights
    p, none = probabilities(sample, np.concatenate([now.candidate, now.nothing]))
    top, right = tops(sample, p)
    loss = float(-np.log(np.maximum(of_right(sample, p, none), _LEAST)).mean())
    lines = [f"# On the {len(sample)} cases of countries and languages kept out of the fit:"]
    for name in sorted(set(sample.sets.tolist())):
        chosen = sample.sets == name
        error = _calibration(top[chosen], right[chosen])
        lines.append(
            f"#   {name}: {int(chosen.sum())} cases, right on top {right[chosen].mean():.3f}, "
            f"retrieved {sample.any_right[chosen].mean():.3f}, calibration error {error:.3f}"
        )
    return [*lines, f"#   calibration error {_calibration(top, right):.3f}, log-loss {loss:.3f}"]


def _calibration(top: Floats, right: np.typing.NDArray[np.bool_]) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    return float(sum(abs((right[bins == b] - top[bins == b]).sum()) for b in range(BINS)) / len(top))
