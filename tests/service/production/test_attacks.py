"""`exonym serve` under attack: what other clients notice of it, and what it takes of memory."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import httpx
import pytest
from attacks.event_listeners import listen
from attacks.never_reading import never_read
from attacks.silent_connections import keep_silent

from bench.processes import serving, workers_of

SECONDS = 6.0  # of each attack
ATTACKER = "127.0.0.2"
SLOWEST = 0.05  # seconds that 99 in 100 requests of others take at most
MEGABYTES = 100  # that a worker may grow by, beside the answers that wait in it
WAITING_MEGABYTES = 128


def large_request(queries: int = 1000) -> bytes:
    """One whose answer has megabytes."""
    asked = [{"name": f"Springfield {number}", "limit": 100} for number in range(queries)]
    body = json.dumps({"queries": asked, "explain": True}).encode()
    head = f"POST /v1/resolve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def memory(process: int) -> float:
    """Megabytes of a process that it shares with no file."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) / 1000


def seconds_of_others(port: int, attack: Callable[[], object]) -> list[float]:
    """How long another client waits for each of its answers while an attack goes on."""
    attacker = threading.Thread(target=attack)
    taken: list[float] = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(20):
            client.get("/v1/resolve?q=Bakhmut")
        attacker.start()
        while attacker.is_alive():
            began = time.perf_counter()
            assert client.get("/v1/resolve?q=Bakhmut").status_code == 200
            taken.append(time.perf_counter() - began)
            time.sleep(0.005)
    attacker.join()
    return taken


@pytest.mark.slow
def test_silent_connections_are_not_noticed_by_others(tiny_dir: Path) -> None:
    with serving(tiny_dir, 1) as (port, _):
        quiet = seconds_of_others(port, lambda: time.sleep(SECONDS))
        taken = seconds_of_others(port, lambda: keep_silent(port, 2000, SECONDS, ATTACKER))
    # More than it takes at rest, which says how busy this machine is otherwise.
    assert quantiles(taken, n=100)[98] - quantiles(quiet, n=100)[98] < SLOWEST


@pytest.mark.slow
def test_clients_that_never_read_take_little_memory(embedded_dir: Path) -> None:
    with serving(embedded_dir, 1) as (port, process):
        worker = workers_of(process)[0]
        never_read(port, large_request(), clients=1, seconds=15)
        before = memory(worker)
        most = before
        attack = threading.Thread(target=never_read, args=(port, large_request(), 60, 30.0, ATTACKER))
        attack.start()
        while attack.is_alive():
            most = max(most, memory(worker))
            time.sleep(0.05)
    assert most - before < WAITING_MEGABYTES + MEGABYTES


@pytest.mark.slow
def test_listeners_do_not_stop_a_worker(tiny_dir: Path, tmp_path: Path) -> None:
    with serving(tiny_dir, 1, jobs_dir=str(tmp_path)) as (port, _):
        table = "city\n" + "".join(f"Bakhmutt {number}\n" for number in range(200_000))
        job = httpx.post(f"http://127.0.0.1:{port}/v1/jobs?name=city", content=table.encode()).json()["id"]
        listen(port, job, 512, 2.0, ATTACKER)
        assert httpx.get(f"http://127.0.0.1:{port}/v1/resolve?q=Bakhmut").status_code == 200
        httpx.delete(f"http://127.0.0.1:{port}/v1/jobs/{job}")
