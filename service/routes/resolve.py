"""GET and POST /v1/resolve: names in, places out."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from gazetteer.model import Options
from service.batch import resolve_asked
from service.body import read_body, read_json
from service.current import Opened
from service.openapi import body_of, parameters_of
from service.parameters import parameter_error, read_parameters
from service.queries import Asked, read_request
from service.routes.state import json_response, parameters, settings_of, take
from service.schema import ResolveAnswer, ResolveParameters, ResolveRequest, errors

router = APIRouter(tags=["resolve"])

INLINE_QUERIES = 4  # more go to a thread: a hop costs about one exact query, a long batch would hold up the others


@router.get(
    "/v1/resolve",
    summary="Resolve one name",
    responses={200: {"model": ResolveAnswer}, **errors(400, 503)},
    openapi_extra=parameters_of(ResolveParameters),
)
async def resolve_one(request: Request) -> Response:
    """The POST form for one name, its fields as parameters: `q` for `name`; `lat`, `lon`, `km` for `near`."""
    opened = take(request)
    query, options = read_parameters(parameters(request))
    try:
        resolution = opened.gazetteer.resolve(query, options)
    except QueryError as error:
        raise parameter_error(error) from None
    return json_response(opened.answers.resolutions((resolution,), (query.id,), options.display))


@router.post(
    "/v1/resolve",
    summary="Resolve many names",
    responses={200: {"model": ResolveAnswer}, **errors(400, 413, 503)},
    openapi_extra=body_of(ResolveRequest),
)
async def resolve_many(request: Request) -> Response:
    """Results come in the order of the queries. A query that cannot be read has an `error`; the others are answered."""
    opened = take(request)
    settings = settings_of(request)
    body = await read_body(request, settings.max_body)
    asked, options = read_request(read_json(body), settings.max_queries)
    if len(asked) <= INLINE_QUERIES:
        answer = answer_all(opened, asked, options)
    else:
        answer = await run_in_threadpool(answer_all, opened, asked, options)
    return json_response(answer)


def answer_all(opened: Opened, asked: Sequence[Asked], options: Options) -> bytes:
    """The answer to a batch, as JSON. In one function, so that a thread can do all of it."""
    resolutions = resolve_asked(opened.gazetteer, asked, options)
    return opened.answers.resolutions(resolutions, [one.id for one in asked], options.display)
