"""GET /v1/map/base and /v1/map/dots: what a map is drawn from; docs/map.md has the layouts of both."""

from __future__ import annotations

import gzip
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.basemap.basemap import FORMAT
from gazetteer.errors import QueryError
from gazetteer.numbers import whole_number
from service import fields
from service.http import parameters
from service.openapi import parameters_of
from service.parameters import readers, values_of
from service.schema import errors
from service.services import ServicesDep

router = APIRouter(tags=["map"])

BINARY = "application/octet-stream"
DAY = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
READERS = readers(fields.MAP_BASE)
MOST = 2**10
SMALL = 1_000  # bytes that are not worth compressing
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Binary.", "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "It is as the `If-None-Match` of the request has it."},
}


@router.get(
    "/v1/map/base",
    operation_id="map_base",
    summary="Land, borders and labels of a map",
    responses={**ANSWERS, **errors(400, 503)},
    response_class=Response,
    openapi_extra=parameters_of(fields.MAP_BASE),
)
async def base(request: Request, services: ServicesDep) -> Response:
    """For `exonym-map`: it says itself whose borders these are, and whether there are any. No key is needed."""
    given = values_of(parameters(request), READERS)
    level, display = given.get("level", 0), given.get("display")
    if not 0 <= level <= fields.MAP_LEVEL:
        raise QueryError(f"level must be from 0 to {fields.MAP_LEVEL}.", "level")
    drawn = await services.maps.of(services.gazetteer.take())
    body = await drawn.base(level, display)
    return _sent(request, body.plain, body.packed, body.tag)


@router.get(
    "/v1/map/dots/{z}/{x}/{y}",
    operation_id="map_dots",
    summary="The gazetteer's places in a tile of a map, as dots",
    responses={**ANSWERS, **errors(400, 503)},
    response_class=Response,
    openapi_extra=parameters_of(fields.MAP_DOTS, path=("z", "x", "y")),
)
async def dots(request: Request, services: ServicesDep) -> Response:
    """The tiles are those of web maps, at zoom 2 to 10. No key is needed."""
    z, x, y = (_number(request.path_params[name], name) for name in ("z", "x", "y"))
    drawn = await services.maps.of(services.gazetteer.take())
    body = drawn.basemap.tile(z, x, y)
    packed = gzip.compress(body, mtime=0) if len(body) > SMALL else None
    return _sent(request, body, packed, f"{drawn.basemap.build}-{FORMAT}")


def _sent(request: Request, plain: bytes, packed: bytes | None, tag: str) -> Response:
    packs = packed is not None and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{tag}-gzip"' if packs else f'"{tag}"'
    headers = DAY | {"ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    if packs:
        return Response(packed, 200, headers | {"Content-Encoding": "gzip"}, BINARY)
    return Response(plain, 200, headers, BINARY)


def _number(text: str, where: str) -> int:
    if (found := whole_number(text, MOST)) is None:
        raise QueryError(f"{where} must be a whole number: /v1/map/dots/z/x/y, for example /v1/map/dots/2/1/1.", where)
    return found
