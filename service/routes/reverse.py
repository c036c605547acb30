"""GET /v1/reverse: the places nearest to a point."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from gazetteer.model import CANDIDATE_LIMIT
from service import fields
from service.http import json_response, parameters
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.schema import ReverseAnswer, errors
from service.services import ServicesDep

router = APIRouter(tags=["reverse"])

READERS = readers(fields.REVERSE)


@router.get(
    "/v1/reverse",
    operation_id="reverse",
    summary="The places nearest to a point",
    responses={200: {"model": ReverseAnswer}, **errors(400, 503)},
    openapi_extra=parameters_of(fields.REVERSE),
)
async def reverse(request: Request, services: ServicesDep) -> Response:
    """The nearest first, with their distance along the Earth in kilometres; `classes` and `codes` choose the kind."""
    gazetteer = services.gazetteer.take()
    given = values_of(parameters(request), READERS)
    for field in ("lat", "lon"):
        if field not in given:
            raise QueryError("Give a point, for example /v1/reverse?lat=48.6&lon=38.0.", field)
    if given.get("limit", 1) > CANDIDATE_LIMIT:
        raise QueryError(f"limit must be from 1 to {CANDIDATE_LIMIT}.", "limit")
    answers = services.encoders.of(gazetteer)
    return json_response(answers.nearby(gazetteer.reverse(**given), given.get("display")))
