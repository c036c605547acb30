"""One attempt by the clock: what httpx calls a timeout counts only silence, and a byte a second is none.

The connections of a client are wrapped, so that each wait for the network is cut to what is left of the attempt.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

PACE = 100  # bytes that have to move in each second of long work, on average, for it to go on
PIECE = 65_536  # bytes that are sent in one wait


class Clock:
    """How long an attempt may still take.

    Args:
        seconds: of the whole; None for ever.
        long: whether it may go on, as long as data moves at some pace.
    """

    def __init__(self, seconds: float | None, long: bool) -> None:
        self._seconds = seconds
        self._end = None if seconds is None else monotonic() + seconds
        self._long = long
        self._moved = 0

    def left(self, silence: float | None) -> float | None:
        """Seconds that the next wait may take, of those that silence may.

        Raises:
            httpcore.ReadTimeout: none.
        """
        if self._end is None:
            return silence
        left = self._end - monotonic()
        if left <= 0:
            import httpcore

            raise httpcore.ReadTimeout(f"not done after {self._seconds:g} s")
        return left if silence is None else min(left, silence)

    def moved(self, count: int) -> None:
        """So many bytes came or went: enough of them give long work as much time again."""
        self._moved += count
        if self._long and self._seconds is not None and self._moved >= PACE * self._seconds:
            self._moved = 0
            self._end = monotonic() + self._seconds


UNBOUND = Clock(None, False)
_now: ContextVar[Clock] = ContextVar("exonym_client_clock", default=UNBOUND)


@contextmanager
def attempt(seconds: float | None, long: bool) -> Iterator[None]:
    """What is sent and read within is one attempt."""
    token = _now.set(Clock(seconds, long))
    try:
        yield
    finally:
        _now.reset(token)


def watched(client: httpx.Client) -> httpx.Client:
    """A client whose every wait for the network is bounded by the attempt's clock."""
    for pool in _pools(client):
        pool._network_backend = _Network(pool._network_backend)
    return client


def watched_async(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The same for asyncio."""
    for pool in _pools(client):
        pool._network_backend = _AsyncNetwork(pool._network_backend)
    return client


def _pools(client: httpx.Client | httpx.AsyncClient) -> Iterator[Any]:
    """The pools of connections, also those to proxies. httpx has no public way to them that keeps its proxies."""
    for transport in (client._transport, *client._mounts.values()):
        pool: Any = getattr(transport, "_pool", None)
        if hasattr(pool, "_network_backend"):
            yield pool


class _Wrapped:
    """What httpcore has, and asks by these names; what does not wait is its own."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Network(_Wrapped):
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> _Stream:
        return _Stream(self._inner.connect_tcp(host, port, timeout=_now.get().left(timeout), **more))


class _Stream(_Wrapped):
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._inner.read(max_bytes, timeout=_now.get().left(timeout))
        _now.get().moved(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            piece = buffer[start : start + PIECE]
            self._inner.write(piece, timeout=_now.get().left(timeout))
            _now.get().moved(len(piece))

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _now.get().left(timeout)))


class _AsyncNetwork(_Wrapped):
    async def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> _AsyncStream:
        return _AsyncStream(await self._inner.connect_tcp(host, port, timeout=_now.get().left(timeout), **more))


class _AsyncStream(_Wrapped):
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = await self._inner.read(max_bytes, timeout=_now.get().left(timeout))
        _now.get().moved(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            piece = buffer[start : start + PIECE]
            await self._inner.write(piece, timeout=_now.get().left(timeout))
            _now.get().moved(len(piece))

    async def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> _AsyncStream:
        return _AsyncStream(await self._inner.start_tls(ssl_context, server_hostname, _now.get().left(timeout)))
