"""Where computing runs: on the event loop in turns, or in threads; and how much of it may wait.

A name takes a millisecond or two, most of it in the interpreter. In a thread it would take the interpreter from the
event loop for 5 ms at a time, whenever that reads or writes. So names are computed on the loop: some milliseconds of
it, then whatever else has come, then the next. What is due first has the next turn, and what came with little to do is
due sooner. What cannot be parted and takes long, most of it outside the interpreter where the gazetteer is very large,
goes to a thread.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

from service.errors import Overloaded

T = TypeVar("T")

TURN = 0.003  # seconds of computing until others have their turn
LONG = 0.008  # expected seconds of one piece from which it goes to a thread: handing it over costs some 0.1 ms
MOST_THREADS = 8


class Scheduler:
    """What is computed in this process.

    Args:
        max_wait: seconds of waiting that are bearable; work that would wait longer is refused.
    """

    def __init__(self, max_wait: float) -> None:
        self._count = min(MOST_THREADS, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(self._count, "exonym")
        self._max_wait = max_wait
        self._turns = Turns()
        self._in_threads: list[float] = []  # expected seconds of each work that is in threads

    async def each(self, pieces: Sequence[Callable[[], T]], expected: float) -> list[T]:
        """Do pieces of work that are expected to take so many seconds together; their results in order.

        Raises:
            Overloaded: what waits already would take too long.
        """
        if expected > LONG * len(pieces):
            return await self._thread(pieces, expected)
        if expected < TURN:
            return [piece() for piece in pieces]
        due = perf_counter() + expected
        self._admit(self._turns.before(due))
        return await self._turns.each(pieces, Work(due, expected))

    async def _thread(self, pieces: Sequence[Callable[[], T]], expected: float) -> list[T]:
        if len(self._in_threads) >= self._count:
            self._admit(self._until_a_thread_is_free())
        self._in_threads.append(expected)
        try:
            return await asyncio.wrap_future(self._pool.submit(lambda: [piece() for piece in pieces]))
        finally:
            self._in_threads.remove(expected)

    def _until_a_thread_is_free(self) -> float:
        """The expected seconds; each work that is in threads has gone, or will, to that which is free first."""
        threads = [0.0] * self._count
        for expected in self._in_threads:
            heapq.heapreplace(threads, threads[0] + expected)
        return threads[0]

    def _admit(self, wait: float) -> None:
        if wait > self._max_wait:
            raise Overloaded(f"Some {wait:.0f} s of work wait already: try again later.")

    def close(self) -> None:
        """End the threads once they are done with what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@dataclass(slots=True, eq=False)
class Work:
    """Work that is done in turns.

    Args:
        due: when it would be done if it had the processor alone.
        left: expected seconds of what is left of it.
    """

    due: float
    left: float


class Turns:
    """Who computes on the event loop: one at a time, and always what is due first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._taken = False
        self._under_way: set[Work] = set()

    def before(self, due: float) -> float:
        """The expected seconds of all that comes before work that is due then."""
        return sum(work.left for work in self._under_way if work.due <= due)

    async def each(self, pieces: Sequence[Callable[[], T]], work: Work) -> list[T]:
        """Do pieces of work in turns; their results in order."""
        self._under_way.add(work)
        try:
            return await self._each(pieces, work)
        finally:
            self._under_way.discard(work)

    async def _each(self, pieces: Sequence[Callable[[], T]], work: Work) -> list[T]:
        out: list[T] = []
        share = work.left / len(pieces)
        left = iter(pieces)
        turn = self._queue(work.due)
        if not self._taken:
            self._pass_on()
        try:
            while True:
                await turn
                until = perf_counter() + TURN
                for piece in left:
                    out.append(piece())
                    if perf_counter() >= until:
                        break
                if len(out) == len(pieces):
                    return out
                work.left = share * (len(pieces) - len(out))
                await asyncio.sleep(0)  # all that has come is seen to before the next turn
                turn = self._queue(work.due)
                self._pass_on()
        finally:
            if turn.done() and not turn.cancelled():
                self._pass_on()

    def _queue(self, due: float) -> asyncio.Future[None]:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (due, next(self._numbers), turn))
        return turn

    def _pass_on(self) -> None:
        """Give the turn to whom it is due first, if anybody waits."""
        self._taken = False
        while self._waiting and not self._taken:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.cancelled():
                turn.set_result(None)
                self._taken = True
