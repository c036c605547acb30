"""The shapes of requests and answers, for the OpenAPI page. Nothing is validated or encoded with them."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gazetteer.model import CANDIDATE_LIMIT, NAME_LIMIT, How, Verdict

LANG = "A language, BCP 47, for example `fr`."
DISPLAY = "Language of the names in the answer, BCP 47."
COUNTRY = "ISO 3166-1 alpha-2, alpha-3 or numeric code, or a country's name in any language; several will do."


class NearPoint(BaseModel):
    """A point that the place is thought to be near."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(100.0, description="How near, in kilometres.")


class QueryBody(BaseModel):
    """One name, and what is known of it."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Bakhmout", "lang": "fr", "country": "UA"}})

    id: str | int | float | None = Field(None, description="Echoed in the answer.")
    name: str = Field(min_length=1, max_length=NAME_LIMIT, description="The spelling, in any script.")
    lang: str | None = Field(None, description="Language of the text the name stands in, BCP 47.")
    country: str | list[str] | None = Field(None, description=COUNTRY)
    within: str | int | None = Field(None, description="An admin area or country, by name or GeoNames id.")
    near: NearPoint | None = None
    classes: list[str] | None = Field(None, description="GeoNames feature classes, for example `P`.")
    codes: list[str] | None = Field(None, description="GeoNames feature codes, for example `PPLA`.")
    date: datetime.date | None = Field(None, description="Names as of that day.")
    limit: int = Field(5, ge=1, le=CANDIDATE_LIMIT, description="How many candidates to list.")


class ResolveRequest(BaseModel):
    """Names to resolve, and what holds for all of them."""

    queries: list[QueryBody]
    strict: bool = Field(False, description="Country, within and classes filter; otherwise they weigh.")
    mode: Literal["thorough", "fast"] = "thorough"
    joint: bool = Field(False, description="The queries decide together: one article, one column.")
    display: str | None = Field(None, description=DISPLAY)


class ResolveParameters(BaseModel):
    """The parameters of GET /v1/resolve."""

    q: str = Field(min_length=1, max_length=NAME_LIMIT, description="The spelling, in any script.")
    lang: str = Field("", description="Language of the text the name stands in, BCP 47.")
    country: list[str] = Field([], description=COUNTRY)
    within: str = Field("", description="An admin area or country, by name or GeoNames id.")
    lat: float | None = Field(None, ge=-90, le=90, description="Latitude of a point that the place is near.")
    lon: float | None = Field(None, ge=-180, le=180, description="Longitude of that point.")
    km: float = Field(100.0, description="How near, in kilometres.")
    classes: list[str] = Field([], description="GeoNames feature classes, for example `P` or `P,A`.")
    codes: list[str] = Field([], description="GeoNames feature codes, for example `PPLA`.")
    date: str = Field("", description="Names as of that day, for example `1985-04-01`.")
    limit: int = Field(5, ge=1, le=CANDIDATE_LIMIT, description="How many candidates to list.")
    id: str = Field("", description="Echoed in the answer.")
    strict: bool = Field(False, description="Country, within and classes filter; otherwise they weigh.")
    mode: Literal["thorough", "fast"] = Field("thorough", description="How far to look.")
    joint: bool = Field(False, description="Without effect on a single name.")
    display: str = Field("", description=DISPLAY)


class PlaceParameters(BaseModel):
    """The parameters of GET /v1/places/{id}."""

    id: int = Field(description="GeoNames id.")
    display: str = Field("", description=DISPLAY)


class SuggestParameters(BaseModel):
    """The parameters of GET /v1/suggest."""

    prefix: str = Field(min_length=1, max_length=NAME_LIMIT, description="The letters typed so far, in any script.")
    lang: str = Field("", description=DISPLAY)
    country: list[str] = Field([], description=COUNTRY)
    limit: int = Field(10, ge=1, le=100, description="How many places to list.")


class ReverseParameters(BaseModel):
    """The parameters of GET /v1/reverse."""

    lat: float = Field(ge=-90, le=90, description="Latitude in degrees.")
    lon: float = Field(ge=-180, le=180, description="Longitude in degrees.")
    km: float | None = Field(None, ge=0, description="How far at most, in kilometres; however far by default.")
    classes: list[str] = Field([], description="GeoNames feature classes, for example `P` or `P,A`.")
    codes: list[str] = Field([], description="GeoNames feature codes, for example `AIRP`.")
    country: list[str] = Field([], description=COUNTRY)
    limit: int = Field(10, ge=1, le=CANDIDATE_LIMIT, description="How many places to list.")
    display: str = Field("", description=DISPLAY)


class TransliterateParameters(BaseModel):
    """The parameters of GET /v1/transliterate."""

    text: str = Field(min_length=1, max_length=NAME_LIMIT, description="The text, in any script.")
    lang: str = Field("", description="Language of the text, BCP 47; otherwise its letters decide.")
    to: str = Field("", description="Write it as the press of this language does, BCP 47.")
    scheme: str = Field(
        "", description="A scheme by its id, `uk-fr`, or the part after the language, `iso9`; `/v1/schemes` lists them."
    )


class ErrorFields(BaseModel):
    """What went wrong."""

    code: str
    message: str = Field(description="A sentence that says what to change.")
    where: str | None = Field(description="The field at fault, for example `queries[3].country`.")
    successor: int | None = Field(
        None, description="Of a deleted place the id to use in its stead; only with the code `gone_place`."
    )


class ErrorAnswer(BaseModel):
    """The body of every answer that is not a 200."""

    error: ErrorFields


class Gazetteer(BaseModel):
    """Which gazetteer answered."""

    build: str
    source: str
    places: int
    names: int
    built: str = Field(description="ISO 8601, UTC.")


class AreaFields(BaseModel):
    """An administrative division that contains the place."""

    code: str = Field(description="GeoNames' code, for example `UA.05`.")
    name: str
    id: int | None
    iso: str | None = Field(description="ISO 3166-2 code.")


class FeatureCode(BaseModel):
    """GeoNames' feature class and code."""

    model_config = ConfigDict(populate_by_name=True)

    class_: str = Field(alias="class")
    code: str


