"""GET /v1/transliterate: one text in Latin letters. GET /v1/schemes: by which rules."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.openapi import parameters_of
from service.parameters import TRANSLITERATE, values_of
from service.routes.state import json_response
from service.schema import TransliterateAnswer, TransliterateParameters, errors
from service.transliteration import transliterate as transliterated

router = APIRouter(tags=["transliterate"])


@router.get(
    "/v1/transliterate",
    summary="One text in Latin letters",
    responses={200: {"model": TransliterateAnswer}, **errors(400)},
    openapi_extra=parameters_of(TransliterateParameters),
)
async def transliterate(request: Request) -> Response:
    """Every reading that matching uses, each with the name of its scheme."""
    given = {"text": ""} | values_of(request.query_params, TRANSLITERATE)
    answer = transliterated(**given)
    return json_response(orjson.dumps(answer))
