"""The routes: read the parameters, answer in a thread, as JSON or wrapped in a function's call (JSONP)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer import Gazetteer
from gazetteer.errors import ExonymError
from gazetteer.guard import failed
from service.geonames import answers
from service.geonames.errors import GeoNamesError, status_and_body
from service.geonames.parameters import Given, read, read_callback
from service.geonames.schema import (
    ChildrenParameters,
    CountryInfoAnswer,
    CountryInfoParameters,
    GeoName,
    GetParameters,
    HierarchyParameters,
    ListAnswer,
    NearbyParameters,
    SearchAnswer,
    SearchParameters,
    TypedSearchParameters,
    answers_of,
)
from service.geonames.shapes import Fields
from service.http import parameters
from service.openapi import parameters_of_model
from service.services import Services, ServicesDep

router = APIRouter(tags=["geonames"])

JSON = "application/json; charset=utf-8"
JAVASCRIPT = "application/javascript; charset=utf-8"
# Line ends in JavaScript, though not in JSON.
LINE_ENDS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))

Answer = Callable[[Gazetteer, Given], Fields]


@router.get(
    "/searchJSON",
    operation_id="geonames_search_json",
    summary="GeoNames: places by name, region and kind",
    responses=answers_of(SearchAnswer),
    openapi_extra=parameters_of_model(SearchParameters),
)
async def search_json(request: Request, services: ServicesDep) -> Response:
    """As GeoNames' own, and places whose name is spelt otherwise are found too."""
    return await respond(request, services, answers.search)


@router.get(
    "/search",
    operation_id="geonames_search",
    summary="GeoNames: the same with type=json",
    responses=answers_of(SearchAnswer),
    openapi_extra=parameters_of_model(TypedSearchParameters),
)
async def search(request: Request, services: ServicesDep) -> Response:
    """Only JSON is spoken here; GeoNames' own answers XML where `type` is left out."""
    return await respond(request, services, _typed_search)


@router.get(
    "/getJSON",
    operation_id="geonames_get",
    summary="GeoNames: one place",
    responses=answers_of(GeoName),
    openapi_extra=parameters_of_model(GetParameters),
)
async def get_json(request: Request, services: ServicesDep) -> Response:
    """The place with a GeoNames id, in style FULL where no other is asked for."""
    return await respond(request, services, answers.get)


@router.get(
    "/findNearbyPlaceNameJSON",
    operation_id="geonames_nearby_place_name",
    summary="GeoNames: the nearest populated places",
    responses=answers_of(ListAnswer),
    openapi_extra=parameters_of_model(NearbyParameters),
)
async def find_nearby_place_name_json(request: Request, services: ServicesDep) -> Response:
    """Without `radius` the one nearest, within 300 km."""
    return await respond(request, services, answers.nearest_place_name)


@router.get(
    "/findNearbyJSON",
    operation_id="geonames_nearby",
    summary="GeoNames: the nearest places",
    responses=answers_of(ListAnswer),
    openapi_extra=parameters_of_model(NearbyParameters),
)
async def find_nearby_json(request: Request, services: ServicesDep) -> Response:
    """Of any kind, or those of `featureClass` and `featureCode`; without `radius` the one nearest, within 300 km."""
    return await respond(request, services, answers.nearest)


@router.get(
    "/hierarchyJSON",
    operation_id="geonames_hierarchy",
    summary="GeoNames: what contains a place",
    responses=answers_of(ListAnswer),
    openapi_extra=parameters_of_model(HierarchyParameters),
)
async def hierarchy_json(request: Request, services: ServicesDep) -> Response:
    """The largest first, the place itself last."""
    return await respond(request, services, answers.hierarchy)


@router.get(
    "/childrenJSON",
    operation_id="geonames_children",
    summary="GeoNames: what is directly below a place",
    responses=answers_of(SearchAnswer),
    openapi_extra=parameters_of_model(ChildrenParameters),
)
async def children_json(request: Request, services: ServicesDep) -> Response:
    """The divisions of the next level; of the lowest, its populated places."""
    return await respond(request, services, answers.children)


@router.get(
    "/countryInfoJSON",
    operation_id="geonames_country_info",
    summary="GeoNames: the countries",
    responses=answers_of(CountryInfoAnswer),
    openapi_extra=parameters_of_model(CountryInfoParameters),
)
async def country_info_json(request: Request, services: ServicesDep) -> Response:
    """All of them, or those of `country`."""
    return await respond(request, services, answers.country_info)


async def respond(request: Request, services: Services, answer: Answer) -> Response:
    """Answer a request, in GeoNames' shape whatever happens."""
    given = read(parameters(request))
    callback = None
    try:
        callback = read_callback(given)
        made = await run_in_threadpool(_made, answer, services.gazetteer.take(), given)
        return encode(HTTPStatus.OK, made, callback)
    except ExonymError as error:
        return error_answer(error, callback)


def _made(answer: Answer, gazetteer: Gazetteer, given: Given) -> Fields:
    try:
        return answer(gazetteer, given)
    except ExonymError:
        raise
    except Exception as error:
        raise failed(error) from error


def error_answer(error: ExonymError, callback: str | None = None) -> Response:
    """The answer to an error on one of `PATHS`, wherever it arose."""
    status, body = status_and_body(error)
    return encode(status, body, callback)


def encode(status: int, body: Fields, callback: str | None) -> Response:
    """The answer as JSON; or as a call of a function, which a browser runs only where the status is 200."""
    data = orjson.dumps(body)
    if callback is None:
        return Response(data, status, media_type=JSON)
    for end, escaped in LINE_ENDS:
        data = data.replace(end, escaped)
    return Response(b"/**/" + callback.encode() + b"(" + data + b");", HTTPStatus.OK, media_type=JAVASCRIPT)


def _typed_search(gazetteer: Gazetteer, given: Given) -> Fields:
    if [value.lower() for value in given.get("type", ())][-1:] != ["json"]:
        raise GeoNamesError("Only JSON is spoken here: add type=json, or ask /searchJSON.")
    return answers.search(gazetteer, given)


PATHS = frozenset(str(route.path) for route in router.routes if hasattr(route, "path"))
"""The paths of these routes: what is answered there, errors of any origin included, has GeoNames' shape."""
