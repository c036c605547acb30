"""Ids of places: GeoNames' own, Wikidata's for what GeoNames does not have, and the user's; how they are written.

Inside, an id is a number of 32 bits with a sign. GeoNames' ids end at 14 million in 2026. A place that has none is
known by its Wikidata item, written `Q7204` and held as a number of a range of its own.
"""

from __future__ import annotations

GEONAMES_URI = "https://sws.geonames.org/{}/"
WIKIDATA_URI = "https://www.wikidata.org/entity/{}"

SLUG_IDS = 400_000_000
"""The first id of the notable places that have neither a GeoNames id nor a Wikidata item."""
WIKIDATA_IDS = 500_000_000
"""An id from here on is this and the number of a Wikidata item."""
OWN_IDS = 1_000_000_000
"""The first id of the user's own places, from an overlay."""
IDS_END = 2**31
"""Past the last id."""

_QID_DIGITS = len(str(OWN_IDS - WIKIDATA_IDS))


def outward(id: int) -> int | str:
    """An id as it is shown: a whole number, or `Q7204` for a place that is known by its Wikidata item."""
    return f"Q{id - WIKIDATA_IDS}" if WIKIDATA_IDS <= id < OWN_IDS else id


def inward(text: str) -> int | None:
    """The id that a text names, digits or `Q7204`; None where it names none."""
    text = text.strip()
    number = text[1:] if text[:1] in ("Q", "q") else text
    if not (number.isascii() and number.isdigit()) or len(number) > len(str(IDS_END)):
        return None
    if number is text:
        return int(text) if int(text) < IDS_END else None
    item = int(number)
    return WIKIDATA_IDS + item if 0 < item < OWN_IDS - WIKIDATA_IDS and len(number) <= _QID_DIGITS else None


def is_geonames(id: int) -> bool:
    """Whether an id is GeoNames' own."""
    return 0 < id < SLUG_IDS


def uri_of(id: int) -> str | None:
    """The address of a place in linked data: GeoNames' or Wikidata's; None for places that are in neither."""
    if is_geonames(id):
        return GEONAMES_URI.format(id)
    return WIKIDATA_URI.format(outward(id)) if WIKIDATA_IDS <= id < OWN_IDS else None
