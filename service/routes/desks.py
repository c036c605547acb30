"""Desks over HTTP: what a desk is, who changed what, and people forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from gazetteer import Decision, When
from gazetteer.errors import QueryError
from gazetteer.memory.checks import checked
from gazetteer.model import PERSON_LIMIT
from service.desk.answers import change_fields, desk_fields
from service.desk.records import DeskRecord
from service.desk.schema import (
    CHANGES,
    DECISION_PATH,
    DESK_BODY,
    DESK_PATH,
    MOST_LISTED,
    ChangesAnswer,
    DeskFields,
    DesksAnswer,
    body,
)
from service.desk.writer import Writer
from service.desks import Seat, own_seat, seat_at
from service.errors import WrongDesk
from service.http import json_response, parameters
from service.keys import OWNER
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.routes.desk_changes import answered, as_object, change_desk, parts_of, read_sent, within
from service.schema import errors
from service.services import Services, ServicesDep


class AnyText(PathConvertor):
    """Takes a part of a path whatever is in it, a slash or, unlike Starlette's own, the end of a line."""

    regex = r"[\s\S]*"


register_url_convertor("any_text", AnyText())
router = APIRouter(tags=["desks"])

TITLE_LETTERS = 100
_DESK = parameters_of(DESK_PATH, path=("desk",))


@router.get(
    "/v1/desks",
    operation_id="desks",
    summary="The desks that one may ask",
    responses={200: {"model": DesksAnswer}, **errors(400)},
)
async def desks(request: Request, services: ServicesDep) -> Response:
    """The desk of the key; without keys, the desk `default`."""
    seat = own_seat(request, services)
    found = [] if seat is None else [await run_in_threadpool(_described, services, seat)]
    return json_response(orjson.dumps({"desks": found}))


@router.get(
    "/v1/desks/{desk}",
    operation_id="desk",
    summary="One desk",
    responses={200: {"model": DeskFields}, **errors(400, 403)},
    openapi_extra=_DESK,
)
async def desk(request: Request, services: ServicesDep) -> Response:
    """What it is called, what it is based on, how many decisions it has, and whose."""
    seat = seat_at(request, services, request.path_params["desk"])
    return json_response(orjson.dumps(await run_in_threadpool(_described, services, seat)))


@router.put(
    "/v1/desks/{desk}",
    operation_id="put_desk",
    summary="Say what a desk is called, and what it is based on",
    responses={200: {"model": DeskFields}, **errors(400, 403, 404, 507)},
    openapi_extra=parts_of(_DESK, body(DESK_BODY)),
)
async def put_desk(request: Request, services: ServicesDep) -> Response:
    """What is not given stays as it is; a base is given by `exonym desk base`. Takes the role owner."""
    seat = seat_at(request, services, request.path_params["desk"], OWNER)
    given = as_object(await read_sent(request, services))
    await change_desk(services, seat, given, lambda writer: _describe(writer, given))
    return answered(services, seat, await run_in_threadpool(_described, services, seat))


@router.get(
    "/v1/desks/{desk}/changes",
    operation_id="desk_changes",
    summary="Who changed what",
    responses={200: {"model": ChangesAnswer}, **errors(400, 403)},
    openapi_extra=parts_of(_DESK, parameters_of(CHANGES)),
)
async def desk_changes(request: Request, services: ServicesDep) -> Response:
    """The oldest first; for a mirror, the last revision is the next `since`."""
    seat = seat_at(request, services, request.path_params["desk"])
    given = values_of(parameters(request), readers(CHANGES))
    limit = within(given.get("limit", MOST_LISTED), "limit", MOST_LISTED)
    entries = await run_in_threadpool(services.desks.changes, seat.desk, max(0, given.get("since", 0)), limit)
    return answered(services, seat, {"changes": [change_fields(one) for one in entries]})


@router.post(
    "/v1/desks/{desk}/people/{name:any_text}/forget",
    operation_id="forget_person",
    summary="Forget a person",
    responses={200: {"description": "How many decisions bore the name."}, **errors(400, 403, 507)},
    openapi_extra=parameters_of(
        (*DESK_PATH, replace(DECISION_PATH[1], name="name", doc="The person's name, as decisions have it.")),
        path=("desk", "name"),
    ),
)
async def forget_person(request: Request, services: ServicesDep) -> Response:
    """Puts "a former colleague" in the place of the name everywhere, the history included. Takes the role owner."""
    seat = seat_at(request, services, request.path_params["desk"], OWNER)
    name = request.path_params["name"]
    if not name.strip():
        raise QueryError("Give the person's name, as decisions have it.", "name")
    if len(name) > PERSON_LIMIT:
        raise QueryError(f"The name has {len(name):,} characters: give at most {PERSON_LIMIT}.", "name")
    count = await change_desk(services, seat, None, lambda writer: writer.forget_person(name))
    return answered(services, seat, {"decisions": count})


def _described(services: Services, seat: Seat) -> dict[str, Any]:
    desk = services.desks.desk(seat.desk) or DeskRecord(seat.desk, f"{seat.desk.capitalize()} desk")
    return desk_fields(desk, *services.desks.counted(seat.desk), seat.role)


def _describe(writer: Writer, given: dict[str, Any]) -> DeskRecord:
    before = writer.open()
    title, lang, based_on = (given.get(field, getattr(before, field)) for field in ("title", "lang", "based_on"))
    if not isinstance(title, str) or not title.strip() or len(title) > TITLE_LETTERS or not title.isprintable():
        raise QueryError(f"title must be 1 to {TITLE_LETTERS} printable characters.", "title")
    if not isinstance(lang, str):
        raise QueryError("lang must be a language's code, for example uk.", "lang")
    if based_on not in (None, before.based_on):  # whoever may set it sees what another desk decided
        raise WrongDesk("What a desk is based on is set by who runs the service: `exonym desk base DESK OTHER`.")
    when = checked(Decision("x", None, when=When(lang=lang))).when
    return writer.describe(title.strip(), when.lang or "", based_on, before.style)
