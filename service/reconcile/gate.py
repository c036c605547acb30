"""How many batches are worked on, and how many may wait: beyond that a client is asked to come back."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TypeVar, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from service.errors import Busy

T = TypeVar("T")

# A batch takes some tens of milliseconds, so the last in the queue waits for about a second, and the Retry-After of
# that refusal is as long again.
WAITING = 32


class Gate:
    """Runs work in threads: so much at once, so much more in a queue.

    Args:
        running: how much at once.
        waiting: how much may wait.
    """

    def __init__(self, running: int | None = None, waiting: int = WAITING) -> None:
        self._running = running or os.cpu_count() or 1
        self._most = self._running + waiting
        self._slots = asyncio.Semaphore(self._running)
        self._inside = 0

    @property
    def inside(self) -> int:
        """How much is worked on or waits."""
        return self._inside

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in a thread, when its turn comes.

        Raises:
            Busy: where too much waits already.
        """
        if self._inside >= self._most:
            raise Busy("Too many batches at once: send this one again in a second.")
        self._inside += 1
        try:
            async with self._slots:
                return await run_in_threadpool(work)
        finally:
            self._inside -= 1


def gate_of(request: Request) -> Gate:
    """The gate of the application."""
    return cast(Gate, request.app.state.gate)
