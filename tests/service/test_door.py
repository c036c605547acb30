"""Who comes in, how many of an address, and what becomes of those who do not read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from attacks.connections import SMALL_WINDOW, connect
from attacks.event_listeners import listen
from attacks.never_reading import never_read
from attacks.silent_connections import keep_silent
from attacks.slow_bodies import send_slowly
from fastapi import FastAPI
from guarded import guarded
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import service.door as door
import service.middleware.body as bodies
import service.protocol as protocol
import service.routes.jobs as jobs
from service.app import create_app
from service.jobs.supervisor import Supervisor
from service.settings import Settings

LARGE = 4_000_000
GET_LARGE = b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
OTHER = "127.0.0.2"  # another client than 127.0.0.1

Make = Callable[..., FastAPI]


@pytest.fixture
def make(tiny_dir: Path, tmp_path: Path) -> Make:
    """Makes a service that also has a large answer."""

    async def large(_request: Request) -> Response:
        return Response(bytes(LARGE))

    def made(**settings: Any) -> FastAPI:
        app = create_app(Settings(data_dir=tiny_dir, jobs_dir=str(tmp_path), **settings))
        app.router.routes.insert(0, Route("/large", large))
        return app

    return made


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short times."""
    monkeypatch.setattr(door, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(door, "GRACE_SECONDS", 1.0)
    monkeypatch.setattr(door, "STALLED_SECONDS", 0.3)


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that nobody does."""
    monkeypatch.setattr(Supervisor, "look", lambda _self: None)


def get(port: int, path: str, source: str = "127.0.0.1", **headers: str) -> httpx.Response:
    transport = httpx.HTTPTransport(local_address=source)
    with httpx.Client(transport=transport, timeout=20) as client:
        return client.get(f"http://127.0.0.1:{port}{path}", headers=headers)


def cut(port: int) -> Counter[str]:
    """The connections cut off, by why, as /metrics tells."""
    page = get(port, "/metrics", OTHER).text
    lines = [line for line in page.splitlines() if line.startswith("exonym_connections_cut_total{")]
    return Counter({line.split('"')[1]: int(float(line.split()[-1])) for line in lines})


@pytest.mark.usefixtures("hasty")
def test_who_never_reads_is_cut_and_holds_no_place_any_more(make: Make) -> None:
    app = make(max_in_flight=5)
    with guarded(app) as port:
        counts = never_read(port, GET_LARGE, clients=4, seconds=10)
        assert counts["ended"] == 4
        assert cut(port)["reads nothing"] == 4
        assert app.state.services.door.held == 0
        assert [get(port, "/large").status_code for _ in range(6)] == [200] * 6


def test_a_request_is_in_flight_until_its_answer_is_read(make: Make) -> None:
    app = make(max_in_flight=2)
    with guarded(app) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(never_read, port, GET_LARGE, 2, 1.0)
        _until(lambda: app.state.services.door.held == 2 * LARGE)
        refused = get(port, "/v1/gazetteer", OTHER)
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        attack.result()
        _until(lambda: app.state.services.door.held == 0)
        assert get(port, "/v1/gazetteer", OTHER).status_code == 200


@pytest.mark.usefixtures("hasty")
def test_who_reads_slowly_but_reads_gets_all(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LEAST_RATE", 200_000.0)
    with guarded(make()) as port:
        assert _read_at(port, 1_500_000) >= LARGE
        assert _read_at(port, 50_000, seconds=6.0) < LARGE
        assert cut(port)["reads too slowly"] + cut(port)["reads nothing"] == 1


@pytest.mark.usefixtures("hasty")
def test_what_waits_is_bounded_and_who_does_not_read_gives_way(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WAITING_BYTES", 3 * LARGE)
    monkeypatch.setattr(door, "GRACE_SECONDS", 30.0)
    app = make()
    held: list[int] = []
    with guarded(app) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(never_read, port, GET_LARGE, 30, 3.0)
        while not attack.done():
            held.append(app.state.services.door.held)
            time.sleep(0.01)
            if len(held) == 100:
                assert get(port, "/large", OTHER).status_code == 200
        counts = attack.result()
    assert max(held) <= 3 * LARGE
    assert counts["200"] <= 4
    assert counts["503"] >= 26


@pytest.mark.usefixtures("hasty")
def test_what_is_left_when_a_connection_ends_is_to_be_taken_too(make: Make) -> None:
    request = b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with guarded(make()) as port:
        assert never_read(port, request, clients=2, seconds=10)["ended"] == 2


def test_requests_of_an_address_are_counted(make: Make) -> None:
    app = make(in_flight_per_address=3, trusted_proxies="127.0.0.9")
    with guarded(app) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(send_slowly, port, 5, 2.0, "127.0.0.1")
        _until(lambda: get(port, "/v1/gazetteer").status_code == 429)
        refused = get(port, "/v1/gazetteer")
        assert refused.json()["error"]["code"] == "too_many_requests"
        assert refused.headers["retry-after"]
        assert get(port, "/healthz").status_code == 200
        assert get(port, "/v1/gazetteer", OTHER).status_code == 200
        forwarded = {"X-Forwarded-For": "127.0.0.1"}
        assert get(port, "/v1/gazetteer", "127.0.0.9", **forwarded).status_code == 429
        assert get(port, "/v1/gazetteer", OTHER, **forwarded).status_code == 200
        assert attack.result()["429"] == 2


def test_late_bodies_give_way_where_no_more_may_be_in_flight(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LATE_SECONDS", 0.5)
    with guarded(make(max_in_flight=4)) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(send_slowly, port, 4, 3.0)
        _until(lambda: get(port, "/v1/gazetteer", OTHER).status_code == 503)
        _until(lambda: get(port, "/v1/gazetteer", OTHER).status_code == 200, seconds=2.0)
        assert attack.result()["408"] == 1


def test_a_proxy_that_is_trusted_is_not_one_client(make: Make) -> None:
    limited = {"in_flight_per_address": 2, "connections_per_address": 2, "trusted_proxies": "127.0.0.9"}
    with guarded(make(**limited)) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(send_slowly, port, 5, 2.0, "127.0.0.9")
        time.sleep(0.5)
        assert get(port, "/v1/gazetteer", "127.0.0.9").status_code == 200
        assert attack.result()["429"] == 0


def test_idle_connections_of_an_address_give_way_to_its_new_ones(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 60.0)
    with guarded(make(connections_per_address=10)) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(keep_silent, port, 30, 2.0)
        time.sleep(0.5)
        assert get(port, "/v1/gazetteer").status_code == 200
        counts = attack.result()
        assert (counts["open"], counts["ended"]) == (9, 21)
        assert cut(port)["crowded"] == 21


def test_connections_of_an_address_that_are_all_busy_let_no_more_in(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 5.0)
    with guarded(make(connections_per_address=4)) as port, ThreadPoolExecutor() as pool:
        attack = pool.submit(send_slowly, port, 4, 2.0)
        time.sleep(0.5)
        with pytest.raises(httpx.TransportError):
            get(port, "/v1/gazetteer")
        assert get(port, "/v1/gazetteer", OTHER).status_code == 200
        attack.result()
        _until(lambda: _is_let_in(port))


@pytest.mark.usefixtures("undone")
def test_listeners_are_counted_apart_from_requests(make: Make) -> None:
    app = make(max_in_flight=2, max_listeners=6, listeners_per_address=4)
    with guarded(app) as port, ThreadPoolExecutor() as pool:
        job = _job(port)
        attack = pool.submit(listen, port, job, 10, 3.0)
        time.sleep(1.0)
        assert get(port, "/v1/gazetteer").status_code == 200
        others = listen(port, job, 4, 1.0, OTHER)
        assert (others["200"], others["503"]) == (2, 2)
        counts = attack.result()
        assert (counts["200"], counts["429"]) == (4, 6)


@pytest.mark.usefixtures("undone")
def test_a_stream_of_events_has_an_end(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "STREAM_SECONDS", 0.2)
    app = make()
    with guarded(app) as port:
        job = _job(port)
        events = get(port, f"/v1/jobs/{job}/events").text
    assert events.startswith("event: progress\n")
    assert events.endswith("event: expired\ndata: {}\n\n")


def _job(port: int) -> str:
    address = f"http://127.0.0.1:{port}/v1/jobs?name=city"
    job: str = httpx.post(address, content=b"city\nBakhmut\n").json()["id"]
    return job


def _read_at(port: int, rate: int, seconds: float = 30.0) -> int:
    """How many bytes come to a client that reads so many a second."""
    connection = connect(port, "127.0.0.1", SMALL_WINDOW)
    assert connection is not None
    size = 0
    deadline = time.monotonic() + seconds
    with connection:
        connection.sendall(GET_LARGE)
        while size < LARGE and time.monotonic() < deadline:
            try:
                part = connection.recv(rate // 20)
            except OSError:
                break
            size += len(part)
            time.sleep(len(part) / rate)
    return size


def _is_let_in(port: int) -> bool:
    """Whether a new connection of this address is answered; while others end, it is closed."""
    try:
        return get(port, "/v1/gazetteer").status_code == 200
    except httpx.TransportError:
        return False


def _until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
