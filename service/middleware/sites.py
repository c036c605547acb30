"""Which names the service answers to, and that pages of other sites change nothing here.

A browser sends a form of any page to any address, with the address of its user; so what makes or deletes something is
refused where a page of another origin sent it that is not among those that may ask.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gazetteer.errors import ExonymError
from service.addresses import header_of, host_of
from service.errors import OtherSite, UnknownHost
from service.settings import Settings, listed

ANY_HOST = frozenset({"/healthz", "/readyz"})  # load balancers ask by number
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
KEPT = ("/v1/jobs", "/v1/desks", "/v1/tokens", "/sign-in")  # where something is made or deleted
SUBDOMAINS = "*."


class Sites:
    """Refuses requests for other hosts, and changes that pages of other sites ask for.

    Args:
        app: what answers.
        settings: the hosts, the origins, and the public address.
        refusal: the answer to those that are not let through, by path.
    """

    def __init__(self, app: ASGIApp, settings: Settings, refusal: Callable[[str, ExonymError], Response]) -> None:
        self.app = app
        self._refusal = refusal
        self._hosts = tuple(host.lower() for host in listed(settings.allowed_hosts))
        self._origins = frozenset(origin.rstrip("/").lower() for origin in listed(settings.cors_origins))
        self._public = urlsplit(settings.public_url).netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        looks = scope["type"] == "http" and (self._hosts or scope["method"] not in HARMLESS)
        error = self._error(scope) if looks else None
        if error is None:
            await self.app(scope, receive, send)
        else:
            await self._refusal(scope["path"], error)(scope, receive, send)

    def _error(self, scope: Scope) -> ExonymError | None:
        if self._hosts and scope["path"] not in ANY_HOST and not self._is_ours(_without_port(host_of(scope))):
            return UnknownHost("This service does not answer to that host; EXONYM_ALLOWED_HOSTS lists those it does.")
        if scope["method"] not in HARMLESS and scope["path"].startswith(KEPT) and self._is_foreign(scope):
            return OtherSite("A page of another site may not change anything here; EXONYM_CORS_ORIGINS lists who may.")
        return None

    def _is_ours(self, host: str) -> bool:
        return any(
            host == known or (known.startswith(SUBDOMAINS) and host.endswith(known[1:])) for known in self._hosts
        )

    def _is_foreign(self, scope: Scope) -> bool:
        """Whether a page of another origin asks; what is no browser says nothing of origins."""
        if "*" in self._origins:
            return False
        origin = header_of(scope, b"origin").lower()
        if not origin:
            return header_of(scope, b"sec-fetch-site").lower() == "cross-site"
        host = origin.partition("://")[2]  # none of `null`, the origin of pages that hide theirs
        return origin not in self._origins and (not host or host not in (host_of(scope), self._public))


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name.rstrip(".") if name and port.isdecimal() else host.rstrip(".")
