"""Requests of one batch that are under way together, their answers in order: by threads, and by asyncio."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from exonym_client.errors import BadArgument

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

P = TypeVar("P")
R = TypeVar("R")


def in_flight(next_part: Callable[[], list[P]], ask: Callable[[list[P]], R], most: int) -> Iterator[R]:
    """The answers to the parts of a batch, in their order.

    Args:
        next_part: the next part, empty at the end; called as answers are taken, and never further ahead than `most`.
        ask: asks for one, in a thread.
        most: how many are under way at once.
    """
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(at_least_one(most))
    try:
        while True:
            while len(waiting) < most and (part := next_part()):
                waiting.append(pool.submit(ask, part))
            if not waiting:
                return
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


async def in_flight_async(
    next_part: Callable[[], list[P]], ask: Callable[[list[P]], Awaitable[R]], most: int
) -> AsyncIterator[R]:
    """The same for asyncio."""
    import asyncio

    async def asked(part: list[P]) -> R:
        return await ask(part)

    waiting: deque[asyncio.Task[R]] = deque()
    at_least_one(most)
    try:
        while True:
            while len(waiting) < most and (part := next_part()):
                waiting.append(asyncio.create_task(asked(part)))
            if not waiting:
                return
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def at_least_one(most: int) -> int:
    """How many requests may be under way at once.

    Raises:
        BadArgument: none.
    """
    if most < 1:
        raise BadArgument(f"at_once is {most}: give 1 or more.", "at_once")
    return most
