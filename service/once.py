"""What takes long to make and is then kept: who asks for it while it is being made waits for that one making."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Once(Generic[K, V]):
    """Values by key, each made once. For one thread, that of the event loop.

    Args:
        kept: where values are kept, those used last at its end.
        most: how many are kept.
    """

    def __init__(self, kept: MutableMapping[K, V], most: int) -> None:
        self._kept = kept
        self._most = most
        self._making: dict[K, asyncio.Future[V]] = {}

    async def get(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        """The value of a key; what its making raises goes to all who wait, and the next to ask begins anew."""
        if (found := self._kept.pop(key, None)) is not None:
            self._kept[key] = found
            return found
        if (making := self._making.get(key)) is None:
            making = self._making[key] = asyncio.ensure_future(make())
            making.add_done_callback(partial(self._ended, key))
        return await asyncio.shield(making)  # a client that leaves does not end it for the others

    def _ended(self, key: K, making: asyncio.Future[V]) -> None:
        del self._making[key]
        if making.cancelled() or making.exception() is not None:
            return
        while len(self._kept) >= self._most:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = making.result()
