"""The routes whose paths have no variable parts, found at once: to try one route after another costs 1 µs for each."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class KnownPaths(BaseRoute):
    """Stands before other routes and goes straight to the one that they would come to; what it does not know is theirs.

    Args:
        routes: those that it stands before.
    """

    def __init__(self, routes: Sequence[Route]) -> None:
        self._found: dict[tuple[str, str], Route] = {}
        for route in routes:
            if route.param_convertors:
                continue
            for method in route.methods or ():
                if _first(routes, method, route.path) is route:
                    self._found[method, route.path] = route

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it knows the path, with what the route's own match would say."""
        route = self._found.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if route is None or scope.get("root_path"):
            return Match.NONE, {}
        return Match.FULL, {"endpoint": route.endpoint, "path_params": {}}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route answer."""
        await self._found[scope["method"], scope["path"]].app(scope, receive, send)


def _first(routes: Sequence[Route], method: str, path: str) -> Route | None:
    """The first of some routes that answers a request."""
    scope = {"type": "http", "method": method, "path": path}
    return next((route for route in routes if route.matches(scope)[0] is Match.FULL), None)
