"""How many requests a key or an address may send: counted in Redis for all workers, or in each worker.

Counted in windows of fixed bounds, so that one call of the storage tells what is left and until when.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import Any, NamedTuple

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisClusterStorage, RedisSentinelStorage, RedisStorage
from starlette.requests import Request

from service.cache.client import CONNECTIONS, SECONDS, disconnect, read_address
from service.errors import TooMany
from service.metrics import Metrics
from service.settings import SettingsError

log = logging.getLogger("exonym")

METER = "exonym.meter"  # in the scope of a request
REQUESTS, NAMES = "RateLimit", "RateLimit-Names"  # how headers begin
BYTES_OF_NAME = 10_000  # of a body, which count as one name more
REST_SECONDS = 2.0  # after a failure Redis is left alone so long
KINDS: dict[str, type[RedisStorage | RedisSentinelStorage | RedisClusterStorage]] = {
    "": RedisStorage,
    "sentinel": RedisSentinelStorage,
    "cluster": RedisClusterStorage,
}


class Count(NamedTuple):
    """Where somebody stands: requests allowed in a window, left in this one, and seconds to its end."""

    allowed: int
    left: int
    seconds: int

    def headers(self, prefix: str = REQUESTS) -> dict[str, str]:
        """The same as response headers."""
        return {
            f"{prefix}-Limit": str(self.allowed),
            f"{prefix}-Remaining": str(max(self.left, 0)),
            f"{prefix}-Reset": str(self.seconds),
        }


class Limits:
    """Counts requests, or names.

    Args:
        limit: for example `100/second` or `5000/hour`.
        counted: what is counted, as keys and messages call it.
        redis_url: where to count, or empty: each worker for itself.
        metrics: what counts failures of Redis.

    Raises:
        SettingsError: where one of them cannot be read.
    """

    def __init__(self, limit: str, redis_url: str, metrics: Metrics, counted: str = "requests") -> None:
        self._item = read_limit(limit, counted)
        self._prefix = "exonym-limit" if counted == "requests" else f"exonym-limit-{counted}"
        self._metrics = metrics
        self._memory = MemoryStorage()
        self._redis: RedisStorage | RedisSentinelStorage | RedisClusterStorage | None = None
        self._rests_until = 0.0
        if redis_url:
            address = read_address(redis_url)
            options: dict[str, Any] = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
            if address.kind:
                options |= address.tls
            else:
                options["max_connections"] = CONNECTIONS
            if address.kind == "sentinel":
                # The library would give the servers' user and password to the Sentinels too.
                options["sentinel_kwargs"] = {**options, "username": None, "password": None}
            url = redis_url if not redis_url.startswith("unix") else f"redis+{redis_url}"
            self._redis = KINDS[address.kind](f"async+{url}", implementation="redispy", **options)

    async def hit(self, who: str, amount: int = 1) -> Count:
        """Count so many of somebody's. Where Redis fails, this worker counts for itself."""
        now = time.time()
        length = self._item.get_expiry()
        window, into = divmod(now, length)
        key = f"{self._prefix}:{who}:{int(window)}"
        count = await self._increment(key, length, amount)
        return Count(self._item.amount, self._item.amount - count, max(1, math.ceil(length - into)))

    async def close(self) -> None:
        """Forget what was counted in this worker, and end the connections."""
        await self._memory.reset()
        if self._redis is not None:
            bridge: Any = self._redis.bridge  # its type does not name what all its kinds have
            for client in (bridge.storage, getattr(bridge, "storage_replica", None)):
                await disconnect(client)

    async def _increment(self, key: str, seconds: int, amount: int) -> int:
        if self._redis is not None and time.monotonic() >= self._rests_until:
            try:
                async with asyncio.timeout(SECONDS):
                    return int(await self._redis.incr(key, seconds, amount))
            except Exception as error:  # a broken server can make its client raise anything
                self._metrics.redis_failures.inc()
                self._rests_until = time.monotonic() + REST_SECONDS
                log.warning("Redis does not count requests; each worker does for %g s: %r", REST_SECONDS, error)
        return await self._memory.incr(key, seconds, amount)


class Meter:
    """Counts the names of one request.

    Args:
        limits: of names.
        who: asks.
    """

    def __init__(self, limits: Limits, who: str) -> None:
        self._limits = limits
        self._who = who
        self.count: Count | None = None

    async def charge(self, names: int) -> None:
        """Count names.

        Raises:
            TooMany: they are more than are left.
        """
        self.count = count = await self._limits.hit(self._who, names)
        if count.left < 0:
            message = f"More than {count.allowed:,} names: try again in {count.seconds} s."
            raise TooMany(message, {"Retry-After": str(count.seconds)})

    def headers(self) -> dict[str, str]:
        """How the asker stands, as response headers."""
        return {} if self.count is None else self.count.headers(NAMES)


async def charge(request: Request, names: int) -> None:
    """Count the names that a request turned out to ask for; the first was counted when it came.

    Raises:
        TooMany: they are more than are left.
    """
    meter: Meter | None = request.scope.get(METER)
    if meter is not None and names > 1:
        await meter.charge(names - 1)


def read_limit(limit: str, counted: str = "requests") -> RateLimitItem:
    """A limit of requests or names as the settings write it.

    Raises:
        SettingsError: where it cannot be read.
    """
    try:
        return parse(limit)
    except ValueError:
        variable = "EXONYM_RATE_LIMIT" if counted == "requests" else "EXONYM_NAME_LIMIT"
        raise SettingsError(f"{variable} is {limit!r}: write it like 100/second or 5000/hour.") from None
