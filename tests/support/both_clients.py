"""A call through either client, so that what holds for one is tried on the other."""

from __future__ import annotations

import asyncio
from typing import Any

from exonym_client import AsyncExonym, Exonym, Patience

ONCE = Patience(attempts=1)


def ask(asynchronous: bool, address: str, method: str, *args: Any, options: Any = None, **more: Any) -> Any:
    """What a method answers; a list of what it yields.

    Args:
        asynchronous: through which client.
        address: of the service.
        method: its name.
        args: its arguments.
        options: of the client.
        more: its arguments by name.
    """
    told = {"patience": ONCE, **(options or {})}
    if asynchronous:
        return asyncio.run(_ask(address, method, args, told, more))
    with Exonym(address, **told) as client:
        got = getattr(client, method)(*args, **more)
        return list(got) if method == "resolve_many" else got


async def _ask(address: str, method: str, args: Any, told: Any, more: Any) -> Any:
    async with AsyncExonym(address, **told) as client:
        got = getattr(client, method)(*args, **more)
        return [one async for one in got] if method == "resolve_many" else await got
