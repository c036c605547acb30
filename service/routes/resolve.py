"""GET and POST /v1/resolve: names in, places out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from service.body import read_body, read_json
from service.openapi import body_of, parameters_of
from service.parameters import parameter_error, read_parameters
from service.queries import read_request
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
    query, options = read_parameters(parameters(request))
    try:
        result = await cache_of(request).one(opened, query, options)
    except QueryError as error:
        raise parameter_error(error) from None
    return json_response(opened.answers.results((result,), (query.name,), (query.id,)))


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
    results = await cache_of(request).results(opened, asked, options)
    return json_response(opened.answers.results(results, [one.query.name for one in asked], [one.id for one in asked]))
