"""Where computing runs: short work at once, long work in a few threads before which only so much may wait."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from service.errors import Overloaded

P = ParamSpec("P")
T = TypeVar("T")

INLINE_BELOW = 0.003  # expected seconds below which the event loop computes: a hop to a thread costs some 0.1 ms
MOST_THREADS = 8


class Threads:
    """A pool of threads and the work that waits for them.

    Args:
        max_wait: seconds of waiting that are bearable; work that would wait longer is refused.
    """

    def __init__(self, max_wait: float) -> None:
        self._count = min(MOST_THREADS, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(self._count, "exonym")
        self._max_wait = max_wait
        self._expected = 0.0

    async def run(self, expected: float, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do some work that is expected to take so many seconds, here or in a thread.

        Raises:
            Overloaded: what waits already would take too long.
        """
        if expected < INLINE_BELOW:
            return work(*args, **kwargs)
        wait = self._expected / self._count
        if wait > self._max_wait:
            raise Overloaded(f"Some {wait:.0f} s of work wait already: try again later.")
        self._expected += expected
        future = self._pool.submit(work, *args, **kwargs)
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._expected -= expected

    def close(self) -> None:
        """End the threads once they are done with what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)
