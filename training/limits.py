"""The limits of the verdict, chosen on cases that were kept out of the fit, for a stated precision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from gazetteer.matching.found import Found
from training.observe import Verdicts
from training.sample import Floats

PRECISION = 0.985
"""Of the matches of each kind of evidence, over all cases kept out."""
PRECISION_IF_WRITTEN = 0.98
"""The same of names in the very letters: a third of the cases are spellings held back, of which some are the name of
another place, and nothing could tell. In life these are rare."""
FALSE = 0.004
"""The share of the names of nothing that may be called a match by each kind of evidence but the very letters."""
FALSE_IF_ABSENT = 0.02
"""The same of absent places: only who knows the village can tell it from another that is spelt almost so."""
BY_LOT = frozenset({"shared names"})
"""Sets in which lots are drawn who is meant: there the probability is right, not the verdict."""
LOST = 0.06
"""The share of right first candidates that may be called no match, in any set that has so many of them:"""
MANY_RIGHT = 150
ABSENT = "absent"
LIMITS = np.round(np.arange(0.5, 0.9951, 0.005), 3)
NO_MATCHES = np.round(np.arange(0.5, 0.951, 0.01), 3)


class _Seen(NamedTuple):
    set: str
    of_nothing: bool
    right: bool
    verdict: Verdicts


def limits(corpus: Corpus, cases: Sequence[Case], given: Sequence[Verdicts | None]) -> tuple[Floats, float]:
    """Choose the least probability of a match, by `Found`, and that of none from which nothing is the answer.

    Args:
        corpus: holds the answers against their cases.
        cases: kept out of the fit.
        given: what the verdict on each rests on.
    """
    seen = [
        _Seen(case.set, case.place is None, case.is_one_answer(corpus, one.ids[0]), one)
        for case, one in zip(cases, given, strict=True)
        if one
    ]
    no_match = _no_match(seen)
    open_ones = [one for one in seen if one.verdict.clear and one.verdict.none < no_match and one.set not in BY_LOT]
    absent = sum(case.set.startswith(ABSENT) for case in cases)
    nothing = sum(case.place is None for case in cases) - absent
    return np.array([_least(open_ones, nothing, absent, found) for found in Found]), no_match


def _least(seen: Sequence[_Seen], nothing: int, absent: int, found: Found) -> float:
    """The least probability from which matches found in this way are as precise as promised."""
    mine = [one for one in seen if one.verdict.found is found]
    promised = PRECISION_IF_WRITTEN if found is Found.WRITTEN else PRECISION
    for limit in LIMITS.tolist():
        matches = [one for one in mine if one.verdict.together >= limit]
        of_absent = sum(one.of_nothing and one.set.startswith(ABSENT) for one in matches)
        of_nothing = sum(one.of_nothing for one in matches) - of_absent
        few = of_nothing <= FALSE * nothing and of_absent <= FALSE_IF_ABSENT * absent
        if _share(matches) >= promised and (few or found is Found.WRITTEN):
            return float(limit)
    return float(LIMITS[-1])


def _share(matches: Sequence[_Seen]) -> float:
    places = [one for one in matches if not one.of_nothing]
    return sum(one.right for one in places) / len(places) if places else 1.0


def _no_match(seen: Sequence[_Seen]) -> float:
    """The least probability of none by which no set loses more of its right answers than it may."""
    by_set: dict[str, list[float]] = defaultdict(list)
    for one in seen:
        if one.right:
            by_set[one.set].append(one.verdict.none)
    for limit in NO_MATCHES.tolist():
        lost = [
            sum(none >= limit for none in nones) / len(nones) for nones in by_set.values() if len(nones) >= MANY_RIGHT
        ]
        if max(lost, default=0.0) <= LOST:
            return float(limit)
    return float(NO_MATCHES[-1])
