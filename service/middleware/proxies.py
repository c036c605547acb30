"""The client's address and scheme behind a proxy: the `X-Forwarded-*` headers count only from proxies that are trusted.

uvicorn's own middleware reads X-Forwarded-For from its right end, where the proxies write, and stops at the first
address that is not a trusted proxy's; what a client wrote itself stands further left. From anybody else these headers
are taken away, so that nothing further in can believe them.
"""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from service.addresses import FORWARDED as PASSED_ON
from service.addresses import Proxies, client_of

FORWARDED = b"x-forwarded-"
TOLD_BY_PROXIES = (b"forwarded", b"via")


class Forwarded:
    """Takes the headers away that no trusted proxy has sent: `X-Forwarded-*`, and the one that names who asks."""

    def __init__(self, app: ASGIApp, proxies: Proxies, user_header: str = "") -> None:
        self.app = app
        self._proxies = proxies
        self._theirs = (FORWARDED, *([user_header.lower().encode("latin-1", "replace")] if user_header else []))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            # The list is uvicorn's too: it stays as it is.
            if any(name.startswith(FORWARDED) or name in TOLD_BY_PROXIES for name, _ in scope["headers"]):
                scope = {**scope, PASSED_ON: True}
            own = [pair for pair in scope["headers"] if not pair[0].startswith(self._theirs)]
            if len(own) < len(scope["headers"]) and not self._proxies.trust(client_of(scope)):
                scope = {**scope, "headers": own}
        await self.app(scope, receive, send)


def forwarded(proxies: Proxies, user_header: str = "") -> list[Middleware]:
    """The middleware for trusted proxies, or for none."""
    own = [Middleware(Forwarded, proxies=proxies, user_header=user_header)]
    return [*own, Middleware(ProxyHeadersMiddleware, trusted_hosts=proxies.hosts)] if proxies.hosts else own
