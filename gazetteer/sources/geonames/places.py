"""A row of the places' table (19 columns) as a record."""

from __future__ import annotations

from gazetteer.model import FEATURE_CLASSES
from gazetteer.model.ids import SLUG_IDS, is_geonames
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.rows import Broken
from gazetteer.sources.records import PlaceRecord

COLUMNS = (19,)
NO_ADMIN1 = frozenset({"", "00"})
"""Codes for "in no first-level division"."""
ALTERNATES = 3
COUNTRY, FEATURE_CLASS, FEATURE_CODE = 8, 6, 7
MODIFIED = 18
_POPULATION_DIGITS = 11
_ELEVATION_DIGITS = 5


def read_place(row: list[str], id: int, wikidata: int, iso: str, code: str) -> PlaceRecord:
    """The place of a row.

    Args:
        row: the columns.
        id: its id, as `read_id` reads it.
        wikidata: the number of its Wikidata item, 0 where unknown.
        iso: its ISO 3166-2 code, or empty.
        code: which code the tables of codes say that it has, or empty.

    Raises:
        Broken: it has no usable name, point or feature class.
    """
    _id, name, ascii, _alternates, lat, lon, feature_class, feature_code, country, _others, *rest = row
    admin1, admin2, admin3, admin4, population, elevation, _dem, timezone, modified = rest
    name = name.strip() or ascii.strip()
    if not name:
        raise Broken("no name")
    if len(name) > limits.NAME_LETTERS:
        raise Broken(f"name too long: {len(name)} letters")
    if len(feature_class) != 1 or feature_class not in FEATURE_CLASSES:
        raise Broken(f"unknown feature class: {feature_class!r}")
    north, east = _point(lat, lon)
    first = second = third = fourth = ""
    if country:
        # Codes stand one below the other, so a code without those above it keeps their places empty.
        first = "" if admin1 in NO_ADMIN1 else f"{country}.{admin1}"
        if admin2 or admin3 or admin4:
            below = f"{country}.{admin1}.{admin2}"
            second = below if admin2 else ""
            third = f"{below}.{admin3}" if admin3 else ""
            fourth = f"{below}.{admin3}.{admin4}" if admin4 else ""
    return PlaceRecord(
        id,
        name,
        north,
        east,
        country,
        first,
        second,
        third,
        fourth,
        feature_class,
        feature_code,
        whole(population, _POPULATION_DIGITS) or 0,
        whole(elevation, _ELEVATION_DIGITS) if elevation else None,
        timezone,
        f"Q{wikidata}" if wikidata else "",
        iso,
        modified=modified,
        listed=code != "" and code == {"ADM1": first, "ADM2": second}.get(feature_code),
    )


def faults(row: list[str]) -> str:
    """What is wrong with a row that is used all the same, or nothing."""
    for column, digits, what in ((14, _POPULATION_DIGITS, "population"), (15, _ELEVATION_DIGITS, "elevation")):
        if row[column] and whole(row[column], digits) is None:
            return f"{what} is no number: {row[column]!r}"
    return ""


def read_id(text: str) -> int:
    """A GeoNames id.

    Raises:
        Broken: it is none, or in the range of the user's own.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 10 and is_geonames(int(text))):
        raise Broken(f"id is no positive number below {SLUG_IDS:,}: {text[:20]!r}")
    return int(text)


def whole(text: str, digits: int) -> int | None:
    """A whole number of at most so many digits, None where the text is none."""
    bare = text[1:] if text[:1] == "-" else text
    return int(text) if bare.isascii() and bare.isdigit() and len(bare) <= digits else None


def _point(lat: str, lon: str) -> tuple[float, float]:
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise Broken(f"coordinates are no numbers: {lat[:20]!r}, {lon[:20]!r}") from None
    if not (-90.0 <= north <= 90.0 and -180.0 <= east <= 180.0):  # false for NaN as well
        raise Broken(f"coordinates out of range: {lat[:20]}, {lon[:20]}")
    if north == east == 0.0:
        raise Broken("coordinates are 0, 0")
    return north, east
