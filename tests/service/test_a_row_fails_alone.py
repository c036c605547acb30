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
