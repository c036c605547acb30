"""Suggestions for places, types and properties."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

BAKHMUT = "713174"


def suggest(client: httpx.Client, kind: str, path: str = "/reconcile", **params: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{path}/suggest/{kind}", params=params)
    assert answer.status_code == 200
    return answer.json()["result"]


@pytest.mark.parametrize("prefix", ["Bakhm", "Бахм", "バフ", BAKHMUT, "https://sws.geonames.org/713174/", "артем"])
def test_places(client: httpx.Client, prefix: str) -> None:
    first = suggest(client, "entity", prefix=prefix)[0]
    assert (first["id"], first["name"]) == (BAKHMUT, "Bakhmut")
    assert first["notable"][0] == {"id": "PPL", "name": "populated place"}
    assert "Donetsk Oblast, Ukraine" in first["description"]


@pytest.mark.parametrize("prefix", ["", " ", "?", "😀", "\x00", "x" * 5000, "999999999", "%", "'"])
def test_what_begins_no_name(client: httpx.Client, prefix: str) -> None:
    assert suggest(client, "entity", prefix=prefix) == []


def test_pages_of_places(client: httpx.Client) -> None:
    whole = suggest(client, "entity", "/reconcile/1.0-draft", prefix="k", limit=8)
    parts = [suggest(client, "entity", "/reconcile/1.0-draft", prefix="k", limit=2, offset=n) for n in (0, 2, 4, 6)]
    assert [one for part in parts for one in part] == whole
    first = suggest(client, "entity", prefix="k")
    assert suggest(client, "entity", prefix="k", cursor=3)[:4] == first[3:7]
    assert suggest(client, "entity", prefix="k", cursor="many") == first
    assert suggest(client, "entity", prefix="k", cursor=10**9 - 1) == []


def test_labels_in_a_language(client: httpx.Client) -> None:
    assert suggest(client, "entity", "/reconcile/fr", prefix="Bakhm")[0]["name"] == "Bakhmout"


def test_types(client: httpx.Client) -> None:
    capital = suggest(client, "type", prefix="capital")[0]
    assert capital["id"] == "PPLC"
    assert capital["broader"] == [{"id": "PPL", "name": "populated place"}]
    assert suggest(client, "type", prefix="ppla")[0]["id"] == "PPLA"
    assert len(suggest(client, "type", prefix="")) == 10


def test_properties(client: httpx.Client) -> None:
    assert suggest(client, "property", prefix="coun")[0]["id"] == "country"
    assert suggest(client, "property", prefix="ukr")[0] == {
        "id": "name:uk",
        "name": "Name in Ukrainian",
        "description": "The name of the place in Ukrainian",
    }
    assert suggest(client, "property", prefix="name:sw")[0]["name"] == "Name in Swahili"
