"""The application: `create_app(settings)`, and one lifespan."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gazetteer.errors import ExonymError
from service import garbage_collection, handlers
from service.cache.cache import Cache
from service.cache.local import Local
from service.cache.remote import Remote
from service.errors import headers_of
from service.geonames import routes as geonames
from service.jobs.supervisor import Supervisor
from service.keys import Keys
from service.limits import Limits
from service.live_gazetteer import LiveGazetteer
from service.metrics import Metrics, gazetteer_state, jobs_state, redis_state
from service.middleware import middlewares
from service.openapi import document
from service.pages import place as place_page
from service.reconcile import v02, v1draft
from service.reconcile.cors import OpenToAll
from service.routes import csv, health, jobs, places, resolve, reverse, suggest, transliterate
from service.settings import Settings
from service.turns import Scheduler

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
    *(resolve, places, suggest, reverse, transliterate, csv, jobs, geonames, health),
    *(v1draft, place_page, v02),
)


def create_app(settings: Settings, *, owns_process: bool = False) -> FastAPI:
    """The service, not yet started: its gazetteer is opened when the server starts it.

    Args:
        settings: What the operator has set.
        owns_process: Whether the process is there for this service alone, so that it may set the garbage collector.
    """
    metrics = Metrics()
    keys = Keys(settings.data_dir)
    limits = Limits(settings.rate_limit, settings.redis_url, metrics) if settings.rate_limit else None
    work = Scheduler(settings.max_wait)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current: LiveGazetteer = app.state.current
        await asyncio.to_thread(current.refresh)
        supervisor: Supervisor = app.state.supervisor
        watching = asyncio.create_task(current.watch(settings.poll_seconds))
        supervising = asyncio.create_task(supervisor.watch())
        remote = app.state.remote
        if remote is not None:
            await remote.start()
        try:
            with garbage_collection.frozen() if owns_process else contextlib.nullcontext():
                yield
        finally:
            for task in (watching, supervising):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(supervisor.stop)
            if remote is not None:
                await remote.close()
            if limits is not None:
                await limits.close()
            work.close()

    app = FastAPI(
        title="Exonym",
        version=version("exonym"),
        description=DESCRIPTION,
        license_info={"name": "MIT (the software)", "identifier": "MIT"},
        servers=[{"url": settings.public_url}] if settings.public_url else None,
        lifespan=lifespan,
        routes=_routes(),
        redirect_slashes=False,
        middleware=middlewares(settings, keys, limits, metrics, _refusal),
    )
    app.state.settings = settings
    app.state.current = current = LiveGazetteer(settings.data_dir)
    app.state.metrics = metrics
    app.state.keys = keys
    app.state.work = work
    app.state.remote = remote = Remote(settings.redis_url, settings.cache_ttl, metrics) if settings.redis_url else None
    app.state.cache = Cache(Local(settings.cache_mb * 1_000_000), remote, work, metrics)
    metrics.add_state(lambda: gazetteer_state(current.info()))
    metrics.add_state(lambda: jobs_state(app.state.supervisor.states()))
    if remote is not None:
        metrics.add_state(lambda: redis_state(remote.up))
    build_stack = app.build_middleware_stack
    app.build_middleware_stack = lambda: OpenToAll(build_stack())  # type: ignore[method-assign]
    app.state.supervisor = Supervisor(settings)
    handlers.install(app)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


def _refusal(path: str, error: ExonymError) -> Response:
    """The answer to a request that is not let through: to GeoNames' clients in the shape that they read."""
    if path not in geonames.PATHS:
        return handlers.answer_error(error)
    answer = geonames.error_answer(error)
    answer.headers.update(headers_of(error))
    return answer


def _routes() -> list[BaseRoute]:
    """Each route twice: one of Starlette's, which answers, and behind it FastAPI's, which fills the OpenAPI page.

    FastAPI's own handling costs as much again as all the rest of a request (bench/http.py), and our routes need none
    of it: they take the raw request and hand back ready bytes.
    """
    documented = [route for module in MODULES for route in module.router.routes if isinstance(route, APIRoute)]
    answering = [Route(route.path, route.endpoint, methods=list(route.methods or ())) for route in documented]
    return [*answering, *documented]


def from_environment() -> FastAPI:
    """The service with the settings of the environment: what each worker process starts."""
    return create_app(Settings.read(), owns_process=True)
