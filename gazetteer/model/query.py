"""What is asked: one name, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gazetteer.errors import QueryError

Mode = Literal["thorough", "fast"]

NAME_LIMIT = 200
CANDIDATE_LIMIT = 100
COUNTRIES_LIMIT = 300  # of one query; there are 250
TAG_LIMIT = 35  # letters of the longest language tag that RFC 5646 (4.4.1) wants stored
NEARBY_LIMIT = 1000
FEATURE_CLASSES = "AHLPRSTUV"
MISSING_TYPES = frozenset({"NoneType", "NAType", "NaTType"})  # what Python and pandas put where nothing is


@dataclass(frozen=True, slots=True)
class Near:
    """A point that the place is thought to be near.

    Args:
        lat: latitude in degrees, -90 to 90.
        lon: longitude in degrees, -180 to 180.
        km: how near, in kilometres; beyond it the distance counts against a candidate.

    Raises:
        QueryError: where a number is outside its range.
    """

    lat: float
    lon: float
    km: float = 100.0

    def __post_init__(self) -> None:
        for field, value, low, high in (
            ("lat", self.lat, -90.0, 90.0),
            ("lon", self.lon, -180.0, 180.0),
            ("km", self.km, 0.001, 20_100.0),
        ):
            if not low <= value <= high:
                raise QueryError(f"{field} is {value}: give a number from {low:g} to {high:g}.", f"near.{field}")


@dataclass(frozen=True, slots=True)
class Query:
    """One name to resolve, and what is known of it.

    Args:
        name: the spelling, 1 to 200 characters.
        lang: language of the text the name stands in, BCP 47.
        country: ISO 3166-1 codes (alpha-2, alpha-3, numeric) or names of countries; any of them will do.
        within: an admin area or country that contains the place, by name, code (`US-TX`, `US.TX`) or GeoNames id.
        near: a point that the place is thought to be near.
        classes: GeoNames feature classes, for example `P`.
        codes: GeoNames feature codes, for example `PPLA`.
        date: names as of that day.
        limit: how many candidates to list, 1 to 100.
        id: echoed in the answer.
    """

    name: str
    lang: str | None = None
    country: tuple[str, ...] = ()
    within: str | None = None
    near: Near | None = None
    classes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    date: date | None = None
    limit: int = 5
    id: str | None = None

    def __post_init__(self) -> None:
        # A text is a sequence of texts too: a lone country is no list of letters.
        for field in ("country", "classes", "codes"):
            if isinstance(value := getattr(self, field), str):
                object.__setattr__(self, field, (value,))
            elif isinstance(value, list):
                object.__setattr__(self, field, tuple(value))


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for all queries of one request.

    Args:
        strict: country, within, near, classes and codes filter, and what cannot be read is an error; otherwise they
            weigh, and a country or area that cannot be read is named in the hint.
        mode: `thorough`, or `fast`, which looks less far for misspelt names, and not for names that merely
            sound alike.
        joint: the queries of the request decide together.
        display: language of the names in the answer, BCP 47.
        explain: say how each answer came about.
    """

    strict: bool = False
    mode: Mode = "thorough"
    joint: bool = False
    display: str | None = None
    explain: bool = False
