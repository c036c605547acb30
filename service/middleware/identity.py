"""The id of a request: the client's, where it sends a fit one, or a new one. It is in the answer and in the log."""

from __future__ import annotations

import re
from itertools import count
from secrets import token_hex

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = b"x-request-id"
FIT = re.compile(rb"[A-Za-z0-9._-]{1,64}")
KEY = "request_id"  # in the scope's state


class RequestId:
    """Gives every request an id, `scope["state"]["request_id"]`, and every answer the header `X-Request-ID`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._mine = token_hex(6)
        self._numbers = count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER), b"")
        value = given if FIT.fullmatch(given) else b"%b-%x" % (self._mine.encode(), next(self._numbers))
        scope.setdefault("state", {})[KEY] = value.decode()

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (HEADER, value)]
            await send(message)

        await self.app(scope, receive, with_id)
