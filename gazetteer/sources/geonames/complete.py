"""Countries and divisions that the rows of a choice lack: a query may name them as the place around another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace

from gazetteer.sources.admin import Division, Divisions, division_places
from gazetteer.sources.centroid import Centroid
from gazetteer.sources.cities import read_data
from gazetteer.sources.countries import WITHOUT_CITIES, continent_places, country_places
from gazetteer.sources.geonames.choice import AREAS, COUNTRIES
from gazetteer.sources.geonames.idset import IdSet
from gazetteer.sources.geonames.tables import Tables
from gazetteer.sources.records import CountryRecord, PlaceRecord


class Completion:
    """What is missing, found while places go by.

    Args:
        tables: the countries and divisions that there should be.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._centroids: dict[str, Centroid] = defaultdict(Centroid)
        self._codes: dict[str, tuple[float, float]] = {}

    def see(self, record: PlaceRecord) -> None:
        """Take note of a place that is there."""
        if record.feature_class == "P":
            if record.population:
                for code in filter(None, (record.admin1, record.admin2)):
                    self._centroids[code].add(record.lat, record.lon, record.population)
        elif record.feature_code in AREAS:
            code = record.admin1 if record.feature_code == "ADM1" else record.admin2
            self._codes[code] = (record.lat, record.lon)
        elif record.feature_class == "A" and record.feature_code.startswith(COUNTRIES):
            self._centroids[record.country].add(record.lat, record.lon, 0)

    def missing(self, seen: IdSet, deleted: Container[int]) -> Iterator[PlaceRecord]:
        """The continents, countries and divisions that are not there, their coordinates computed.

        Args:
            seen: the ids that are there.
            deleted: ids that are to stay away.
        """
        yield from (place for place in continent_places() if place.id not in seen)
        countries = [country for country in self._tables.countries if country.id not in seen]
        yield from self._countries(countries)
        for code, (lat, lon) in self._codes.items():
            # What lies in a division and has no place of its own lies where the division does.
            self._centroids[code] = Centroid()
            self._centroids[code].add(lat, lon, 0)
        divisions = tuple(unit for unit in self._tables.divisions if self._lacks(unit, seen, deleted))
        # Their people are left to the build, which sums those of all divisions that have none by one rule.
        yield from (replace(unit, population=0) for unit in division_places(Divisions(divisions, 0), self._centroids))

    def _lacks(self, unit: Division, seen: IdSet, deleted: Container[int]) -> bool:
        return unit.level in (1, 2) and unit.id not in seen and unit.id not in deleted and unit.code not in self._codes

    def _countries(self, countries: list[CountryRecord]) -> Iterator[PlaceRecord]:
        """Countries at the population-weighted mean of their cities, which the embedded gazetteer's package knows."""
        if not countries:
            return
        centroids: dict[str, Centroid] = defaultdict(Centroid)
        wanted = {country.code for country in countries} - WITHOUT_CITIES.keys()
        # The package's cities take half a gigabyte to read: only where they are needed.
        for row in read_data("cities500.json").values() if wanted else ():
            if row["countrycode"] in wanted:
                centroids[row["countrycode"]].add(row["latitude"], row["longitude"], row["population"])
        for code, (lat, lon) in WITHOUT_CITIES.items():
            centroids[code].add(lat, lon, 0)
        placed = [country for country in countries if country.code in centroids]
        for country in placed:
            if country.code not in self._centroids:
                self._centroids[country.code] = centroids[country.code]
        yield from country_places(placed, centroids, self._tables.populations)
