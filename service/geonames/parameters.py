"""The parameters of the GeoNames web service, read into what the library is asked.

As there, a parameter that is not known is ignored, and so is a blank one; names and values of most are case-sensitive.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from gazetteer.lexicon.countries import country_named
from gazetteer.model import FEATURE_CLASSES, NAME_LIMIT, TAG_LIMIT, Box, By, Filter, Order, Search
from gazetteer.numbers import whole_number
from service.geonames.errors import Code, GeoNamesError

Style = Literal["SHORT", "MEDIUM", "LONG", "FULL"]
Given = Mapping[str, Sequence[str]]
"""The parameters of a request: each name with its values, in their order."""

STYLES: tuple[Style, ...] = get_args(Style)
ORDERS: tuple[Order, ...] = get_args(Order)
CITIES = {"cities500": 500, "cities1000": 1000, "cities5000": 5000, "cities15000": 15000}
CONTINENTS = ("AF", "AN", "AS", "EU", "NA", "OC", "SA")
ADMIN = ("adminCode1", "adminCode2", "adminCode3", "adminCode4")
BOX = ("west", "south", "east", "north")
CITY = ("P",)  # the class of what `cities` and the nearest place names are
DEFAULT_LANG = "en"
LOCAL = "local"
MOST_ROWS = 1000
FARTHEST_ROW = 5000
ROWS, CHILD_ROWS, NEAR_ROWS = 100, 200, 10  # where maxRows is not given
MOST_NEAR_ROWS = 500
MOST_KM = 300.0
CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)
CALLBACK_LIMIT = 100
INT32 = 2**31 - 1
DIGITS = 20  # of a number that are looked at: with so many it is too large for anything
MOST_WHOLE = 10**DIGITS - 1
_NAMES: tuple[tuple[str, By], ...] = (
    ("q", "any"),
    ("name_equals", "equals"),
    ("name_startsWith", "starts"),
    ("name", "any"),
)


@dataclass(frozen=True, slots=True)
class DisplayStyle:
    """How places are shown: the language of their names (BCP 47, or `local`), and how much is said of them."""

    lang: str
    style: Style


@dataclass(frozen=True, slots=True)
class PointQuery:
    """A point and what is sought around it; `km` is None where no radius was given."""

    lat: float
    lon: float
    km: float | None
    rows: int
    classes: tuple[str, ...]
    codes: tuple[str, ...]
    country: tuple[str, ...]
    population: int


def read(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group the parameters of a URL by name, blank ones left out."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value.strip())
    return given


def read_callback(given: Given) -> str | None:
    """The function to wrap the answer in; None where plain JSON is asked for.

    Raises:
        GeoNamesError: it is no plain name of a function.
    """
    name = _last(given, "callback")
    if name is not None and (len(name) > CALLBACK_LIMIT or not CALLBACK.fullmatch(name)):
        raise GeoNamesError("callback must be the name of a function, for example jsonp_1 or app.places.show.")
    return name


def read_display_style(given: Given, default: Style) -> DisplayStyle:
    """How places are to be shown.

    Raises:
        GeoNamesError: there is no such style.
    """
    style = (_last(given, "style") or default).upper()
    for known in STYLES:
        if style == known:
            return DisplayStyle(read_lang(given), known)
    raise GeoNamesError(f"style must be one of {', '.join(STYLES)}.")


def read_lang(given: Given) -> str:
    """The language of names."""
    return (_last(given, "lang") or DEFAULT_LANG)[:TAG_LIMIT]


def read_search(given: Given, countries: Iterable[str]) -> Search | None:
    """What to search for; None where no place can be meant, such as a country that there is not.

    Args:
        given: the parameters.
        countries: the ISO 3166-1 codes that the gazetteer knows.

    Raises:
        GeoNamesError: a parameter cannot be read, or nothing is asked for.
    """
    known = frozenset(countries)
    name, by = next(((_last(given, field), by) for field, by in _NAMES if field in given), (None, _NAMES[0][1]))
    if name is not None and len(name) > NAME_LIMIT:
        raise GeoNamesError(f"The name has {len(name)} characters: give at most {NAME_LIMIT}.")
    asked = _countries(given, "country", known)
    country = tuple(code for code in asked if code in known)
    continent = tuple(code for code in _codes(given, "continentCode") if code in CONTINENTS)
    population = _population(given)
    found = Filter(
        country=country,
        continent=continent,
        admin=tuple(_last(given, field) or "" for field in ADMIN),
        classes=_classes(given) or (CITY if population else ()),
        codes=_codes(given, "featureCode"),
        population=population,
        box=_box(given),
    )
    if name is None and found == Filter(admin=("",) * len(ADMIN)) and not asked:
        raise GeoNamesError("Give q, name, name_equals or name_startsWith, or a country or kind of place.")
    if (asked and not country) or ("continentCode" in given and not continent):
        return None
    fuzzy, order = _number(given, "fuzzy", 1.0), (_last(given, "orderby") or "relevance").lower()
    if not 0.0 <= fuzzy <= 1.0:
        raise GeoNamesError("fuzzy must be from 0 to 1.")
    bias = next((code for code in _countries(given, "countryBias", known) if code in known), None)
    start, rows = _whole(given, "startRow", 0), _whole(given, "maxRows", ROWS)
    if start > FARTHEST_ROW or rows > MOST_ROWS:
        raise GeoNamesError(f"startRow is at most {FARTHEST_ROW}, maxRows at most {MOST_ROWS}.", Code.PAGED_TOO_FAR)
    for known_order in ORDERS:
        if order == known_order:
            return Search(
                name,
                by,
                found,
                fuzzy,
                (_last(given, "searchlang") or "")[:TAG_LIMIT] or None,
                known_order,
                bias,
                max(start, 0),
                max(rows, 0),
            )
    raise GeoNamesError(f"orderby must be one of {', '.join(ORDERS)}.")


def read_point(given: Given, countries: Iterable[str], classes: Sequence[str]) -> PointQuery | None:
    """A point and what is sought around it; None where no place can be meant, such as a country that there is not.

    Args:
        given: the parameters.
        countries: the ISO 3166-1 codes that the gazetteer knows.
        classes: feature classes to look for where none is given.

    Raises:
        GeoNamesError: a parameter is missing or cannot be read, or the radius is too large.
    """
    for field in ("lat", "lng"):
        if field not in given:
            raise GeoNamesError(f"missing parameter {field}")
    lat, lon = _number(given, "lat", 0.0), _number(given, "lng", 0.0)
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        raise GeoNamesError("lat must be from -90 to 90, lng from -180 to 180.")
    km = _number(given, "radius", 0.0) if "radius" in given else None
    if km is not None and not 0.0 <= km <= MOST_KM:
        raise GeoNamesError(f"radius must be from 0 to {MOST_KM:g} kilometres.", Code.RADIUS_TOO_LARGE)
    rows = _whole(given, "maxRows", 1 if km is None else NEAR_ROWS)
    if rows > MOST_NEAR_ROWS:
        raise GeoNamesError(f"maxRows is at most {MOST_NEAR_ROWS}.", Code.PAGED_TOO_FAR)
    known = frozenset(countries)
    codes, asked = _codes(given, "featureCode"), _countries(given, "country", known)
    country = tuple(code for code in asked if code in known)
    if asked and not country:
        return None
    return PointQuery(
        lat,
        lon,
        km,
        max(rows, 0),
        _classes(given) or (() if codes else tuple(classes)),
        codes,
        country,
        _population(given),
    )


def read_id(given: Given) -> int:
    """The GeoNames id asked for.

    Raises:
        GeoNamesError: it is missing or no number.
    """
    text = _last(given, "geonameId") or ""
    number = whole_number(text, INT32)
    if number is None or not text.isascii():
        raise GeoNamesError("Give geonameId: a whole number, for example geonameId=713174.")
    return number


def read_child_rows(given: Given) -> int:
    """How many children to list.

    Raises:
        GeoNamesError: no number, or the children of another than the administrative hierarchy are asked for.
    """
    if _last(given, "hierarchy") is not None:
        raise GeoNamesError(
            "Only the administrative hierarchy is known here: leave hierarchy out.", Code.NOT_IMPLEMENTED
        )
    return min(max(_whole(given, "maxRows", CHILD_ROWS), 0), MOST_ROWS)


def read_countries(given: Given, known: Iterable[str]) -> tuple[str, ...]:
    """The codes of the countries asked for; empty where all are."""
    return _countries(given, "country", frozenset(known))


def _last(given: Given, field: str) -> str | None:
    values = given.get(field)
    return values[-1] if values else None


def _codes(given: Given, field: str) -> tuple[str, ...]:
    """Codes, given again or after a comma, in capitals."""
    parts = (part.strip().upper() for value in given.get(field, ()) for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _countries(given: Given, field: str, known: frozenset[str]) -> tuple[str, ...]:
    """Codes of countries; what is none that is known may still be another's code or name of one: UK, USA, Wales."""
    parts, values = _codes(given, field), given.get(field, ())
    if len(values) == 1 and len(parts) > 1 and (whole := country_named(values[0])) is not None:
        return (whole.code,)  # "Korea, Republic of" is one
    return tuple(
        dict.fromkeys(named.code if part not in known and (named := country_named(part)) else part for part in parts)
    )


