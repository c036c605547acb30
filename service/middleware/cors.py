"""Which pages of other origins may ask from a browser (CORS): any the Reconciliation API and maps, else those set."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.settings import listed

EXPOSED = (
    *("X-Request-ID", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
    *("ETag", "Exonym-Revision"),
)
TAKEN = (
    *("Authorization", "X-API-Key", "Content-Type", "X-Request-ID"),
    *("If-Match", "If-None-Match", "Idempotency-Key", "Exonym-Desk", "Exonym-Revision"),
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OPEN = ("/reconcile", "/v1/map")  # what is open to pages of any origin
_BELOW = tuple(f"{one}/" for one in OPEN)
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After, Content-Language"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}


class OpenToAll:
    """Lets any page use the Reconciliation API, and draw maps; without credentials, of which it takes none.

    It stands outside everything else, so that errors of all kinds can be read by a page too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS, pass on everything else."""
        if scope["type"] != "http" or not _is_open(scope["path"].removeprefix(scope.get("root_path", ""))):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=ANY_ORIGIN | PREFLIGHT)(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ANY_ORIGIN)
            await send(message)

        await self.app(scope, receive, send_open)


class Cors:
    """Starlette's CORS for all routes but those that are open to all."""

    def __init__(self, app: ASGIApp, origins: list[str]) -> None:
        self.app = app
        self._cors = CORSMiddleware(
            app if "*" in origins else _Varying(app),
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=TAKEN,
            expose_headers=EXPOSED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        own = scope["type"] == "http" and _is_open(scope["path"])
        await (self.app if own else self._cors)(scope, receive, send)


def cors(origins: str) -> list[Middleware]:
    """The middleware for some origins, with commas between; `*` is any. None where there are none."""
    known = [origin.rstrip("/") for origin in listed(origins)]
    return [Middleware(Cors, origins=known)] if known else []


class _Varying:
    """Says of each answer that it depends on the origin; Starlette says so only to those who send one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, varying)


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(_BELOW)
