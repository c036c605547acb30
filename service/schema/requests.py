"""The shapes of requests."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gazetteer.model import CANDIDATE_LIMIT, NAME_LIMIT
from service.schema.ids import PlaceId

LANG = "A language, BCP 47, for example `fr`."
SPLIT = "A result for each place of a string that names several, with `part` and `part_name`."
EXPLAIN = "Say how each answer came about: interpretations, and evidence times weight."
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
    within: str | int | None = Field(None, description="An admin area or country, by name or id.")
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
    explain: bool = Field(False, description=EXPLAIN)
    split: bool = Field(False, description=SPLIT)


class ResolveParameters(BaseModel):
    """The parameters of GET /v1/resolve."""

    q: str = Field(min_length=1, max_length=NAME_LIMIT, description="The spelling, in any script.")
    lang: str = Field("", description="Language of the text the name stands in, BCP 47.")
    country: list[str] = Field([], description=COUNTRY)
    within: str = Field("", description="An admin area or country, by name or id.")
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
    explain: bool = Field(False, description=EXPLAIN)
    split: bool = Field(False, description=SPLIT)


class PlaceParameters(BaseModel):
    """The parameters of GET /v1/places/{id}."""

    id: PlaceId
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
        "",
        description="A scheme by its id, `uk-fr`, or the part after the language, `iso9`; `unidecode` for any text; "
        "`/v1/schemes` lists them.",
    )
