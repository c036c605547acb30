"""Around every request: its id, the headers of its answer, metrics, the access log, unforeseen errors.

One layer does all of this, since each layer costs each request 1 µs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from time import perf_counter
from urllib.parse import parse_qsl, urlencode

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.callers import KEY_PARAMETERS
from service.handlers import answer_unforeseen
from service.logs import ACCESS, FIELDS
from service.metrics import Metrics
from service.middleware.identity import HEADER, RequestIds
from service.middleware.identity import KEY as REQUEST_ID
from service.settings import Settings

log = logging.getLogger("exonym")
access = logging.getLogger(ACCESS)

OTHER = "other"  # the route of what matches none: paths from outside are no labels
FAILED = 500
GONE = 499  # the client went away before the answer began
LOGGED_CHARACTERS = 1000

Header = tuple[bytes, bytes]
# What every answer has: no guessing of types, and from pages no referrers.
ALWAYS: Header = (b"x-content-type-options", b"nosniff")
OF_PAGES: Header = (b"referrer-policy", b"no-referrer")
TYPE, PAGE = b"content-type", b"text/html"


class Observe:
    """Counts, times and logs requests by the template of their route.

    Args:
        app: what answers.
        metrics: what counts.
        settings: whether to log requests, and with their queries.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, settings: Settings) -> None:
        self.app = app
        self._metrics = metrics
        self._logs = settings.access_log
        self._queries = settings.log_queries
        self._ids = RequestIds()
        self._templates: dict[int, str] = {}
        self._counted: dict[tuple[str, int], tuple[Callable[[], None], Callable[[float], None]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        began = perf_counter()
        request_id = self._ids.give(scope)

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = safe_headers(message.get("headers", ()))
                headers.append((HEADER, request_id))
            await send(message)

        in_flight = self._metrics.in_flight
        in_flight.inc()
        try:
            await self.app(scope, receive, noting)
        except Exception:
            log.exception("A request failed.", extra={FIELDS: {"request_id": scope["state"][REQUEST_ID]}})
            if status:
                raise  # the answer has begun: the server cuts the connection, so that nobody takes a part for the whole
            await answer_unforeseen()(scope, receive, noting)
        finally:
            in_flight.dec()
            self._note(scope, status or GONE, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = self._template(scope)
        counted = self._counted.get((route, status))
        if counted is None:
            request = self._metrics.requests.labels(route, str(status))
            counted = self._counted[route, status] = (request.inc, self._metrics.seconds.labels(route).observe)
        counted[0]()
        counted[1](seconds)
        if self._logs:
            access.info("request", extra={FIELDS: self._fields(scope, route, status, seconds)})

    def _fields(self, scope: Scope, route: str, status: int, seconds: float) -> dict[str, object]:
        state = scope["state"]
        fields: dict[str, object] = {
            "request_id": state[REQUEST_ID],
            "method": scope["method"],
            "route": route,
            "status": status,
            "ms": round(seconds * 1e3, 3),
            "client": scope["client"][0] if scope.get("client") else None,
            "key": state.get("key_id"),
        }
        if self._queries:
            pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            query = urlencode([pair for pair in pairs if pair[0] not in KEY_PARAMETERS], safe="/:,")
            fields["url"] = f"{scope['path']}?{query}"[:LOGGED_CHARACTERS]
        return fields

    def _template(self, scope: Scope) -> str:
        """The template of the route that answered, `/v1/places/{id}`."""
        endpoint = scope.get("endpoint")
        if endpoint is None:
            return OTHER
        if not self._templates:
            for route in reversed(scope["app"].routes):
                if isinstance(route, Route):
                    self._templates[id(route.endpoint)] = route.path
        return self._templates.get(id(endpoint), OTHER)


def safe_headers(own: Iterable[Header]) -> list[Header]:
    """The headers of an answer, with those that every answer has."""
    for name, value in own:
        if name == TYPE and value.startswith(PAGE):
            return [*own, ALWAYS, OF_PAGES]
    return [*own, ALWAYS]
