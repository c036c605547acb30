"""The house style of a desk, and the datelines that it makes."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from gazetteer.house import HouseStyle, dateline, written
from gazetteer.lexicon.presets import preset, preset_names
from gazetteer.memory.checks import read_place
from gazetteer.model import StyleEntry, outward
from service.desk.schema import DESK_PATH, DatelineAnswer, PresetsAnswer, body
from service.desk.style import read_house, style_text
from service.desk.writer import Writer
from service.desk.writing import written_fields
from service.desks import asked_desk, seat_at
from service.fields import DAY_LIMIT, Field, FieldKind
from service.fields import DESK as DESK_FIELD
from service.http import json_response, parameters
from service.keys import OWNER
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.queries import MemoryChoice
from service.routes.desk_changes import answered, as_object, change_desk, parts_of, read_sent
from service.schema import errors
from service.services import ServicesDep

router = APIRouter(tags=["desks"])

_DESK = parameters_of(DESK_PATH, path=("desk",))
DATELINE = (
    Field("place", FieldKind.AREA, "The place that the story is from, by its id.", most=20, required=True),
    DESK_FIELD,
    Field("date", FieldKind.DAY, "The day of the story, for houses that write it.", most=DAY_LIMIT),
)


@router.get(
    "/v1/desks/{desk}/style",
    operation_id="style",
    summary="How a desk writes places",
    responses={200: {"description": "The style as it was given."}, **errors(400, 403)},
    openapi_extra=_DESK,
)
async def style(request: Request, services: ServicesDep) -> Response:
    """Its language, where spellings come from, its own entries, how it writes datelines."""
    seat = seat_at(request, services, request.path_params["desk"])
    desk = await run_in_threadpool(services.desks.desk, seat.desk)
    return answered(services, seat, {"style": {} if desk is None else orjson.loads(desk.style)})


@router.get(
    "/v1/styles",
    operation_id="styles",
    summary="How houses have said in public that they write places",
    responses={200: {"model": PresetsAnswer}},
)
async def styles(_request: Request) -> Response:
    """Each announcement with its source and its day; `display=style:ap` writes so, and a style by `preset:ap`."""
    told = [{"id": name, "entries": [_announced(one) for one in preset(name) or ()]} for name in preset_names()]
    return json_response(orjson.dumps({"styles": told}))


def _announced(entry: StyleEntry) -> dict[str, Any]:
    return {
        "place": outward(entry.id),
        "text": entry.spelling,
        "lang": entry.lang,
        "avoid": entry.never,
        "except": entry.kept,
        "source": entry.source,
        "since": entry.since,
    }


@router.put(
    "/v1/desks/{desk}/style",
    operation_id="put_style",
    summary="Say how a desk writes places",
    responses={200: {"description": "The style as it is now."}, **errors(400, 403, 413, 507)},
    openapi_extra=parts_of(_DESK, body({"type": "object"})),
)
async def put_style(request: Request, services: ServicesDep) -> Response:
    """The whole style, in the place of the one before; takes the role owner. docs/desk.md has its fields."""
    seat = seat_at(request, services, request.path_params["desk"], OWNER)
    given = as_object(await read_sent(request, services))
    read_house(given, "")  # says now what cannot be read
    text = style_text(given)

    def work(writer: Writer) -> None:
        desk = writer.open()
        writer.describe(desk.title, desk.lang, desk.based_on, text)

    await change_desk(services, seat, None, work)
    return answered(services, seat, {"style": given})


@router.get(
    "/v1/dateline",
    operation_id="dateline",
    summary="The dateline of a story",
    responses={200: {"model": DatelineAnswer}, **errors(400, 403, 404, 410, 503)},
    openapi_extra=parameters_of(DATELINE),
)
async def get_dateline(request: Request, services: ServicesDep) -> Response:
    """As the desk writes it, `KRAMATORSK, Ukraine (Agency) —`, and how it writes the place elsewhere."""
    gazetteer = services.gazetteer.take()
    given = values_of(parameters(request), readers(DATELINE))
    place = read_place(given.get("place", ""))
    if place is None:
        raise QueryError("Give the id of a place, for example /v1/dateline?place=704508.", "place")
    desk = await asked_desk(request, services, MemoryChoice(given.get("desk", "")))
    house = HouseStyle() if desk is None else desk.house
    return json_response(orjson.dumps(_told(gazetteer, place, house, _day(given.get("date")))))


def _told(gazetteer: Gazetteer, place: int, house: HouseStyle, day: date | None) -> dict[str, Any]:
    line = dateline(gazetteer, place, house, day)
    return {"place": outward(place), "dateline": line, "written": written_fields(written(gazetteer, place, house))}


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise QueryError("date must be a day like 2026-11-29.", "date") from None
