"""`exonym serve` itself: workers that share metrics, heads that do not come, bodies that come slowly, the end."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import httpx
import pytest
from guarded import guarded

import service.middleware.body as bodies
import service.protocol as protocol
from bench.processes import serving, workers_of
from service.app import create_app
from service.metrics import Metrics, jobs_state
from service.settings import Settings

TWO_LENGTHS = b"POST /v1/resolve HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
METRIC = re.compile(r"`(exonym_[a-z_]+)")


@pytest.fixture(scope="module")
def server(tiny_dir: Path) -> Iterator[tuple[int, Popen[bytes]]]:
    with serving(tiny_dir, 2, rate_limit="100000/second") as both:
        yield both


@pytest.mark.slow
def test_workers_count_together_and_come_back(server: tuple[int, Popen[bytes]]) -> None:
    port, process = server
    base = f"http://127.0.0.1:{port}"

    def counted() -> float:
        page = httpx.get(f"{base}/metrics").text
        found = re.search(r'^exonym_requests_total\{route="/v1/resolve",status="200"\} (\S+)', page, re.M)
        return float(found[1]) if found else 0.0

    before = counted()
    for _ in range(40):
        assert httpx.get(f"{base}/v1/resolve?q=Bakhmut").status_code == 200  # each on a connection, so on any worker
    assert counted() == before + 40
    first = workers_of(process)[0]
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (first in workers_of(process) or len(workers_of(process)) < 2):
        time.sleep(0.1)
    assert len(workers_of(process)) == 2
    assert counted() >= before + 40
    assert "exonym_gazetteer_open 1.0" in httpx.get(f"{base}/metrics").text


@pytest.mark.slow
def test_no_address_from_outside_counts_without_a_trusted_proxy(tiny_dir: Path) -> None:
    with serving(tiny_dir, 1, rate_limit="2/hour") as (port, _):
        url = f"http://127.0.0.1:{port}/v1/resolve?q=Bakhmut"
        statuses = [httpx.get(url, headers={"X-Forwarded-For": f"9.9.9.{n}"}).status_code for n in range(4)]
    assert statuses == [200, 200, 429, 429]


@pytest.fixture
def hasty(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server in a thread, with short times."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(bodies, "SECONDS", 0.3)
    with guarded(create_app(Settings(data_dir=tiny_dir, max_body=100_000))) as port:
        yield port


def _until_closed(connection: socket.socket) -> bytes:
    out = b""
    while part := connection.recv(65536):
        out += part
    return out


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"", b""),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"HTTP/1.1 408"),
        (b"POST /v1/resolve HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{", b"HTTP/1.1 408"),
        (b"GET /" + b"a" * 70_000, b"HTTP/1.1 431"),
        (b"NONSENSE\r\n\r\n", b"HTTP/1.1 400"),
        (b"POST /v1/resolve HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", b"HTTP/1.1 413"),
        (TWO_LENGTHS, b"HTTP/1.1 400"),
    ],
    ids=["silent", "half a head", "slow body", "large head", "nonsense", "oversize", "two lengths"],
)
def test_connections_that_only_take_up_room_are_closed(hasty: int, sent: bytes, answer: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty), 20) as connection:
        connection.sendall(sent)
        if answer == b"HTTP/1.1 413":
            assert connection.recv(12) == answer
            return
        assert _until_closed(connection)[: len(answer)] == answer
    assert httpx.get(f"http://127.0.0.1:{hasty}/healthz").status_code == 200


def test_a_keepalive_connection_outlives_the_time_for_a_head(hasty: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{hasty}") as client:
        for _ in range(3):
            assert client.get("/healthz").status_code == 200
            time.sleep(0.5)


@pytest.mark.slow
def test_requests_in_flight_are_finished_at_the_end(tiny_dir: Path) -> None:
    body = b'{"queries":[{"name":"Bakhmut"}]}'
    head = f"POST /v1/resolve HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    with serving(tiny_dir, 1) as (port, process), socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(head.encode() + body[:5])
        time.sleep(0.3)
        process.terminate()
        time.sleep(0.5)
        connection.sendall(body[5:])
        assert _until_closed(connection).startswith(b"HTTP/1.1 200")


def test_every_metric_is_documented() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()
    metrics = Metrics()
    metrics.add_state(lambda: jobs_state([("running", 2)]))
    page = metrics.page().decode()
    named = {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE exonym_")}
    assert named - {name for name in named if name.endswith("_created")} <= set(METRIC.findall(docs))
    assert 'exonym_jobs{state="running"} 2.0' in page


def test_without_room_for_shared_metrics_a_worker_counts_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prometheus_client import values

    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr(values, "ValueClass", values.MultiProcessValue())  # type: ignore[no-untyped-call]
    metrics = Metrics()
    metrics.requests.labels("/x", "200").inc()
    assert b'exonym_requests_total{route="/x",status="200"} 1.0' in metrics.page()
