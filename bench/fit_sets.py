"""The cases that the weights are fitted on, and how much each counts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made
from bench.quality_sets.misspelt import misspelt_cases
from bench.quality_sets.nothing import nothing_cases
from bench.quality_sets.shared import shared_cases
from bench.quality_sets.withheld import Withholding, absent_cases, withheld_cases
from gazetteer.model import Query
from gazetteer.sources.cities import is_code
from gazetteer.translit.scripts import LATIN, script_of

BARE = "shared names, bare: the verdict"


@dataclass(frozen=True, slots=True)
class FitCase:
    """A case, and how much it counts."""

    case: Case
    weight: float


def fit_cases(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[FitCase]:
    """The cases: spellings withheld, misspelt, known, shared with a context; names of nothing, and of absent places."""
    cases = [
        *withheld_cases(plan, 2 * count, chance),
        *(case for case in misspelt_cases(corpus, count, chance) if case.place not in plan.absent),
        *(case for case in shared_cases(corpus, count, chance) if case.set != BARE and case.place not in plan.absent),
        *nothing_cases(corpus, count // 2, chance),
        *absent_cases(corpus, plan, count, chance),
        *known_cases(corpus, plan, count, chance),
        *area_cases(corpus, count // 6, chance),
    ]
    return [FitCase(case, 1.0) for case in cases]


def known_cases(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Any spelling that the gazetteer has of a place drawn by fame, bare, whoever else bears it."""
    cases = []
    for place in corpus.draw([place for place in corpus.cities() if place not in plan.absent], count, chance):
        gone = set(plan.names.get(place, ()))
        names = sorted(
            text for text in set(corpus.names[place]) - gone if not is_code(text) and not is_machine_made(text)
        )
        text = chance.choice([*names, corpus.places[place].name])
        cases.append(Case("known spellings", Query(text), place, script=script_of(text) or LATIN))
    return cases


def area_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """Countries and first-level divisions by a name they have."""
    areas = [
        place.id
        for place in corpus.places.values()
        if place.feature_code.startswith("PCL") or place.feature_code == "ADM1"
    ]
    cases = []
    for place in corpus.draw(sorted(areas), count, chance):
        text = chance.choice(sorted(set(corpus.names[place])))
        if not is_machine_made(text):
            cases.append(Case("areas", Query(text), place, script=script_of(text) or LATIN))
    return cases
