"""Names with slips of the pen: of cities, of areas and countries."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.misspelt import SHORTEST, TRIES, misspelt, misspelt_cases
from bench.quality_sets.withheld import Withholding
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, scripts_of
from training.meant import bearers_left, drawn

AREAS = "misspelt areas and countries"
COUNTRIES = 0.4
"""The share of countries among areas: they are few, and asked for often."""
TIMES = 1.5
"""How many more are drawn than wanted, since some have no misspelling."""


def cities(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Misspelt main names of cities, half of them of 6 letters or fewer."""
    return misspelt_cases(corpus, count // 2, chance)


def areas(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Misspelt names of countries and divisions in Latin letters, each no other place's name but its twin's."""
    kinds = {"A.country": [place.id for place in corpus.places.values() if place.feature_code.startswith("PCL")]}
    kinds["A.division"] = [place.id for place in corpus.places.values() if place.feature_code in ("ADM1", "ADM2")]
    cases: dict[tuple[str, int], Case] = {}
    for places, share in ((kinds["A.country"], COUNTRIES), (kinds["A.division"], 1 - COUNTRIES)):
        left = [place for place in places if place not in plan.all_absent]
        for place in drawn(corpus, left, round(TIMES * count * share), chance):
            text = _slipped(corpus, plan, place, chance)
            if text:
                cases[text, place] = Case(AREAS, Query(text), place)
    return list(cases.values())


def _slipped(corpus: Corpus, plan: Withholding, place: int, chance: Random) -> str | None:
    record = corpus.places[place]
    name = record.name
    if len(name) < SHORTEST or not scripts_of(name) <= {LATIN}:
        return None
    if any(not corpus.same(place, other) for other in bearers_left(corpus, plan, key_of(name))):
        return None
    for _ in range(TRIES):
        text = misspelt(name, chance)
        if key_of(text) not in corpus.bearers:
            return text
    return None
