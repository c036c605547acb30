"""Properties of places: what a query can be refined by, and what a table can be extended with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from gazetteer.lexicon.tongues import language_name as plain_name

NAME_IN = "name:"
# Offered where somebody looks for a name in a language; any other language can be asked for as well.
LANGUAGES = ("ar", "de", "en", "es", "fr", "hu", "it", "ja", "ka", "nl", "pl", "pt", "ro", "ru", "tr", "uk", "zh")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of places.

    Args:
        id: its identifier.
        name: what a user sees.
        description: a sentence more.
        match: whether a query can be refined by it.
        extend: whether its values can be fetched.
        type: the type of its values, where they are places.
    """

    id: str
    name: str
    description: str
    match: bool = True
    extend: bool = True
    type: str | None = None


_ALL = (
    Property("country", "Country", "The country: a code of ISO 3166-1, or its name in any language", type="PCL"),
    Property("country_code", "Country code", "ISO 3166-1 alpha-2, such as UA"),
    Property("admin1", "First-order division", "State, region, province, oblast", type="ADM1"),
    Property("admin2", "Second-order division", "County, district, department, raion", type="ADM2"),
    Property("within", "Within", "A country or division that contains the place, by name or id", extend=False),
    Property("feature_class", "Feature class", "GeoNames' class of the place, one letter, such as P"),
    Property("feature_code", "Feature code", "GeoNames' code of the place, such as PPLA"),
    Property("feature", "Kind of place", "What the place is, in words", match=False),
    Property("latitude", "Latitude", "Degrees north, WGS 84"),
    Property("longitude", "Longitude", "Degrees east, WGS 84"),
    Property("coordinates", "Coordinates", "Latitude and longitude, such as 48.59419, 37.99886"),
    Property("population", "Population", "People who live there", match=False),
    Property("elevation", "Elevation", "Metres above the sea", match=False),
    Property("timezone", "Time zone", "Name in the IANA database, such as Europe/Kyiv", match=False),
    Property("wikidata", "Wikidata id", "The item about the place, such as Q706857", match=False),
    Property("uri", "GeoNames URI", "The place's address in GeoNames' linked data", match=False),
    Property("name", "Name", "The name, in the language of the setting `lang`", match=False),
    Property("names", "Names", "All names; settings: `lang`, `limit`, `historic`", match=False),
    Property("date", "Date", "The day or year of the text, for names of that time", extend=False),
)
PROPERTIES: dict[str, Property] = {one.id: one for one in _ALL}


def find_property(id: str) -> Property | None:
    """The property with an id: one of the table, or a name in a language, `name:uk`. None where there is none."""
    if id in PROPERTIES:
        return PROPERTIES[id]
    lang = name_language(id)
    if lang is None:
        return None
    language = language_name(lang)
    return Property(id, f"Name in {language}", f"The name of the place in {language}", match=False)


def name_language(id: str) -> str | None:
    """The language of a property such as `name:uk`; None for another property."""
    lang = id.removeprefix(NAME_IN)
    return lang if id.startswith(NAME_IN) and is_language(lang) else None


def is_language(text: str) -> bool:
    """Whether a text has the form of a language's tag (BCP 47)."""
    return _LANG.fullmatch(text) is not None


def language_name(lang: str) -> str:
    """A language's English name; its tag where it has none."""
    try:
        name = Locale.parse(lang.replace("-", "_")).get_display_name("en")
    except (UnknownLocaleError, ValueError):
        name = None
    return name or plain_name(lang) or lang


def find_properties(prefix: str) -> list[Property]:
    """The properties whose id, or a word of whose name, begins as typed; all where nothing is typed."""
    typed = prefix.strip().casefold()
    known = [*_ALL, *(found for lang in LANGUAGES if (found := find_property(NAME_IN + lang)))]
    asked = find_property(prefix.strip())
    if asked is not None and asked.id not in {one.id for one in known}:
        known.insert(0, asked)
    return [one for one in known if begins(typed, one.id, one.name)] if typed else list(_ALL)


def begins(typed: str, *texts: str) -> bool:
    """Whether one of some texts, or a word in it, begins as typed (in lower case)."""
    return any(f" {text.casefold()}".find(f" {typed}") >= 0 for text in texts)
