"""POST /v1/tables/examine: how a table is written, by its beginning, before it is sent as a job."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.table_jobs import Examined, examine_table
from service import fields
from service.http import json_response, parameters, read_body
from service.jobs.receive import TABLE, read_table_options
from service.jobs.schema import ExaminedAnswer
from service.openapi import parameters_of
from service.parameters import values_of
from service.schema import errors
from service.services import ServicesDep
from service.text import said, scrub

router = APIRouter(tags=["jobs"])

BEGINNING = 300_000  # bytes
TITLE_LETTERS = 100
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/v1/tables/examine",
    operation_id="examine_table",
    summary="How a table is written",
    responses={200: {"model": ExaminedAnswer}, **errors(400, 413, 503)},
    openapi_extra=parameters_of(fields.TABLE) | _BODY,
)
async def examine(request: Request, services: ServicesDep) -> Response:
    """Send its beginning, up to 300,000 bytes that end with a line; what is found can be sent with the job.

    Where no column can be guessed, `question` says so, and the first stands for the names.
    """
    gazetteer = services.gazetteer.take()
    asked = read_table_options(values_of(parameters(request), TABLE))
    body = await read_body(request, min(BEGINNING, services.settings.max_body))
    found = await run_in_threadpool(examine_table, gazetteer, body, asked.choices)
    return json_response(orjson.dumps(_fields(found)))


def _fields(found: Examined) -> dict[str, object]:
    plan = found.plan
    holds = {one.number: one.holds for one in found.shown}
    return {
        "encoding": plan.encoding.name,
        "delimiter": plan.dialect.delimiter.decode(),
        "header": plan.dialect.header is not None,
        "columns": [
            {"number": number, "title": scrub(title.strip()[:TITLE_LETTERS]), "holds": holds.get(number, "")}
            for number, title in enumerate(plan.dialect.titles, 1)
        ],
        "shown": [one.number for one in found.shown],
        "rows": [[scrub(cell) for cell in row] for row in found.rows],
        "remarks": [said(remark) for remark in found.remarks],
        "question": said(found.question) or None,
    }
