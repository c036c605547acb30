"""GET /v1/contested: places whose belonging is contested, with the sources of what is said of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.lexicon.contested import contested
from gazetteer.model import Contested, outward
from service.errors import UnknownEntry
from service.fields import Field, FieldKind
from service.http import json_response
from service.openapi import parameters_of
from service.schema import ContestedAnswer, ContestedEntry, errors

router = APIRouter(tags=["places"])

_ID = (Field("id", FieldKind.TEXT, "The entry's id, for example `crimea`.", most=60, required=True),)


@router.get(
    "/v1/contested",
    operation_id="contested",
    summary="Contested places",
    responses={200: {"model": ContestedAnswer}},
)
async def list_contested(_request: Request) -> Response:
    """Who holds each, who claims it, what the UN's resolutions say; a note, which moves no score."""
    return json_response(orjson.dumps({"contested": [entry_fields(one) for one in contested()]}))


@router.get(
    "/v1/contested/{id}",
    operation_id="contested_place",
    summary="One contested place",
    responses={200: {"model": ContestedEntry}, **errors(404)},
    openapi_extra=parameters_of(_ID, path=("id",)),
)
async def one_contested(request: Request) -> Response:
    """The same of one."""
    id = request.path_params["id"]
    found = next((one for one in contested() if one.id == id), None)
    if found is None:
        raise UnknownEntry("There is no contested place with that id; /v1/contested lists them.")
    return json_response(orjson.dumps(entry_fields(found)))


def entry_fields(entry: Contested) -> dict[str, Any]:
    """An entry as the API shows it."""
    return asdict(entry) | {"areas": [outward(area) for area in entry.areas]}
