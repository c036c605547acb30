"""The cache in two tiers, in front of a real Redis."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from redis_server import redis_server

import service.cache.cache as tiers
import service.cache.costs as costs
from gazetteer.matching.resolve import resolve
from gazetteer.model import Options, Query
from service.app import create_app
from service.cache.client import read_address
from service.cache.entry import Entry
from service.cache.keys import key_of
from service.cache.local import Local
from service.cache.packing import Packing
from service.settings import Settings

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
PACKING = Packing(b"a secret of sixteen")
MISSPELT = {"queries": [{"name": name} for name in ("Bakhmutt", "Kramatorrsk", "Springfeld", "Bakhmutt")]}
LISTS = {"queries": [{"id": 1, "name": "Kyiv; Pariss; Tokyo"}, {"name": "near Bakhmutt, Ukraine"}, {"name": "Kyiv"}]}
JOINT = {"queries": [{"id": 1, "name": "Paris"}, {"id": 2, "name": "Springfield"}], "joint": True}

encoded = st.builds(
    Entry,
    st.binary(max_size=300),
    st.tuples(st.sampled_from(["match", "no_match"]), st.sampled_from(["", "fuzzy"])),
    st.none(),
    st.integers(0, 12),
)


@pytest.fixture(autouse=True)
def everything_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a tiny gazetteer nothing is dear."""
    for name in ("KEPT_FROM", "SENT_FROM", "ASKED_FROM"):
        monkeypatch.setattr(tiers, name, 0.0)


def metric(client: httpx.Client, name: str, **labels: str) -> float:
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = [one for family in families for one in family.samples if one.name == name]
    return sum(one.value for one in samples if labels.items() <= one.labels.items())


def answers(client: httpx.Client) -> list[Any]:
    split = [body | {"split": True} for body in (LISTS, LISTS | {"joint": True})]
    out = [client.post("/v1/resolve", json=body).json()["results"] for body in (MISSPELT, JOINT, LISTS, *split)]
    return [*out, client.get("/v1/resolve?q=Bakhmutt").json()["results"]]


@settings(deadline=None)
@given(st.lists(encoded, min_size=1, max_size=4), st.text(min_size=1, max_size=80))
def test_an_entry_comes_back_under_its_own_key_alone(results: list[Entry], key: str) -> None:
    value = PACKING.pack(key, results)
    assert PACKING.unpack(key, value) == tuple(results)
    assert PACKING.unpack("other" + key, value) is None
    assert Packing(b"another of its length").unpack(key, value) is None


@settings(deadline=None)
@given(encoded, st.data())
def test_a_damaged_entry_is_none(result: Entry, data: st.DataObject) -> None:
    value = PACKING.pack("key", [result])
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.integers(1, 255))  # what it is changed by
    assert PACKING.unpack("key", value[:place] + bytes([value[place] ^ other]) + value[place + 1 :]) is None
    assert PACKING.unpack("key", value[:place]) is None


@settings(deadline=None)
@given(st.binary() | st.none() | st.integers() | st.text())
def test_rubbish_is_none(value: object) -> None:
    assert PACKING.unpack("key", value) is None


def test_the_key_tells_questions_builds_and_options_apart() -> None:
    asked = [
        key_of("b1", (Query("Bakhmut"),), Options()),
        key_of("b2", (Query("Bakhmut"),), Options()),
        key_of("b1", (Query("Bakhmut", lang="fr"),), Options()),
        key_of("b1", (Query("Bakhmut", country=("UA",)),), Options()),
        key_of("b1", (Query("Bakhmut"),), Options(strict=True)),
        key_of("b1", (Query("Bakhmut"),), Options(display="fr")),
        key_of("b1", (Query("Bakhmut"),), Options(explain=True)),
        key_of("b1", (Query("Bakhmut"),), Options(), split=True),
        key_of("b1", (Query("Bakhmut"), Query("Bakhmut")), Options()),
    ]
    assert len(set(asked)) == len(asked)
    assert key_of("b1", (Query("  Bakhmut ", id="7"),), Options()) == asked[0]
    assert key_of("b1", (Query(""),), Options()) is None


def test_the_local_tier_forgets_what_was_used_longest_ago() -> None:
    local = Local(3 * 1401)
    for number in range(3):
        local.put(str(number), (Entry(b"x" * 1000),))
    assert local.get("0")
    local.put("3", (Entry(b"x" * 1000),))
    assert [local.get(str(number)) is not None for number in range(4)] == [True, False, True, True]
    local.put("large", (Entry(b"x" * 9000),))
    assert local.get("large") is None
    assert local.size <= 3 * 1401


