"""POST /v1/reconcile/csv: a small table in, the same table with columns appended out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gazetteer.errors import TableTooLarge
from gazetteer.table_jobs import (
    Answer,
    Cells,
    Consensus,
    RowVerdict,
    TableTask,
    Task,
    Workers,
    open_table,
    processes_for,
    remembering,
    writing_as,
)
from service import fields
from service.allowance import Allowance
from service.desks import asked_desk, revision_of, styled_table
from service.jobs.receive import Received, receive_table
from service.jobs.schema import table_body
from service.limits import charge
from service.openapi import parameters_of
from service.schema import errors
from service.services import ServicesDep, allowance_of
from service.text import said

router = APIRouter(tags=["tables"])

ADDED_TO_ROW = 130  # bytes that are added to a row, the usual one
REMARK_BYTES = 2000  # in a header; proxies refuse long ones
NO_HEADER = re.compile(r"[^\x20-\x7e]")
IN_MEMORY = 1_000_000  # bytes of a table; a larger one goes through a temporary file
CSV = "text/csv"


@router.post(
    "/v1/reconcile/csv",
    operation_id="reconcile_csv",
    summary="Reconcile a small table at once",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(400, 403, 413, 503, 507)},
    openapi_extra=parameters_of(fields.TABLE) | table_body(),
)
async def reconcile_csv(request: Request, services: ServicesDep) -> Response:
    """CSV in, the same CSV out with columns appended, in the encoding and the dialect it came in.

    The answer is streamed while it is made. What was found and guessed about the table stands in the header
    `Exonym-Remarks`. For tables above the limit there are jobs.
    """
    gazetteer, settings = services.gazetteer.take(), services.settings
    # Closed when the answer has been sent.
    source = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    try:
        counted = _Counted(source)
        sent = await receive_table(request, settings.csv_bytes, counted.write)
        received, writing = await styled_table(request, services, sent)
        _check_answer(counted, settings.max_answer)
        await charge(request, counted.lines)
        asked = replace(received.asked, review=False)
        allowance = allowance_of(request, settings)
        desk = await asked_desk(request, services, received.choice)
        others = WithinAllowance(processes_for(gazetteer, asked, source, workers=1), allowance)
        pool = remembering(gazetteer, others, None if desk is None else desk.memory, asked)
        pool = writing_as(pool, None if writing is None else writing.spelling(gazetteer))
        task = await run_in_threadpool(open_table, gazetteer, source, asked, pool, received.decisions)
        remarks = [*task.remarks, *await run_in_threadpool(list, task.undecided())]
    except BaseException:
        source.close()
        raise
    headers = {"Exonym-Remarks": in_a_header(remarks), **revision_of(desk)}
    if received.filename:
        headers["Content-Disposition"] = attachment(received)
    media_type = f"{CSV}; charset={task.table.encoding.name}"
    return StreamingResponse(_blocks(task, source, allowance), 200, headers, media_type)


def in_a_header(remarks: list[str]) -> str:
    """Remarks as the value of a header; what may not stand in one becomes a question mark, and much of it is cut."""
    line = NO_HEADER.sub("?", " ".join(said(remark) for remark in remarks))
    return line if len(line) <= REMARK_BYTES else line[: REMARK_BYTES - 3] + "..."


def attachment(received: Received) -> str:
    """The header that names the file which comes back."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", received.filename)
    return f'attachment; filename="{plain}"'


class _Counted:
    """Writes a table down, and counts its bytes and lines."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.size = self.lines = 0

    def write(self, block: bytes) -> None:
        """Write some of it."""
        self.size += len(block)
        self.lines += max(block.count(b"\n"), block.count(b"\r"))
        self._target.write(block)


class WithinAllowance:
    """Who resolves the names of a table while there is computing left for it.

    Args:
        workers: who resolves, in this thread.
        allowance: what is left; afterwards each name has an error of its own.
    """

    task_size = 1

    def __init__(self, workers: Workers, allowance: Allowance) -> None:
        self._workers = workers
        self._allowance = allowance

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Resolve names."""
        if self._allowance.is_spent:
            said = f"{self._allowance.error()} A job has no such limit."
            return AnsweredTask([Answer(RowVerdict.ERROR, said) for _ in asked])
        began = self._allowance.begin()
        task = AnsweredTask(self._workers.submit(asked, consensus).result())
        self._allowance.end(began)
        return task


@dataclass(frozen=True, slots=True)
class AnsweredTask:
    """Names that are answered already."""

    answers: list[Answer]

    def result(self) -> list[Answer]:
        """The answers."""
        return self.answers


def _check_answer(table: _Counted, most: int) -> None:
    """Refuse a table whose answer would have more bytes than one may have.

    Raises:
        TableTooLarge: it would.
    """
    if table.size + ADDED_TO_ROW * table.lines > most:
        raise TableTooLarge(f"The answer would have more than {most:,} bytes: make a job of the table.")


def _blocks(task: TableTask, source: BinaryIO, allowance: Allowance) -> Iterator[bytes]:
    with source:
        for _ in task.survey():
            pass
        for block in task.blocks():
            allowance.answer(len(block))  # what goes beyond is cut off, so that nobody takes a part for the whole
            yield block
