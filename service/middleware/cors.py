"""Which pages of other origins may ask from a browser (CORS)."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

EXPOSED = ("X-Request-ID", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
TAKEN = ("Authorization", "X-API-Key", "Content-Type", "X-Request-ID")
METHODS = ("GET", "POST", "DELETE")
OWN = "/reconcile"  # the Reconciliation API is open to pages of any origin, and says so itself


class Cors:
    """Starlette's CORS for all routes but those that have their own."""

    def __init__(self, app: ASGIApp, origins: list[str]) -> None:
        self.app = app
        self._cors = CORSMiddleware(
            app, allow_origins=origins, allow_methods=METHODS, allow_headers=TAKEN, expose_headers=EXPOSED
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        own = scope["type"] == "http" and (scope["path"] == OWN or scope["path"].startswith(OWN + "/"))
        await (self.app if own else self._cors)(scope, receive, send)


def cors(origins: str) -> list[Middleware]:
    """The middleware for some origins, with commas between; `*` is any. None where there are none."""
    listed = [origin.strip().rstrip("/") for origin in origins.split(",") if origin.strip()]
    return [Middleware(Cors, origins=listed)] if listed else []
