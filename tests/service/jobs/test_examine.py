"""How a table is written is found before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import serving

from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="module")
def client(tiny_dir: Path) -> Iterator[httpx.Client]:
    with serving(create_app(Settings(data_dir=tiny_dir))) as address, httpx.Client(base_url=address) as client:
        yield client


def examined(client: httpx.Client, text: bytes, **parameters: Any) -> dict[str, Any]:
    answer = client.post("/v1/tables/examine", content=text, params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("text", "encoding", "delimiter", "holds", "first"),
    [
        (b"n,city,country\n1,Kyiv,UA\n", "utf-8", ",", ["", "name", "country"], ["1", "Kyiv", "UA"]),
        ("Ort;Land\nKöln;DE\n".encode("utf-16"), "utf-16-le", ";", ["name", "country"], ["Köln", "DE"]),
        (b"city\n" + b"Kyiv\n" * 9, "utf-8", ",", ["name"], ["Kyiv"]),
        (b"city\n", "utf-8", ",", ["name"], None),
    ],
)
def test_what_is_found(
    client: httpx.Client, text: bytes, encoding: str, delimiter: str, holds: list[str], first: list[str] | None
) -> None:
    found = examined(client, text)
    assert (found["encoding"], found["delimiter"], found["header"]) == (encoding, delimiter, True)
    assert [one["holds"] for one in found["columns"]] == holds
    assert found["rows"][:1] == ([] if first is None else [first])
    assert len(found["rows"]) <= 5
    assert found["question"] is None


def test_where_nothing_can_be_guessed_it_asks(client: httpx.Client) -> None:
    found = examined(client, b"foo,bar\nKyiv,1\nOdesa,2\n")
    assert found["question"]
    assert [one["holds"] for one in found["columns"]] == ["name", ""]
    assert found["rows"][0] == ["Kyiv", "1"]
    told = examined(client, b"foo,bar\nKyiv,1\nOdesa,2\n", name="2", header="false")
    assert told["question"] is None
    assert [one["holds"] for one in told["columns"]] == ["", "name"]
    assert told["rows"][0] == ["foo", "bar"]


def test_of_many_columns_all_are_listed_and_some_shown(client: httpx.Client) -> None:
    titles = ",".join(f"c{n}" for n in range(999)) + ",city"
    found = examined(client, f"{titles}\n{'x,' * 999}Kyiv\n".encode())
    assert len(found["columns"]) == 1000
    assert len(found["rows"][0]) == len(found["shown"]) < 30
    assert (found["shown"][-1], found["rows"][0][-1]) == (1000, "Kyiv")


@pytest.mark.parametrize(
    ("text", "parameters", "status", "code"),
    [
        (b"", {}, 400, "bad_table"),
        (b"\x89PNG\r\n\x1a\n", {}, 400, "bad_table"),
        (b"PK\x03\x04", {}, 400, "bad_table"),
        (b"a," * 2000 + b"\n", {}, 413, "too_large"),
        (b"city\nKyiv\n", {"name": "stadt"}, 400, "bad_query"),
        (b"city\nKyiv\n", {"encoding": "klingon"}, 400, "bad_query"),
        (b"city\n" + b"Kyiv\n" * 70_000, {}, 413, "too_large"),
    ],
)
def test_what_is_no_table_is_refused(
    client: httpx.Client, text: bytes, parameters: dict[str, str], status: int, code: str
) -> None:
    answer = client.post("/v1/tables/examine", content=text, params=parameters)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
