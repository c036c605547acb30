"""The cases that the weights are fitted on.

Who is meant by a bare name is not in any package; so an assumption stands in for it, here and in no other place: a
place is meant in proportion to its people, times the square root of the number of its names, and a capital twice as
often. An area counts with 3 % of its people: a bare Lisbon is the city. The weights for equal letters say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made, key_of
from bench.quality_sets.misspelt import misspelt_cases
from bench.quality_sets.nothing import nothing_cases
from bench.quality_sets.shared import shared_cases
from bench.quality_sets.withheld import Withholding, absent_cases, withheld_cases
from gazetteer.lexicon.generic import phrase
from gazetteer.model import Query
from gazetteer.sources.cities import is_code
from gazetteer.translit.scripts import LATIN, script_of

BARE = "shared names, bare: the verdict"
CAPITAL = 2.0
AREA_MEANT = 0.03  # of an area's people: a bare Lisbon is the city
OWN_NAME = 3.0  # how much rather a name brings to mind the place whose main name it is
DRAWN = 0.6  # places are drawn by this power of what they are meant, so that the small ones are seen too
LEAST_PEOPLE = 100
KIND_WORDS = ("region", "Region", "province", "oblast", "state", "Province of", "Region of", "région de", "oblast")


def fit_cases(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """The cases: spellings withheld, misspelt, known, shared with a context; names of nothing, and of absent places."""
    here = [place for place in sorted(corpus.places) if place not in plan.absent]
    cases = [
        *withheld_cases(plan, 2 * count, chance),
        *misspelt_cases(corpus, count, chance),
        *(case for case in shared_cases(corpus, count // 2, chance) if case.set != BARE),
        *nothing_cases(corpus, count // 2, chance),
        *absent_cases(corpus, plan, count, chance),
        *known_cases(corpus, plan, here, count, chance),
        *bare_cases(corpus, plan, count, chance),
        *kind_cases(corpus, count // 3, chance),
    ]
    return [case for case in cases if case.place not in plan.absent]


def meant(corpus: Corpus, place: int) -> float:
    """How often a place is meant, against others."""
    record = corpus.places[place]
    people = float(max(record.population, LEAST_PEOPLE))
    if record.feature_class == "A" and not record.feature_code.startswith("PCL"):
        people *= AREA_MEANT
    return people * sqrt(len(corpus.names[place])) * (CAPITAL if record.feature_code == "PPLC" else 1.0)


def who_is_meant(corpus: Corpus, bearers: Sequence[int], key: str, chance: Random) -> int:
    """One of the bearers of a name, drawn by how often each is meant by it."""
    weights = [
        meant(corpus, place) * (OWN_NAME if key_of(corpus.places[place].name) == key else 1.0) for place in bearers
    ]
    return chance.choices(bearers, weights)[0]


def known_cases(corpus: Corpus, plan: Withholding, places: Sequence[int], count: int, chance: Random) -> list[Case]:
    """Any spelling that the gazetteer has of a place drawn by fame; who is meant is drawn from all that bear it."""
    cases = []
    for place in chance.choices(places, [meant(corpus, place) ** DRAWN for place in places], k=count):
        gone = set(plan.names.get(place, ()))
        names = sorted(n for n in set(corpus.names[place]) - gone if not is_code(n) and not is_machine_made(n))
        if names:
            text = chance.choice([*names, corpus.places[place].name])
            cases.append(_known("known spellings", corpus, plan, text, chance))
    return [case for case in cases if case is not None]


def bare_cases(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Main names that several places bear, each name as often as any other."""
    shared = sorted(
        {
            key_of(place.name)
            for place in corpus.places.values()
            if len(corpus.bearers[key_of(place.name)]) > 1 and script_of(place.name) == LATIN
        }
    )
    names = {key_of(place.name): place.name for place in corpus.places.values()}
    drawn = [_known("shared names", corpus, plan, names[key], chance) for key in chance.sample(shared, count)]
    return [case for case in drawn if case is not None]


def _known(name: str, corpus: Corpus, plan: Withholding, text: str, chance: Random) -> Case | None:
    key = key_of(text)
    bearers = sorted(
        place for place in corpus.bearers[key] if place not in plan.absent and not _is_withheld(plan, place, key)
    )
    if not bearers:
        return None
    return Case(name, Query(text), who_is_meant(corpus, bearers, key, chance), script=script_of(text) or LATIN)


def _is_withheld(plan: Withholding, place: int, key: str) -> bool:
    return any(key_of(text) == key for text in plan.names.get(place, ()))


def kind_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """First-level divisions by the part of their name that is no generic word, with one beside it."""
    areas = sorted(place.id for place in corpus.places.values() if place.feature_code == "ADM1")
    cases = []
    for place in corpus.draw(areas, count, chance):
        core = phrase(corpus.places[place].name).core
        word = chance.choice(KIND_WORDS)
        text = f"{word} {core}" if word.endswith((" of", " de")) else f"{core} {word}"
        cases.append(Case("areas with a word for their kind", Query(text), place))
    return cases
