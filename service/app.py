"""The application: `create_app(settings)`, and one lifespan."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator, Callable
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from gazetteer.errors import ExonymError
from service import garbage_collection, handlers
from service.door import DOOR
from service.errors import headers_of
from service.geonames import routes as geonames
from service.known_paths import KnownPaths
from service.middleware import middlewares
from service.openapi import document
from service.pages import article as article_page
from service.pages import assets
from service.pages import docs as docs_pages
from service.pages import lookup as lookup_page
from service.pages import place as place_page
from service.pages import table as table_page
from service.reconcile import desk as reconcile_desk
from service.reconcile import v02, v1draft
from service.routes import (
    annotate,
    clusters,
    contested,
    csv,
    decisions,
    desk_files,
    desks,
    examine,
    health,
    jobs,
    maps,
    places,
    resolve,
    reverse,
    sign_in,
    styles,
    suggest,
    transliterate,
)
from service.services import Services, make_services
from service.settings import Settings

DESCRIPTION = """\
Which place does a spelling mean? Names in any script and any language's habit, resolved to GeoNames ids with
coordinates, a probability and the reason.

Place data: [GeoNames](https://www.geonames.org), licensed under
[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); show that credit where you show the data.
Regions, waters, ranges and sites: Natural Earth; Data from [Who's On First](https://whosonfirst.org/docs/licenses/);
GeoNames; OpenTravelData (CC BY 4.0); Unicode CLDR.
`/v1/gazetteer` lists every source of the gazetteer that answers, with its licence.
"""


# The paths of 1.0-draft come first: those of 0.2 have a language where it has its version.
MODULES = (
    *(resolve, annotate, places, suggest, reverse, transliterate, csv, examine, jobs, clusters, maps, sign_in),
    *(geonames, health),
    *(desks, decisions, desk_files, styles, contested),
    *(v1draft, lookup_page, article_page, table_page, place_page, docs_pages, assets, reconcile_desk, v02),
)


class Application(FastAPI):
    """FastAPI with the OpenAPI page of our routes, which read raw requests.

    It does not look at each request whether FastAPI's own tracing is wanted: that costs as much as the rest of FastAPI.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end the lifespan."""
        await Starlette.__call__(self, scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI page."""
        if self.openapi_schema is None:
            self.openapi_schema = document(super().openapi())
        return self.openapi_schema


def create_app(settings: Settings, *, owns_process: bool = False) -> FastAPI:
    """The service, not yet started: its gazetteer is opened when the server starts it.

    Args:
        settings: What the operator has set.
        owns_process: Whether the process is there for this service alone, so that it may set the garbage collector.
    """
    services = make_services(settings)
    app = Application(
        title="Exonym",
        version=version("exonym"),
        description=DESCRIPTION,
        license_info={"name": "MIT (the software)", "identifier": "MIT"},
        servers=[{"url": settings.public_url}] if settings.public_url else None,
        lifespan=lambda _app: _running(services, owns_process),
        routes=_routes(services),
        redirect_slashes=False,
        docs_url=None,  # service.pages.docs has both
        redoc_url=None,
        middleware=middlewares(services, _refusal),
    )
    app.state.services = services
    handlers.install(app)
    return app


@contextlib.asynccontextmanager
async def _running(services: Services, owns_process: bool) -> AsyncIterator[dict[str, Any]]:
    """Start the parts of the service, and end them; yields what the server's connections need to know."""
    tasks: list[asyncio.Task[None]] = []
    try:
        await asyncio.to_thread(services.gazetteer.refresh)
        await asyncio.to_thread(services.memories.refresh)
        tasks.append(asyncio.create_task(services.gazetteer.watch(services.settings.poll_seconds)))
        tasks.append(asyncio.create_task(services.jobs.watch()))
        tasks.append(asyncio.create_task(services.door.watch()))
        tasks.append(asyncio.create_task(services.memories.watch()))
        if services.redis is not None:
            await services.redis.start()
        with garbage_collection.frozen() if owns_process else contextlib.nullcontext():
            yield {DOOR: services.door}
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await asyncio.to_thread(services.jobs.stop)
        await asyncio.to_thread(services.memories.write_uses)
        if services.redis is not None:
            await services.redis.close()
        for limits in (services.limits, services.name_limits):
            if limits is not None:
                await limits.close()
        services.scheduler.close()


def _refusal(path: str, error: ExonymError) -> Response:
    """The answer to a request that is not let through: to GeoNames' clients in the shape that they read."""
    if path not in geonames.PATHS:
        return handlers.answer_error(error)
    answer = geonames.error_answer(error)
    answer.headers.update(headers_of(error))
    return answer


def _routes(services: Services) -> list[BaseRoute]:
    """Each route twice: one of Starlette's, which answers, and behind it FastAPI's, which fills the OpenAPI page.

    Paths without variable parts are found at once by `KnownPaths`.

    FastAPI's own handling costs as much again as all the rest of a request (bench/http.py), and our routes need none
    of it: they take the raw request and the parts of the service, and hand back ready bytes. So its one dependency,
    `ServicesDep`, is put in here, once.
    """
    documented = [route for module in MODULES for route in module.router.routes if isinstance(route, APIRoute)]
    # A function that answers at several paths stays one object: metrics go by it.
    bound = {route.endpoint: _with_services(route.endpoint, services) for route in documented}
    answering = [Route(route.path, bound[route.endpoint], methods=list(route.methods or ())) for route in documented]
    return [KnownPaths(answering), *answering, *documented]


def _with_services(endpoint: Callable[..., Any], services: Services) -> Callable[..., Any]:
    takes_them = "services" in inspect.signature(endpoint).parameters
    return partial(endpoint, services=services) if takes_them else endpoint


def from_environment() -> FastAPI:
    """The service with the settings of the environment: what each worker process starts."""
    return create_app(Settings.read(), owns_process=True)
