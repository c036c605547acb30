"""The tier in Redis. It may be slow, down, full, restarted or hold rubbish: then it is as if it held nothing.

Reads wait 50 ms at most. After a few failures in a row nothing is asked of it any more (a circuit breaker), until a
probe beside the requests has found it well. Writes go together, later, and are dropped where they cannot be sent.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from redis.asyncio import RedisCluster

from service.cache.client import SECONDS, connect, disconnect, read_address
from service.metrics import Metrics

log = logging.getLogger("exonym")

ASKING_SECONDS = 0.00013  # what one question takes on a quick machine, until one has been asked
DRIFT = 1.02  # the quickest question counts; a slower one raises what counts by so much at the most
FAILURES = 3  # in a row, from which the breaker opens
FIRST_PROBE_SECONDS = 0.5
LAST_PROBE_SECONDS = 15.0
WRITE_SECONDS = 0.1  # writes of that long go together
WRITES_WAITING = 2000
WRITES_AT_ONCE = 200


class Remote:
    """Values by key in a Redis.

    Args:
        url: its address, see `service.cache.client`.
        ttl: seconds that a value is kept.
        metrics: what counts failures.

    Attributes:
        up: whether it is asked.
        asking: seconds that a question to it takes when nothing else is to be done.
    """

    def __init__(self, url: str, ttl: int, metrics: Metrics) -> None:
        self._client: Any = connect(read_address(url))  # Redis | RedisCluster: their stubs differ in what is the same
        self._cluster = isinstance(self._client, RedisCluster)
        self._ttl = ttl
        self._metrics = metrics
        self._failures = 0
        self._writes: deque[tuple[str, Callable[[], bytes]]] = deque(maxlen=WRITES_WAITING)
        self._to_write = asyncio.Event()
        self._broken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.up = False
        self.asking = ASKING_SECONDS

    async def start(self) -> None:
        """Look whether it is there, and begin to write and to probe."""
        self.up = await self._ping()
        if not self.up:
            log.warning("Redis does not answer; the service goes on without it.")
            self._broken.set()
        self._tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._probe())]

    async def close(self) -> None:
        """End the connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await disconnect(self._client)

    async def get(self, keys: Sequence[str]) -> Sequence[object]:
        """What is stored under keys, None where nothing is or nothing can be known."""
        if not self.up or not keys:
            return [None] * len(keys)
        began = perf_counter()
        try:
            async with asyncio.timeout(SECONDS):
                found = await self._read(keys)
            if not isinstance(found, list) or len(found) != len(keys):
                raise ValueError(f"Redis answered {type(found).__name__} where {len(keys)} values were asked for.")
        except Exception as error:  # a broken server can make its client raise anything; the breaker counts them all
            self._failed(error)
            return [None] * len(keys)
        self._failures = 0
        # What else the event loop does meanwhile is no part of it, so the quickest tells best.
        self.asking = min(perf_counter() - began, self.asking * DRIFT)
        return found

    def put(self, key: str, value: Callable[[], bytes]) -> None:
        """Store a value, later, and make it only then. Where too many wait, the oldest is dropped."""
        if self.up:
            self._writes.append((key, value))
            self._to_write.set()

    async def _read(self, keys: Sequence[str]) -> object:
        if not self._cluster:
            return await self._client.mget(keys)
        pipeline = self._client.pipeline()  # a cluster takes MGET for one slot only
        for key in keys:
            pipeline.get(key)
        return await pipeline.execute()

    async def _write(self) -> None:
        while True:
            await self._to_write.wait()
            await asyncio.sleep(WRITE_SECONDS)
            batch = [self._writes.popleft() for _ in range(min(WRITES_AT_ONCE, len(self._writes)))]
            if not self._writes:
                self._to_write.clear()
            if not self.up:
                continue
            try:
                pipeline = self._client.pipeline() if self._cluster else self._client.pipeline(transaction=False)
                for key, value in batch:
                    pipeline.set(key, value(), ex=self._ttl)
                    await asyncio.sleep(0)  # requests go first
                async with asyncio.timeout(SECONDS * 2):
                    answers = await pipeline.execute(raise_on_error=False)
                refused = [answer for answer in answers if isinstance(answer, Exception)]
                if refused:  # full or read-only: what it holds can still be read
                    self._metrics.redis_failures.inc()
                    log.debug("Redis took %d of %d values: %s", len(batch) - len(refused), len(batch), refused[0])
            except Exception as error:  # as in `get`
                self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._metrics.redis_failures.inc()
        self._failures += 1
        if self.up and self._failures >= FAILURES:
            log.warning("Redis failed %d times in a row; the service goes on without it: %r", self._failures, error)
            self.up = False
            self._writes.clear()
            self._broken.set()

    async def _probe(self) -> None:
        while True:
            await self._broken.wait()
            seconds = FIRST_PROBE_SECONDS
            while not self.up:
                await asyncio.sleep(seconds)
                self.up = await self._ping()
                seconds = min(2 * seconds, LAST_PROBE_SECONDS)
            self._failures = 0
            self._broken.clear()
            log.info("Redis answers again.")

    async def _ping(self) -> bool:
        try:
            async with asyncio.timeout(10 * SECONDS):
                return await self._client.ping() is True
        except Exception as error:  # as in `get`
            log.debug("Redis does not answer: %r", error)
            return False
