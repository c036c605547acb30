"""Which part of GeoNames is wanted, and which of its files that takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gazetteer.errors import QueryError
from gazetteer.model import FEATURE_CLASSES
from gazetteer.sources.cities import read_data

COUNTRY_INFO = "countryInfo.txt"
ADMIN1 = "admin1CodesASCII.txt"
ADMIN2 = "admin2Codes.txt"
LANGUAGES = "iso-languagecodes.txt"
TABLES = (COUNTRY_INFO, ADMIN1, ADMIN2, LANGUAGES)
"""The tables that every choice needs. Not taken are featureCodes_en.txt and timeZones.txt, of which nothing is used,
and hierarchy.zip: see docs/geonames.md."""

AREAS = frozenset({"ADM1", "ADM2"})
COUNTRIES = "PCL"


@dataclass(frozen=True, slots=True)
class Choice:
    """Countries (alpha-2) and feature classes; empty means all.

    Countries and their divisions of the first and second level belong to every choice of classes: a query may name them
    as the place around.
    """

    countries: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    @classmethod
    def read(cls, countries: Iterable[str] = (), classes: Iterable[str] = ()) -> Choice:
        """The choice as a user writes it, in any case and order.

        Raises:
            QueryError: for a country or class that GeoNames does not have.
        """
        chosen = cls(_codes(countries), _codes(classes))
        known = read_data("countries.json")
        for code in chosen.countries:
            if code not in known:
                raise QueryError(
                    f"{code} is no country: give ISO 3166-1 alpha-2 codes, for example UA,PL.", "countries"
                )
        for code in chosen.classes:
            if len(code) != 1 or code not in FEATURE_CLASSES:
                raise QueryError(f"{code} is no feature class: give letters of {FEATURE_CLASSES}.", "classes")
        return chosen

    @property
    def place_files(self) -> tuple[str, ...]:
        """The archives of places."""
        return tuple(f"{code}.zip" for code in self.countries) or ("allCountries.zip",)

    @property
    def name_files(self) -> tuple[str, ...]:
        """The archives of names."""
        return tuple(f"alternatenames/{code}.zip" for code in self.countries) or ("alternateNamesV2.zip",)

    @property
    def files(self) -> tuple[str, ...]:
        """All files, small ones first, so that a wrong address shows early."""
        return (*TABLES, *self.place_files, *self.name_files)

    def takes_country(self, country: str) -> bool:
        """Whether places of a country belong to it."""
        return not self.countries or country in self.countries

    def takes(self, country: str, feature_class: str, feature_code: str) -> bool:
        """Whether a place belongs to it."""
        if not self.takes_country(country):
            return False
        if not self.classes or feature_class in self.classes:
            return True
        return feature_class == "A" and (feature_code in AREAS or feature_code.startswith(COUNTRIES))


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code.strip().upper() for part in given for code in part.split(",") if code.strip()}))
