"""Names that the gazetteer holds: any spelling, shared ones bare, divisions with a word for their kind."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made, key_of
from bench.quality_sets.shared import shared_cases
from bench.quality_sets.withheld import Withholding
from gazetteer.lexicon.generic import phrase
from gazetteer.model import Query
from gazetteer.sources.cities import is_code
from gazetteer.translit.scripts import LATIN, script_of
from training.meant import drawn, who

IN_CONTEXT = "shared names, with country or region"
KIND_WORDS = ("region", "Region", "province", "oblast", "state", "Province of", "Region of", "région de", "oblast")


def spellings(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Any spelling of a place drawn by fame; who is meant is drawn from all that bear it."""
    here = [place for place in corpus.places if place not in plan.all_absent]
    cases = []
    for place in drawn(corpus, here, count, chance):
        gone = set(plan.spellings(place))
        names = sorted(n for n in set(corpus.names[place]) - gone if not is_code(n) and not is_machine_made(n))
        if names:
            text = chance.choice([*names, corpus.places[place].name])
            cases.append(_known("known spellings", corpus, plan, text, chance))
    return [case for case in cases if case is not None]


def shared(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Main names that several places bear, each name as often as any other."""
    names: dict[str, str] = {}
    for place in corpus.places.values():
        key = key_of(place.name)
        if len(corpus.bearers[key]) > 1 and script_of(place.name) == LATIN:
            names[key] = place.name
    keys = chance.sample(sorted(names), min(count, len(names)))
    found = [_known("shared names", corpus, plan, names[key], chance) for key in keys]
    return [case for case in found if case is not None]


def shared_in_context(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names that several cities share, with the country or region that tells them apart."""
    return [case for case in shared_cases(corpus, count, chance) if case.set == IN_CONTEXT]


def areas_by_kind(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """First-level divisions by the part of their name that is no generic word, with one beside it."""
    areas = sorted(place.id for place in corpus.places.values() if place.feature_code == "ADM1")
    cases = []
    for place in corpus.draw(areas, count, chance):
        core = phrase(corpus.places[place].name).core
        word = chance.choice(KIND_WORDS)
        text = f"{word} {core}" if word.endswith((" of", " de")) else f"{core} {word}"
        cases.append(Case("areas with a word for their kind", Query(text), place))
    return cases


def _known(name: str, corpus: Corpus, plan: Withholding, text: str, chance: Random) -> Case | None:
    place = who(corpus, plan, key_of(text), chance, text)
    return None if place is None else Case(name, Query(text), place, script=script_of(text) or LATIN)
