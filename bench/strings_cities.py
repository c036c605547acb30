"""The cities that strings are made of: their names are borne by no other place, so that it is plain who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from bench.quality_sets.corpus import Corpus, key_of
from gazetteer.lexicon.generic import phrase
from gazetteer.matching.distance import distance_km
from gazetteer.sources.records import PlaceRecord
from gazetteer.text import fold
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import LATIN, scripts_of

PEOPLE = 60_000
TWIN_KM = 50.0
ALIKE = (
    75.0  # of a Russian or Ukrainian name and the main one, read in Latin letters: names of another time differ more
)
RUSSIAN = re.compile(r"[А-Яа-яЁё -]+")
UKRAINIAN = re.compile(r"[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’' -]+")
ONLY_UKRAINIAN = re.compile(r"[ҐЄІЇґєії]")


@dataclass(frozen=True, slots=True)
class City:
    """A city, and what a string may say of it; None where that is not known.

    Args:
        place: its record.
        country: the English name of its country.
        iso3: ISO 3166-1 alpha-3 of that country.
        region: the main name of its first-level division.
        others: its names in other scripts.
        russian: its Russian name.
        ukrainian: its Ukrainian name.
        right: the city itself and the units around it that bear its name.
        units: of those, the units of the first level.
    """

    place: PlaceRecord
    country: str
    iso3: str
    region: str | None
    others: tuple[str, ...]
    russian: str | None
    ukrainian: str | None
    right: frozenset[int]
    units: frozenset[int]

    @property
    def name(self) -> str:
        """The main name."""
        return self.place.name


class Cities:
    """Cities with more than so many people whose Latin main name no other place bears."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._around = dict(self._units())

    @cached_property
    def all(self) -> list[City]:
        """All of them, by id."""
        big = (place for place in self.corpus.places.values() if place.feature_class == "P")
        found = [self.city(place) for place in big if place.population > PEOPLE and self._is_unique(place)]
        return sorted(found, key=lambda city: city.place.id)

    def _units(self) -> Iterator[tuple[str, PlaceRecord]]:
        for place in self.corpus.places.values():
            if place.feature_code in {"ADM1", "ADM2"}:
                yield (place.admin2 if place.feature_code == "ADM2" else place.admin1), place

    def _containing(self, place: PlaceRecord) -> list[PlaceRecord]:
        return [self._around[code] for code in (place.admin1, place.admin2) if code in self._around]

    def _is_unique(self, place: PlaceRecord) -> bool:
        if not scripts_of(place.name) <= {LATIN}:
            return False
        around = {unit.id for unit in self._containing(place)}
        bearers = self.corpus.bearers[key_of(place.name)]
        return all(bearer in around or self._is_twin(place, bearer) for bearer in bearers)

    def _is_twin(self, place: PlaceRecord, other: int) -> bool:
        """Whether another entry is the unit of the name around or beside a city: no reader tells them apart."""
        record = self.corpus.places[other]
        if other == place.id or self.corpus.same(place.id, other):
            return True
        near = distance_km(place.lat, place.lon, record.lat, record.lon) <= TWIN_KM
        return record.country == place.country and record.feature_class == "A" and near

    def city(self, place: PlaceRecord) -> City:
        """What strings may say of a place."""
        key = key_of(place.name)
        bearers = self.corpus.bearers[key]
        bearing = {unit for unit in self._containing(place) if unit.id in bearers or self._has_core(unit, key)}
        first = frozenset(unit.id for unit in bearing if unit.feature_code == "ADM1")
        second = frozenset(unit.id for unit in bearing) - first
        country = self.corpus.countries[place.country]
        region = self._around.get(place.admin1)
        others = [name for name in self.corpus.names[place.id] if not scripts_of(name) & {LATIN}]
        return City(
            place,
            country.name,
            country.iso3,
            region.name if region else None,
            tuple(sorted(set(others))),
            self._likest(place, [name for name in others if RUSSIAN.fullmatch(name)] if place.country == "RU" else []),
            self._likest(place, [name for name in others if _is_ukrainian(name, place.country)]),
            frozenset(bearers) | first | second,
            first,
        )

    def _has_core(self, unit: PlaceRecord, key: str) -> bool:
        return any(key_of(phrase(name).core) == key for name in {unit.name, *self.corpus.names[unit.id]})

    def _likest(self, place: PlaceRecord, names: list[str]) -> str | None:
        """Of names in Cyrillic letters the likest to the main name."""
        likeness = {name: self._likeness(name, place) for name in names}
        best = max(sorted(likeness), key=likeness.__getitem__, default=None)
        return best if best is not None and likeness[best] >= ALIKE else None

    def _likeness(self, name: str, place: PlaceRecord) -> float:
        main = fold(place.name)
        return max((fuzz.ratio(read.key, main) for read in readings(name, country=place.country)), default=0.0)


def _is_ukrainian(name: str, country: str) -> bool:
    told = country == "UA" or ONLY_UKRAINIAN.search(name)
    return bool(told and UKRAINIAN.fullmatch(name))
