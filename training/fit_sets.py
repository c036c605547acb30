"""The cases that the weights are fitted on: of every kind in the mix (see mix.py), as many as its share."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.withheld import Withholding
from training.mix import MIX, drawn

CASES = 40_000


def fit_cases(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Cases of all kinds; a kind that cannot give its share gives what it has.

    Args:
        corpus: the whole gazetteer.
        plan: what the gazetteer that is asked lacks; see plan.py.
        count: how many in all, at most.
        chance: the seeded source of randomness.
    """
    total = sum(part.share for part in MIX.values())
    seed = chance.random()
    cases: list[Case] = []
    for name, part in MIX.items():
        # Each kind by a seed of its own: a new kind changes no other.
        cases += drawn(corpus, plan, part.draw, round(count * part.share / total), Random(f"{seed} {name}"))
    return [_placed(corpus, case) for case in cases]


def _placed(corpus: Corpus, case: Case) -> Case:
    """A case with its place's country, where it lacks one."""
    if case.country or case.place is None:
        return case
    return replace(case, country=corpus.places[case.place].country)
