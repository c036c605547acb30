"""The documentation of the API in a browser: Swagger UI at /docs, ReDoc at /redoc, all of it from this host.

Their files come with the package fastapi-offline, so that neither page asks anybody else for anything.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

router = APIRouter(include_in_schema=False)

PACKAGE = "fastapi_offline"
SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
FROM_PACKAGE = {
    "swagger-ui-bundle.js": SCRIPT,
    "swagger-ui.css": STYLE,
    "redoc.standalone.js": SCRIPT,
}
OWN = {"docs.js": SCRIPT}
HTML = "text/html; charset=utf-8"
# Scripts only from files of this host; both pages set styles of elements, and ReDoc searches in a worker of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY}
KEPT = {"Cache-Control": "public, max-age=3600"}
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Exonym: the API</title>
<link rel="icon" href="logo.svg">
{head}
</head>
<body>
{body}
</body>
</html>
"""
SWAGGER = PAGE.format(
    head='<link rel="stylesheet" href="docs/swagger-ui.css">',
    body='<div id="api"></div>\n'
    '<script src="docs/swagger-ui-bundle.js"></script>\n<script src="docs/docs.js"></script>',
)
REDOC = PAGE.format(
    head="", body='<redoc spec-url="openapi.json"></redoc>\n<script src="docs/redoc.standalone.js"></script>'
)


@router.get("/docs")
async def swagger(_request: Request) -> Response:
    """Every route, to be tried."""
    return Response(SWAGGER, 200, HEADERS, HTML)


@router.get("/redoc")
async def redoc(_request: Request) -> Response:
    """Every route, to be read."""
    return Response(REDOC, 200, HEADERS, HTML)


@router.get("/docs/{file}")
async def file(request: Request) -> Response:
    """What the two pages are made of."""
    name = request.path_params["file"]
    if name not in FROM_PACKAGE and name not in OWN:
        raise HTTPException(404)
    return Response(_read(name), 200, HEADERS | KEPT, FROM_PACKAGE.get(name) or OWN[name])


@lru_cache
def _read(name: str) -> bytes:
    folder = files(PACKAGE if name in FROM_PACKAGE else "service") / "static"
    return (folder / name).read_bytes()
