"""Terms of CLDR that stand in tables beside places: months, days, units, languages, currencies, scripts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

from babel import Locale
from babel.units import get_unit_name

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.withheld import Withholding
from training.sets.nothing import as_cases
from training.sets.vocabulary import cldr_languages

UNITS = (
    "length-kilometer length-meter length-mile length-foot mass-kilogram mass-gram mass-ton volume-liter "
    "area-hectare temperature-celsius duration-day duration-week duration-month duration-year duration-hour "
    "duration-minute energy-joule power-watt speed-kilometer-per-hour digital-byte"
)
"""CLDR's identifiers of units that are met in tables."""
READ = (
    "ar bg bn cs da de el en es et fa fi fr he hi hr hu hy id it ja ka ko lt lv mr ms nl no pl pt ro ru sk sl sr "
    "sv ta th tr uk ur vi zh"
)
"""Languages with many readers: half of all terms are theirs."""
YEARS = range(1990, 2030)
DATED = 0.15
LEAST_LETTERS = 2


def terms(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """As many terms of each kind, half of them in languages with many readers."""
    kinds = _all_terms()
    texts = []
    for _ in range(3 * count):
        by_language = kinds[chance.choice(sorted(kinds))]
        language = chance.choice(
            [tag for tag in READ.split() if tag in by_language] if chance.random() < 0.5 else list(by_language)
        )
        text = chance.choice(by_language[language])
        if chance.random() < DATED and text in kinds["months"].get(language, ()):
            text = f"{text} {chance.choice(YEARS)}"
        texts.append((text if chance.random() < 0.7 else text[:1].upper() + text[1:], language))
    return as_cases("nothing: months, languages, units", corpus, texts, count)


@cache
def _all_terms() -> dict[str, dict[str, list[str]]]:
    """The terms by kind and language."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for language in cldr_languages():
        for kind, text in _terms(language):
            if sum(map(str.isalpha, text)) >= LEAST_LETTERS:
                kinds.setdefault(kind, {}).setdefault(language, []).append(text)
    return {kind: {tag: list(dict.fromkeys(found)) for tag, found in by.items()} for kind, by in kinds.items()}


def _terms(language: str) -> Iterator[tuple[str, str]]:
    locale = Locale.parse(language)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from (("months", str(text)) for text in locale.months[context][width].values())
            yield from (("days", str(text)) for text in locale.days[context][width].values())
    yield from (("languages", str(text)) for text in locale.languages.values())
    yield from (("currencies", str(text)) for text in locale.currencies.values())
    yield from (("scripts", str(text)) for text in locale.scripts.values())
    yield from (("units", text) for unit in UNITS.split() if (text := get_unit_name(unit, locale=locale)))
