"""GET /v1/places/{id}: one place with all its names. GET /v1/gazetteer: which gazetteer answers."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError, UnknownPlace
from gazetteer.model import inward
from service import fields
from service.http import GEOJSON, JSON, json_response, parameters
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.schema import GazetteerAnswer, PlaceAnswer, errors
from service.services import ServicesDep

router = APIRouter(tags=["places"])

READERS = readers(fields.PLACE)


@router.get(
    "/v1/places/{id}",
    operation_id="place",
    summary="One place, all its names",
    responses={
        200: {"model": PlaceAnswer, "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/Feature"}}}},
        **errors(400, 404, 410, 503),
    },
    openapi_extra=parameters_of(fields.PLACE, path=("id",)),
)
async def place(request: Request, services: ServicesDep) -> Response:
    """`Accept: application/geo+json` gives a GeoJSON Feature. `display` is the language of its name."""
    gazetteer = services.gazetteer.take()
    answers = services.encoders.of(gazetteer)
    key = _id(request.path_params["id"])
    found = gazetteer.place(key, values_of(parameters(request), READERS).get("display"))
    names = gazetteer.names(key)
    headers = {"Vary": "Accept"}
    if wants_geojson(request.headers.get("accept", "")):
        return Response(answers.feature(found, names), 200, headers, GEOJSON)
    return json_response(answers.place(found, names), headers)


@router.get(
    "/v1/gazetteer",
    operation_id="gazetteer",
    summary="Which gazetteer answers, and whom to credit",
    responses={200: {"model": GazetteerAnswer}, **errors(503)},
)
async def gazetteer(_request: Request, services: ServicesDep) -> Response:
    """The build that answers, and the sources of its data with their licences."""
    return json_response(services.encoders.of(services.gazetteer.take()).gazetteer())


def wants_geojson(accept: str) -> bool:
    """Whether an Accept header (RFC 9110, 12.5.1) asks for GeoJSON by name and no less than for JSON."""
    weights: dict[str, float] = {}
    for part in accept.split(","):
        kind, _, parameters = part.partition(";")
        weights[kind.strip().lower()] = _weight(parameters)
    return weights.get(GEOJSON, 0.0) > 0.0 and weights[GEOJSON] >= weights.get(JSON, 0.0)


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _id(text: str) -> int:
    if (found := inward(text)) is not None:
        return found
    if not (text.isascii() and text.removeprefix("Q").isdigit()):
        raise QueryError("Give a GeoNames id or one of Wikidata, for example /v1/places/713174 or Q7204.", "id")
    raise UnknownPlace(f"No place has the id {text[:20]}.")
