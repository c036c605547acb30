"""The decisions of a desk over HTTP: listed, made, changed, forgotten, restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer import Decision, Gazetteer
from gazetteer.errors import ExonymError, QueryError
from gazetteer.memory.checks import read_place
from gazetteer.model import SOMEBODY
from service.desk.answers import change_fields, decision_fields, is_stale, ref
from service.desk.reading import changed_decision, read_decisions
from service.desk.records import DeskRecord, KeptDecision, KeptState
from service.desk.schema import (
    CHANGED_DECISION,
    DECISION_PATH,
    DECISIONS,
    DESK_PATH,
    LIST,
    MOST_LISTED,
    ChangesAnswer,
    DecisionAnswer,
    DecisionsAnswer,
    body,
)
from service.desk.store import DecisionFilter, DecisionOutcome
from service.desk.writer import Writer
from service.desks import Seat, seat_at
from service.errors import VersionMissing, fields_of, status_of
from service.http import json_response, parameters
from service.keys import EDITOR
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.routes.desk_changes import answered, as_object, change_desk, parts_of, read_sent, within
from service.schema import errors
from service.services import Services, ServicesDep

router = APIRouter(tags=["desks"])

LISTED = 100  # decisions of a page, where nothing is said
_VERSION_DIGITS = 9
_DESK = parameters_of(DESK_PATH, path=("desk",))
_ONE = parameters_of(DECISION_PATH, path=("desk", "id"))


@router.get(
    "/v1/desks/{desk}/decisions",
    operation_id="decisions",
    summary="What a desk decided",
    responses={200: {"model": DecisionsAnswer}, **errors(400, 403, 503)},
    openapi_extra=parts_of(_DESK, parameters_of(LIST)),
)
async def decisions(request: Request, services: ServicesDep) -> Response:
    """The newest first. `state=stale` lists those whose place the gazetteer no longer has, with its successor."""
    seat = seat_at(request, services, request.path_params["desk"])
    given = values_of(parameters(request), readers(LIST))
    return json_response(await run_in_threadpool(_listed, services, services.gazetteer.take(), seat.desk, given))


@router.post(
    "/v1/desks/{desk}/decisions",
    operation_id="decide",
    summary="Decide what a spelling means",
    status_code=201,
    responses={
        201: {"model": DecisionAnswer},
        200: {"description": "It was so already; or what became of each of several."},
        **errors(400, 403, 404, 409, 410, 413, 503, 507),
    },
    openapi_extra=parts_of(_DESK, body(DECISIONS)),
)
async def decide(request: Request, services: ServicesDep) -> Response:
    """One, or up to 1,000 in a list: each fails alone, and the answer is 200 with a status for each.

    Sent again it changes nothing. Where the desk decided otherwise, 409 has what holds as `present`.
    """
    seat = seat_at(request, services, request.path_params["desk"], EDITOR)
    gazetteer = services.gazetteer.take()
    given = await read_sent(request, services)
    read, several = await run_in_threadpool(read_decisions, given)
    known = await run_in_threadpool(lambda: [_known(gazetteer, seat, one) for one in read])
    outcomes = await _kept(services, seat, given, known)
    told = await run_in_threadpool(lambda: [_outcome_fields(gazetteer, one) for one in outcomes])
    if several:
        return answered(services, seat, {"results": told})
    if (error := outcomes[0].error) is not None:
        raise error
    return answered(services, seat, {"decision": told[0]["decision"]}, told[0]["status"])


@router.patch(
    "/v1/desks/{desk}/decisions/{id}",
    operation_id="change_decision",
    summary="Decide otherwise",
    responses={200: {"model": DecisionAnswer}, **errors(400, 403, 404, 409, 410, 428, 503, 507)},
    openapi_extra=parts_of(_ONE, body(CHANGED_DECISION)),
)
async def change_decision(request: Request, services: ServicesDep) -> Response:
    """`If-Match: "3"` says which version was seen; where it is another by now, 409 has it as `present`."""
    seat = seat_at(request, services, request.path_params["desk"], EDITOR)
    gazetteer, id, version = services.gazetteer.take(), request.path_params["id"], _version(request)
    if version is None:
        raise VersionMissing('Say which version is to be changed: If-Match: "3".')
    given = as_object(await read_sent(request, services))

    def work(writer: Writer) -> KeptDecision:
        before = writer.find(id)
        wanted = _hashed(writer.open(), changed_decision(before.decision, given), before.decision)
        _check_places(gazetteer, wanted)
        return writer.change(id, wanted, version)

    kept = await change_desk(services, seat, given, work)
    return answered(services, seat, {"decision": decision_fields(gazetteer, kept)})


@router.delete(
    "/v1/desks/{desk}/decisions/{id}",
    operation_id="forget_decision",
    summary="Forget a decision",
    responses={200: {"model": DecisionAnswer}, **errors(400, 403, 404, 409, 503, 507)},
    openapi_extra=_ONE,
)
async def forget_decision(request: Request, services: ServicesDep) -> Response:
    """It answers no more, and stays in the history; `restore` brings it back. `If-Match` is heeded where it is sent."""
    seat = seat_at(request, services, request.path_params["desk"], EDITOR)
    id, version = request.path_params["id"], _version(request)
    kept = await change_desk(services, seat, None, lambda writer: writer.forget(id, version))
    return answered(services, seat, {"decision": decision_fields(services.gazetteer.take(), kept)})


@router.post(
    "/v1/desks/{desk}/decisions/{id}/restore",
    operation_id="restore_decision",
    summary="Bring a forgotten decision back",
    responses={200: {"model": DecisionAnswer}, **errors(400, 403, 404, 409, 503, 507)},
    openapi_extra=_ONE,
)
async def restore_decision(request: Request, services: ServicesDep) -> Response:
    """409 where the desk decided otherwise since."""
    seat = seat_at(request, services, request.path_params["desk"], EDITOR)
    id = request.path_params["id"]
    kept = await change_desk(services, seat, None, lambda writer: writer.restore(id))
    return answered(services, seat, {"decision": decision_fields(services.gazetteer.take(), kept)})


@router.get(
    "/v1/desks/{desk}/decisions/{id}/history",
    operation_id="decision_history",
    summary="Who changed a decision, and when",
    responses={200: {"model": ChangesAnswer}, **errors(400, 403, 404)},
    openapi_extra=_ONE,
)
async def decision_history(request: Request, services: ServicesDep) -> Response:
    """The oldest first."""
    seat = seat_at(request, services, request.path_params["desk"])
    id = request.path_params["id"]
    await run_in_threadpool(services.desks.decision, seat.desk, id)
    entries = await run_in_threadpool(services.desks.history, seat.desk, id)
    return answered(services, seat, {"changes": [change_fields(one) for one in entries]})


async def _kept(
    services: Services, seat: Seat, given: object, known: Sequence[Decision | ExonymError]
) -> list[DecisionOutcome]:
    """What becomes of decisions; nothing is written where none of them can be kept."""
    if not any(isinstance(one, Decision) for one in known):
        return [DecisionOutcome(error=one) for one in known if isinstance(one, ExonymError)]

    def work(writer: Writer) -> list[DecisionOutcome]:
        desk = writer.open()
        return [_decided(writer, desk, one) for one in known]

    return await change_desk(services, seat, given, work)


def _known(gazetteer: Gazetteer, seat: Seat, read: Decision | QueryError) -> Decision | ExonymError:
    """A decision whose places the gazetteer has, by who is vouched for, or why it cannot be."""
    if isinstance(read, QueryError):
        return read
    try:
        _check_places(gazetteer, read)
    except ExonymError as error:
        return error
    return replace(read, by=SOMEBODY) if seat.signed else read


def _check_places(gazetteer: Gazetteer, decision: Decision) -> None:
    for place in (decision.place, decision.when.within):
        if place is not None:
            gazetteer.place(place)


def _decided(writer: Writer, desk: DeskRecord, read: Decision | ExonymError) -> DecisionOutcome:
    if isinstance(read, ExonymError):
        return DecisionOutcome(error=read)
    try:
        kept, is_new = writer.decide(_hashed(desk, read, None))
    except ExonymError as error:
        return DecisionOutcome(error=error)
    return DecisionOutcome(kept, is_new)


def _hashed(desk: DeskRecord, wanted: Decision, before: Decision | None) -> Decision:
    """A decision with the hash of its document, of whose name nothing is kept."""
    document = wanted.when.document
    if document is None or (before is not None and document == before.when.document):
        return wanted
    return replace(wanted, when=replace(wanted.when, document=desk.document(document)))


def _outcome_fields(gazetteer: Gazetteer, outcome: DecisionOutcome) -> dict[str, Any]:
    if outcome.kept is None:
        assert outcome.error is not None
        return {"status": status_of(outcome.error), "error": fields_of(outcome.error)}
    return {"status": 201 if outcome.is_new else 200, "decision": decision_fields(gazetteer, outcome.kept)}


def _version(request: Request) -> int | None:
    """The version in If-Match, quoted or not.

    Raises:
        QueryError: it is none.
    """
    told = request.headers.get("if-match")
    if told is None:
        return None
    digits = told.strip().removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _VERSION_DIGITS):
        raise QueryError('If-Match must be the version of the decision, for example "3".', "If-Match")
    return int(digits)


def _listed(services: Services, gazetteer: Gazetteer, desk: str, given: dict[str, Any]) -> bytes:
    limit = within(given.get("limit", LISTED), "limit", MOST_LISTED)
    state = given.get("state", KeptState.ACTIVE)
    if state not in [*KeptState]:
        raise QueryError("state must be active, stale or forgotten.", "state")
    wanted = DecisionFilter(
        text=given.get("q", ""),
        place=read_place(given["place"]) if "place" in given else None,
        person=given.get("by", ""),
        via=given.get("via", ""),
        state=KeptState.ACTIVE if state == KeptState.STALE else state,
        since=given.get("since", ""),
        limit=limit,
        before=given.get("cursor", DecisionFilter().before),
    )
    if state == KeptState.STALE:
        found = [one for one in services.desks.active(desk) if is_stale(gazetteer, one)][:limit]
    else:
        found = services.desks.find(desk, wanted)
    fields = [decision_fields(gazetteer, one) for one in found]
    cursor = found[-1].revision if len(found) == limit and state != KeptState.STALE else None
    told = ref(services.desks.desk(desk), desk)
    return orjson.dumps({"decisions": fields, "next": cursor, "desk": told})