def _classes(given: Given) -> tuple[str, ...]:
    classes = _codes(given, "featureClass")
    for letter in classes:
        if letter not in tuple(FEATURE_CLASSES):
            raise GeoNamesError(f"invalid feature class {letter[:20]}: give letters of {', '.join(FEATURE_CLASSES)}.")
    return classes


def _population(given: Given) -> int:
    size = _last(given, "cities")
    if size is None:
        return 0
    if size not in CITIES:
        raise GeoNamesError(f"cities must be one of {', '.join(CITIES)}.")
    return CITIES[size]


def _box(given: Given) -> Box | None:
    sides = [field for field in BOX if field in given]
    if not sides:
        return None
    if len(sides) < len(BOX):
        raise GeoNamesError("Give all of north, south, east and west, or none.")
    return Box(*(_number(given, field, 0.0) for field in BOX))


def _number(given: Given, field: str, default: float) -> float:
    text = _last(given, field)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        raise GeoNamesError(f"{field} must be a number.") from None
    if not math.isfinite(value):
        raise GeoNamesError(f"{field} must be a number.")
    return value


def _whole(given: Given, field: str, default: int) -> int:
    text = _last(given, field)
    if text is None:
        return default
    number = whole_number(text.removeprefix("-")[:DIGITS], MOST_WHOLE)
    if number is None:
        raise GeoNamesError(f"{field} must be a whole number.")
    return -number if text.startswith("-") else number
