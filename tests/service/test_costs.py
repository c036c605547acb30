"""No request costs more than its share: of computing, of names, of bytes that are answered."""

from __future__ import annotations

import csv
import io
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from attacks import comma_table, deep_json, han_batch, long_answers
from fastapi import FastAPI
from guarded import guarded

from gazetteer import Gazetteer, Memory
from gazetteer.model import Options, Query, Resolution
from service.allowance import Allowance
from service.app import create_app
from service.errors import OutOfTime, TooLarge
from service.settings import Settings

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
MISSPELT = [f"Bakhm{first}{second}t" for first in "aeiouy" for second in "aeiouybcdf"]


@pytest.fixture
def hurried(tiny_dir: Path, serve: Serve) -> Iterator[httpx.Client]:
    """A service that computes next to nothing for one request."""
    with serve(create_app(Settings(data_dir=tiny_dir, max_seconds=0.01, cache_mb=8))) as client:
        yield client


def test_of_a_batch_what_is_not_computed_says_so(hurried: httpx.Client) -> None:
    queries = [{"id": name, "name": name} for name in (*MISSPELT, *han_batch.names(200, 20))]
    answer = hurried.post("/v1/resolve", json={"queries": queries})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [one["id"] for one in results] == [one["id"] for one in queries]
    computed = ["error" not in one for one in results]
    assert computed[0]
    assert not computed[-1]
    last = results[-1]["error"]
    assert last["code"] == "not_computed"
    assert last["where"] == f"queries[{len(queries) - 1}].name"


def test_asked_again_it_goes_on_where_it_stopped(hurried: httpx.Client) -> None:
    body = {"queries": [{"name": name} for name in han_batch.names(60, 20, seed=3)]}
    left = []
    for _ in range(200):
        results = hurried.post("/v1/resolve", json=body).json()["results"]
        left.append(sum("error" in one for one in results))
        if not left[-1]:
            break
    assert left[0] > 0
    assert left[-1] == 0


def test_a_joint_batch_too(hurried: httpx.Client) -> None:
    answer = han_batch.send_batch(hurried, 300, joint=True)
    assert answer.status_code == 200
    codes = {one.get("error", {}).get("code") for one in answer.json()["results"]}
    assert "not_computed" in codes


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/1.0-draft/match"])
def test_where_no_query_has_an_error_of_its_own_all_are_refused(hurried: httpx.Client, path: str) -> None:
    names = han_batch.names(200, 20, seed=4)
    if path == "/reconcile":
        queries = {str(number): {"query": name} for number, name in enumerate(names)}
        answer = hurried.post(path, data={"queries": json.dumps(queries)})
    else:
        conditions = [[{"matchType": "name", "propertyValue": name}] for name in names]
        answer = hurried.post(path, json={"queries": [{"conditions": one} for one in conditions]})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.json()["error"]["code"] == "not_computed"


def test_of_a_table_what_is_not_computed_says_so(hurried: httpx.Client) -> None:
    names = han_batch.names(300, 20, seed=5)
    answer = hurried.post("/v1/reconcile/csv?name=town", content="\n".join(["town", *names]).encode())
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["town"] for row in rows] == names
    verdicts = [next(value for key, value in row.items() if key.endswith("verdict")) for row in rows]
    assert verdicts[-1] == "error"
    assert "not computed" in answer.text


def test_an_answer_has_so_many_bytes(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, max_answer=200_000))) as client:
        for name in ("Bakhmut", "Bakhmutt"):
            status, size = long_answers.send_explained(client, name)
            assert (status, size < 1_000) == (413, True)
        plain = {"Accept-Encoding": "identity"}
        answer = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmutt"}] * 20}, headers=plain)
        assert answer.status_code == 200
        assert int(answer.headers["content-length"]) == len(answer.content)
        joint = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}] * 900, "joint": True})
        assert (joint.status_code, joint.json()["error"]["code"]) == (413, "too_large")
        assert "200,000 bytes" in joint.text
        assert comma_table.send_lines(client, 40_000)[0] == 413


def test_an_answer_is_the_same_in_pieces(client: httpx.Client) -> None:
    names = ["Bakhmut", "Bachmut", "", "Kyjiw"] * 100
    answer = client.post("/v1/resolve", json={"queries": [{"name": name} for name in names]})
    assert [one["name"] for one in answer.json()["results"]] == names


@pytest.mark.parametrize("kind", deep_json.BODIES)
def test_json_that_is_large_as_values_is_refused_or_answered(client: httpx.Client, kind: str) -> None:
    status, size = deep_json.send(client, kind)
    assert status < 500
    assert size < 30_000_000


