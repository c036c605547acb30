"""Spellings that the gazetteer asked does not hold: of cities, areas, countries, notable places, and by script."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.withheld import Withholding
from bench.quality_sets.withheld_more import AREAS, COUNTRIES, EAST_ASIAN, NOTABLE, SCRIPTS
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, script_of


def cities(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings of cities, as often in each script as the gazetteer has them."""
    return _cases("withheld spellings", corpus, plan.names, count, chance)


def areas(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings of divisions of the first and second level."""
    return _cases("areas, spelt otherwise", corpus, plan.more.get(AREAS, {}), count, chance)


def countries(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings of countries."""
    return _cases("countries, spelt otherwise", corpus, plan.more.get(COUNTRIES, {}), count, chance)


def notable(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings of regions, waters and sites; none where the gazetteer has none."""
    return _cases("notable places, spelt otherwise", corpus, plan.more.get(NOTABLE, {}), count, chance)


def east_asian(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings of foreign cities in Han, kana and Hangul, as many in each."""
    names = {script: names for script, names in _by_script(plan).items() if script in EAST_ASIAN}
    return _evenly("foreign places in Han, kana, Hangul", corpus, names, count, chance)


def other_scripts(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings of foreign cities in every other script but Latin, as many in each."""
    names = {script: names for script, names in _by_script(plan).items() if script not in EAST_ASIAN}
    return _evenly("foreign places in other scripts", corpus, names, count, chance)


def _by_script(plan: Withholding) -> dict[str, dict[int, tuple[str, ...]]]:
    by_script: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for place, texts in plan.more.get(SCRIPTS, {}).items():
        by_script[script_of(texts[0]) or LATIN][place] = texts
    return by_script


def _evenly(
    name: str, corpus: Corpus, names: dict[str, dict[int, tuple[str, ...]]], count: int, chance: Random
) -> list[Case]:
    """As many of each script as there are; what a small script cannot give, the larger ones give."""
    cases: list[Case] = []
    order = sorted(names, key=lambda script: (len(names[script]), script))
    for at, script in enumerate(order):
        share = (count - len(cases)) // (len(order) - at)
        cases += _cases(name, corpus, names[script], share, chance)
    return cases


def _cases(name: str, corpus: Corpus, names: dict[int, tuple[str, ...]], count: int, chance: Random) -> list[Case]:
    pairs = [(place, text) for place, texts in sorted(names.items()) for text in texts]
    return [
        Case(
            name,
            Query(text),
            place,
            script=script_of(text) or LATIN,
            language=corpus.languages.get((place, text), ""),
            country=corpus.places[place].country,
        )
        for place, text in chance.sample(pairs, min(count, len(pairs)))
    ]
