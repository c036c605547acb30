"""Batches of names in Han letters, which are dear to read: one at a time, and beside others' requests."""

from __future__ import annotations

import json
import random
import threading
import time
from typing import Any

import httpx

_FIRST, _LAST = 0x4E00, 0x9FA5
QUICK = ("Bakhmut", "Kramatorsk", "Kyiv", "Kharkiv")


def names(count: int, letters: int, seed: int = 1) -> list[str]:
    """Names of random Han letters."""
    drawn = random.Random(seed)
    return ["".join(chr(drawn.randrange(_FIRST, _LAST)) for _ in range(letters)) for _ in range(count)]


def send_batch(
    client: httpx.Client, count: int = 1000, letters: int = 20, seed: int = 1, **options: Any
) -> httpx.Response:
    """POST names to /v1/resolve."""
    queries = [{"name": name} for name in names(count, letters, seed)]
    return client.post("/v1/resolve", content=json.dumps({"queries": queries, **options}), timeout=120)


def send_parted(client: httpx.Client, count: int = 1000, letters: int = 20, seed: int = 2) -> httpx.Response:
    """The same with a comma after each letter: as many parts as letters."""
    queries = [{"name": "、".join(name)} for name in names(count, letters, seed)]
    return client.post("/v1/resolve", content=json.dumps({"queries": queries}), timeout=120)


def others_meanwhile(client: httpx.Client, address: str, count: int = 1000) -> dict[str, float]:
    """How long others wait, in milliseconds at the 50th and 99th percentile, before and during a batch."""
    before = _latencies(client, 200)
    done = threading.Event()
    statuses: list[int] = []

    def attack() -> None:
        with httpx.Client(base_url=address) as own:
            statuses.append(send_batch(own, count, seed=time.time_ns()).status_code)
        done.set()

    thread = threading.Thread(target=attack)
    began = time.monotonic()
    thread.start()
    during: list[float] = []
    while not done.is_set():
        during += _latencies(client, 20)
    thread.join()
    return {
        "before_p50": _at(before, 0.5),
        "before_p99": _at(before, 0.99),
        "during_p50": _at(during, 0.5),
        "during_p99": _at(during, 0.99),
        "others": len(during),
        "status": statuses[0],
        "seconds": round(time.monotonic() - began, 2),
    }


def _latencies(client: httpx.Client, count: int) -> list[float]:
    out = []
    for number in range(count):
        began = time.perf_counter()
        client.get("/v1/resolve", params={"q": QUICK[number % len(QUICK)]}).raise_for_status()
        out.append((time.perf_counter() - began) * 1e3)
    return out


def _at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)
