from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from row_by_row import each_row
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from service.app import create_app
from service.known_paths import KnownPaths
from service.settings import Settings


def route(path: str, name: str, *methods: str) -> Route:
    async def answer(_request: Request) -> Response:
        return PlainTextResponse(name)

    return Route(path, answer, methods=list(methods))


def ask(app: Starlette, method: str, path: str, root_path: str = "") -> tuple[int, str]:
    async def asked() -> tuple[int, str]:
        transport = httpx.ASGITransport(app, root_path=root_path)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.request(method, path)
            return answer.status_code, answer.text

    return asyncio.run(asked())


ROUTES = [
    route("/a", "get a", "GET"),
    route("/a", "post a", "POST"),
    route("/{any}", "any", "GET"),
    route("/late", "late", "GET", "POST"),
    route("/deep/{id}", "deep", "GET"),
]


@each_row("method", ["GET", "HEAD", "POST", "DELETE"])
@each_row("path", ["/a", "/late", "/other", "/deep/1", "/deep", "/a/", "/none/at/all"])
def test_a_known_path_is_answered_by_the_route_that_comes_first(path: str, method: str) -> None:
    wanted = ask(Starlette(routes=ROUTES), method, path)
    assert ask(Starlette(routes=[KnownPaths(ROUTES), *ROUTES]), method, path) == wanted


def test_a_path_below_a_root_is_the_routes_own() -> None:
    app = Starlette(routes=[KnownPaths(ROUTES), *ROUTES])
    assert ask(app, "GET", "/root/a", "/root") == (200, "get a")
    assert ask(app, "GET", "/root/late", "/root") == (200, "any")


def test_every_path_of_the_service_without_variable_parts_is_known(tmp_path: Path) -> None:
    known, *routes = create_app(Settings(data_dir=tmp_path)).routes
    ours = (route for route in routes if type(route) is Route and route.include_in_schema)
    fixed = [route for route in ours if not route.param_convertors]
    assert len(fixed) > 10
    for one in fixed:
        for method in one.methods or ():
            scope = {"type": "http", "method": method, "path": one.path, "headers": []}
            match, child = known.matches(scope)
            assert (match, child["endpoint"]) == (Match.FULL, one.endpoint), one.path
