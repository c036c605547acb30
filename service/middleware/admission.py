"""How much is taken on: what cannot be answered in time is refused at once, with 503 or 429, and Retry-After.

A request is in flight until the bytes of its answer have gone to the client. Streams of events are counted apart: they
cost little, and last.
"""

from __future__ import annotations

import re
from collections import Counter
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gazetteer.errors import ExonymError
from service.addresses import Proxies, client_of, group
from service.door import LINK, SMALL_BYTES, Door, Link
from service.errors import Overloaded, TooMany
from service.handlers import answer_error
from service.middleware.body import Arriving
from service.settings import Settings

ARRIVED = "exonym.arrived"  # in the scope: when `service.protocol` had read the request's head, by the monotonic clock
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
EVENTS_END = "/events"
EVENTS = re.compile(rf"/v1/jobs/[^/]+{EVENTS_END}")
RETRY_STREAM_SECONDS = "30"
OVERLOADED = "The service is asked more than it can answer in time: try again later."
WAITING = "Too many answers wait for clients that do not read them: try again later, or ask for less at once."


class Slots:
    """Counts what is going on, in this worker and of each address.

    Args:
        most: what may go on at once.
        per_address: what may of one address.
    """

    def __init__(self, most: int, per_address: int) -> None:
        self._most = most
        self._per_address = per_address
        self._taken = 0
        self._of_address: Counter[str] = Counter()

    def is_full(self) -> bool:
        """Whether no more may go on."""
        return self._taken >= self._most

    def is_full_for(self, address: str) -> bool:
        """Whether no more may go on of an address; blank is none."""
        return bool(address) and self._of_address[address] >= self._per_address

    def take(self, address: str) -> None:
        """One more of an address; blank is none."""
        self._taken += 1
        if address:
            self._of_address[address] += 1

    def free(self, address: str) -> None:
        """One less."""
        self._taken -= 1
        if address:
            self._of_address[address] -= 1
            if not self._of_address[address]:
                del self._of_address[address]


class Admission:
    """Refuses requests beyond a number in flight, and those that have waited too long for their turn.

    Args:
        app: what answers.
        settings: how much may be in flight, and how long a request may have waited.
        proxies: whose own requests count for no address.
        door: where the bytes of answers are counted.
        arriving: the bodies that are waited for, of which a late one gives way where no more may be in flight.
    """

    def __init__(self, app: ASGIApp, settings: Settings, proxies: Proxies, door: Door, arriving: Arriving) -> None:
        self.app = app
        self._max_wait = settings.max_wait
        self._proxies = proxies
        self._door = door
        self._arriving = arriving
        self._requests = Slots(settings.max_in_flight, settings.in_flight_per_address)
        self._streams = Slots(settings.max_listeners, settings.listeners_per_address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
            return
        address = self._address(scope)
        streams = scope["path"].endswith(EVENTS_END) and EVENTS.fullmatch(scope["path"]) is not None
        slots = self._streams if streams else self._requests
        refusal = self._refusal(scope, slots, address, streams)
        if refusal is not None:
            await answer_error(refusal)(scope, receive, send)
            return
        slots.take(address)
        try:
            link = scope.get(LINK)
            await self.app(scope, receive, send if link is None else self._counting(link, scope, receive, send))
        finally:
            slots.free(address)

    def _address(self, scope: Scope) -> str:
        address = client_of(scope)
        return "" if self._proxies.trust(address) else group(address)

    def _refusal(self, scope: Scope, slots: Slots, address: str, streams: bool) -> ExonymError | None:
        arrived = scope.get(ARRIVED)
        if arrived is not None and monotonic() - arrived > self._max_wait:
            return Overloaded(OVERLOADED)
        if slots.is_full_for(address):
            what = "listens to as many jobs" if streams else "has as many requests in flight"
            wait = RETRY_STREAM_SECONDS if streams else Overloaded.headers["Retry-After"]
            return TooMany(f"This address {what} as one may: try again in {wait} s.", {"Retry-After": wait})
        if slots.is_full() and (streams or not self._arriving.make_way()):
            return Overloaded(OVERLOADED)
        return None

    def _counting(self, link: Link, scope: Scope, receive: Receive, send: Send) -> Send:
        """Send on, and come back when the client has taken what was sent.

        The head of an answer is kept until its first bytes are there, so that another can take its place where no more
        may wait.
        """
        head: Message | None = None
        refused = False

        async def counting(message: Message) -> None:
            nonlocal head, refused
            if refused:
                return
            if message["type"] == "http.response.start":
                head = message
                return
            size = len(message.get("body", b""))
            begins = head is not None
            if size > SMALL_BYTES and not self._door.hold(link, size, begun=not begins):
                refused = True
                await answer_error(Overloaded(WAITING))(scope, receive, send)
                return
            if head is not None:
                begin, head = head, None
                await send(begin)
            await send(message)
            if link.left:
                await link.written()
            if size > SMALL_BYTES:
                self._door.release(link)

        return counting