class PlaceFields(BaseModel):
    """A place."""

    id: int = Field(description="GeoNames id.")
    uri: str
    name: str = Field(description="In the language asked for; never a historic name.")
    name_lang: str | None
    lat: float
    lon: float
    country: str | None
    country_name: str | None
    admin1: AreaFields | None
    admin2: AreaFields | None
    admin3: AreaFields | None
    admin4: AreaFields | None
    continent: str | None = Field(description="The country's continent, two letters.")
    feature: FeatureCode
    population: int
    elevation: int | None = Field(description="In metres.")
    timezone: str | None
    wikidata: str | None
    own: bool = Field(description="The user's own place, from an overlay.")


class NameFields(BaseModel):
    """One name of a place."""

    name: str
    lang: str | None
    preferred: bool
    short: bool
    colloquial: bool
    historic: bool
    from_: str | None = Field(alias="from")
    to: str | None
    code: str | None = Field(description="The kind of code that the name is: `iata`, `icao`, `unlc`.")
    own: bool = Field(description="The user's own name, from an overlay.")


class Matched(BaseModel):
    """Why a candidate matched."""

    name: str
    lang: str | None
    historic: bool
    from_: str | None = Field(alias="from")
    to: str | None
    code: str | None = Field(description="The kind of code that the name is: `iata`, `icao`, `unlc`.")
    own: bool = Field(description="The user's own name, from an overlay.")
    how: How
    detail: str
    similarity: float


class CandidateFields(PlaceFields):
    """A place that may be meant."""

    score: float = Field(description="Probability that this is the place meant.")
    matched: Matched
    distance_km: float | None


class Result(BaseModel):
    """The answer to one query."""

    id: str | int | float | None
    name: str
    verdict: Verdict | None = Field(description="Null where the query has an `error`.")
    candidates: list[CandidateFields]
    none: float | None = Field(description="Probability that no place of the gazetteer is meant.")
    hint: str | None
    error: ErrorFields | None = None


class ResolveAnswer(BaseModel):
    """Results in the order of the queries."""

    results: list[Result]
    gazetteer: Gazetteer


class PlaceAnswer(PlaceFields):
    """A place with all its names."""

    derived: bool = Field(description="Its coordinates were computed from the places inside it.")
    names: list[NameFields]
    gazetteer: Gazetteer


class Feature(BaseModel):
    """A GeoJSON Feature (RFC 7946)."""

    type: Literal["Feature"]
    id: int
    geometry: dict[str, Any]
    properties: dict[str, Any]
    gazetteer: Gazetteer


class SuggestionFields(PlaceFields):
    """A place whose name begins as typed."""

    matched: str


class SuggestAnswer(BaseModel):
    """The best known place first."""

    suggestions: list[SuggestionFields]
    gazetteer: Gazetteer


class NearbyFields(PlaceFields):
    """A place near a point."""

    distance_km: float = Field(description="Along the Earth, in kilometres.")


class ReverseAnswer(BaseModel):
    """The nearest place first."""

    places: list[NearbyFields]
    gazetteer: Gazetteer


class CreditFields(BaseModel):
    """A source of data."""

    what: str
    version: str
    licence: str
    credit: str


class GazetteerAnswer(BaseModel):
    """Which gazetteer answers, and its sources."""

    credits: list[CreditFields]
    gazetteer: Gazetteer


class ReadyAnswer(BaseModel):
    """The gazetteer is open."""

    ready: bool
    redis: Literal["off", "up", "down"] = Field(description="Without Redis the service answers all the same.")
    gazetteer: Gazetteer


class ReadingFields(BaseModel):
    """One way to write the text in Latin letters."""

    latin: str
    scheme: str
    lang: str | None


class SchemeFields(BaseModel):
    """One way to write the names of one language in Latin letters."""

    id: str = Field(description="For example `uk-fr`.")
    source: str = Field(description="The language it reads.")
    script: str = Field(description="The script it reads, ISO 15924.")
    target: str | None = Field(description="The language whose readers it writes for.")
    kind: str
    title: str
    authority: str = Field(description="The standard and its year, or the house whose habit it is.")
    reversible: bool
    approximate: bool = Field(description="The spelling leaves out sounds, which the scheme can only guess.")


class SchemesAnswer(BaseModel):
    """Every scheme."""

    schemes: list[SchemeFields]


class TransliterateAnswer(BaseModel):
    """Every reading that matching uses, or, with `to` or `scheme`, the one asked for."""

    text: str
    lang: str | None
    readings: list[ReadingFields]


ERRORS = {
    400: "What was asked cannot be read; `where` names the field.",
    410: "The source deleted the place; `successor` is the id to use in its stead.",
    404: "There is no such place, or job.",
    409: "The job has no result yet.",
    413: "The request carries more than one request may.",
    429: "Too much at once; Retry-After says when to come back.",
    503: "No gazetteer is open, or more is asked than can be answered in time.",
    507: "The disk of the service is full; nothing was stored.",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers other than 200 that a route can give."""
    return {status: {"model": ErrorAnswer, "description": ERRORS[status]} for status in statuses}
