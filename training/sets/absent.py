"""Names of places that the gazetteer asked does not have: cities, areas, and those with a namesake abroad."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.withheld import Withholding, absent_cases
from bench.quality_sets.withheld_more import AREAS, NAMESAKE
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, script_of
from training.meant import bearers_left


def cities(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names of absent cities that no other place bears, and names with the country where one abroad does."""
    return [case for case in absent_cases(corpus, plan, count, chance) if _is_absent(corpus, plan, case)]


def areas(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names of absent divisions that no other place bears."""
    cases = []
    for place in sorted(plan.more_absent.get(AREAS, ())):
        record = corpus.places[place]
        if not bearers_left(corpus, plan, key_of(record.name)):
            script = script_of(record.name) or LATIN
            cases.append(Case("absent areas", Query(record.name), None, script=script, country=record.country))
    return chance.sample(cases, min(count, len(cases)))


def namesakes(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names of absent cities that only places abroad bear, with the country as a field or behind the name."""
    cases = []
    for place in sorted(plan.more_absent.get(NAMESAKE, ())):
        record = corpus.places[place]
        left = bearers_left(corpus, plan, key_of(record.name))
        if not left or any(corpus.places[bearer].country == record.country for bearer in left):
            continue
        if corpus.has_unit_of(place, plan.all_absent):
            continue
        country = corpus.countries[record.country].name
        query = chance.choice((Query(record.name, country=(record.country,)), Query(f"{record.name}, {country}")))
        cases.append(Case("absent, namesake abroad", query, None, country=record.country))
    return chance.sample(cases, min(count, len(cases)))


def _is_absent(corpus: Corpus, plan: Withholding, case: Case) -> bool:
    """Whether no place left bears the name in the country asked, were the plan to hold more back than cities."""
    left = bearers_left(corpus, plan, key_of(case.query.name))
    return all(case.query.country and corpus.places[place].country not in case.query.country for place in left)
