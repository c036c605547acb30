"""Bodies that come too slowly: whoever sends a byte now and then shall not hold a place for ever."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import TooSlow

SECONDS = 10.0  # for a body of any size, and beyond it
LEAST_RATE = 10_000.0  # bytes a second
LATE_SECONDS = 2.0  # behind that rate, after which a body gives way where no more requests may be in flight


class Arriving:
    """The bodies that are waited for, each with the time until it has to go on."""

    def __init__(self) -> None:
        self._waited_for: set[asyncio.Timeout] = set()

    async def receive(self, receive: Receive, deadline: float) -> Message:
        """More of a body.

        Raises:
            TimeoutError: it was not there in time, or had to give way.
        """
        async with asyncio.timeout_at(deadline) as timeout:
            self._waited_for.add(timeout)
            try:
                return await receive()
            finally:
                self._waited_for.discard(timeout)

    def make_way(self) -> bool:
        """End the body that is the latest, if one is late; whether one was."""
        latest = min(self._waited_for, key=lambda timeout: timeout.when() or 0.0, default=None)
        now = asyncio.get_running_loop().time()
        if latest is None or (latest.when() or now) - now > SECONDS - LATE_SECONDS:
            return False
        self._waited_for.discard(latest)
        latest.reschedule(now)
        return True


class SlowBodies:
    """Ends requests whose bodies take longer than 10 s and a second for each 10 kB.

    Args:
        app: what answers.
        arriving: the bodies that are waited for.
    """

    def __init__(self, app: ASGIApp, arriving: Arriving) -> None:
        self.app = app
        self._arriving = arriving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        clock = asyncio.get_running_loop().time
        deadline = clock() + SECONDS
        complete = False

        async def in_time() -> Message:
            nonlocal deadline, complete
            if complete:
                return await receive()
            try:
                message = await self._arriving.receive(receive, deadline)
            except TimeoutError:
                raise TooSlow(f"The body came at less than {LEAST_RATE:,.0f} bytes a second.") from None
            deadline += len(message.get("body", b"")) / LEAST_RATE
            complete = not message.get("more_body", False)
            return message

        await self.app(scope, in_time, send)
