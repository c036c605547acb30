"""GET and POST /v1/resolve: names in, places out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.batch import joint_question, question, shown
from service.body import read_body, read_json
from service.openapi import body_of, parameters_of
from service.parameters import parameter_error, read_parameters
from service.queries import QueryItem, read_request
from service.routes.state import cache_of, json_response, parameters, settings_of, take
from service.schema import ResolveAnswer, ResolveParameters, ResolveRequest, errors

router = APIRouter(tags=["resolve"])


@router.get(
    "/v1/resolve",
    summary="Resolve one name",
    responses={200: {"model": ResolveAnswer}, **errors(400, 503)},
    openapi_extra=parameters_of(ResolveParameters),
)
async def resolve_one(request: Request) -> Response:
    """The POST form for one name, its fields as parameters: `q` for `name`; `lat`, `lon`, `km` for `near`."""
    opened = take(request)
    query, choices = read_parameters(parameters(request))
    asked = QueryItem(query.id, query)
    results = await cache_of(request).one(question(opened, asked, choices))
    if (error := results[0].error) is not None:
        raise parameter_error(error)
    return json_response(shown(opened, (asked,), results))


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
    asked, choices = read_request(read_json(body), settings.max_queries)
    cache = cache_of(request)
    if choices.options.joint:
        results = await cache.one(joint_question(opened, asked, choices))
    else:
        answers = await cache.answers([question(opened, one, choices) for one in asked])
        results = tuple(result for answer in answers for result in answer)
    return json_response(shown(opened, asked, results))