def test_two_workers_share_answers_and_they_are_those_without_a_cache(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, cache_mb=0))) as plain:
        right = answers(plain)
    with redis_server() as url:
        with serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as first:
            assert first.get("/readyz").json()["redis"] == "up"
            assert [answers(first), answers(first)] == [right, right]
            assert metric(first, "exonym_cache_lookups_total", tier="process", outcome="hit") > 0
            time.sleep(0.4)
        with serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as second:
            assert answers(second) == right
            assert metric(second, "exonym_cache_lookups_total", tier="redis", outcome="hit") >= 4
        with redis.Redis.from_url(url) as store:
            keys = store.keys()
            assert 0 < store.ttl(keys[0]) <= 86_400
            for key in keys:
                store.set(key, b"rubbish")
            store.set(keys[0], store.get(keys[1]))
        with serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as third:
            assert answers(third) == right
            assert metric(third, "exonym_redis_rubbish_total") >= 4


def test_exact_names_are_never_kept(tiny_dir: Path, serve: Serve) -> None:
    with redis_server() as url, serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as client:
        client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}, {"name": "Київ"}]})
        client.get("/v1/resolve?q=Paris")
        time.sleep(0.4)
        with redis.Redis.from_url(url) as store:
            assert store.dbsize() == 0
        assert metric(client, "exonym_cache_lookups_total", tier="process") == 0


def test_a_request_that_comes_again_is_answered_and_counted_as_before(tiny_dir: Path, serve: Serve) -> None:
    lists = "/v1/resolve?q=Kyiv; Pariss; Tokyo&split=true"
    with serve(create_app(Settings(data_dir=tiny_dir))) as client:
        for path, results in (("/v1/resolve?q=Bakhmut", 1), (lists, 3)):
            before = metric(client, "exonym_results_total")
            requests = metric(client, "exonym_requests_total", route="/v1/resolve", status="200")
            first, second = client.get(path), client.get(path)
            assert (first.content, first.headers["content-type"]) == (second.content, second.headers["content-type"])
            assert second.headers.keys() == first.headers.keys()
            assert metric(client, "exonym_results_total") - before == 2 * results
            assert metric(client, "exonym_requests_total", route="/v1/resolve", status="200") - requests == 2
        assert metric(client, "exonym_cache_lookups_total", tier="repeat", outcome="hit") == 2
        assert [client.get("/v1/resolve?q=Bakhmut&km=x").status_code for _ in range(2)] == [400, 400]
        assert client.get("/v1/resolve?q=Bakhmut&display=uk").content != client.get("/v1/resolve?q=Bakhmut").content


def test_an_answer_to_a_long_query_is_not_kept(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir))) as client:
        for _ in range(2):
            assert client.get("/v1/resolve?q=Bakhmut" + "%20" * 400).status_code == 200
        assert metric(client, "exonym_cache_lookups_total", tier="repeat", outcome="hit") == 0


def test_batches_of_openrefine_are_kept_too(tiny_dir: Path, serve: Serve) -> None:
    batch = {f"q{number}": {"query": "Bakhmutt", "type": "P", "limit": 2 + number % 2} for number in range(6)}
    with redis_server() as url:
        shown = []
        for tier in ("process", "redis"):
            with serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as client:
                for root in ("/reconcile", "/reconcile", "/reconcile/fr"):
                    shown.append(client.post(root, data={"queries": json.dumps(batch)}).json())
                assert metric(client, "exonym_cache_lookups_total", tier=tier, outcome="hit") >= 2
                assert metric(client, "exonym_results_total") == 18
                time.sleep(0.4)
    assert shown[0] == shown[1] == shown[3]
    assert shown[2] == shown[5]
    assert [len(one["result"]) for one in shown[0].values()] == [len(shown[0][f"q{n % 2}"]["result"]) for n in range(6)]


def test_errors_are_not_kept_and_name_their_own_position(tiny_dir: Path, serve: Serve) -> None:
    bad = {"queries": [{"name": "Bakhmutt", "country": "Nowhereland"}] * 3, "strict": True}
    with serve(create_app(Settings(data_dir=tiny_dir))) as client:
        for _ in range(2):
            results = client.post("/v1/resolve", json=bad).json()["results"]
            assert [one["error"]["where"] for one in results] == [f"queries[{number}].country" for number in range(3)]
        alone = client.get("/v1/resolve?q=Bakhmutt&country=Nowhereland&strict=true")
        assert (alone.status_code, alone.json()["error"]["where"]) == (400, "country")


