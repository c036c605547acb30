"""How a string was read, the point it means, the places it names: as the API answers them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from service.schema import ResolveAnswer

KYIV, PARIS, TOKYO, KHARKIV, UKRAINE = 703448, 2988507, 1850147, 706483, 690791
FIELDS = {"id", "name", "verdict", "candidates", "none", "hint"}
PLAIN: dict[str, object]
PLAIN = {
    "name": "Kyiv",
    "areas": [],
    "kind": None,
    "relation": None,
    "set_aside": [],
    "mended": None,
    "aliases": [],
}
LIST = "Kyiv; Paris; Tokyo"


def post(client: httpx.Client, *queries: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    answer = client.post("/v1/resolve", json={"queries": list(queries), **options})
    assert answer.status_code == 200, answer.text
    ResolveAnswer.model_validate(answer.json())
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def first(result: dict[str, Any]) -> int:
    place: int = result["candidates"][0]["id"]
    return place


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        ("Kyiv, Ukraine", KYIV, {"areas": [{"text": "Ukraine", "id": UKRAINE}]}),
        ("Ukraine, Kyiv", KYIV, {"areas": [{"text": "Ukraine", "id": UKRAINE}]}),
        ("KYIV (Reuters)", KYIV, {"name": "KYIV", "set_aside": ["Reuters"]}),
        ("Kyiv, Xqzzyt", KYIV, {"areas": [{"text": "Xqzzyt", "id": None}]}),
        ("near Kyiv", KYIV, {"relation": {"kind": "near", "km": None, "bearing": None, "text": "near"}}),
        (
            "30 km N of Kharkiv, Ukraine",
            KHARKIV,
            {
                "name": "Kharkiv",
                "areas": [{"text": "Ukraine", "id": UKRAINE}],
                "relation": {"kind": "direction", "km": 30.0, "bearing": 0.0, "text": "30 km N of"},
            },
        ),
    ],
)
def test_the_reading_is_said(client: httpx.Client, name: str, place: int, said: dict[str, Any]) -> None:
    (result,) = post(client, {"name": name})
    assert first(result) == place
    assert result["read"] == PLAIN | said
    assert list(result["read"]) == list(PLAIN)


def test_a_name_as_it_stands_has_no_reading(client: httpx.Client) -> None:
    assert [set(result) for result in post(client, {"name": "Kyiv"}, {"name": "Київ"})] == [FIELDS] * 2


def test_what_was_mended_is_said(client: httpx.Client) -> None:
    (result,) = post(client, {"name": "KÃ¶ln"})
    assert (result["read"]["name"], first(result)) == ("Köln", 2886242)
    assert result["read"]["mended"]


def test_the_point_meant_lies_beside_the_place(client: httpx.Client) -> None:
    names = ("30 km N of Kharkiv", "near Kharkiv", "Kharkiv")
    meant, near, plain = post(client, *({"name": name} for name in names))
    assert meant["point"] == {"lat": pytest.approx(50.2498, abs=1e-3), "lon": 36.25, "km": 11.7}
    assert meant["candidates"][0]["lat"] == plain["candidates"][0]["lat"] == 49.98
    assert "point" not in near
    assert "point" not in plain


def test_a_string_of_several_places_has_the_answer_to_each(client: httpx.Client) -> None:
    (result,) = post(client, {"name": LIST, "id": 7})
    assert result["verdict"] == "ambiguous"
    assert result["hint"].startswith("3 places in one string")
    assert "read" not in result
    assert [part["name"] for part in result["parts"]] == ["Kyiv", "Paris", "Tokyo"]
    alone = post(client, *({"name": part["name"]} for part in result["parts"]))
    assert [part | {"id": None} for part in result["parts"]] == alone


def test_parts_are_few(client: httpx.Client) -> None:
    query = {"name": ";".join(["Kyiv", "Paris"] * 9)}
    assert len(post(client, query)[0]["parts"]) == 12
    assert len(post(client, query, split=True)) == 12


@pytest.mark.parametrize("joint", [False, True])
def test_split_gives_a_result_for_each_place(client: httpx.Client, joint: bool) -> None:
    queries = [{"name": "Kharkiv", "id": "a"}, {"name": LIST, "id": "b"}, {}, {"name": "Odesa", "id": "c"}]
    whole = post(client, *queries, joint=joint)
    split = post(client, *queries, joint=joint, split=True)
    assert [one["id"] for one in split] == ["a", "b", "b", "b", None, "c"]
    assert [split[0], *split[4:]] == [whole[0], *whole[2:]]
    assert split[4]["error"]["where"] == "queries[2].name"
    numbered = enumerate(whole[1]["parts"], 1)
    assert split[1:4] == [
        part | {"id": "b", "name": LIST, "part": n, "part_name": part["name"]} for n, part in numbered
    ]


def test_split_as_a_parameter(client: httpx.Client) -> None:
    results = client.get("/v1/resolve", params={"q": LIST, "id": "b", "split": "true"}).json()["results"]
    assert results == post(client, {"name": LIST, "id": "b"}, split=True)
    for name in ("Kyiv", "KYIV (Reuters)", "Xyzzyqwert"):
        one = client.get("/v1/resolve", params={"q": name})
        assert client.get("/v1/resolve", params={"q": name, "split": "1"}).content == one.content


def test_parts_are_explained_too(client: httpx.Client) -> None:
    (whole,) = post(client, {"name": LIST}, explain=True)
    assert [part["explain"]["candidates"][0]["id"] for part in whole["parts"]] == [KYIV, PARIS, TOKYO]


def test_a_hint_comes_with_a_match_too(client: httpx.Client) -> None:
    (result,) = post(client, {"name": "Kyiv", "country": "Ruritania"})
    assert result["verdict"] == "match"
    assert result["hint"].startswith("country was not used")
