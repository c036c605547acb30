"""POST /v1/reconcile/csv: a small table in, the same table with columns appended out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gazetteer.table_jobs import TableTask, open_table, processes_for
from service import fields
from service.jobs.receive import Received, receive_table
from service.jobs.schema import table_body
from service.openapi import parameters_of
from service.schema import errors
from service.services import ServicesDep
from service.text import said

router = APIRouter(tags=["tables"])

REMARK_BYTES = 2000  # in a header; proxies refuse long ones
NO_HEADER = re.compile(r"[^\x20-\x7e]")
IN_MEMORY = 1_000_000  # bytes of a table; a larger one goes through a temporary file
CSV = "text/csv"


@router.post(
    "/v1/reconcile/csv",
    operation_id="reconcile_csv",
    summary="Reconcile a small table at once",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(400, 413, 503, 507)},
    openapi_extra=parameters_of(fields.TABLE) | table_body(),
)
async def reconcile_csv(request: Request, services: ServicesDep) -> Response:
    """CSV in, the same CSV out with columns appended, in the encoding and the dialect it came in.

    The answer is streamed while it is made. What was found and guessed about the table stands in the header
    `Exonym-Remarks`. For tables above the limit there are jobs.
    """
    gazetteer = services.gazetteer.take()
    # Closed when the answer has been sent.
    source = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    try:
        received = await receive_table(request, services.settings.csv_bytes, source.write)
        asked = replace(received.asked, review=False)
        pool = processes_for(gazetteer, asked, source, workers=1)
        task = await run_in_threadpool(open_table, gazetteer, source, asked, pool, received.decisions)
        remarks = [*task.remarks, *await run_in_threadpool(list, task.undecided())]
    except BaseException:
        source.close()
        raise
    headers = {"Exonym-Remarks": in_a_header(remarks)}
    if received.filename:
        headers["Content-Disposition"] = attachment(received)
    media_type = f"{CSV}; charset={task.table.encoding.name}"
    return StreamingResponse(_blocks(task, source), 200, headers, media_type)


def in_a_header(remarks: list[str]) -> str:
    """Remarks as the value of a header; what may not stand in one becomes a question mark, and much of it is cut."""
    line = NO_HEADER.sub("?", " ".join(said(remark) for remark in remarks))
    return line if len(line) <= REMARK_BYTES else line[: REMARK_BYTES - 3] + "..."


def attachment(received: Received) -> str:
    """The header that names the file which comes back."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", received.filename)
    return f'attachment; filename="{plain}"'


def _blocks(task: TableTask, source: BinaryIO) -> Iterator[bytes]:
    with source:
        for _ in task.survey():
            pass
        yield from task.blocks()
