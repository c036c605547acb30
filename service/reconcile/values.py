"""Values of properties as people write them in tables: coordinates, days, ids."""

from __future__ import annotations

import re
from datetime import date

from gazetteer.errors import QueryError
from gazetteer.model import Near, inward

MIDDLE_DAY, MIDDLE_MONTH = 15, 7  # a month or a year alone stands for its middle

_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,12})?"
_PAIR = re.compile(rf"(?:geo:)?\s*({_NUMBER})\s*°?\s*([NS])?\s*[,;\s]\s*({_NUMBER})\s*°?\s*([EW])?", re.I | re.ASCII)
_POINT = re.compile(rf"POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.I | re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?", re.ASCII)
_URI = re.compile(
    r"(?:https?:)?//(?:(?:sws|www)\.geonames\.org/(\d{1,10})(?:/.*)?|www\.wikidata\.org/(?:entity|wiki)/(Q\d{1,9}))",
    re.ASCII,
)


def read_id(text: str) -> int | None:
    """The id that a text is, in digits, as `Q7204` or as a URI; None where it is none."""
    found = _URI.fullmatch(text.strip())
    return inward(text if found is None else found[1] or found[2])


def is_uri(text: str) -> bool:
    """Whether a text is the URI of a place, GeoNames' or Wikidata's."""
    return _URI.fullmatch(text.strip()) is not None


def read_point(text: str) -> Near | None:
    """The point that a text gives: `48.6, 38.0`, `48.6 N 38.0 E`, `geo:48.6,38.0` or `POINT(38.0 48.6)`.

    Returns:
        The point; None where it is none, or beyond the poles.
    """
    text = text.strip()
    if found := _POINT.fullmatch(text):
        return near(float(found[2]), float(found[1]))
    if found := _PAIR.fullmatch(text):
        south, west = (found[2] or "").upper() == "S", (found[4] or "").upper() == "W"
        return near(-float(found[1]) if south else float(found[1]), -float(found[3]) if west else float(found[3]))
    return None


def read_degrees(text: str) -> float | None:
    """A latitude or longitude; None where the text is none."""
    text = text.strip()
    return float(text) if re.fullmatch(_NUMBER, text, re.ASCII) else None


def near(lat: float, lon: float) -> Near | None:
    """The surroundings of a point; None where there is no such point."""
    try:
        return Near(lat, lon)
    except QueryError:
        return None


def read_day(text: str) -> date | None:
    """The day that a text gives: `1985-04-01`, `1985-04` or `1985`, with or without a time; None where it is none."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    month = int(found[2]) if found[2] else MIDDLE_MONTH
    try:
        return date(int(found[1]), month, int(found[3]) if found[3] else MIDDLE_DAY)
    except ValueError:
        return None
