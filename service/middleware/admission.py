"""How much is taken on: what cannot be answered in time is refused at once, with 503 and Retry-After."""

from __future__ import annotations

from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from service.errors import Overloaded
from service.handlers import answer_error

ARRIVED = "exonym.arrived"  # in the scope: when `service.protocol` had read the request's head, by the monotonic clock
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})


class Admission:
    """Refuses requests beyond a number in flight, and those that have waited too long for their turn.

    Args:
        app: what answers.
        max_in_flight: requests that may be in flight in this process, those whose bodies are still coming included.
        max_wait: seconds that a request may have waited.
    """

    def __init__(self, app: ASGIApp, max_in_flight: int, max_wait: float) -> None:
        self.app = app
        self._most = max_in_flight
        self._max_wait = max_wait
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
            return
        arrived = scope.get(ARRIVED)
        late = arrived is not None and monotonic() - arrived > self._max_wait
        if late or self._in_flight >= self._most:
            error = Overloaded("The service is asked more than it can answer in time: try again later.")
            await answer_error(error)(scope, receive, send)
            return
        self._in_flight += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._in_flight -= 1
