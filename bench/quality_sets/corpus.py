"""All places and names of a source, in memory: what the sets are drawn from and the answers are checked against."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from random import Random

from gazetteer.index.build.places import NOTABLE_PEOPLE
from gazetteer.lexicon.generic import phrase
from gazetteer.matching.distance import distance_km
from gazetteer.model import ABBREVIATION
from gazetteer.sources.records import CountryRecord, PlaceRecord, Source
from gazetteer.text import fold, native_key
from gazetteer.translit.scripts import LATIN, scripts_of

TWIN_KM = 50.0
CAPITAL, COUNTRY = "PPLC", "PCL"  # GeoNames' feature codes; what begins so is a country, or depends on one

FAME_PEOPLE, FAME_POWER, FAME_LEAST, FAME_MOST = 50_000, 0.4, 0.3, 6.0
"""How often a place is drawn: (people / 50,000) to the power .4, within .3 and 6."""


def key_of(text: str) -> str:
    """What two spellings have in common that are one spelling: folded Latin, or the native key of another script."""
    return fold(text) if scripts_of(text) <= {LATIN} else native_key(text)


def is_machine_made(text: str) -> bool:
    """Whether a name is one of GeoNames' machine romanizations (`swldw`): basic Latin, in small letters throughout."""
    return text.isascii() and text == text.lower()


@dataclass(slots=True)
class Corpus:
    """The places by id, their names as written, and the places that bear each key.

    `languages` holds the language of a place's spelling where the source tells it; `codes` the customary abbreviations
    and codes of countries and divisions, in capitals, which are no names here.
    """

    places: dict[int, PlaceRecord] = field(default_factory=dict)
    names: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    countries: dict[str, CountryRecord] = field(default_factory=dict)
    bearers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    languages: dict[tuple[int, str], str] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    _units: dict[str, list[int]] = field(default_factory=dict)

    def keys(self, place: int) -> set[str]:
        """The keys of a place's names."""
        return {key_of(name) for name in self.names[place]}

    def people(self, place: int) -> int:
        """The people of a place, or as many as it counts with for its renown."""
        record = self.places[place]
        renown = 0 if record.notability is None else NOTABLE_PEOPLE[record.notability]
        return max(record.population, renown)

    def fame(self, place: int) -> float:
        """How often a place is drawn, against others."""
        people = self.people(place)
        return min(FAME_MOST, max(FAME_LEAST, float((people / FAME_PEOPLE) ** FAME_POWER)))

    def draw(self, places: list[int], count: int, chance: Random) -> list[int]:
        """Draw different places, the better known more often.

        Args:
            places: to draw from.
            count: how many, at most.
            chance: the seeded source of randomness.
        """
        order = sorted(places, key=lambda place: chance.random() ** (1.0 / self.fame(place)), reverse=True)
        return order[:count]

    def cities(self) -> list[int]:
        """The populated places that someone is known to live in."""
        return [place.id for place in self.places.values() if place.feature_class == "P" and place.population > 0]

    def is_largest(self, place: int, key: str) -> bool:
        """Whether no other place that bears a key has as many people: whom the bare name means, if it means one."""
        people = self.people(place)
        return all(self.same(place, bearer) or self.people(bearer) < people for bearer in self.bearers[key])

    def same(self, one: int, other: int) -> bool:
        """Whether two entries are one place for a reader: the city and the unit, the quarter or the country that bears
        its name."""
        if one == other:
            return True
        a, b = self.places.get(one), self.places.get(other)
        if a is None or b is None or a.country != b.country or key_of(a.name) != key_of(b.name):
            return False
        if is_capital_and_country(a, b) or is_capital_and_country(b, a):
            return True
        return distance_km(a.lat, a.lon, b.lat, b.lon) <= TWIN_KM

    def has_unit_of(self, place: int, without: frozenset[int]) -> bool:
        """Whether a unit called after a city stands there, beside those left out: then the city is not absent."""
        if not self._units:
            for unit in self.places.values():
                if unit.feature_class == "A":
                    self._units.setdefault(core_of(unit.name), []).append(unit.id)
        units = self._units.get(core_of(self.places[place].name), ())
        return any(unit not in without and self.twins(place, unit) for unit in units)

    def twins(self, one: int, other: int) -> bool:
        """Whether two entries are a city and the unit that is called after it: Las Tunas and Las Tunas Province."""
        a, b = self.places.get(one), self.places.get(other)
        if a is None or b is None or a.country != b.country or (a.feature_class == "A") == (b.feature_class == "A"):
            return False
        unit, town = (a, b) if a.feature_class == "A" else (b, a)
        if unit.feature_code.startswith("PCL") or core_of(unit.name) != core_of(town.name):
            return False
        inside = unit.admin1 == town.admin1 and bool(unit.admin1)
        return inside or distance_km(a.lat, a.lon, b.lat, b.lon) <= TWIN_KM


def is_capital_and_country(one: PlaceRecord, other: PlaceRecord) -> bool:
    """Whether a place is the capital, and another the country around it, wherever that is said to lie."""
    country = one.country == other.country and other.feature_code.startswith(COUNTRY)
    return country and one.feature_code == CAPITAL


@cache
def core_of(name: str) -> str:
    """The key of a name without the generic words that are part of it: of "Las Tunas Province" that of Las Tunas."""
    return key_of(phrase(name).core) or key_of(name)


def read_corpus(source: Source) -> Corpus:
    """Read all of a source."""
    corpus = Corpus()
    corpus.countries = {country.code: country for country in source.countries()}
    for place in source.places():
        corpus.places[place.id] = place
        corpus.names[place.id].append(place.name)
    for name in source.names():
        if name.lang != ABBREVIATION:
            corpus.names[name.place].append(name.text)
            if name.lang:
                corpus.languages.setdefault((name.place, name.text), name.lang)
        elif corpus.places[name.place].feature_class != "P":
            corpus.codes.add(name.text.upper())
    corpus.codes |= {code for country in corpus.countries.values() for code in (country.code, country.iso3)}
    for place_id, names in corpus.names.items():
        for text in names:
            corpus.bearers[key_of(text)].add(place_id)
    return corpus
