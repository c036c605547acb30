"""The questions that two builds are asked alike: about places that both have, so that a loss is a fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made, key_of
from bench.quality_sets.exemplars import exemplar_cases
from bench.quality_sets.misspelt import misspelt_cases
from bench.quality_sets.shared import famous_cases, shared_cases
from bench.strings_regions import regions
from gazetteer.lexicon.tables import rows
from gazetteer.model import Query
from gazetteer.sources.cities import is_code
from gazetteer.sources.records import PlaceRecord

LEAST_PEOPLE = 1_000
DRAWN_TOO_MANY = 3
"""How many times more cases are drawn than wanted, for some are about a place that one of the builds lacks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Args:
        set: the set it belongs to.
        query: what is asked.
        right: the places of which any is right.
        nearby: whether any place within 50 km in the same country will do.
        twins: whether the city will do for its unit and the unit for its city.
    """

    set: str
    query: Query
    right: frozenset[int]
    nearby: bool = False
    twins: bool = True


def questions(corpus: Corpus, both_have: Callable[[int], bool], count: int, seed: int) -> list[Asked]:
    """So many questions, as many of each set as there are, shared out evenly.

    Args:
        corpus: the embedded gazetteer's places and names.
        both_have: whether a place is in both builds.
        count: of all questions.
        seed: another seed, other questions.
    """
    chance = Random(seed)
    kinds = (exemplar_cases, misspelt_cases, famous_cases, shared_cases)
    many = DRAWN_TOO_MANY * count // 10
    drawn = [_asked(case) for kind in kinds for case in kind(corpus, many, chance) if case.place is not None]
    drawn += [*_main_names(corpus, many, chance), *_areas(corpus, many, chance), *_coded(corpus, many, chance)]
    drawn += _phrases(corpus)
    by_set: dict[str, list[Asked]] = defaultdict(list)
    for one in dict.fromkeys(drawn):
        if all(map(both_have, one.right)):
            by_set[one.set].append(one)
    wanted = shares({name: len(found) for name, found in by_set.items()}, count)
    return [one for name, found in by_set.items() for one in chance.sample(found, wanted[name])]


def shares(there: dict[str, int], count: int) -> dict[str, int]:
    """How many of each set, so that all are `count`: the small sets whole, the others alike.

    Args:
        there: how many there are of each.
        count: of all.
    """
    found: dict[str, int] = {}
    left = count
    for number, (name, size) in enumerate(sorted(there.items(), key=lambda item: item[1])):
        found[name] = min(size, left // (len(there) - number))
        left -= found[name]
    return found


def _asked(case: Case) -> Asked:
    assert case.place is not None
    # Half of a verdict's set are open names: of them the largest bearer is to stand first.
    return Asked(case.set.removesuffix(": the verdict"), case.query, frozenset({case.place}), case.nearby)


def _main_names(corpus: Corpus, count: int, chance: Random) -> Iterable[Asked]:
    """Cities by their own name, which no other place bears."""
    alone = [
        place
        for place in corpus.cities()
        if all(corpus.same(place, other) for other in corpus.bearers[key_of(corpus.places[place].name)])
    ]
    for place in corpus.draw(alone, count, chance):
        yield Asked("cities, main name", Query(corpus.places[place].name), frozenset({place}))


def _areas(corpus: Corpus, count: int, chance: Random) -> Iterable[Asked]:
    """Countries, first- and second-level divisions: the main name, and any other that no other place bears."""
    kinds = {"countries": "PCL", "first-level divisions": "ADM1", "second-level divisions": "ADM2"}
    for name, code in kinds.items():
        spellings = sorted(
            (place.id, text)
            for place in corpus.places.values()
            if place.feature_code.startswith(code)
            for text in {place.name, *corpus.names[place.id]}
            if not is_code(text) and not is_machine_made(text) and _means(corpus, place, text)
        )
        main = [(id, text) for id, text in spellings if text == corpus.places[id].name]
        other = [(id, text) for id, text in spellings if text != corpus.places[id].name]
        for kind, found in ((f"{name}, main name", main), (f"{name}, other names", other)):
            for id, text in chance.sample(found, min(count, len(found))):
                yield Asked(kind, Query(text), frozenset({id}))


def _means(corpus: Corpus, place: PlaceRecord, text: str) -> bool:
    """Whether no other place than this, and what is one with it, bears a name."""
    return all(corpus.same(place.id, other) for other in corpus.bearers[key_of(text)])


def _coded(corpus: Corpus, count: int, chance: Random) -> Iterable[Asked]:
    """Cities with the abbreviation of their division behind them: `Bethlehem, PA`; one bearer in the division."""
    codes = defaultdict(list)
    for row in rows("divisions.tsv"):
        for iso in row["codes"].split():
            codes[iso].append(row["short"])
    shorts = {place.admin1: codes[place.iso] for place in corpus.places.values() if codes.get(place.iso)}
    cities = [
        place
        for place in corpus.cities()
        if corpus.places[place].admin1 in shorts and corpus.places[place].population >= LEAST_PEOPLE
    ]
    for place in chance.sample(sorted(cities), min(count, len(cities))):
        record = corpus.places[place]
        bearers = corpus.bearers[key_of(record.name)]
        others = (corpus.places[other] for other in bearers if not corpus.same(place, other))
        if all(other.admin1 != record.admin1 for other in others):
            text = f"{record.name}, {chance.choice(shorts[record.admin1])}"
            yield Asked("city and code of its division", Query(text), frozenset({place}))


def _phrases(corpus: Corpus) -> Iterable[Asked]:
    """Phrases with a word for a kind of area: `Donetsk region`, `Province of Cusco`."""
    for found in regions(corpus).asked.values():
        for one in found:
            query = Query(one.text, country=(one.country,) if one.country else ())
            yield Asked("region phrases", query, one.right, twins=False)
