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
PRECISION_OF_SET = 0.96
"""Of the matches of each other kind of evidence in any one set that has so many:"""
MANY = 40
FALSE = 0.005
"""The share of each set of names of nothing that may be called a match, where the letters are not a name's own."""
FALSE_IF_ABSENT = 0.03
"""The same of absent places: only who knows the village can tell it from another that is spelt almost so."""
BY_LOT = frozenset({"shared names"})
"""Sets in which lots are drawn who is meant: there the probability is right, not the verdict."""
LOST = 0.06
"""The share of right first candidates that may be called no match, in any set that has so many of them:"""
MANY_RIGHT = 150
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
        _Seen(case.set, case.place is None, case.right(corpus, one.ids[0]), one)
        for case, one in zip(cases, given, strict=True)
        if one
    ]
    no_match = _no_match(seen)
    open_ones = [one for one in seen if one.verdict.clear and one.verdict.none < no_match]
    sizes: dict[str, int] = defaultdict(int)
    for case in cases:
        sizes[case.set] += 1
    return np.array([_least(open_ones, sizes, found) for found in Found]), no_match


def _least(seen: Sequence[_Seen], sizes: dict[str, int], found: Found) -> float:
    """The least probability from which matches found in this way are as precise as promised."""
    mine = [one for one in seen if one.verdict.found is found and one.set not in BY_LOT]
    for limit in LIMITS.tolist():
        matches = [one for one in mine if one.verdict.together >= limit]
        by_set: dict[str, list[_Seen]] = defaultdict(list)
        for one in matches:
            by_set[one.set].append(one)
        promised = PRECISION_IF_WRITTEN if found is Found.WRITTEN else PRECISION
        if _share(matches) >= promised and all(_holds(part, sizes[name], found) for name, part in by_set.items()):
            return float(limit)
    return float(LIMITS[-1])


def _holds(matches: Sequence[_Seen], size: int, found: Found) -> bool:
    if found is Found.WRITTEN:
        return True
    if matches[0].of_nothing:
        return len(matches) <= max(1.0, (FALSE_IF_ABSENT if matches[0].set.startswith("absent") else FALSE) * size)
    return len(matches) < MANY or _share(matches) >= PRECISION_OF_SET


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
