"""Jobs: POST a large table, watch it being reconciled, take the result."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import PurePath
from time import monotonic
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from gazetteer.memory.pinned import pinned
from gazetteer.table_jobs import decided_result
from service import fields
from service.callers import OF_KEY, who
from service.desk.writing import pinned as pinned_writing
from service.desks import asked_desk, styled_table
from service.errors import NotReady, UnknownJob
from service.http import JSON, json_response, parameters
from service.jobs.clusters import ClusterStore
from service.jobs.receive import receive_table, told_bytes
from service.jobs.records import DONE, ENDED, MEMORY, STYLE, Job, State
from service.jobs.schema import JOB_PATH, JobAnswer, table_body
from service.jobs.store import JobStore
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.schema import errors
from service.services import Services, ServicesDep
from service.text import moment, said, scrub

router = APIRouter(tags=["jobs"])

EVENT_SECONDS = 0.5  # how often the state is looked at for a client that listens
STREAM_SECONDS = 3600.0  # after which a client is to connect again
COMMENT_EVENTS = 30  # after so many looks without news a comment keeps the connection
MOST_REMARKS = 100
NO_PLAIN = re.compile(r"[^A-Za-z0-9._ -]")
CSV = "text/csv"
EVENTS = "text/event-stream"

RESULT = readers(fields.RESULT)
_JOB = parameters_of(JOB_PATH, path=("id",))


@router.post(
    "/v1/jobs",
    operation_id="create_job",
    status_code=202,
    summary="Reconcile a large table",
    responses={202: {"model": JobAnswer}, 200: {"model": JobAnswer}, **errors(400, 403, 413, 429, 503, 507)},
    openapi_extra=parameters_of(fields.TABLE) | table_body(),
)
async def create(request: Request, services: ServicesDep) -> Response:
    """The job goes on in the background, through restarts of the service.

    The same table with the same wishes again from the same key or address is the same job, answered with 200.
    """
    services.gazetteer.take()  # without a gazetteer, say so now
    settings = services.settings
    store = services.jobs.store
    owner = _caller(request, services)
    told = told_bytes(request, settings.job_bytes)
    upload = await run_in_threadpool(store.upload, owner, told)
    try:
        reserve = partial(store.reserve, upload)
        sent = await receive_table(request, settings.job_bytes, upload.write, reserve)
        received, writing = await styled_table(request, services, sent)
        desk = await asked_desk(request, services, received.choice)
        beside = {MEMORY: pinned(desk.memory)} if desk is not None and desk.memory else {}
        beside |= {} if writing is None else {STYLE: pinned_writing(writing)}
        kept = await run_in_threadpool(
            store.keep, upload, received.filename, received.asked, received.decisions, beside
        )
    finally:
        await run_in_threadpool(store.close, upload)
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
    job = own_job(request, services)
    state = services.jobs.store.state(job.id)
    return json_response(orjson.dumps(job_fields(job, state, services.settings.job_hours)))


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
    store = services.jobs.store
    job = own_job(request, services)
    stream = _events(store, job, services.settings.job_hours)
    return StreamingResponse(stream, 200, {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}, EVENTS)


@router.get(
    "/v1/jobs/{id}/result.csv",
    operation_id="job_result",
    summary="The table with columns appended",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(400, 404, 409)},
    openapi_extra=parameters_of(fields.RESULT, path=("id",)),
)
async def result(request: Request, services: ServicesDep) -> Response:
    """The table, when the job is done; with `decided=true` as if it had been sent with the decisions made since."""
    if not values_of(parameters(request), RESULT).get("decided"):
        return _file(services, request, "result")
    store, job = services.jobs.store, done_job(request, services)
    clusters = ClusterStore(store.folder / job.id)
    answers = await run_in_threadpool(clusters.answers)
    if not answers:
        return _file(services, request, "result")
    plan = await run_in_threadpool(clusters.plan)
    blocks = decided_result(store.path(job.id, "input"), store.path(job.id, "result"), plan, answers.get)
    return StreamingResponse(blocks, 200, _attached(job, "result"), CSV)


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
    job = own_job(request, services)
    await run_in_threadpool(services.jobs.store.delete, job.id)
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
        "created": moment(job.created),
        "expires": None if state.ended is None else moment(state.ended + hours * 3600),
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


def own_job(request: Request, services: Services) -> Job:
    """The job of a request. One that was made with a key is that key's alone; another is its id's, which is random.

    Raises:
        UnknownJob: there is none, or it is another key's.
    """
    job = services.jobs.store.job(request.path_params["id"])
    if job.owner.startswith(OF_KEY) and job.owner != _caller(request, services):
        raise UnknownJob("There is no such job; it may have expired.")
    return job


def done_job(request: Request, services: Services) -> Job:
    """The job of a request, which is done.

    Raises:
        UnknownJob: there is none, or it is another key's.
        NotReady: it has not ended, or has failed.
    """
    job = own_job(request, services)
    state = services.jobs.store.state(job.id)
    if state.state != DONE:
        why = state.error or "wait for its state to be done"
        raise NotReady(f"The job is {state.state}: {why}")
    return job


def _caller(request: Request, services: Services) -> str:
    """Whose jobs those of a request are: a key's, else an address's."""
    return who(request.scope, services.credentials.caller(request.scope).key)


def _file(services: Services, request: Request, name: str) -> Response:
    store, job = services.jobs.store, done_job(request, services)
    path = store.path(job.id, name)
    return FileResponse(path, media_type=CSV, headers=_attached(job, path.stem))


def _attached(job: Job, what: str) -> dict[str, str]:
    """The header that names a file which is taken after the table that was sent."""
    name = f"{PurePath(scrub(job.filename)).stem or job.id[:8]}-{what}.csv"
    plain, full = NO_PLAIN.sub("_", name), quote(name, safe="", errors="replace")
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=utf-8''{full}"}
