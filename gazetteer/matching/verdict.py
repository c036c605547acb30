"""From probabilities to a verdict: one place, several, or none; and what to add where it is several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.context import Context
from gazetteer.matching.features import Evidence
from gazetteer.matching.probability import Weighed
from gazetteer.matching.weights import Weights
from gazetteer.model import Verdict

_EXACT = (Evidence.EXACT_NATIVE, Evidence.EXACT_READING)


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and, where it is ambiguous, what would decide."""

    verdict: Verdict
    hint: str | None = None


def decide(index: Index, weighed: Weighed, context: Context, weights: Weights) -> Decision:
    """Decide what the probabilities say.

    A city and the unit around it that bears its name are one answer: their probabilities are taken together.
    """
    if not len(weighed.places) or weighed.none >= weights.no_match:
        return Decision(Verdict.NO_MATCH, _unread(context))
    top = float(weighed.probabilities[0])
    twins = _twins(index, weighed)
    together = top + float(weighed.probabilities[twins].sum())
    others = np.ones(len(weighed.places), bool)
    others[0] = False
    others[twins] = False
    second = float(weighed.probabilities[others].max()) if others.any() else 0.0
    rivals = _rivals(index, weighed, others, weights)
    if together >= weights.match and together >= weights.clear * second and not rivals:
        return Decision(Verdict.MATCH, _unread(context))
    if weighed.none > together + float(weighed.probabilities[others].sum()):
        return Decision(Verdict.NO_MATCH, _unread(context))
    return Decision(Verdict.AMBIGUOUS, _hint(weighed, context))


def _twins(index: Index, weighed: Weighed) -> list[int]:
    """Candidates that are the top's own unit, or the town that the top is the unit of, found by the same name."""
    columns = index.columns
    top = int(weighed.places[0])
    out = []
    for number in range(1, len(weighed.places)):
        row = int(weighed.places[number])
        parents = (int(columns.place_admin1[row]), int(columns.place_admin2[row]))
        own = (int(columns.place_admin1[top]), int(columns.place_admin2[top]))
        if (row in own or top in parents) and weighed.evidence[number, Evidence.STRING] >= weighed.evidence[
            0, Evidence.STRING
        ]:
            out.append(number)
    return out


def _rivals(index: Index, weighed: Weighed, others: Array, weights: Weights) -> int:
    """How many other places the name fits as exactly, with a share of the top's people that counts."""
    tier = weighed.evidence[:, _EXACT] @ (2, 1)
    context = weighed.evidence[:, (Evidence.IN_COUNTRY, Evidence.IN_AREA, Evidence.KIND_ASKED)].sum(axis=1)
    if tier[0] == 0:
        return 0
    fame = index.columns.place_fame[weighed.places]
    close = fame >= fame[0] + np.log10(weights.rival)
    main = weighed.evidence[:, Evidence.EXACT_MAIN]
    return int((others & (tier >= tier[0]) & close & (context >= context[0]) & (main >= main[0])).sum())


def _hint(weighed: Weighed, context: Context) -> str:
    same = int((weighed.evidence[:, Evidence.STRING] == 1.0).sum())
    shared = f"{same} places share this name" if same > 1 else "several places are as likely"
    missing = [
        word
        for word, given in (
            ("a country", len(context.countries)),
            ("a region", len(context.areas) or len(context.area_countries)),
            ("a point nearby", context.near),
        )
        if not given
    ]
    what = " or ".join(missing[:2]) if missing else "a fuller name"
    hint = f"give {what}: {shared}"
    unread = _unread(context)
    return f"{hint}; {unread}" if unread else hint


def _unread(context: Context) -> str | None:
    if context.unread is None:
        return None
    return f"within was not used: no area of the gazetteer is called {context.unread!r}"
