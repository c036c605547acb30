"""The nouns: what is asked, what is known, what is answered.

All are frozen. Data flows forward: a `Query` becomes a `Resolution`, made of `Candidate`s, each a `Place` and the
`Match` that says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from gazetteer.errors import QueryError

Mode = Literal["thorough", "fast"]
Order = Literal["relevance", "population", "elevation"]
By = Literal["any", "equals", "starts"]

NAME_LIMIT = 200
CANDIDATE_LIMIT = 100
NEARBY_LIMIT = 1000
FEATURE_CLASSES = "AHLPRSTUV"
GEONAMES_URI = "https://sws.geonames.org/{}/"


class Verdict(StrEnum):
    """What a resolution says: one place, several, or none."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    NO_MATCH = "no_match"


class How(StrEnum):
    """By which likeness a name was matched, the nearest first."""

    EXACT = "exact"
    FOLDED = "folded"
    ROMANIZED = "romanized"
    TRANSCRIBED = "transcribed"
    SOUND = "sound"
    FUZZY = "fuzzy"


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
        within: an admin area or country that contains the place, by name or GeoNames id.
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


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for all queries of one request.

    Args:
        strict: country, within and classes filter; otherwise they weigh.
        mode: `thorough` looks in every tier, `fast` in the cheap ones.
        joint: the queries of the request decide together.
        display: language of the names in the answer, BCP 47.
    """

    strict: bool = False
    mode: Mode = "thorough"
    joint: bool = False
    display: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place, as the gazetteer holds it. `since` and `until` are as the source writes them.

    `code` is the kind of a code that names the place (`iata`, `icao`, `unlc`); `own`: the user's own, from an overlay.
    """

    text: str
    lang: str | None = None
    preferred: bool = False
    short: bool = False
    colloquial: bool = False
    historic: bool = False
    since: str | None = None
    until: str | None = None
    code: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative division that contains a place: `code` is GeoNames' (`UA.05`), `iso` is ISO 3166-2's."""

    code: str
    name: str
    id: int | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    `continent` is its country's, in two letters; `elevation` is in metres. `derived` says that its coordinates were
    computed from the places inside it; `own` that it is the user's, from an overlay.
    """

    id: int
    name: str
    name_lang: str | None
    lat: float
    lon: float
    country: str | None
    country_name: str | None
    admin1: Area | None
    admin2: Area | None
    feature_class: str
    feature_code: str
    population: int
    timezone: str | None = None
    wikidata: str | None = None
    derived: bool = False
    admin3: Area | None = None
    admin4: Area | None = None
    elevation: int | None = None
    continent: str | None = None
    own: bool = False

    @property
    def uri(self) -> str:
        """The place's address in GeoNames' linked data."""
        return GEONAMES_URI.format(self.id)


@dataclass(frozen=True, slots=True)
class Match:
    """Why a candidate matched: its name that did, by which likeness, and a sentence to show the user.

    `similarity` is the likeness of the two spellings, from 0 to 1.
    """

    name: Name
    how: How
    detail: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant. `score` is the probability that it is."""

    place: Place
    score: float
    matched: Match
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to one query.

    Args:
        query: what was asked.
        verdict: match, ambiguous or no_match; None where `error` is set.
        candidates: the likeliest first, at most `query.limit`.
        none: the probability that no place of the gazetteer is meant.
        hint: what to add to the query, where it is ambiguous.
        error: why this query could not be answered.
    """

    query: Query
    verdict: Verdict | None
    candidates: tuple[Candidate, ...] = ()
    none: float = 1.0
    hint: str | None = None
    error: QueryError | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place whose name begins as typed; `matched` is that name."""

    place: Place
    matched: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place near a point, and how far from it along the Earth, in kilometres."""

    place: Place
    distance_km: float


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the globe between two latitudes and two longitudes; over the date line where `west` exceeds `east`."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Which places will do; what is not given takes all.

    Args:
        country: ISO 3166-1 codes or names of countries.
        continent: two letters each, `EU`.
        admin: GeoNames' codes of the divisions that contain the place, level by level, each without those above it
            (`("05", "1402")`); empty ones take all.
        classes: GeoNames feature classes.
        codes: GeoNames feature codes.
        population: how many people at least.
        box: where.
    """

    country: tuple[str, ...] = ()
    continent: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    population: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """A search that lists, page by page.

    Args:
        name: what to look for; None lists all that the filter lets through.
        by: `equals`: places with that name; `starts`: with a name that begins so; `any`: both, and as `resolve` does.
        filter: which places will do.
        fuzzy: how alike a name must be, from 0 to 1. At 1 a name that is merely alike is listed only where no place
            has that very name, and never for `equals`.
        searched: language of the names to look at, BCP 47; None looks at all.
        order: of the list.
        bias: ISO 3166-1 code of a country whose places go first.
        offset: how many to leave out.
        limit: how many to list.
    """

    name: str | None = None
    by: By = "any"
    filter: Filter = Filter()
    fuzzy: float = 1.0
    searched: str | None = None
    order: Order = "relevance"
    bias: str | None = None
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a search: how many places there are in all, those of the page, and the score of each (0 for none)."""

    total: int
    places: tuple[Place, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 codes, GeoNames id, continent's two letters, capital's name, languages (BCP 47)."""

    code: str
    iso3: str
    numeric: int
    id: int | None
    name: str
    continent: str
    capital: str | None
    languages: tuple[str, ...]
    population: int


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """Which gazetteer answered: its build id, source, counts and the time of its making (ISO 8601, UTC)."""

    build: str
    source: str
    places: int
    names: int
    built: str
