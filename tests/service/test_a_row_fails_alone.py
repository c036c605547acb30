"""A failure inside one row of a request is that row's error, in every route that takes many."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from gazetteer import Query
from gazetteer.guard import MESSAGE
from gazetteer.matching import resolve as resolving

BAD = "Qharqiv"


@pytest.fixture(autouse=True)
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = resolving.consider

    def consider(index: Any, query: Query, *args: Any, **kwargs: Any) -> Any:
        if query.name == BAD:
            raise ZeroDivisionError
        return real(index, query, *args, **kwargs)

    monkeypatch.setattr(resolving, "consider", consider)


@pytest.mark.parametrize("joint", [False, True])
def test_of_a_batch(client: httpx.Client, joint: bool) -> None:
    queries = [{"name": name} for name in ("Bakhmut", BAD, "Bakhmout")]
    answer = client.post("/v1/resolve", json={"queries": queries, "joint": joint})
    assert answer.status_code == 200
    before, failed, after = answer.json()["results"]
    assert before["candidates"]
    assert after["candidates"]
    assert failed["error"]["code"] == "internal"
    assert failed["error"]["message"] == MESSAGE
    assert failed["error"]["where"] == "queries[1].name"


def test_one_name_alone_is_told_that_the_service_failed(client: httpx.Client) -> None:
    answer = client.get("/v1/resolve", params={"q": BAD})
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")


def test_of_openrefine(client: httpx.Client) -> None:
    queries = {"q0": {"query": "Bakhmut"}, "q1": {"query": BAD}}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200
    assert answer.json()["q0"]["result"]
    assert answer.json()["q1"]["result"] == []


def test_of_a_table(client: httpx.Client) -> None:
    answer = client.post("/v1/reconcile/csv?name=town", content=f"town\nBakhmut\n{BAD}\nBakhmout\n".encode())
    assert answer.status_code == 200
    rows = answer.text.splitlines()
    assert MESSAGE in rows[2]
    assert "match" in rows[1]
    assert "match" in rows[3]


def test_geonames_clients_are_told_in_their_shape(client: httpx.Client) -> None:
    answer = client.get("/searchJSON", params={"q": BAD, "username": "x"})
    assert "status" in answer.json()
    assert answer.status_code == 500