def test_equal_queries_in_flight_are_computed_once(
    tiny_dir: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []

    def slow(index: Any, query: Query, options: Any) -> Any:
        if query.name == "Bakhmutt":
            computed.append(query.name)
            time.sleep(0.3)
        return resolve(index, query, options)

    monkeypatch.setattr("gazetteer.memory.resolve.resolve", slow)
    monkeypatch.setattr(costs, "FIRST_GUESS", 1.0)  # so that it is computed in a thread
    settings = Settings(data_dir=tiny_dir, cache_mb=0, max_wait=100)
    with serve(create_app(settings)) as client, ThreadPoolExecutor(6) as pool:
        texts = list(pool.map(lambda _: client.get("/v1/resolve?q=Bakhmutt").text, range(6)))
        assert len(set(texts)) == 1
        assert len(computed) == 1
        assert metric(client, "exonym_cache_lookups_total", tier="flight", outcome="hit") == 5


def test_what_would_wait_too_long_is_refused(tiny_dir: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(index: Any, query: Query, options: Any) -> Any:
        time.sleep(0.5 if query.name.startswith("Bakhmutt") else 0)
        return resolve(index, query, options)

    monkeypatch.setattr("gazetteer.memory.resolve.resolve", slow)
    monkeypatch.setattr(costs, "FIRST_GUESS", 1.0)
    names = [f"Bakhmutt{letter}" for letter in "abcdefghijkl"]
    with serve(create_app(Settings(data_dir=tiny_dir, max_wait=0.5))) as client, ThreadPoolExecutor(12) as pool:
        got = list(pool.map(lambda name: client.get(f"/v1/resolve?q={name}"), names))
    statuses = [answer.status_code for answer in got]
    assert 200 in statuses
    assert 503 in statuses
    assert set(statuses) == {200, 503}
    assert all(answer.headers.get("retry-after") == "1" for answer in got if answer.status_code == 503)


@pytest.mark.parametrize(
    "answer", [b"", b"+OK\r\n", b"rubbish\r\n" * 50, b"*1\r\n$-1\r\n", b":5\r\n", b"$99999999\r\nabc", b"-ERR no\r\n"]
)
def test_a_redis_that_answers_rubbish_changes_nothing(tiny_dir: Path, serve: Serve, answer: bytes) -> None:
    import socket

    with serve(create_app(Settings(data_dir=tiny_dir))) as plain:
        right = answers(plain)
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def talk(connection: socket.socket) -> None:
        pongs = 0
        with connection, contextlib.suppress(OSError):
            while not stop.is_set() and (asked := connection.recv(65536)):
                if b"PING" in asked and pongs < 1:
                    pongs += 1
                    connection.sendall(b"+PONG\r\n")
                elif b"MGET" in asked or b"SET" in asked[:40] or b"PING" in asked:
                    connection.sendall(answer)
                else:
                    connection.sendall(b"+OK\r\n" * asked.count(b"CLIENT"))

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0?protocol=2"
    with serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as client:
        for _ in range(3):
            began = time.perf_counter()
            assert answers(client) == right
            assert time.perf_counter() - began < 2.0
    stop.set()
    listener.close()


@pytest.mark.parametrize(
    ("url", "kind", "hosts"),
    [
        ("redis://h", "", [("h", 6379)]),
        ("rediss://u:p@h:1/2", "", [("h", 1)]),
        ("unix:///run/x", "", [("", 6379)]),
        ("redis+sentinel://a:1,[::1]:2/m", "sentinel", [("a", 1), ("::1", 2)]),
        ("rediss+sentinel://u:p%40@a,b/m?ssl_ca_certs=ca.pem&odd=1", "sentinel", [("a", 26379), ("b", 26379)]),
        ("redis+cluster://a,b", "cluster", [("a", 6379), ("b", 6379)]),
    ],
)
def test_forms_of_addresses(url: str, kind: str, hosts: list[tuple[str, int]]) -> None:
    address = read_address(url)
    assert (address.kind, list(address.hosts)) == (kind, hosts)
    if "ca.pem" in url:
        assert address.tls == {"ssl": True, "ssl_ca_certs": "ca.pem"}
        assert address.login == {"username": "u", "password": "p@"}
        assert "p@" not in repr(address)
