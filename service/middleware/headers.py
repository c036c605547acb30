"""Headers that every answer has: no guessing of types, no referrers, and nothing to run in what is not a page."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))
# Pages have policies of their own: some are made to be shown in other sites' frames.
NOT_A_PAGE = (*ALWAYS, (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"))
PAGE = b"text/html"


class SafeHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                page = any(name == b"content-type" and value.startswith(PAGE) for name, value in own)
                message["headers"] = [*own, *(ALWAYS if page else NOT_A_PAGE)]
            await send(message)

        await self.app(scope, receive, with_headers)
