"""Connections that are held: without a word, with half a request, without reading."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from attacks.event_listeners import listen
from attacks.never_reading import never_read
from attacks.silent_connections import keep_silent
from attacks.slow_bodies import send_slowly
from jobbing import table

from bench.attacked.attack import ATTACKER, Attack, Service, Target, said
from bench.http import _get

SECONDS = 15.0
SOURCES = tuple(f"127.0.0.{number}" for number in range(2, 6))
ONE, TWO = Service(), Service(workers=2)
SHORT = _get("/v1/resolve?q=Bakhmut")


def large_request(queries: int = 1000) -> bytes:
    """One whose answer has megabytes."""
    asked = [{"name": f"Springfield {number}", "limit": 100} for number in range(queries)]
    body = json.dumps({"queries": asked, "explain": True}).encode()
    head = f"POST /v1/resolve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _from_each(hold: Callable[[str], Counter[str]]) -> Counter[str]:
    """The same from several addresses at once; all counts together."""
    with ThreadPoolExecutor(len(SOURCES)) as pool:
        counts: Counter[str] = Counter()
        for one in pool.map(hold, SOURCES):
            counts += one
    return counts


def _told(hold: Callable[[Target], Counter[str]]) -> Callable[[Target], str]:
    return lambda target: said(hold(target))


def _silent(target: Target) -> Counter[str]:
    return keep_silent(target.port, 2000, SECONDS, ATTACKER)


def _silent_from_each(target: Target) -> Counter[str]:
    return _from_each(lambda source: keep_silent(target.port, 2000 // len(SOURCES), SECONDS, source))


def _never_read_short(target: Target) -> Counter[str]:
    return _from_each(lambda source: never_read(target.port, SHORT, 2000 // len(SOURCES), SECONDS, source))


def _never_read_large(target: Target) -> Counter[str]:
    return never_read(target.port, large_request(), 60, 30.0, ATTACKER)


def _stalled(target: Target) -> Counter[str]:
    return send_slowly(target.port, 600, SECONDS, ATTACKER)


def _stalled_from_each(target: Target) -> Counter[str]:
    return _from_each(lambda source: send_slowly(target.port, 150, SECONDS, source))


def _listen(target: Target) -> str:
    with target.client("127.0.0.9") as client:
        created = client.post("/v1/jobs", params={"name": "city"}, content=table(300_000, 30_000, hard=True))
        job = created.raise_for_status().json()["id"]
        counts = listen(target.port, job, 512, 5.0, ATTACKER)
        began = time.monotonic()
        status = client.get("/v1/resolve?q=Bakhmut").status_code
        taken = time.monotonic() - began
        client.delete(f"/v1/jobs/{job}")
    return f"{said(counts)}; a request of another address meanwhile: {status} after {taken * 1e3:.0f} ms"


FOUR = f"from {len(SOURCES)} addresses"
ATTACKS = (
    Attack("connections that send nothing", "2,000 of one address", _told(_silent), ONE),
    Attack("connections that send nothing", f"2,000 {FOUR}", _told(_silent_from_each), ONE),
    Attack("connections that ask and read nothing", f"2,000 {FOUR}", _told(_never_read_short), ONE),
    Attack("clients that ask for 34 MB and read nothing", "60", _told(_never_read_large), ONE),
    Attack("bodies that do not come", "600 of one address, a byte a second", _told(_stalled), ONE),
    Attack("bodies that do not come", f"600 {FOUR}", _told(_stalled_from_each), ONE),
    Attack("listeners to the events of a job", "512 of one address", _listen, ONE),
    Attack("connections that send nothing, two workers", f"2,000 {FOUR}", _told(_silent_from_each), TWO),
)
