"""GET and POST /v1/resolve: names in, places out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from service import fields
from service.batch import joined, joint_lookup, lookup
from service.desks import asked_desk, asked_style, revision_of
from service.fewer import fewer
from service.http import PiecesResponse, aside, json_response, parameters, read_body, read_json
from service.limits import charge
from service.openapi import RESOLVE_BODY, body_of, parameters_of
from service.parameters import parameter_error, read_parameters
from service.queries import QueryItem, RequestOptions, read_request
from service.schema import ResolveAnswer, errors
from service.services import ServicesDep, allowance_of

router = APIRouter(tags=["resolve"])


@router.get(
    "/v1/resolve",
    operation_id="resolve",
    summary="Resolve one name",
    responses={200: {"model": ResolveAnswer}, **errors(400, 403, 503)},
    openapi_extra=parameters_of(fields.RESOLVE),
)
async def resolve_one(request: Request, services: ServicesDep) -> Response:
    """The POST form for one name, its fields as parameters: `q` for `name`; `lat`, `lon`, `km` for `near`."""
    gazetteer = services.gazetteer.take()
    query, choices = read_parameters(parameters(request))
    choices, writing = await asked_style(request, services, choices)
    answers = services.encoders.of(gazetteer, writing)
    asked = QueryItem(query.id, query)
    allowance = allowance_of(request, services.settings)
    desk = await asked_desk(request, services, choices.asked)
    question = lookup(gazetteer, answers, asked, choices, desk)
    results = await services.cache.one(question, allowance)
    if (error := results[0].error) is not None:
        raise parameter_error(error)
    results = tuple(fewer(results, choices.fields))
    body = b"".join(joined(answers, (asked,), results, desk))
    if desk is None and writing is None:  # asked without a word of a desk or its style
        services.repeats.put(gazetteer.info, request.scope["query_string"], body, [one.labels for one in results])
    return json_response(body, revision_of(desk))


@router.post(
    "/v1/resolve",
    operation_id="resolve_many",
    summary="Resolve many names",
    responses={200: {"model": ResolveAnswer}, **errors(400, 403, 413, 503)},
    openapi_extra=body_of(RESOLVE_BODY),
)
async def resolve_many(request: Request, services: ServicesDep) -> Response:
    """Results come in the order of the queries. A query that cannot be read has an `error`; the others are answered."""
    gazetteer = services.gazetteer.take()
    settings, cache = services.settings, services.cache
    body = await read_body(request, settings.max_body)
    asked, choices = await aside(len(body), _read, body, settings.max_queries)
    await charge(request, len(asked))
    choices, writing = await asked_style(request, services, choices)
    answers = services.encoders.of(gazetteer, writing)
    desk = await asked_desk(request, services, choices.asked)
    allowance = allowance_of(request, settings)
    if choices.options.joint:
        results = await cache.one(joint_lookup(gazetteer, answers, asked, choices, allowance, desk), allowance)
    else:
        found = await cache.answers([lookup(gazetteer, answers, one, choices, desk) for one in asked], allowance)
        results = tuple(entry for entries in found for entry in entries)
    if choices.fields:
        results = tuple(await run_in_threadpool(fewer, results, choices.fields))
    return PiecesResponse(joined(answers, asked, results, desk), revision_of(desk))


def _read(body: bytes, most: int) -> tuple[list[QueryItem], RequestOptions]:
    return read_request(read_json(body), most)
