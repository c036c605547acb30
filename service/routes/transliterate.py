"""GET /v1/transliterate: one text in Latin letters. GET /v1/schemes: by which rules."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.transliteration import all_schemes
from gazetteer.transliteration import transliterate as transliterated
from service import fields
from service.http import json_response, parameters
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.schema import SchemesAnswer, TransliterateAnswer, errors

router = APIRouter(tags=["transliterate"])

READERS = readers(fields.TRANSLITERATE)


@router.get(
    "/v1/transliterate",
    operation_id="transliterate",
    summary="One text in Latin letters",
    responses={200: {"model": TransliterateAnswer}, **errors(400)},
    openapi_extra=parameters_of(fields.TRANSLITERATE),
)
async def transliterate(request: Request) -> Response:
    """Every reading that matching uses, each with its scheme; with `to` or `scheme`, what those ask for.

    `to=fr` writes it as a French newsroom would; `to=en` gives the general readings where no scheme writes English.
    Where the language of the text is not given, and its letters fit several, each is answered for.
    """
    given = {"text": ""} | values_of(parameters(request), READERS)
    answer = transliterated(**given)
    return json_response(orjson.dumps(answer))


@router.get(
    "/v1/schemes",
    operation_id="schemes",
    summary="The schemes of transcription",
    responses={200: {"model": SchemesAnswer}},
)
async def schemes(_request: Request) -> Response:
    """Every scheme that `to` and `scheme` can ask for, with the standard or house that it follows."""
    return json_response(orjson.dumps({"schemes": all_schemes()}))
