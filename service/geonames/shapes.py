"""Places in GeoNames' own fields and types, as much of them as a style shows.

Latitudes, longitudes and distances are strings there, ids of places are numbers and those of countries and divisions
strings; a field that says nothing is an empty string at some levels and left out at others. All that is kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import icu
from anyascii import anyascii
from babel.numbers import get_territory_currencies

from gazetteer import Gazetteer
from gazetteer.model import Area, Box, Country, Name, Place
from service.geonames.parameters import LOCAL, DisplayStyle, Style
from service.geonames.words import class_name, code_name

Fields = dict[str, Any]

DIGITS = 5
MILLISECONDS_OF_HOUR = 3_600_000
LEVELS = (1, 2, 3, 4, 5)
COUNTRY_CODES = ("PCL", "TERR")
NO_DIVISION = "00"
WIKIDATA = "wkdt"
CONTINENT_NAMES = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
_LONGER: dict[Style, tuple[Style, ...]] = {
    "SHORT": (),
    "MEDIUM": ("MEDIUM",),
    "LONG": ("MEDIUM", "LONG"),
    "FULL": ("MEDIUM", "LONG", "FULL"),
}


class Shapes:
    """Places of a gazetteer as GeoNames shows them.

    Args:
        gazetteer: whose places they are.
        shown: the language of the names, and the style.
    """

    def __init__(self, gazetteer: Gazetteer, shown: DisplayStyle) -> None:
        self._gazetteer = gazetteer
        self._lang = shown.lang
        self._styles = _LONGER[shown.style]
        self._countries: Mapping[str, Country] = {country.code: country for country in gazetteer.countries()}

    def display(self, place: Place) -> str | None:
        """The language to show a place's names in."""
        if self._lang != LOCAL:
            return self._lang
        country = self._countries.get(place.country or "")
        return country.languages[0].partition("-")[0] if country and country.languages else None

    def place(self, found: Place, **more: Any) -> Fields:
        """A place.

        Args:
            found: the place, its names in any language.
            more: further fields.
        """
        own = self._gazetteer.place(found.id)
        named = self._gazetteer.place(found.id, self.display(own))
        fields: Fields = {
            "geonameId": own.id,
            "toponymName": own.name,
            "name": named.name,
            "lat": decimal(own.lat),
            "lng": decimal(own.lon),
            "fcl": own.feature_class,
            "fcode": own.feature_code,
        }
        if own.country is not None:
            fields["countryCode"] = own.country
        if "MEDIUM" in self._styles:
            fields |= self._medium(named)
        if "LONG" in self._styles:
            fields |= self._long(own, named)
        if "FULL" in self._styles:
            fields |= self._full(own)
        return fields | more

    def _medium(self, place: Place) -> Fields:
        fields: Fields = {
            "fclName": class_name(place.feature_class),
            "fcodeName": code_name(place.feature_class, place.feature_code),
            "population": place.population,
            "adminName1": place.admin1.name if place.admin1 else "",
        }
        if place.country is not None:
            country = self._countries.get(place.country)
            if country is not None and country.id is not None:
                fields["countryId"] = str(country.id)
            fields["countryName"] = place.country_name
            fields["adminCode1"] = last_code(place.admin1) or NO_DIVISION
        if place.admin1 and place.admin1.iso:
            fields["adminCodes1"] = {"ISO3166_2": place.admin1.iso.partition("-")[2]}
        return fields

    def _long(self, own: Place, named: Place) -> Fields:
        fields: Fields = {"asciiName": anyascii(own.name)}
        if own.continent is not None:
            fields["continentCode"] = own.continent
        areas = (named.admin1, named.admin2, named.admin3, named.admin4, None)
        for level, area in zip(LEVELS, areas, strict=True):
            fields[f"adminName{level}"] = area.name if area else ""
            if area is not None:
                fields[f"adminCode{level}"] = last_code(area)
                fields[f"adminId{level}"] = str(area.id)
        if own.elevation is not None:
            fields["elevation"] = own.elevation
        if own.timezone is not None:
            fields["timezone"] = zone_fields(own.timezone, datetime.now(UTC).year)
        return fields

    def _full(self, own: Place) -> Fields:
        fields: Fields = {"alternateNames": list(name_fields(self._gazetteer.names(own.id), own.wikidata))}
        if own.feature_code.startswith(COUNTRY_CODES) and own.country in self._gazetteer.country_boxes:
            fields["bbox"] = box_fields(self._gazetteer.country_boxes[own.country or ""]) | {"accuracyLevel": 0}
        return fields


def country_fields(country: Country, box: Box | None) -> Fields:
    """A country as /countryInfoJSON shows it."""
    currencies = get_territory_currencies(country.code)
    fields: Fields = {
        "countryCode": country.code,
        "countryName": country.name,
        "isoAlpha3": country.iso3,
        "isoNumeric": f"{country.numeric:03}",
        "continent": country.continent,
        "continentName": CONTINENT_NAMES.get(country.continent, ""),
        "capital": country.capital or "",
        "languages": ",".join(country.languages),
        "population": str(country.population),
        "currencyCode": currencies[0] if currencies else "",
    }
    if country.id is not None:
        fields["geonameId"] = country.id
    return fields | (box_fields(box) if box else {})


def box_fields(box: Box) -> Fields:
    """A box, in degrees."""
    return {"north": box.north, "south": box.south, "east": box.east, "west": box.west}


def name_fields(names: Iterable[Name], wikidata: str | None) -> Iterable[Fields]:
    """The names of a place as `alternateNames`; codes have their kind for a language, as there."""
    for name in names:
        fields: Fields = {"name": name.text}
        if lang := name.code or name.lang:
            fields["lang"] = lang
        for flag, holds in (
            ("isPreferredName", name.preferred),
            ("isShortName", name.short),
            ("isColloquial", name.colloquial),
            ("isHistoric", name.historic),
        ):
            if holds:
                fields[flag] = True
        yield fields
    if wikidata is not None:
        yield {"name": wikidata, "lang": WIKIDATA}


@lru_cache(1024)
def zone_fields(zone: str, year: int) -> Fields:
    """A time zone with its hours ahead of UTC: on 1 January (`gmtOffset` there) and on 1 July (`dstOffset`)."""
    known = icu.TimeZone.createTimeZone(zone)
    offsets = [
        sum(known.getOffset(datetime(year, month, 1, tzinfo=UTC).timestamp(), False)) / MILLISECONDS_OF_HOUR
        for month in (1, 7)
    ]
    january, july = (int(hours) if hours.is_integer() else hours for hours in offsets)
    return {"timeZoneId": zone, "gmtOffset": january, "dstOffset": july}


def last_code(area: Area | None) -> str:
    """The code of a division without those above it: `05` of `UA.05`."""
    return area.code.rpartition(".")[2] if area else ""


def decimal(value: float) -> str:
    """A number as GeoNames writes it: a string, without zeros at its end."""
    text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
