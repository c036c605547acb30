"""Redis behind Sentinels, as a cluster, and over TLS: the real servers."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import redis
import trustme
from fastapi import FastAPI
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from redis_server import port_of, redis_server, sentinel

import service.cache.cache as tiers
from service.app import create_app
from service.cache.client import connect_blocking, read_address
from service.settings import Settings, SettingsError

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
NAMES = ("Bakhmutt", "Kramatorrsk", "Springfeld", "Pariss")
BATCH = {"queries": [{"name": name} for name in NAMES]}
SLOTS = 16384
PATIENCE = 300.0  # seconds, of a machine that may be busy


@pytest.fixture(autouse=True)
def everything_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a tiny gazetteer nothing is dear."""
    for name in ("KEPT_FROM", "SENT_FROM", "ASKED_FROM"):
        monkeypatch.setattr(tiers, name, 0.0)


def until(true: Callable[[], object]) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(client: httpx.Client) -> list[object]:
    return list(client.post("/v1/resolve", json=BATCH).json()["results"])


def is_up(client: httpx.Client) -> bool:
    return bool(client.get("/readyz").json()["redis"] == "up")


def limited(tiny_dir: Path, url: str) -> FastAPI:
    """A service that keeps answers and counts requests in that Redis alone."""
    return create_app(Settings(data_dir=tiny_dir, redis_url=url, cache_mb=0, rate_limit="1000/hour"))


def counts(store: redis.Redis | redis.RedisCluster) -> tuple[int, int]:
    """How many answers it holds, and how many counters of requests."""
    keys = [str(key) for key in store.scan_iter(count=1000)]
    counters = sum("exonym-limit" in key for key in keys)
    return len(keys) - counters, counters


@pytest.fixture(scope="module")
def right(tiny_dir: Path) -> list[object]:
    from serving import serving

    with serving(create_app(Settings(data_dir=tiny_dir, cache_mb=0))) as address:
        return list(httpx.post(f"{address}/v1/resolve", json=BATCH).json()["results"])


def test_sentinels_name_the_master_and_the_next(tiny_dir: Path, serve: Serve, right: list[object]) -> None:
    with ExitStack() as stack:
        killed = stack.enter_context(ExitStack())
        master = killed.enter_context(redis_server())
        replica = stack.enter_context(redis_server(None, "--replicaof", "127.0.0.1", str(port_of(master))))
        url = stack.enter_context(sentinel(master, "places"))
        client = stack.enter_context(serve(limited(tiny_dir, url)))
        until(lambda: is_up(client))
        assert answers(client) == right
        again = Retry(ConstantBackoff(0.1), 3)  # a failover closes the connections of the next master
        with redis.Redis.from_url(master) as first, redis.Redis.from_url(replica, retry=again) as second:
            until(lambda: answers(client) == right and counts(first)[0] == len(NAMES))
            until(lambda: client.get("/v1/gazetteer").is_success and counts(first)[1] > 0)
            until(lambda: counts(second)[0] == len(NAMES))
            watcher = redis.Redis(port=port_of(url.rpartition("/")[0]), decode_responses=True)
            until(lambda: int(cast(Any, watcher.sentinel_master("places"))["num-slaves"]) == 1)
            watcher.close()
            killed.close()
            assert answers(client) == right
            until(lambda: second.info("replication")["role"] == "master")
            second.flushdb()
            until(lambda: answers(client) == right and counts(second)[0] == len(NAMES))
            assert is_up(client)
            until(lambda: client.get("/v1/gazetteer").is_success and counts(second)[1] > 0)
        with connect_blocking(read_address(url), 5.0) as jobs:
            assert jobs.ping()


def test_a_cluster_keeps_answers_on_all_its_nodes(tiny_dir: Path, serve: Serve, right: list[object]) -> None:
    with ExitStack() as stack:
        options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "60000")  # none is to be held for dead
        nodes = [stack.enter_context(redis_server(None, *options)) for _ in range(3)]
        ports = [port_of(node) for node in nodes]
        clients = [stack.enter_context(redis.Redis.from_url(node)) for node in nodes]
        bounds = [SLOTS * number // len(nodes) for number in range(len(nodes) + 1)]
        for first, last, node in zip(bounds, bounds[1:], clients, strict=False):
            node.execute_command("CLUSTER", "ADDSLOTS", *range(first, last))
            node.execute_command("CLUSTER", "MEET", "127.0.0.1", ports[0])
        until(lambda: all("cluster_state:ok" in str(node.execute_command("CLUSTER", "INFO")) for node in clients))
        url = f"redis+cluster://127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}"
        client = stack.enter_context(serve(limited(tiny_dir, url)))
        until(lambda: is_up(client))
        assert [answers(client), answers(client)] == [right, right]
        until(lambda: answers(client) == right and sum(counts(node)[0] for node in clients) == len(NAMES))
        until(lambda: client.get("/v1/gazetteer").is_success and sum(counts(node)[1] for node in clients) > 0)
        until(lambda: answers(client) == right and 'outcome="hit",tier="redis"' in client.get("/metrics").text)
        with pytest.raises(SettingsError, match="cannot be shared over a Redis Cluster"):
            connect_blocking(read_address(url))


@contextlib.contextmanager
def behind_tls(port: int, authority: trustme.CA) -> Iterator[int]:
    """A port that speaks TLS and hands on to another."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    loop = asyncio.new_event_loop()

    async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)

        async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError):
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            sink.close()

        await asyncio.gather(copy(reader, other_writer), copy(other_reader, writer))

    server = loop.run_until_complete(asyncio.start_server(hand_on, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_over_tls_only_a_trusted_server_counts(
    tiny_dir: Path, serve: Serve, right: list[object], tmp_path: Path
) -> None:
    authority = trustme.CA()
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    with redis_server() as plain, behind_tls(port_of(plain), authority) as port, redis.Redis.from_url(plain) as store:
        with serve(limited(tiny_dir, f"rediss://127.0.0.1:{port}/0")) as client:
            assert not is_up(client)
            assert answers(client) == right
        assert counts(store) == (0, 0)
        with serve(limited(tiny_dir, f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={trusted}")) as client:
            until(lambda: is_up(client))
            assert answers(client) == right
            until(lambda: answers(client) == right and counts(store)[0] == len(NAMES))
            until(lambda: client.get("/v1/gazetteer").is_success and counts(store)[1] > 0)
