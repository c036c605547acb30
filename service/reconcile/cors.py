"""Cross-origin access for pages in browsers, on every answer of the Reconciliation API, errors of all kinds too.

It stands outside everything else, since an answer to an unhandled exception is made outside the usual middleware.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/reconcile"
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After, Content-Language"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}


class OpenToAll:
    """Lets any page use the Reconciliation API; without credentials, of which it takes none.

    Args:
        app: the whole application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS, pass on everything else."""
        if scope["type"] != "http" or not _covers(scope):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=ANY_ORIGIN | PREFLIGHT)(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ANY_ORIGIN)
            await send(message)

        await self._app(scope, receive, send_open)


def _covers(scope: Scope) -> bool:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return bool(path == PATH or path.startswith(PATH + "/"))