def test_names_are_counted_where_they_are_limited(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, name_limit="30/hour"))) as client:
        one = client.get("/v1/resolve", params={"q": "Bakhmut"})
        assert one.headers["ratelimit-names-limit"] == "30"
        assert one.headers["ratelimit-names-remaining"] == "29"
        ten = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}] * 10})
        assert ten.headers["ratelimit-names-remaining"] == "19"
        queries = {str(number): {"query": "Bakhmut"} for number in range(5)}
        assert (
            client.post("/reconcile", data={"queries": json.dumps(queries)}).headers["ratelimit-names-remaining"]
            == "14"
        )
        table = client.post("/v1/reconcile/csv?name=town", content=b"town\nBakhmut\nKyiv\n")
        assert table.headers["ratelimit-names-remaining"] == "11"
        extend = {"ids": ["713174"] * 2 + ["703448"], "properties": [{"id": "country"}]}
        assert (
            client.post("/reconcile", data={"extend": json.dumps(extend)}).headers["ratelimit-names-remaining"] == "9"
        )
        many = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}] * 20})
        assert many.status_code == 429
        assert many.headers["retry-after"]
        assert many.headers["ratelimit-names-remaining"] == "0"
        refused = client.get("/searchJSON", params={"q": "Bakhmut"})
        assert (refused.status_code, refused.json()["status"]["value"]) == (429, 19)
        assert client.get("/healthz").status_code == 200


def test_bytes_count_as_names(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, name_limit="30/hour"))) as client:
        padded = client.post("/v1/resolve", content=b'{"queries":[]}' + b" " * 95_000)
        assert padded.headers["ratelimit-names-remaining"] == "20"
        assert client.post("/v1/jobs?name=town", content=b"town\n" + b"x" * 400_000).status_code == 429


def test_an_allowance_is_of_a_processor_and_not_of_waiting() -> None:
    allowance = Allowance(0.05, 10)
    began = allowance.begin()
    refuse = allowance.refusing()
    assert refuse() is None
    while refuse() is None:
        sum(range(1000))
    allowance.end(began)
    assert allowance.is_spent
    with pytest.raises(TooLarge, match="10 bytes"):
        allowance.answer(11)


@pytest.mark.parametrize("path", ["/v1/resolve", "/reconcile/1.0-draft/match"])
def test_once_the_client_has_gone_nothing_more_is_computed(
    tiny_dir: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    asked: list[str] = []
    resolve = Gazetteer.resolve

    def slow(self: Gazetteer, query: Query, options: Options, *, memory: Memory | None = None) -> Resolution:
        asked.append(query.name)
        time.sleep(0.01)
        return resolve(self, query, options, memory=memory)

    names = han_batch.names(300, 3, seed=6)
    draft: list[object] = [{"conditions": [{"matchType": "name", "propertyValue": name}]} for name in names]
    body = json.dumps({"queries": draft if path.endswith("match") else [{"name": name} for name in names]}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with guarded(create_app(Settings(data_dir=tiny_dir))) as port:
        monkeypatch.setattr(Gazetteer, "resolve", slow)
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            _until(lambda: bool(asked))
        time.sleep(0.5)
        stopped = len(asked)
        time.sleep(0.5)
        assert len(asked) == stopped < len(names)
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200


@pytest.mark.parametrize("cell", ["e" * 100_000, "9" * 5_000, "b" + "," * 50], ids=["letters", "digits", "wider"])
@pytest.mark.parametrize("column", ["country", "within", "lat"])
def test_a_row_with_a_cell_that_is_too_long_fails_alone(client: httpx.Client, column: str, cell: str) -> None:
    content = f"town,beside,lon\nBakhmut,,\nBakhmut,{cell},38\nBakhmut,,\n"
    params = {"name": "town", column: "beside"} | ({"lon": "lon"} if column == "lat" else {})
    answer = client.post("/v1/reconcile/csv", params=params, content=content.encode())
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.text)))[1:]
    assert [row[0] for row in rows] == ["Bakhmut"] * 3
    assert ["match" in row for row in rows][::2] == [True, True]
    assert len(answer.content) < len(content) + 5_000


def test_the_parts_of_lists_are_refused_where_nothing_is_left(tiny_dir: Path) -> None:
    queries = [Query("Bakhmut; Kyiv; Paris"), Query("Bakhmut")]
    asked = iter(range(len(queries)))  # each is looked for once, then the time is over

    def refuse() -> OutOfTime | None:
        return None if next(asked, None) is not None else OutOfTime("not computed", "name")

    many, one = Gazetteer.open(tiny_dir).resolve_many(queries, Options(joint=True), refuse=refuse)
    assert isinstance(many.error, OutOfTime)
    assert one.error is None
    assert one.candidates


def _until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
