"""The service under a mixed load: `exonym serve` with its workers, a real Redis, and clients in another process.

60 % suggest (each prefix of a name as it is typed), 30 % resolve (half as written, half misspelt), 10 % batches of 10.
The clients are raw sockets with keep-alive; what they themselves can send at most is shown by the row of /healthz.
First each waits for its answer before it asks again: so much can be answered at most. Then requests come at a given
rate, whether the answers do or not, and each is timed from the moment when it was due.

    python -m bench.load --data-dir data --seconds 20
    python -m bench.load --data-dir DATA --seconds 600 --warm 120 --redis URL --batches reconcile      the final run
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from bench.http import _get, _misspelt, _post, exact_names
from bench.processes import serving, workers_of

SEED = 11
NAMES = 4000
REQUESTS = 20_000
CONNECTIONS = 32
RATE = 1500.0  # requests a second
MOST_CONNECTIONS = 256  # at a given rate, where answers are late
BATCH = 10
SHARES = (("suggest", 0.6), ("resolve", 0.3), ("batch", 0.1))
PREFIX_LETTERS = (2, 8)
KB = 1024

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class Tally:
    """What clients saw: seconds of each answer by kind of request, and answers that were no 200, by status."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)

    def all_times(self) -> list[float]:
        """The seconds of all answers, sorted."""
        return sorted(seconds for times in self.times.values() for seconds in times)


def mixed(names: Sequence[str], count: int, batches: str = "resolve") -> list[tuple[str, bytes]]:
    """Requests of the mixed load with their kinds, in a random order that is the same each time."""
    chance = random.Random(SEED)
    kinds = chance.choices([kind for kind, _ in SHARES], [share for _, share in SHARES], k=count)
    return [(kind, _request(kind, names, chance, batches)) for kind in kinds]


def _request(kind: str, names: Sequence[str], chance: random.Random, batches: str) -> bytes:
    name = chance.choice(names)
    if kind == "suggest":
        return _get(f"/v1/suggest?prefix={quote(name[: chance.randint(*PREFIX_LETTERS)])}")
    if kind == "resolve":
        return _get(f"/v1/resolve?q={quote(name if chance.random() < 0.5 else _misspelt(name))}")
    ten = [one if chance.random() < 0.5 else _misspelt(one) for one in chance.choices(names, k=BATCH)]
    return _post("/v1/resolve", ten) if batches == "resolve" else reconcile_request(ten)


def reconcile_request(names: Sequence[str]) -> bytes:
    """A batch as OpenRefine sends it."""
    text = quote(orjson.dumps({f"q{number}": {"query": name} for number, name in enumerate(names)}))
    body = b"queries=" + text.encode()
    head = "POST /reconcile HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def drive(
    port: int, requests: Sequence[tuple[str, bytes]], seconds: float, connections: int, rate: float | None = None
) -> Tally:
    """Send requests over and over; a connection that breaks is made anew.

    Args:
        port: where the service is.
        requests: of which kind, and what to send.
        seconds: for how long.
        connections: how many send at the same time.
        rate: requests a second. Each is sent when it is due, by whichever connection is free, and timed from then.
            Without it a connection sends the next as soon as it has its answer.
    """
    tally = Tally()
    began = time.perf_counter()
    numbers = itertools.count()

    async def client(number: int) -> None:
        place = number * 997
        connection: Connection | None = None
        while True:
            now = time.perf_counter()
            if rate is not None:
                place = next(numbers)
                due = began + place / rate
                await asyncio.sleep(due - now)
            else:
                place, due = place + 1, now
            if due >= began + seconds:
                break
            kind, request = requests[place % len(requests)]
            try:
                connection = connection or await asyncio.open_connection("127.0.0.1", port)
                connection[1].write(request)
                status = await _read(connection[0])
            except (OSError, asyncio.IncompleteReadError) as error:
                name = type(error).__name__
                tally.errors[name] = tally.errors.get(name, 0) + 1
                connection = None
                await asyncio.sleep(0.01)
                continue
            if status == "200":
                tally.times.setdefault(kind, []).append(time.perf_counter() - due)
            else:
                tally.errors[status] = tally.errors.get(status, 0) + 1
        if connection is not None:
            connection[1].close()

    await asyncio.gather(*(client(number) for number in range(connections)))
    return tally


async def _read(reader: asyncio.StreamReader) -> str:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
    await reader.readexactly(int(length))
    return head[9:12].decode()


def memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes of memory of the workers that they share with nothing (Linux)."""
    total = 0
    for pid in workers_of(process):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private_Dirty:"):
                total += int(line.split()[1])
    return total / KB


def show(tally: Tally, seconds: float) -> None:
    """Print the load table."""
    print(f"{'kind':<10} {'requests':>9} {'per second':>11} {'median ms':>10} {'p99 ms':>8}")
    rows = [*((kind, sorted(times)) for kind, times in sorted(tally.times.items())), ("all", tally.all_times())]
    for kind, times in rows:
        median, p99 = times[len(times) // 2] * 1e3, times[int(len(times) * 0.99)] * 1e3
        print(f"{kind:<10} {len(times):>9,} {len(times) / seconds:>11,.0f} {median:>10.2f} {p99:>8.2f}")
    print(f"errors: {tally.errors or 'none'}")


def main() -> None:
    """Print the load table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--warm", type=float, default=10.0, help="Seconds of the same load before it counts.")
    parser.add_argument("--rate", type=float, default=RATE, help="Requests a second of the second run.")
    parser.add_argument("--redis", default="", help="The address of a Redis; by default none is used.")
    parser.add_argument("--batches", choices=("resolve", "reconcile"), default="resolve")
    options = parser.parse_args()
    requests = mixed(exact_names(NAMES), REQUESTS, options.batches)
    with serving(options.data_dir, options.workers, redis_url=options.redis) as (port, process):

        def load(what: str, seconds: float, sent: Sequence[tuple[str, bytes]], **how: Any) -> None:
            tally = asyncio.run(drive(port, sent, seconds, **how))
            print(f"\n{what}, {seconds:g} s:")
            show(tally, seconds)

        waiting = {"connections": options.connections}
        load("what the clients can send", min(5.0, options.seconds), [("healthz", _get("/healthz"))], **waiting)
        asyncio.run(drive(port, requests, options.warm, options.connections))
        before = memory(process)
        what = f"mixed load, {options.workers} workers"
        load(f"{what}, {options.connections} connections, each waiting", options.seconds, requests, **waiting)
        at_rate = {"connections": MOST_CONNECTIONS, "rate": options.rate}
        load(f"{what}, {options.rate:,.0f} requests a second", options.seconds, requests, **at_rate)
        after = memory(process)
        print(f"private memory of the workers: {before:.0f} MB, then {after:.0f} MB ({after / before - 1:+.1%})")


if __name__ == "__main__":
    main()
