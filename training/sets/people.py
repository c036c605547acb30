"""Names of people: given and family names of sixty places' phone books, by Faker."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.withheld import Withholding
from training.sets.nothing import as_cases
from training.sets.vocabulary import fakers

FAMILY_FIRST = frozenset({"ja", "zh", "ko", "hu", "vi"})
JOINED = frozenset({"ja", "zh", "ko"})
FORMS = ("full", "full", "full", "full", "initial", "family", "turned", "title")
TITLES = ("Dr.", "Mr", "Mrs", "Prof.", "President", "Gen.", "St.")


def people(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Full names, with an initial, turned, with a title, or the family name alone."""
    texts = []
    made = fakers("person", chance)
    for _ in range(2 * count):
        locale, fake = chance.choice(made)
        language = locale.partition("_")[0]
        texts.append((_written(language, fake.first_name(), fake.last_name(), chance), language))
    return as_cases("nothing: people by language", corpus, texts, count)


def _written(language: str, given: str, family: str, chance: Random) -> str:
    form = chance.choice(FORMS)
    if language in JOINED:
        return family + given if form != "family" else family
    if form == "family":
        return family
    if form == "initial":
        return f"{given[0]}. {family}"
    if form == "title":
        return f"{chance.choice(TITLES)} {family}"
    if form == "turned":
        return f"{family}, {given}"
    return f"{family} {given}" if language in FAMILY_FIRST else f"{given} {family}"
