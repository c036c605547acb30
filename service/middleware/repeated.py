"""Requests that come again, answered before the way to a route: that way costs more than the answer's bytes."""

from __future__ import annotations

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gazetteer.errors import GazetteerError
from service.addresses import header_of
from service.desks import HEADER
from service.http import JSON
from service.services import Services

PATH = "/v1/resolve"
_TYPE = (b"content-type", JSON.encode())


class Repeated:
    """Sends a kept answer where the same was asked without a desk, and whoever asks has none either.

    Args:
        app: what answers everything else, and keeps those answers.
        services: the parts of the service.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self._services = services
        self._route: Route | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        asks = scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "GET"
        kept = self._kept(scope) if asks and not scope.get("root_path") else None
        if kept is None:
            await self.app(scope, receive, send)
            return
        headers = [(b"content-length", str(len(kept)).encode()), _TYPE]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": kept})

    def _kept(self, scope: Scope) -> bytes | None:
        try:
            build = self._services.gazetteer.take().info
        except GazetteerError:
            return None  # the route says why
        key = self._services.credentials.caller(scope).key
        if (key is not None and key.desk is not None) or header_of(scope, HEADER.encode()):
            return None
        kept = self._services.repeats.get(build, scope["query_string"])
        if kept is not None:
            if self._route is None:
                self._route = next(one for one in scope["app"].routes if isinstance(one, Route) and one.path == PATH)
            scope["endpoint"] = self._route.endpoint  # what would have answered: by it requests are counted
        return kept
