"""POST /v1/annotate: a text in, every place in it out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from service import fields
from service.annotation.answers import listed, whole
from service.annotation.lookups import lookup, refusal
from service.annotation.request import of_parameters, placed, read_body_of, read_texts
from service.http import GEOJSON, json_response, parameters, read_body
from service.openapi import ANNOTATE_BODY, parameters_of, texts_of
from service.parameters import gather_near, readers, values_of
from service.routes.places import wants_geojson
from service.schema import AnnotateAnswer, AnnotationsAnswer, errors
from service.services import ServicesDep

router = APIRouter(tags=["annotate"])

READERS = readers(fields.ANNOTATE_URL)
COLLECTION = {"schema": {"$ref": "#/components/schemas/FeatureCollection"}}


@router.post(
    "/v1/annotate",
    operation_id="annotate",
    summary="Mark every place in a text",
    responses={
        200: {"model": AnnotateAnswer | AnnotationsAnswer, "content": {GEOJSON: COLLECTION}},
        **errors(400, 413, 503),
    },
    openapi_extra=parameters_of(fields.ANNOTATE_URL) | texts_of(ANNOTATE_BODY),
)
async def annotate(request: Request, services: ServicesDep) -> Response:
    """Where each mention stands, which place it is, how sure, and why; the places of a text explain each other.

    The body may be the text itself, as `text/plain` or `text/html`, and say the rest by parameters.
    `Accept: application/geo+json` gives a FeatureCollection, a feature for each place.
    """
    gazetteer = services.gazetteer.take()
    answers, settings = services.encoders.of(gazetteer), services.settings
    shared = values_of(parameters(request), READERS)
    gather_near(shared)
    body = await read_body(request, settings.max_body)
    said = read_body_of(body, request.headers.get("content-type", ""))
    try:
        items, many = read_texts(said, shared, settings.max_queries)
    except QueryError as error:
        raise of_parameters(error, shared) from None
    geojson = wants_geojson(request.headers.get("accept", ""))
    if geojson and many:
        raise QueryError("GeoJSON is of one text: ask for each by itself.", "texts")
    found = await services.cache.answers([lookup(gazetteer, answers, item, geojson=geojson) for item in items])
    entries = [one[0] for one in found]
    headers = {"Vary": "Accept"}
    if many:
        errors_at = [one.error and placed(one.error, number) for number, one in enumerate(entries)]
        parts = [refusal(item, error) for item, error in zip(items, errors_at, strict=True)]
        bodies = [part or one.body for part, one in zip(parts, entries, strict=True)]
        return json_response(listed(answers, items, bodies), headers)
    if (refused := entries[0].error) is not None:
        raise refused
    answer = whole(answers, items[0], entries[0].body)
    return Response(answer, 200, headers, GEOJSON) if geojson else json_response(answer, headers)
