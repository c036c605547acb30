"""Decisions of a desk as files: out, and in again."""

from __future__ import annotations

from functools import partial

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.memory.lines import write_csv
from gazetteer.model import SOMEBODY
from service.desk.answers import knows, ref
from service.desk.imports import read_file, take_in
from service.desk.records import Author, kept_fields
from service.desk.schema import DESK_PATH, IMPORT, ImportAnswer
from service.desks import REVISION, seat_at
from service.http import JSON, aside, json_response, parameters, read_body
from service.keys import OWNER
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.schema import errors
from service.services import Services, ServicesDep

router = APIRouter(tags=["desks"])

CSV = "text/csv"
_DESK = parameters_of(DESK_PATH, path=("desk",))
_BINARY = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/v1/desks/{desk}/export.csv",
    operation_id="export_desk_csv",
    summary="A desk's decisions as a table",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(400, 403)},
    openapi_extra=_DESK,
)
async def export_csv(request: Request, services: ServicesDep) -> Response:
    """The same file goes back in by import. Decisions for one document alone are not in it."""
    seat = seat_at(request, services, request.path_params["desk"])
    kept = await run_in_threadpool(services.desks.active, seat.desk)
    text = await run_in_threadpool(write_csv, [one.decision for one in kept])
    name = {"Content-Disposition": f'attachment; filename="{seat.desk}.csv"'}
    return Response(text.encode(), 200, name, f"{CSV}; charset=utf-8")


@router.get(
    "/v1/desks/{desk}/export.json",
    operation_id="export_desk_json",
    summary="A desk's decisions as JSON",
    responses={200: {"description": "The desk and its decisions."}, **errors(400, 403)},
    openapi_extra=_DESK,
)
async def export_json(request: Request, services: ServicesDep) -> Response:
    """With their notes, people and uses; goes back in by import."""
    seat = seat_at(request, services, request.path_params["desk"])
    kept = await run_in_threadpool(services.desks.active, seat.desk)
    desk = await run_in_threadpool(services.desks.desk, seat.desk)
    fields = [kept_fields(one) for one in kept if one.decision.when.document is None]
    return json_response(orjson.dumps({"desk": ref(desk, seat.desk), "decisions": fields}))


@router.post(
    "/v1/desks/{desk}/import",
    operation_id="import_desk",
    summary="Take in decisions from a file",
    responses={200: {"model": ImportAnswer}, **errors(400, 403, 413, 503, 507)},
    openapi_extra={
        "parameters": [*_DESK["parameters"], *parameters_of(IMPORT)["parameters"]],
        "requestBody": {"required": True, "content": {CSV: _BINARY, JSON: {"schema": {}}}},
    },
)
async def import_file(request: Request, services: ServicesDep) -> Response:
    """CSV as it is exported, a review file, OpenRefine's export, or JSON; takes the role owner.

    Lines that decide one spelling in several ways are reported and not taken. `dry_run` keeps nothing.
    """
    seat = seat_at(request, services, request.path_params["desk"], OWNER)
    dry_run = values_of(parameters(request), readers(IMPORT)).get("dry_run", False)
    content = await read_body(request, services.settings.csv_bytes)
    read = await aside(len(content), read_file, content)
    author = Author(seat.person or SOMEBODY, "import")
    known = partial(knows, services.gazetteer.take())
    report = await run_in_threadpool(take_in, services.desks, seat.desk, read, author, known, dry_run=dry_run)
    return await run_in_threadpool(_reported, services, seat.desk, report.fields())


def _reported(services: Services, desk: str, fields: dict[str, object]) -> Response:
    services.memories.refresh()
    told = ref(services.desks.desk(desk), desk)
    return Response(orjson.dumps(fields | {"desk": told}), 200, {REVISION: str(told["revision"])}, JSON)
