"""Names that the gazetteer has: of famous places, and those that several places share."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made, key_of
from gazetteer.model import Query, Verdict
from gazetteer.sources.cities import is_code
from gazetteer.translit.scripts import LATIN, script_of

FAMOUS_PEOPLE = 500_000
DWARFED = 20
"""How many times more people the largest bearer of a name must have than the next for the bare name to mean it."""
LEAST_PEOPLE = 1_000


def famous_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """Any spelling that the gazetteer has of a famous place and that no larger place bears, bare."""
    name = "famous places, known spellings"
    famous = [place for place in corpus.cities() if corpus.places[place].population >= FAMOUS_PEOPLE]
    cases = []
    for place in chance.sample(sorted(famous), min(count, len(famous))):
        spellings = [
            text
            for text in sorted(set(corpus.names[place]))
            if not is_code(text) and not is_machine_made(text) and corpus.is_largest(place, key_of(text))
        ]
        if spellings:
            text = chance.choice(spellings)
            cases.append(Case(name, Query(text), place, script=script_of(text) or LATIN))
    return cases


def shared_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """Two sets of main names that several cities share: with what tells them apart, and bare.

    Of the bare ones, half are ambiguous and half mean the place that dwarfs the others.
    """
    by_name = defaultdict(list)
    for place in corpus.cities():
        if corpus.places[place].population >= LEAST_PEOPLE:
            by_name[key_of(corpus.places[place].name)].append(place)
    shared = sorted(key for key, places in by_name.items() if key and len(places) > 1)
    chance.shuffle(shared)
    regions = {place.admin1: place.name for place in corpus.places.values() if place.feature_code == "ADM1"}
    with_context: list[Case] = []
    bare: list[Case] = []
    for key in shared:
        if len(with_context) < count and (case := _with_context(corpus, key, by_name[key], regions, chance)):
            with_context.append(case)
        case = _bare(corpus, key, by_name[key])
        if case and sum(other.verdict is case.verdict for other in bare) < count / 2:
            bare.append(case)
    return with_context + bare


def _with_context(corpus: Corpus, key: str, places: list[int], regions: dict[str, str], chance: Random) -> Case | None:
    """One of the bearers, with the country or region in which no other bears the name, as a field or in the text."""
    name = "shared names, with country or region"
    place = chance.choice(places)
    record = corpus.places[place]
    others = [corpus.places[bearer] for bearer in corpus.bearers[key] if not corpus.same(place, bearer)]
    if all(other.country != record.country for other in others):
        query = chance.choice(
            (
                Query(record.name, country=(record.country,)),
                Query(f"{record.name}, {corpus.countries[record.country].name}"),
            )
        )
        return Case(name, query, place, filter_country=record.country)
    region = regions.get(record.admin1)
    if region is None or any(other.admin1 == record.admin1 for other in others):
        return None
    query = chance.choice(
        (
            Query(record.name, country=(record.country,), within=region),
            Query(f"{record.name}, {region}", country=(record.country,)),
        )
    )
    return Case(name, query, place, filter_country=record.country, filter_admin1=record.admin1)


def _bare(corpus: Corpus, key: str, places: list[int]) -> Case | None:
    """The bare name: ambiguous, or a match where the largest bearer dwarfs the next. None where that is itself open."""
    name = "shared names, bare: the verdict"
    order = sorted(corpus.bearers[key], key=lambda bearer: -corpus.people(bearer))
    first = order[0]
    rest = [bearer for bearer in order[1:] if not corpus.same(first, bearer)]
    if first not in places or not rest or rest[0] not in places:
        # An area, a country or a place of which this is but an alias comes into it.
        return None
    dwarfs = corpus.people(first) >= DWARFED * corpus.people(rest[0])
    verdict = Verdict.MATCH if dwarfs else Verdict.AMBIGUOUS
    return Case(name, Query(corpus.places[first].name), first, verdict=verdict)
