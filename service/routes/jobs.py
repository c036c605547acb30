"""Jobs: POST a large table, watch it being reconciled, take the result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from service import fields
from service.errors import NotReady, UnknownJob
from service.http import JSON, json_response
from service.jobs.receive import receive_table
from service.jobs.schema import JOB_PATH, JobAnswer, table_body
from service.jobs.store import DONE, ENDED, Job, JobStore, State
from service.openapi import parameters_of
from service.schema import errors
from service.services import Services, ServicesDep
from service.text import said, scrub

router = APIRouter(tags=["jobs"])

EVENT_SECONDS = 0.5  # how often the state is looked at for a client that listens
STREAM_SECONDS = 3600.0  # after which a client is to connect again
COMMENT_EVENTS = 30  # after so many looks without news a comment keeps the connection
MOST_REMARKS = 100
CSV = "text/csv"
EVENTS = "text/event-stream"

_JOB = parameters_of(JOB_PATH, path=("id",))


@router.post(
    "/v1/jobs",
    operation_id="create_job",
    status_code=202,
    summary="Reconcile a large table",
    responses={202: {"model": JobAnswer}, 200: {"model": JobAnswer}, **errors(400, 413, 503, 507)},
    openapi_extra=parameters_of(fields.TABLE) | table_body(),
)
async def create(request: Request, services: ServicesDep) -> Response:
    """The job goes on in the background, through restarts of the service.

    The same table with the same wishes again is the same job, answered with 200.
    """
    services.gazetteer.take()  # without a gazetteer, say so now
    settings = services.settings
    store = services.jobs.store
    with store.uploading() as upload:
        received = await receive_table(request, settings.job_bytes, upload.write)
        kept = await run_in_threadpool(store.keep, upload, received.filename, received.asked, received.decisions)
    job, is_new = kept
    body = orjson.dumps(job_fields(job, store.state(job.id), settings.job_hours))
    return Response(body, 202 if is_new else 200, {"Location": f"/v1/jobs/{job.id}"}, JSON)


@router.get(
    "/v1/jobs/{id}",
    operation_id="job",
    summary="How far a job has come",
    responses={200: {"model": JobAnswer}, **errors(404)},
    openapi_extra=_JOB,
)
async def job(request: Request, services: ServicesDep) -> Response:
    """State, rows done, verdicts so far; when it has failed, why."""
    store, key = services.jobs.store, request.path_params["id"]
    return json_response(orjson.dumps(job_fields(store.job(key), store.state(key), services.settings.job_hours)))


@router.get(
    "/v1/jobs/{id}/events",
    operation_id="job_events",
    summary="The progress of a job, as it happens",
    response_class=Response,
    responses={200: {"content": {EVENTS: {}}}, **errors(404, 429, 503)},
    openapi_extra=_JOB,
)
async def events(request: Request, services: ServicesDep) -> Response:
    """Server-sent events: `progress` with what GET /v1/jobs/{id} answers, and `end` as the last.

    After an hour the last is `expired`: connect again.
    """
    store, key = services.jobs.store, request.path_params["id"]
    job = store.job(key)
    stream = _events(store, job, services.settings.job_hours)
    return StreamingResponse(stream, 200, {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}, EVENTS)


@router.get(
    "/v1/jobs/{id}/result.csv",
    operation_id="job_result",
    summary="The table with columns appended",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(404, 409)},
    openapi_extra=_JOB,
)
async def result(request: Request, services: ServicesDep) -> Response:
    """The table, when the job is done."""
    return _file(services, request, "result")


@router.get(
    "/v1/jobs/{id}/review.csv",
    operation_id="job_review",
    summary="The names that need a decision",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(404, 409)},
    openapi_extra=_JOB,
)
async def review(request: Request, services: ServicesDep) -> Response:
    """One line for each name in its context, most rows first; filled in, POST it as `decisions` with the table."""
    return _file(services, request, "review.csv")


@router.delete(
    "/v1/jobs/{id}",
    operation_id="delete_job",
    status_code=204,
    summary="Stop a job, and delete its files",
    responses=errors(404),
    openapi_extra=_JOB,
)
async def delete(request: Request, services: ServicesDep) -> Response:
    """A worker that is at it stops within seconds."""
    await run_in_threadpool(services.jobs.store.delete, request.path_params["id"])
    return Response(status_code=204)


def job_fields(job: Job, state: State, hours: float) -> dict[str, Any]:
    """What is said of a job."""
    here = f"/v1/jobs/{job.id}"
    rows = sum(state.counts.values())
    links = {"self": here, "events": f"{here}/events"}
    if state.state == DONE:
        links |= {"result": f"{here}/result.csv", "review": f"{here}/review.csv"}
    return {
        "id": job.id,
        "state": state.state,
        "filename": scrub(job.filename),
        "created": _moment(job.created),
        "expires": None if state.ended is None else _moment(state.ended + hours * 3600),
        "rows_done": rows,
        "rows_total": rows if state.state == DONE else max(job.lines - (job.asked.choices.header is not False), rows),
        "verdicts": state.counts,
        "seconds": state.seconds,
        "gazetteer": state.build,
        "remarks": [said(remark) for remark in state.remarks[:MOST_REMARKS]],
        "error": None if state.error is None else said(state.error),
        "links": links,
    }


async def _events(store: JobStore, job: Job, hours: float) -> AsyncIterator[bytes]:
    last: State | None = None
    silent = 0
    until = monotonic() + STREAM_SECONDS
    while monotonic() < until:
        try:
            state = await run_in_threadpool(store.state, job.id)
        except UnknownJob:
            yield b"event: end\ndata: {}\n\n"
            return
        silent += 1
        if state != last:
            last, silent = state, 0
            name = b"end" if state.state in ENDED else b"progress"
            yield b"event: " + name + b"\ndata: " + orjson.dumps(job_fields(job, state, hours)) + b"\n\n"
            if state.state in ENDED:
                return
        elif silent >= COMMENT_EVENTS:
            silent = 0
            yield b": still here\n\n"
        await asyncio.sleep(EVENT_SECONDS)
    yield b"event: expired\ndata: {}\n\n"


def _file(services: Services, request: Request, name: str) -> Response:
    store, key = services.jobs.store, request.path_params["id"]
    store.job(key)
    state = store.state(key)
    if state.state != DONE:
        why = state.error or "wait for its state to be done"
        raise NotReady(f"The job is {state.state}: {why}")
    path = store.path(key, name)
    return FileResponse(path, media_type=CSV, filename=f"{key[:8]}-{path.stem}.csv")


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
