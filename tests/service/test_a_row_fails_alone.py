"""A failure inside one row of a request is that row's error, in every route that takes many."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from gazetteer import Gazetteer, Query
from gazetteer.guard import MESSAGE
from gazetteer.matching import resolve as resolving
from gazetteer.tables.columns import ColumnPositions
from gazetteer.tables.csv_cells import CellWriter
from service import batch, queries
from service.answers import Answers
from service.reconcile import batch as reconcile_batch
from service.reconcile import v02, v1draft

BAD = "Qharqiv"


@pytest.fixture(autouse=True)
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = resolving.consider  # type: ignore[attr-defined]

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


NUMBERS = ["1e400", "-1e400", "9" * 5_000, "-0", '"²"', '"٣"', '"፩"', '"-0"', '"1e400"', f'"{"9" * 5_000}"']
FIELDS = ["name", "id", "limit", "lang", "country", "within", "near", "classes", "codes", "date"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:8])
def test_wherever_a_number_may_stand(client: httpx.Client, number: str) -> None:
    odd = [f'{{"name":"Paris","{field}":{number}}}' for field in FIELDS]
    odd += [f'{{"name":"Paris","near":{{"lat":1,"lon":1,"{field}":{number}}}}}' for field in ("lat", "lon", "km")]
    body = f'{{"queries":[{{"name":"Bakhmut"}},{",".join(odd)}]}}'
    answer = client.post("/v1/resolve", content=body.encode(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    first, *others = answer.json()["results"]
    assert first["candidates"]
    assert all((one.get("error") or {}).get("code") in (None, "bad_query") for one in others)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:8])
def test_wherever_openrefine_may_send_a_number(client: httpx.Client, number: str) -> None:
    fields = [f'"{field}":{number}' for field in ("query", "limit", "type", "type_strict", "properties")]
    given = ("country", "coordinates", "latitude", "longitude", "date", "feature", "admin1", "population")
    fields += [f'"properties":[{{"pid":"{id}","v":{number}}},{{"pid":"longitude","v":1}}]' for id in given]
    odd = [f'"q{at}":{{"query":"Paris",{field}}}' for at, field in enumerate(fields, 1)]
    answer = client.post("/reconcile", data={"queries": f'{{"q0":{{"query":"Bakhmut"}},{",".join(odd)}}}'})
    assert answer.status_code == 200
    assert answer.json()["q0"]["result"]
    assert len(answer.json()) == len(odd) + 1


def test_a_column_of_countries_that_holds_nothing(client: httpx.Client) -> None:
    content = "town,land\n" + "Bakhmut,nan\n" * 3
    answer = client.post("/v1/reconcile/csv?name=town&country=land", content=content.encode())
    assert answer.text.count(",match,") == 3


@pytest.mark.parametrize("number", ["٣", "²", "9" * 5_000, "1e400", "፩"], ids=lambda number: number[:5])
def test_a_point_in_a_table_that_is_none(client: httpx.Client, number: str) -> None:
    content = f"town,lat,lon\nBakhmut,,\nBakhmut,{number},{number}\nBakhmut,,\n"
    answer = client.post("/v1/reconcile/csv?name=town&lat=lat&lon=lon", content=content.encode())
    assert answer.status_code == 200
    assert answer.text.count(",match,") >= 2


def fails_on_bad(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """Make a function fail where one of its arguments speaks of the bad name."""
    real = getattr(owner, name)

    def failing(*args: Any, **kwargs: Any) -> Any:
        if BAD in repr(args):
            raise ZeroDivisionError
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, failing)


STEPS = [(queries, "read_query"), (Answers, "answered"), (Gazetteer, "knows"), (batch, "key_of")]


@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("joint", [False, True])
def test_whichever_step_of_a_batch_fails(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, joint: bool
) -> None:
    fails_on_bad(monkeypatch, owner, name)
    asked = [{"name": "Bakhmut"}, {"name": BAD}, {"name": "Bakhmout"}]
    answer = client.post("/v1/resolve", json={"queries": asked, "joint": joint})
    assert answer.status_code == 200
    assert [bool(one.get("error")) for one in answer.json()["results"]] == [False, True, False]


@pytest.mark.parametrize("name", ["_lookup", "answer", "fetch_row"])
def test_whichever_step_of_reconciling_fails(client: httpx.Client, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    fails_on_bad(monkeypatch, reconcile_batch, name)
    asked = {"q0": {"query": "Bakhmut"}, "q1": {"query": BAD}}
    answer = client.post("/reconcile", data={"queries": json.dumps(asked)})
    assert [bool(one["result"]) for one in answer.json().values()] == [True, False]
    draft = [{"conditions": [{"matchType": "name", "propertyValue": one}]} for one in ("Bakhmut", BAD)]
    answer = client.post("/reconcile/1.0-draft/match", json={"queries": draft})
    assert [bool(one["candidates"]) for one in answer.json()["results"]] == [True, False]
    extend = {"ids": ["706483", BAD], "properties": [{"id": "country_code"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(extend)})
    assert answer.json()["rows"] == {"706483": {"country_code": [{"str": "UA"}]}, BAD: {"country_code": []}}


@pytest.mark.parametrize("version", ["v02", "v1draft"])
def test_a_query_that_cannot_be_read_at_all(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    fails_on_bad(monkeypatch, {"v02": v02, "v1draft": v1draft}[version], "read_query")
    if version == "v02":
        asked = {"q0": {"query": "Bakhmut"}, "q1": {"query": BAD}}
        said = [one["result"] for one in client.post("/reconcile", data={"queries": json.dumps(asked)}).json().values()]
    else:
        draft = [{"conditions": [{"matchType": "name", "propertyValue": one}]} for one in ("Bakhmut", BAD)]
        answer = client.post("/reconcile/1.0-draft/match", json={"queries": draft})
        said = [one["candidates"] for one in answer.json()["results"]]
    assert [bool(one) for one in said] == [True, False]


@pytest.mark.parametrize(("owner", "name"), [(ColumnPositions, "cells"), (CellWriter, "answer")])
def test_whichever_step_of_a_table_fails(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    real = getattr(owner, name)

    def failing(self: Any, one: Any) -> Any:
        if "Kharkiv" in repr(one):
            raise ZeroDivisionError
        return real(self, one)

    monkeypatch.setattr(owner, name, failing)
    answer = client.post("/v1/reconcile/csv?name=town", content=b"town\nBakhmut\nKharkiv\nBakhmout\n")
    rows = answer.text.splitlines()
    assert [",match," in row for row in rows[1:]] == [True, False, True]
    assert MESSAGE in rows[2]
