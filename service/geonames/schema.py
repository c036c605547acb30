"""The shapes of these requests and answers, for the OpenAPI page. Nothing is validated or encoded with them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from gazetteer.model import NAME_LIMIT, Order
from service.geonames.parameters import (
    CHILD_ROWS,
    CONTINENTS,
    DEFAULT_LANG,
    FARTHEST_ROW,
    MOST_KM,
    MOST_NEAR_ROWS,
    MOST_ROWS,
    NEAR_ROWS,
    ROWS,
    Style,
)

Cities = Literal["", "cities500", "cities1000", "cities5000", "cities15000"]


class _Common(BaseModel):
    username: str = Field("", description="Of an account at GeoNames; here an API key, where keys are asked for.")
    callback: str = Field("", description="A function to wrap the answer in (JSONP).")


class _Shown(_Common):
    lang: str = Field(DEFAULT_LANG, description="Language of the names, ISO 639; `local` for each country's own.")
    style: Style = Field("MEDIUM", description="How much is said of each place; in any case of letters.")


class SearchParameters(_Shown):
    """The parameters of GET /searchJSON."""

    q: str = Field("", max_length=NAME_LIMIT, description="A name, with its region or country where it helps.")
    name: str = Field("", max_length=NAME_LIMIT, description="A name.")
    name_equals: str = Field("", max_length=NAME_LIMIT, description="The very name.")
    name_startsWith: str = Field("", max_length=NAME_LIMIT, description="The first letters of a name.")  # noqa: N815
    country: list[str] = Field([], description="ISO 3166-1 alpha-2 codes.")
    countryBias: str = Field("", description="A country whose places go first.")  # noqa: N815
    continentCode: list[str] = Field([], description=f"{', '.join(CONTINENTS)}.")  # noqa: N815
    adminCode1: str = Field("", description="Code of a first-order division, without its country's.")  # noqa: N815
    adminCode2: str = Field("", description="Of the second order.")  # noqa: N815
    adminCode3: str = Field("", description="Of the third order.")  # noqa: N815
    adminCode4: str = Field("", description="Of the fourth order.")  # noqa: N815
    featureClass: list[str] = Field([], description="Feature classes, one letter each.")  # noqa: N815
    featureCode: list[str] = Field([], description="Feature codes.")  # noqa: N815
    cities: Cities = Field("", description="Populated places of at least so many people.")
    searchlang: str = Field("", description="Language of the names to look at, ISO 639.")
    isNameRequired: bool = Field(False, description="Always so here.")  # noqa: N815
    fuzzy: float = Field(1.0, ge=0, le=1, description="How alike a name must be.")
    orderby: Order = Field("relevance", description="The order of the places.")
    maxRows: int = Field(ROWS, ge=0, le=MOST_ROWS, description="How many places.")  # noqa: N815
    startRow: int = Field(0, ge=0, le=FARTHEST_ROW, description="How many to leave out.")  # noqa: N815
    east: float | None = Field(None, description="A box, with west, north and south.")
    west: float | None = Field(None, description="Its western side.")
    north: float | None = Field(None, description="Its northern side.")
    south: float | None = Field(None, description="Its southern side.")


class TypedSearchParameters(SearchParameters):
    """The parameters of GET /search."""

    type: Literal["json"] = Field(description="What is answered.")


class GetParameters(_Shown):
    """The parameters of GET /getJSON."""

    geonameId: int = Field(description="GeoNames id.")  # noqa: N815
    style: Style = Field("FULL", description="How much is said of the place.")


class NearbyParameters(_Shown):
    """The parameters of GET /findNearbyPlaceNameJSON and /findNearbyJSON."""

    lat: float = Field(ge=-90, le=90, description="Latitude in degrees.")
    lng: float = Field(ge=-180, le=180, description="Longitude in degrees.")
    radius: float | None = Field(None, ge=0, le=MOST_KM, description="How far at most, in kilometres.")
    maxRows: int = Field(NEAR_ROWS, ge=0, le=MOST_NEAR_ROWS, description="How many; 1 without `radius`.")  # noqa: N815
    featureClass: list[str] = Field([], description="Feature classes, one letter each.")  # noqa: N815
    featureCode: list[str] = Field([], description="Feature codes.")  # noqa: N815
    country: list[str] = Field([], description="ISO 3166-1 alpha-2 codes.")
    cities: Cities = Field("", description="Places of at least so many people.")


class HierarchyParameters(_Shown):
    """The parameters of GET /hierarchyJSON."""

    geonameId: int = Field(description="GeoNames id.")  # noqa: N815


class ChildrenParameters(HierarchyParameters):
    """The parameters of GET /childrenJSON."""

    maxRows: int = Field(CHILD_ROWS, ge=0, le=MOST_ROWS, description="How many.")  # noqa: N815


class CountryInfoParameters(_Common):
    """The parameters of GET /countryInfoJSON."""

    country: list[str] = Field([], description="ISO 3166-1 alpha-2 codes.")
    lang: str = Field(DEFAULT_LANG, description="Language of the names, ISO 639.")


class GeoName(BaseModel):
    """A place, in style SHORT; the others say more."""

    geonameId: int  # noqa: N815
    toponymName: str  # noqa: N815
    name: str = Field(description="In the language asked for.")
    lat: str
    lng: str
    fcl: str
    fcode: str
    countryCode: str | None = None  # noqa: N815


class ListAnswer(BaseModel):
    """Places."""

    geonames: list[GeoName]


class SearchAnswer(ListAnswer):
    """A page of places."""

    totalResultsCount: int  # noqa: N815


class CountryInfo(BaseModel):
    """A country."""

    countryCode: str  # noqa: N815
    countryName: str  # noqa: N815
    isoAlpha3: str  # noqa: N815
    isoNumeric: str  # noqa: N815
    continent: str
    continentName: str  # noqa: N815
    capital: str
    languages: str
    population: str
    currencyCode: str  # noqa: N815
    geonameId: int | None = None  # noqa: N815
    north: float | None = None
    south: float | None = None
    east: float | None = None
    west: float | None = None


class CountryInfoAnswer(BaseModel):
    """Countries, by their codes."""

    geonames: list[CountryInfo]


class StatusFields(BaseModel):
    """What went wrong."""

    message: str
    value: int = Field(description="GeoNames' error code.")


class StatusAnswer(BaseModel):
    """The body of an answer that is an error: with HTTP status 200 for most, as at GeoNames."""

    status: StatusFields


def answers_of(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """The answers of a route: that of the model, or an error, most of which have status 200 too; by JSONP a script."""
    return {
        200: {"model": model | StatusAnswer, "content": {"application/javascript": {"schema": {"type": "string"}}}},
        401: {"model": StatusAnswer, "description": "The user name is no key (value 10)."},
        404: {"model": StatusAnswer, "description": "There is no such place (value 11)."},
        503: {"model": StatusAnswer, "description": "No gazetteer is open (value 22)."},
    }
