"""GET /v1/suggest: places while a name is being typed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from gazetteer.model import NAME_LIMIT
from service import fields
from service.desks import asked_desk, revision_of
from service.http import json_response, parameters
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.queries import read_memory_choice
from service.schema import SuggestAnswer, errors
from service.services import ServicesDep

router = APIRouter(tags=["suggest"])

READERS = readers(fields.SUGGEST)


@router.get(
    "/v1/suggest",
    operation_id="suggest",
    summary="Places while a name is being typed",
    responses={200: {"model": SuggestAnswer}, **errors(400, 403, 503)},
    openapi_extra=parameters_of(fields.SUGGEST),
)
async def suggest(request: Request, services: ServicesDep) -> Response:
    """Places one of whose names, in any script, begins with the letters typed; the best known first.

    What the desk decided of a spelling that begins so goes before them.
    """
    gazetteer = services.gazetteer.take()
    given = values_of(parameters(request), READERS)
    prefix = given.get("prefix", "")
    if not prefix.strip():
        raise QueryError("Give the letters typed so far, for example /v1/suggest?prefix=Bakh.", "prefix")
    if len(prefix) > NAME_LIMIT:
        raise QueryError(f"prefix has {len(prefix)} characters: give at most {NAME_LIMIT}.", "prefix")
    limit = given.get("limit", fields.SUGGESTIONS)
    if not 1 <= limit <= fields.SUGGESTION_LIMIT:
        raise QueryError(f"limit must be from 1 to {fields.SUGGESTION_LIMIT}.", "limit")
    lang = given.get("lang")
    country = tuple(given.get("country", ()))
    desk = await asked_desk(request, services, read_memory_choice(given))
    memory = desk.memory if desk is not None and desk.memory else None

    def make() -> bytes:
        found = gazetteer.suggest(prefix, lang=lang, country=country, limit=limit, memory=memory)
        return services.encoders.of(gazetteer).suggestions(found, lang)

    heeded = None if memory is None else (memory.desk, memory.revision, memory.collection, memory.document)
    key = f"{gazetteer.info.build}:suggest:{(prefix, lang, country, limit, heeded)!r}"
    return json_response(services.cache.quick("suggest", key, make), revision_of(desk))
