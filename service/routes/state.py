"""What a route needs of the application, and the response that all routes give."""

from __future__ import annotations

from typing import cast
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from service.cache.cache import Cache
from service.live_gazetteer import Opened
from service.settings import Settings
from service.turns import Scheduler

JSON = "application/json"
GEOJSON = "application/geo+json"


def take(request: Request) -> Opened:
    """The gazetteer to answer this request with; a route calls it once and keeps the object.

    Raises:
        GazetteerError: where none is open.
    """
    return cast(Opened, request.app.state.current.take())


def settings_of(request: Request) -> Settings:
    """The settings of the service."""
    return cast(Settings, request.app.state.settings)


def cache_of(request: Request) -> Cache:
    """What answers queries, its two tiers of kept answers before it."""
    return cast(Cache, request.app.state.cache)


def work_of(request: Request) -> Scheduler:
    """Where computing runs."""
    return cast(Scheduler, request.app.state.work)


def parameters(request: Request) -> list[tuple[str, str]]:
    """The URL parameters, in their order; what is not UTF-8 becomes U+FFFD."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def json_response(body: bytes, headers: dict[str, str] | None = None) -> Response:
    """Ready bytes of JSON, status 200."""
    return Response(body, 200, headers, JSON)
