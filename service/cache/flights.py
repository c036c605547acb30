"""What is being looked up or computed now, so that equal questions wait for one answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator

from service.cache.entry import Entries


class Flights:
    """Keys in flight, each with who waits for it. For one thread, that of the event loop."""

    def __init__(self) -> None:
        self._flying: dict[str, asyncio.Future[Entries | None]] = {}

    def others(self, keys: Iterable[str]) -> dict[str, asyncio.Future[Entries | None]]:
        """Those of some keys that somebody else has begun."""
        return {key: self._flying[key] for key in keys if key in self._flying}

    @contextlib.contextmanager
    def begin(self, keys: Iterable[str]) -> Iterator[dict[str, Entries]]:
        """Begin some keys. What the dict holds at the end goes to those who wait; for other keys they get None."""
        loop = asyncio.get_running_loop()
        own: dict[str, asyncio.Future[Entries | None]] = {key: loop.create_future() for key in keys}
        self._flying.update(own)
        made: dict[str, Entries] = {}
        try:
            yield made
        finally:
            for key, flight in own.items():
                del self._flying[key]
                flight.set_result(made.get(key))
