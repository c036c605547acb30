"""The names of a job that need a decision, one by one: to see them, to decide them, to take that back."""

from __future__ import annotations

from typing import Any, cast

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from gazetteer.model import inward
from gazetteer.table_jobs import Answer, decision
from service import fields
from service.errors import DecidedOtherwise, Unreadable, fields_of
from service.http import JSON, json_response, parameters, read_body, read_json
from service.jobs.clusters import STATES, ClusterStore, KeptCluster
from service.jobs.schema import ClusterConflict, ClusterFields, ClustersAnswer, decision_body
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.review.shown import ShownClusters
from service.routes.jobs import done_job
from service.schema import errors
from service.services import Services, ServicesDep
from service.text import is_sound, scrub

router = APIRouter(tags=["jobs"])

CLUSTERS = readers(fields.CLUSTERS)
DECIDED = readers((fields.VERSION, fields.DISPLAY))
BODY_BYTES = 10_000
LIMIT = 20
MOST_VERSION = 2**31
ANYBODY = "somebody"

_ONE = parameters_of((fields.JOB, fields.CLUSTER, fields.DISPLAY), path=("id", "cluster"))
_TAKE_BACK = parameters_of((fields.JOB, fields.CLUSTER, fields.VERSION, fields.DISPLAY), path=("id", "cluster"))
_CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": ClusterConflict, "description": "Somebody was quicker, or the job has no result yet."}
}


@router.get(
    "/v1/jobs/{id}/clusters",
    operation_id="job_clusters",
    summary="The names that need a decision, with candidates",
    responses={200: {"model": ClustersAnswer}, **errors(400, 404, 409, 503)},
    openapi_extra=parameters_of(fields.CLUSTERS, path=("id",)),
)
async def clusters(request: Request, services: ServicesDep) -> Response:
    """Most rows first; the order stays as it is while names are decided."""
    given = values_of(parameters(request), CLUSTERS)
    state, limit, after = given.get("state", STATES[0]), given.get("limit", LIMIT), _after(given.get("cursor", "0"))
    if state not in STATES:
        raise QueryError(f"state is {state[:20]!r}: give one of {', '.join(STATES)}.", "state")
    if not 1 <= limit <= 100:
        raise QueryError(f"limit is {limit}: give a number from 1 to 100.", "limit")
    shown = await _shown(request, services, given.get("display"))
    page = await run_in_threadpool(shown.store.page, state, after, limit + 1)
    counts = await run_in_threadpool(shown.store.counts)
    answer = {
        "clusters": await shown.all(page[:limit]),
        "counts": counts,
        "columns": shown.columns,
        "next": str(page[limit - 1].rank) if len(page) > limit else None,
    }
    return json_response(orjson.dumps(answer))


@router.get(
    "/v1/jobs/{id}/clusters/{cluster}",
    operation_id="job_cluster",
    summary="One name that needs a decision",
    responses={200: {"model": ClusterFields}, **errors(400, 404, 409, 503)},
    openapi_extra=_ONE,
)
async def one(request: Request, services: ServicesDep) -> Response:
    """As it stands: whoever got no answer to a decision sees here whether it was taken."""
    shown = await _shown(request, services, values_of(parameters(request), DECIDED).get("display"))
    kept = await run_in_threadpool(shown.store.one, request.path_params["cluster"])
    return json_response(orjson.dumps(await shown.one(kept)))


@router.put(
    "/v1/jobs/{id}/clusters/{cluster}",
    operation_id="decide_cluster",
    summary="Decide a name",
    responses={200: {"model": ClusterFields}, **errors(400, 404, 503, 507), **_CONFLICT},
    openapi_extra=_ONE | decision_body(),
)
async def decide(request: Request, services: ServicesDep) -> Response:
    """All its rows have that place, or none, in the result with `decided=true`.

    The same decision sent again is answered like the first. Where somebody was quicker, 409 has the name as it stands.
    """
    gazetteer = services.gazetteer.take()
    shown = await _shown(request, services, values_of(parameters(request), DECIDED).get("display"))
    place, version, who = _read_decision(read_json(await read_body(request, BODY_BYTES)))
    answer = decision(gazetteer, place)
    return await _changed(shown, request, services, answer, version, who)


@router.delete(
    "/v1/jobs/{id}/clusters/{cluster}",
    operation_id="take_back_cluster",
    summary="Take a decision back",
    responses={200: {"model": ClusterFields}, **errors(400, 404, 503, 507), **_CONFLICT},
    openapi_extra=_TAKE_BACK,
)
async def take_back(request: Request, services: ServicesDep) -> Response:
    """The name waits again, with its candidates."""
    given = values_of(parameters(request), DECIDED)
    if not 0 <= given.get("version", -1) < MOST_VERSION:
        raise QueryError("Give the version that you saw, for example ?version=1.", "version")
    shown = await _shown(request, services, given.get("display"))
    return await _changed(shown, request, services, None, given["version"], "")


async def _shown(request: Request, services: Services, display: str | None) -> ShownClusters:
    """The names of the job that a request is about."""
    job = done_job(request, services)
    store = ClusterStore(services.jobs.store.folder / job.id)
    return ShownClusters(request, services, job, store, await run_in_threadpool(store.plan), display)


async def _changed(
    shown: ShownClusters, request: Request, services: Services, answer: Answer | None, version: int, told: str
) -> Response:
    who = services.credentials.caller(request.scope).name or told or ANYBODY
    id = request.path_params["cluster"]
    try:
        kept = await run_in_threadpool(shown.store.decide, id, answer, version, who)
    except DecidedOtherwise as error:
        present = await shown.one(cast(KeptCluster, error.present))
        return Response(orjson.dumps({"error": fields_of(error), "cluster": present}), 409, None, JSON)
    await run_in_threadpool(services.jobs.store.renew, shown.job.id)
    return json_response(orjson.dumps(await shown.one(kept)))


def _after(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise QueryError("cursor is none of ours: give `next` of the page before.", "cursor")
    return int(cursor)


def _read_decision(body: object) -> tuple[int | None, int, str]:
    """The place, the version and who decides."""
    if not isinstance(body, dict) or "place" not in body:
        raise Unreadable('Send what was decided, for example {"place": 713174, "version": 0}; null for none.', "place")
    version = body.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < MOST_VERSION:
        raise QueryError("version must be the whole number that came with the name.", "version")
    if body.get("remember") is not None:
        raise QueryError("There is no desk to remember it for: send null, or leave it out.", "remember")
    who = body.get("who")
    if who is not None and not (isinstance(who, str) and len(who) <= fields.WHO_LIMIT and is_sound(who)):
        raise QueryError(f"who must be a name of at most {fields.WHO_LIMIT} characters.", "who")
    return _place(body["place"]), version, scrub(who or "").strip()


def _place(value: object) -> int | None:
    if value is None:
        return None
    found = inward(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None
    if found is None:
        raise QueryError("place must be the id of a place, or null where none is meant.", "place")
    return found
