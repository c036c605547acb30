"""What the service answers, as frozen dataclasses. Fields that a newer service adds are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any, Literal

Json = Mapping[str, Any]
Verdict = Literal["match", "ambiguous", "no_match"]
How = Literal["exact", "folded", "romanized", "transcribed", "sound", "fuzzy", "decided"]


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative division that contains a place: `code` is GeoNames' (`UA.05`), `iso` is ISO 3166-2's."""

    code: str
    name: str
    id: int | None
    iso: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its GeoNames id or, where GeoNames has none, that of Wikidata as text, `Q7204`; where and what it is.

    Its name is in the language asked for.
    """

    id: int | str
    uri: str | None
    name: str
    name_lang: str | None
    lat: float
    lon: float
    country: str | None
    country_name: str | None
    admin1: Area | None
    admin2: Area | None
    admin3: Area | None
    admin4: Area | None
    continent: str | None
    feature_class: str
    feature_code: str
    population: int
    elevation: int | None
    timezone: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place. `since` and `until` are as the source writes them; `code` is the kind of a code (`iata`)."""

    text: str
    lang: str | None
    preferred: bool
    short: bool
    colloquial: bool
    historic: bool
    since: str | None
    until: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class PlaceWithNames:
    """A place and all its names, its own first. `derived`: its coordinates were computed from the places inside it."""

    place: Place
    derived: bool
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Why a candidate is listed: its name that matched, by which likeness, and a sentence to show the user."""

    name: str
    lang: str | None
    historic: bool
    since: str | None
    until: str | None
    how: How
    detail: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant. `score` is the probability that it is.

    Where `fields` asked for less of it, texts that were not asked for are empty, coordinates NaN, and all else is None.
    """

    place: Place
    score: float
    matched: Matched
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class AreaRead:
    """What a string says that the place lies in; `id` is the likeliest area's, None where it could not be read."""

    text: str
    id: int | str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """How what is meant lies to the place that the string names: 30 km, in degrees from north, as it is written."""

    kind: str
    km: float | None
    bearing: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """How a string was read: the name in it, what the place lies in (the inner first), and what else it says."""

    name: str
    areas: tuple[AreaRead, ...]
    kind: str | None
    relation: Relation | None
    set_aside: tuple[str, ...]
    mended: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point that a string means beside the place it names, in degrees, and how far off it may be, in kilometres."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class ResultError:
    """Why one query of a batch could not be answered."""

    code: str
    message: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query.

    Args:
        id: that of the query.
        name: that of the query.
        verdict: `match`, `ambiguous` or `no_match`; None where `error` is set.
        candidates: the likeliest first.
        none: the probability that no place of the gazetteer is meant.
        hint: what to add to the query, where it is ambiguous; what of it is not met or was not used, on a match too.
        error: why this query could not be answered.
        read: how the string was read, where that is more than the string itself.
        point: the point meant, where the string says how it lies to the place (30 km N of Aleppo).
        parts: of a string that names several places, the answer to each; their `name` is the part.
        part: where queries are split, the number of the place in its string, from 1; None of one that was not.
        part_name: where queries are split, what the string calls that place.
        explain: how the answer came about, as docs/http.md describes it, where that was asked for.
        decided: what a decision of the desk did to it, as docs/http.md describes it, where one speaks of the name.
    """

    id: str | int | float | None
    name: str
    verdict: Verdict | None
    candidates: tuple[Candidate, ...]
    none: float | None
    hint: str | None
    error: ResultError | None
    read: Read | None = None
    point: Point | None = None
    parts: tuple[Result, ...] = ()
    part: int | None = None
    part_name: str | None = None
    explain: Json | None = None
    decided: Json | None = None

    @property
    def match(self) -> Place | None:
        """The place that is meant, where the verdict is `match`."""
        return self.candidates[0].place if self.verdict == "match" else None


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
class Reading:
    """One way to write a text in Latin letters: by which scheme, and which language that assumes."""

    latin: str
    scheme: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Build:
    """Which gazetteer answers: its build id, source, counts and the time of its making (ISO 8601, UTC)."""

    build: str
    source: str
    places: int
    names: int
    built: str


def read_place(data: Json) -> Place:
    """A place."""
    return Place(
        id=data["id"],
        uri=data["uri"],
        name=data["name"],
        name_lang=data["name_lang"],
        lat=data["lat"],
        lon=data["lon"],
        country=data["country"],
        country_name=data["country_name"],
        admin1=_area(data["admin1"]),
        admin2=_area(data["admin2"]),
        admin3=_area(data["admin3"]),
        admin4=_area(data["admin4"]),
        continent=data["continent"],
        feature_class=data["feature"]["class"],
        feature_code=data["feature"]["code"],
        population=data["population"],
        elevation=data["elevation"],
        timezone=data["timezone"],
        wikidata=data["wikidata"],
    )


NOT_ASKED: Json = {
    **dict.fromkeys(("uri", "name_lang", "country", "country_name", "admin1", "admin2", "admin3", "admin4")),
    **dict.fromkeys(("continent", "elevation", "timezone", "wikidata", "distance_km")),
    "lat": nan,
    "lon": nan,
    "feature": {"class": "", "code": ""},
    "population": 0,
    "matched": {
        **dict.fromkeys(("lang", "from", "to")),
        "name": "",
        "historic": False,
        "how": "exact",
        "detail": "",
        "similarity": nan,
    },
}
"""What stands for the fields of a candidate that an answer leaves out, since they were not asked for."""


def read_candidate(data: Json) -> Candidate:
    """A place that may be meant."""
    data = {**NOT_ASKED, **data}
    matched = data["matched"]
    why = Matched(
        name=matched["name"],
        lang=matched["lang"],
        historic=matched["historic"],
        since=matched["from"],
        until=matched["to"],
        how=matched["how"],
        detail=matched["detail"],
        similarity=matched["similarity"],
    )
    return Candidate(read_place(data), data["score"], why, data["distance_km"])


def read_error(data: Json) -> ResultError | None:
    """Why one query or text of many could not be answered, where it could not."""
    error = data.get("error")
    return ResultError(error["code"], error["message"], error["where"]) if error else None


def read_place_with_names(data: Json) -> PlaceWithNames:
    """What /v1/places/{id} answers."""
    names = tuple(
        Name(
            text=name["name"],
            lang=name["lang"],
            preferred=name["preferred"],
            short=name["short"],
            colloquial=name["colloquial"],
            historic=name["historic"],
            since=name["from"],
            until=name["to"],
            code=name["code"],
        )
        for name in data["names"]
    )
    return PlaceWithNames(read_place(data), data["derived"], names)


def read_results(data: Json) -> list[Result]:
    """What /v1/resolve answers."""
    return [_result(result) for result in data["results"]]


def read_suggestions(data: Json) -> list[Suggestion]:
    """What /v1/suggest answers."""
    return [Suggestion(read_place(one), one["matched"]) for one in data["suggestions"]]


def read_nearby(data: Json) -> list[Nearby]:
    """What /v1/reverse answers."""
    return [Nearby(read_place(one), one["distance_km"]) for one in data["places"]]


def read_readings(data: Json) -> list[Reading]:
    """What /v1/transliterate answers."""
    return [Reading(one["latin"], one["scheme"], one["lang"]) for one in data["readings"]]


def read_build(data: Json) -> Build:
    """Which gazetteer answered, as every answer from it says."""
    build = data["gazetteer"]
    return Build(build["build"], build["source"], build["places"], build["names"], build["built"])


def read_verdict(data: Json) -> Verdict:
    """What is said of the candidates.

    Raises:
        ValueError: it is a match, and of nothing.
    """
    verdict: Verdict = data["verdict"]
    if verdict == "match" and not data["candidates"]:
        raise ValueError("a match without a candidate")
    return verdict


def _result(data: Json) -> Result:
    point = data.get("point")
    return Result(
        id=data.get("id"),  # the parts of a list have none
        name=data["name"],
        verdict=read_verdict(data),
        candidates=tuple(read_candidate(candidate) for candidate in data["candidates"]),
        none=data["none"],
        hint=data["hint"],
        error=read_error(data),
        read=_read(data.get("read")),
        point=Point(point["lat"], point["lon"], point["km"]) if point else None,
        parts=tuple(_result(part) for part in data.get("parts") or ()),
        part=data.get("part"),
        part_name=data.get("part_name"),
        explain=data.get("explain"),
        decided=data.get("decided"),
    )


def _read(data: Json | None) -> Read | None:
    if data is None:
        return None
    how = data["relation"]
    return Read(
        name=data["name"],
        areas=tuple(AreaRead(area["text"], area["id"]) for area in data["areas"]),
        kind=data["kind"],
        relation=Relation(how["kind"], how["km"], how["bearing"], how["text"]) if how else None,
        set_aside=tuple(data["set_aside"]),
        mended=data["mended"],
        aliases=tuple(data["aliases"]),
    )


def _area(data: Json | None) -> Area | None:
    return None if data is None else Area(data["code"], data["name"], data["id"], data["iso"])
