"""Bodies that come too slowly: whoever sends a byte now and then shall not hold a place for ever."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import TooSlow

SECONDS = 10.0  # for a body of any size, and beyond it
LEAST_RATE = 10_000.0  # bytes a second


class SlowBodies:
    """Ends requests whose bodies take longer than 10 s and a second for each 10 kB."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise TooSlow(f"The body came at less than {LEAST_RATE:,.0f} bytes a second.") from None
            deadline += len(message.get("body", b"")) / LEAST_RATE
            complete = not message.get("more_body", False)
            return message

        await self.app(scope, in_time, send)
