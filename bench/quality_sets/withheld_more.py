"""What else is held back: spellings of areas, countries, notable places and of foreign cities by script; absent areas.

It joins a plan of cities (see withheld.py) and changes nothing in it, so that the sets of cities stay as they were.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from random import Random

from babel.core import get_global

from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.half import Half
from bench.quality_sets.withheld import Withholding, open_spellings
from gazetteer.lexicon.generic import phrase
from gazetteer.translit.scripts import LATIN, script_of

AREAS, COUNTRIES, NOTABLE, SCRIPTS = "areas", "countries", "notable places", "foreign places by script"
NAMESAKE = "namesake abroad"
DIVISIONS = ("ADM1", "ADM2")
FIRST_LEVEL = 0.6
"""The share of divisions of the first level: they have the names in many languages."""
NOTABLE_CLASSES = frozenset("HLTUV")
LEAST_IN_SCRIPT = 20
EAST_ASIAN, EAST_ASIAN_TIMES = ("Hani", "Kana", "Jpan", "Hang"), 3
"""How many times more spellings are held back in the scripts whose letters say least of how a name is written."""
SELDOM_READ = frozenset(
    ["Adlm", "Cakm", "Cher", "Copt", "Dsrt", "Goth", "Mong", "Nkoo", "Olck", "Shaw", "Syrc", "Tfng", "Vaii"]
)
SELDOM = 0.2
"""How often, against others, a country's name in a script that few people read is held back."""
READ_WITH = {"Jpan": ("Hani", "Kana"), "Kore": ("Hang", "Hani"), "Hans": ("Hani",), "Hant": ("Hani",)}
"""The scripts that a compound of ISO 15924 stands for."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much to hold back.

    Args:
        areas: divisions, of each one spelling.
        countries: spellings of each country, at most.
        notable: regions and waters, of each one spelling.
        scripts: cities of each script, of each one spelling in it.
        absent_areas: divisions to hold back whole.
        namesakes: cities to hold back whole whose name only places abroad bear besides.
    """

    areas: int = 0
    countries: int = 0
    notable: int = 0
    scripts: int = 0
    absent_areas: int = 0
    namesakes: int = 0


def extended(corpus: Corpus, plan: Withholding, seed: int, half: Half, amounts: Amounts) -> Withholding:
    """A plan of cities with more held back.

    Args:
        corpus: the whole gazetteer.
        plan: what is held back of cities.
        seed: equal seeds choose alike.
        half: whose spellings are chosen.
        amounts: how much of each kind.
    """
    chance = Random(f"{seed} more")
    divisions = sorted(place.id for place in corpus.places.values() if place.feature_code in DIVISIONS)
    # A division on the lower level, lest whole countries lose the areas that their cities are told apart by.
    lower = [place for place in divisions if corpus.places[place].feature_code == "ADM2"]
    absent = {
        AREAS: frozenset(corpus.draw(lower, amounts.absent_areas, chance)),
        NAMESAKE: frozenset(corpus.draw(_with_namesakes(corpus, plan), amounts.namesakes, chance)),
    }
    whole = replace(plan, more_absent=absent, half=half)
    chooser = _Chooser(corpus, whole, chance)
    first = [place for place in divisions if corpus.places[place].feature_code == "ADM1"]
    of_first = round(amounts.areas * FIRST_LEVEL)
    countries = sorted(place.id for place in corpus.places.values() if place.feature_code.startswith("PCL"))
    notable = sorted(place.id for place in corpus.places.values() if place.feature_class in NOTABLE_CLASSES)
    more = {
        AREAS: chooser.one_each(first, of_first) | chooser.one_each(lower, amounts.areas - of_first),
        COUNTRIES: chooser.several_each(countries, amounts.countries),
        NOTABLE: chooser.one_each(notable, amounts.notable),
        SCRIPTS: chooser.by_script(amounts.scripts) if amounts.scripts else {},
    }
    return replace(whole, more=more)


@dataclass(frozen=True, slots=True)
class _Chooser:
    corpus: Corpus
    plan: Withholding
    chance: Random

    def spellings(self, place: int) -> list[str]:
        """The spellings that may be held back: of the half asked for, of another core than the main name."""
        core = key_of(phrase(self.corpus.places[place].name).core)
        return [
            text
            for text in open_spellings(self.corpus, place)
            if self.plan.allows(text) and key_of(phrase(text).core) != core
        ]

    def several_each(self, places: list[int], most: int) -> dict[int, tuple[str, ...]]:
        """Several spellings of each place."""
        found = {}
        for place in places:
            texts = [text for text in self.spellings(place) if self._is_read(text)]
            if texts and most:
                found[place] = tuple(self.chance.sample(texts, min(most, len(texts))))
        return found

    def _is_read(self, text: str) -> bool:
        return script_of(text) not in SELDOM_READ or self.chance.random() < SELDOM

    def one_each(self, places: list[int], count: int) -> dict[int, tuple[str, ...]]:
        """One spelling of each of so many places, the better known sooner."""
        gone = self.plan.all_absent
        found: dict[int, tuple[str, ...]] = {}
        for place in self.corpus.draw([place for place in places if place not in gone], len(places), self.chance):
            if len(found) >= count:
                break
            if texts := self.spellings(place):
                found[place] = (self.chance.choice(texts),)
        return found

    def by_script(self, each: int) -> dict[int, tuple[str, ...]]:
        """Spellings of cities in each script but Latin, where the script is not the country's own."""
        own = {country.code: native_scripts(country.languages) for country in self.corpus.countries.values()}
        gone = self.plan.all_absent
        by_script: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for place in self.corpus.cities():
            if place in gone:
                continue
            native = own[self.corpus.places[place].country]
            for text in dict.fromkeys(self.corpus.names[place]):
                script = script_of(text) if not text.isascii() else LATIN
                if script not in (LATIN, None) and script not in native:
                    by_script[script or ""][place].append(text)
        chosen: dict[int, tuple[str, ...]] = {}
        for script, places in sorted(by_script.items()):
            if len(places) < LEAST_IN_SCRIPT:
                continue
            wanted, taken = (EAST_ASIAN_TIMES if script in EAST_ASIAN else 1) * each, 0
            for place in self.corpus.draw(sorted(set(places) - set(chosen)), 4 * EAST_ASIAN_TIMES * each, self.chance):
                texts = [text for text in self.spellings(place) if text in places[place]]
                if taken == wanted:
                    break
                if texts:
                    chosen[place] = (self.chance.choice(texts),)
                    taken += 1
        return chosen


def native_scripts(languages: tuple[str, ...]) -> frozenset[str]:
    """The scripts that a country's first languages are written in, by CLDR's likely subtags."""
    subtags = get_global("likely_subtags")
    scripts = set()
    for tag in languages[:3]:
        found = subtags.get(tag.replace("-", "_")) or subtags.get(tag.partition("-")[0]) or "_Latn_"
        script = found.split("_")[1]
        scripts |= {script, *READ_WITH.get(script, ())}
    return frozenset(scripts)


def _with_namesakes(corpus: Corpus, plan: Withholding) -> list[int]:
    """The cities left whose name is borne by others, all of them abroad."""
    found = []
    for place in corpus.cities():
        bearers = corpus.bearers[key_of(corpus.places[place].name)] - {place}
        country = corpus.places[place].country
        if place not in plan.absent and bearers and all(corpus.places[one].country != country for one in bearers):
            found.append(place)
    return sorted(found)
