"""Countries and continents of the embedded gazetteer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gazetteer.lexicon.tables import rows
from gazetteer.model import ABBREVIATION
from gazetteer.sources.catalogues import abbreviations
from gazetteer.sources.centroid import Centroid
from gazetteer.sources.cities import is_name, read_data
from gazetteer.sources.claims import CLDR, Claim, country_claims
from gazetteer.sources.clashes import Report, mend
from gazetteer.sources.english import letters
from gazetteer.sources.packages import check_packages
from gazetteer.sources.records import CountryRecord, NameRecord, PlaceRecord

FEATURE_CODES = {
    "PCLD": "AI AS AW AX BL BM BQ BV CC CW CX FK FO GF GG GI GL GP GS GU HM IM IO JE KY MF MP MQ MS NC NF PF PM PN PR "
    "RE SJ SX TC TF TK UM VG VI WF YT",
    "PCLF": "CK FM MH NU PW",
    "PCLS": "HK MO",
    "PCLH": "AN CS",
    "TERR": "AQ EH",
}
"""Feature codes of the entries of ISO 3166-1 that are no independent state: dependent, freely associated,
semi-independent and historic political entities, territories. Source: ISO 3166-1's status and GeoNames' codes."""

WITHOUT_CITIES = {
    "AN": (12.25, -68.75),
    "AQ": (-78.16, 16.41),
    "BV": (-54.43, 3.4),
    "CS": (44.0, 21.0),
    "HM": (-53.1, 72.52),
    "UM": (19.28, 166.65),
}
"""Latitude and longitude of the countries without a place in cities500. Source: The World Factbook; for Antarctica,
GeoNames' continent; for the United States Minor Outlying Islands, Wake, the largest."""

_CODE_OF = {country: code for code, countries in FEATURE_CODES.items() for country in countries.split()}


def read_countries() -> list[CountryRecord]:
    """The countries that GeoNames lists, two withdrawn ones among them."""
    return [
        CountryRecord(
            code=code,
            iso3=str(row["iso3"]),
            numeric=row["isonumeric"],
            id=row["geonameid"],
            name=str(row["name"]).strip(),
            continent=str(row["continentcode"]),
            capital=str(row["capital"]).strip(),
            languages=tuple(tag for tag in str(row["languages"]).split(",") if tag),
        )
        for code, row in read_data("countries.json").items()
    ]


def read_populations() -> dict[str, int]:
    """The populations of those countries, by alpha-2."""
    return {code: row["population"] for code, row in read_data("countries.json").items()}


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """Where countries lie, in degrees, by alpha-2 (country_points.tsv, of The World Factbook)."""
    found = rows("country_points.tsv", "gazetteer.sources")
    return {row["country"]: (float(row["lat"]), float(row["lon"])) for row in found}


def country_places(
    countries: Iterable[CountryRecord], centroids: Mapping[str, Centroid], populations: Mapping[str, int]
) -> Iterator[PlaceRecord]:
    """The countries as places, each where it is usually said to lie, else in the middle of its places.

    Args:
        countries: the countries.
        centroids: the mean of each country's places, by alpha-2; of WITHOUT_CITIES where it has none.
        populations: of countries, by alpha-2.
    """
    points = country_points()
    for country in countries:
        point = points.get(country.code)
        lat, lon = point or centroids[country.code].point()
        yield PlaceRecord(
            id=country.id,
            name=country.name,
            lat=lat,
            lon=lon,
            country=country.code,
            feature_class="A",
            feature_code=_CODE_OF.get(country.code, "PCLI"),
            population=populations[country.code],
            derived=point is None,
        )


@dataclass(frozen=True, slots=True)
class CountryNames:
    """The names of countries, what was found where two claimed one, and what the packages lack."""

    all: tuple[NameRecord, ...]
    clashes: Report
    notes: tuple[str, ...]

    def about(self) -> dict[str, object]:
        """What was found, for the manifest."""
        return {**self.clashes.about(), "notes": list(self.notes)}


def country_names(countries: Iterable[CountryRecord], inside: Container[tuple[str, str]]) -> CountryNames:
    """Every name of each country: CLDR's (preferred), ISO's, short ones, aliases without language, codes.

    Args:
        countries: the countries.
        inside: country and letters of the names of first-level divisions. A translation that calls the whole country by
            one of them (the United Kingdom England) is left out.

    Raises:
        SourceError: a package lacks what no name can be had without.
    """
    notes = check_packages()
    known = {country.code: country for country in countries}
    claims, clashes = mend([claim for claim in country_claims(known) if not _is_part(claim, known, inside)])
    names = [
        NameRecord(known[one.code].id, one.text, one.lang, preferred=one.preferred, short=one.short) for one in claims
    ]
    for record in known.values():
        for short in (record.code, record.iso3, *abbreviations().get(record.code, ())):
            names.append(NameRecord(record.id, short, ABBREVIATION))
    return CountryNames(tuple(names), clashes, notes)


def _is_part(claim: Claim, known: Mapping[str, CountryRecord], inside: Container[tuple[str, str]]) -> bool:
    """Whether CLDR calls a country by the name of a part of it."""
    name = letters(claim.text)
    return claim.source == CLDR and (claim.code, name) in inside and name != letters(known[claim.code].name)


def continent_places() -> Iterator[PlaceRecord]:
    """The seven continents."""
    for row in read_data("continents.json").values():
        yield PlaceRecord(
            id=row["geonameId"],
            name=str(row["name"]),
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            country="",
            feature_class="L",
            feature_code=str(row["fcode"]),
            population=row["population"],
        )


def continent_names() -> Iterator[NameRecord]:
    """The names of the continents, with GeoNames' languages and flags."""
    for row in read_data("continents.json").values():
        alternates: list[dict[str, Any]] = row["alternateNames"]
        for alternate in alternates:
            text, lang = str(alternate["name"]), str(alternate.get("lang", ""))
            if is_name(text) and len(lang) <= 3:
                yield NameRecord(
                    place=row["geonameId"],
                    text=text,
                    lang=lang,
                    preferred=bool(alternate.get("isPreferredName")),
                    short=bool(alternate.get("isShortName")),
                    colloquial=bool(alternate.get("isColloquial")),
                    historic=bool(alternate.get("isHistoric")),
                )
