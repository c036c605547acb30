from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from row_by_row import each_row

from service.parameters import split_codes

BAKHMUT = 713174


def post(client: httpx.Client, *queries: Any, **options: Any) -> list[dict[str, Any]]:
    answer = client.post("/v1/resolve", json={"queries": list(queries), **options})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_one_name_is_resolved(client: httpx.Client) -> None:
    answer = client.get("/v1/resolve", params={"q": "Bakhmout"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    (result,) = answer.json()["results"]
    assert result["verdict"] == "match"
    assert result["candidates"][0]["id"] == BAKHMUT


def test_a_candidate_has_every_field(client: httpx.Client) -> None:
    (result,) = client.get("/v1/resolve", params={"q": "Bakhmout"}).json()["results"]
    assert set(result) == {"id", "name", "verdict", "candidates", "none", "hint"}
    candidate = result["candidates"][0]
    assert list(candidate) == [
        *("id", "uri", "name", "name_lang", "lat", "lon", "country", "country_name"),
        *("admin1", "admin2", "admin3", "admin4", "continent", "feature", "population", "elevation", "timezone"),
        *("wikidata", "own", "contested", "renamed", "score", "matched", "distance_km"),
    ]
    assert candidate["uri"] == f"https://sws.geonames.org/{BAKHMUT}/"
    assert set(candidate["feature"]) == {"class", "code"}
    assert set(candidate["admin1"]) == {"code", "name", "id", "iso"}
    assert list(candidate["matched"]) == [
        *("name", "lang", "historic", "from", "to", "code", "own", "how", "detail", "similarity"),
    ]
    assert candidate["matched"]["detail"]
    assert candidate["country"] == "UA"
    assert 0 < candidate["score"] <= 1
    assert abs(candidate["lat"] - 48.59) < 0.1


def test_every_answer_names_the_gazetteer(client: httpx.Client) -> None:
    for path in ("/v1/resolve?q=Bakhmut", f"/v1/places/{BAKHMUT}", "/v1/suggest?prefix=Bakh", "/readyz"):
        assert set(client.get(path).json()["gazetteer"]) == {"build", "source", "places", "names", "built"}


def test_a_batch_keeps_order_and_ids(client: httpx.Client) -> None:
    queries = [{"name": name, "id": key} for name, key in (("Xyzzyqwert", "a"), ("Bakhmut", 7), ("Bakhmout", None))]
    results = post(client, *queries * 20)
    assert [one["id"] for one in results] == ["a", 7, None] * 20
    assert [one["verdict"] for one in results] == ["no_match", "match", "match"] * 20


def test_an_empty_batch_is_answered(client: httpx.Client) -> None:
    assert post(client) == []


def test_get_and_post_give_the_same(client: httpx.Client) -> None:
    params = {"q": "Springfield", "country": "US", "limit": "3", "lat": "37.2", "lon": "-93.3", "classes": "P"}
    query = {"name": "Springfield", "country": "US", "limit": 3, "near": {"lat": 37.2, "lon": -93.3}, "classes": ["P"]}
    assert client.get("/v1/resolve", params=params).json()["results"] == post(client, query)


def test_limit_limits(client: httpx.Client) -> None:
    assert len(post(client, {"name": "Springfield", "limit": 2})[0]["candidates"]) == 2


def test_an_ambiguous_name_has_a_hint(client: httpx.Client) -> None:
    (result,) = post(client, {"name": "Springfield"})
    assert result["verdict"] == "ambiguous"
    assert result["hint"]


@each_row(
    ("query", "where"),
    [
        ({}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"name": ["Bakhmut"]}, "name"),
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "\x00\x07"}, "name"),
        ({"name": "\u200f\u202e"}, "name"),
        ({"name": "B" * 201}, "name"),
        ({"name": "Bakhmut", "country": {"code": "UA"}}, "country"),
        ({"name": "Bakhmut", "country": False}, "country"),
        ({"name": "Bakhmut", "near": {"lat": 91, "lon": 38}}, "near.lat"),
        ({"name": "Bakhmut", "near": {"lat": 48, "lon": -181}}, "near.lon"),
        ({"name": "Bakhmut", "near": {"lat": 48, "lon": 38, "km": -1}}, "near.km"),
        ({"name": "Bakhmut", "near": {"lat": 48}}, "near.lon"),
        ({"name": "Bakhmut", "near": {"lat": "48", "lon": 38}}, "near.lat"),
        ({"name": "Bakhmut", "near": {"lat": True, "lon": 38}}, "near.lat"),
        ({"name": "Bakhmut", "near": [48, 38]}, "near"),
        ({"name": "Bakhmut", "classes": 3}, "classes"),
        ({"name": "Bakhmut", "classes": ["P", 3]}, "classes"),
        ({"name": "Bakhmut", "classes": ["X"]}, "classes"),
        ({"name": "Bakhmut", "codes": [None]}, "codes"),
        ({"name": "Bakhmut", "date": "soon"}, "date"),
        ({"name": "Bakhmut", "date": 1985}, "date"),
        ({"name": "Bakhmut", "limit": 0}, "limit"),
        ({"name": "Bakhmut", "limit": 101}, "limit"),
        ({"name": "Bakhmut", "limit": 2.5}, "limit"),
        ({"name": "Bakhmut", "limit": True}, "limit"),
        ({"name": "Bakhmut", "lang": 5}, "lang"),
        ({"name": "Bakhmut", "within": ["Texas"]}, "within"),
        ({"name": "Bakhmut", "id": {}}, "id"),
        ("Bakhmut", ""),
        (None, ""),
        ([], ""),
    ],
)
def test_a_bad_query_fails_alone(client: httpx.Client, query: Any, where: str) -> None:
    before, bad, after = post(client, {"name": "Bakhmut"}, query, {"name": "Bakhmout"})
    assert before["candidates"][0]["id"] == after["candidates"][0]["id"] == BAKHMUT
    assert bad["verdict"] is None
    assert bad["candidates"] == []
    assert bad["error"]["where"] == ("queries[1]." + where).rstrip(".")
    assert bad["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    "field", ["name", "lang", "country", "within", "classes", "codes", "date", "id"], ids=lambda field: field
)
def test_half_a_surrogate_pair_spoils_its_query_alone(client: httpx.Client, field: str) -> None:
    body = json.dumps({"queries": [{"name": "Bakhmut"}, {"name": "Bakhmut", field: "Bakh\ud800mut"}]})
    answer = client.post("/v1/resolve", content=body)
    assert answer.status_code == 200
    good, bad = answer.json()["results"]
    assert good["candidates"][0]["id"] == BAKHMUT
    if field == "id":
        assert bad["id"] == "Bakh\ufffdmut"
    else:
        assert bad["error"]["where"] == f"queries[1].{field}"


@each_row(
    "name",
    [
        "😀🏳️‍🌈",
        "?!…—",
        "\u200fBakhmut\u200e",
        "Bakhmut\x00",
        "Ba\x07khmut",
        "\ufeffBakhmut",
        "\U0010ffff\ue000",
        "а" * 200,
        "ﷺ" * 200,
        "e" + "\u0301" * 150,
        "%00%ff",
        "'; DROP TABLE places; --",
        "<script>",
        "${7*7}",
        "0",
        "-1",
        "NaN",
    ],
)
def test_odd_names_are_answered(client: httpx.Client, name: str) -> None:
    (result,) = post(client, {"name": name})
    assert result.get("error") or result["verdict"] in {"match", "ambiguous", "no_match"}
    assert client.get("/v1/resolve", params={"q": name}).status_code in {200, 400}


@each_row(
    "name",
    [
        *("Bakhmut", "Бахмут", "Μπαχμούτ", "Բախմուտ", "ბახმუტი", "باخموت", "בחמוט", "बख़्मुत", "바흐무트", "バフムート"),
        *("巴赫穆特", "บัคมุต", "ባኽሙት", "བཁ་མུཏ", "பாக்முத்"),
    ],
)
def test_any_script_is_answered(client: httpx.Client, name: str) -> None:
    answer = client.get("/v1/resolve", params={"q": name})
    assert answer.status_code == 200
    assert answer.json()["results"][0]["name"] == name


@each_row(
    ("params", "where"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=%20%20", "q"),
        ("q=" + "B" * 201, "q"),
        ("q=Bakhmut&country=Ruritania&strict=true", "country"),
        ("q=Bakhmut&within=Xqzzy&strict=true", "within"),
        ("q=Bakhmut&limit=%E1%8D%A9", "limit"),
        ("q=Bakhmut&lat=91&lon=38", "lat"),
        ("q=Bakhmut&lat=x&lon=38", "lat"),
        ("q=Bakhmut&lat=nan&lon=38", "lat"),
        ("q=Bakhmut&lat=48", "lon"),
        ("q=Bakhmut&km=10", "lat"),
        ("q=Bakhmut&limit=many", "limit"),
        ("q=Bakhmut&limit=" + "9" * 5000, "limit"),
        ("q=Bakhmut&limit=0", "limit"),
        ("q=Bakhmut&strict=perhaps", "strict"),
        ("q=Bakhmut&split=;", "split"),
        ("q=Bakhmut&mode=magic", "mode"),
        ("q=Bakhmut&date=1985-13-01", "date"),
        ("q=Bakhmut&classes=P,X", "classes"),
    ],
)
def test_a_bad_parameter_is_named(client: httpx.Client, params: str, where: str) -> None:
    answer = client.get(f"/v1/resolve?{params}")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["where"] == where
    assert error["message"].endswith(".")


@pytest.mark.parametrize("number", ["٣", "፩", "²", "9" * 200, "-0", "1e400"], ids=lambda value: value[:8])
@pytest.mark.parametrize("field", ["country", "within"])
def test_a_number_that_is_none_spoils_no_batch(client: httpx.Client, field: str, number: str) -> None:
    asked = [{"name": "Bakhmut"}, {"name": "Bakhmut", field: number}, {"name": "Bakhmout"}]
    results = post(client, *asked)
    assert [result["candidates"][0]["id"] for result in results] == [BAKHMUT] * 3
    assert results[1]["hint"].startswith(f"{field} was not used")
    assert results[0]["hint"] is results[2]["hint"] is None


def test_strict_refuses_what_cannot_be_read_for_that_query_alone(client: httpx.Client) -> None:
    queries = [
        {"name": "Bakhmut"},
        {"name": "Bakhmut", "within": "Xqzzy"},
        {"name": "Bakhmut", "country": ["UA", "QQ"]},
    ]
    answer = client.post("/v1/resolve", json={"queries": queries, "strict": True})
    assert answer.status_code == 200
    errors = [result.get("error") for result in answer.json()["results"]]
    assert errors[0] is None
    assert [error["where"] for error in errors[1:]] == ["queries[1].within", "queries[2].country"]


@pytest.mark.parametrize(
    ("value", "countries"),
    [
        ("UA,PL", ["UA", "PL"]),
        ("Ukraine,Poland", ["Ukraine", "Poland"]),
        ("Korea, Republic of", ["Korea, Republic of"]),
        ("Congo, Dem. Rep.", ["Congo, Dem. Rep."]),
        ("Guinea, Equatorial", ["Guinea, Equatorial"]),
        ("Конго, Демократическая Республика", ["Конго, Демократическая Республика"]),
        ("UK", ["UK"]),
    ],
)
def test_a_comma_parts_countries_or_turns_one(value: str, countries: list[str]) -> None:
    assert split_codes([value]) == countries


@pytest.mark.parametrize("query", ["colour=red", "lang=", "lat=&lon=", "country=", "limit=", "strict="])
def test_unknown_and_blank_parameters_are_ignored(client: httpx.Client, query: str) -> None:
    plain = client.get("/v1/resolve?q=Bakhmut").json()
    assert client.get(f"/v1/resolve?q=Bakhmut&{query}").json() == plain


def test_unknown_fields_and_nulls_are_ignored(client: httpx.Client) -> None:
    nulls = dict.fromkeys(("lang", "country", "within", "near", "classes", "codes", "date", "limit", "id"))
    assert post(client, {"name": "Bakhmut", "colour": "red", **nulls}, colour="red", display=None) == post(
        client, {"name": "Bakhmut"}
    )


@pytest.mark.parametrize("country", ["UA", "ua", "UKR", "804", 804, ["UA", "FR"], "Ukraine"])
def test_a_country_in_any_form(client: httpx.Client, country: Any) -> None:
    (result,) = post(client, {"name": "Bakhmut", "country": country})
    assert result["candidates"][0]["id"] == BAKHMUT


@each_row(
    ("body", "where"),
    [
        (b"", None),
        (b"{", None),
        (b"[]", None),
        (b'"Bakhmut"', None),
        (b"null", None),
        (b"{}", "queries"),
        (b'{"name": "Bakhmut"}', "queries"),
        (b'{"queries": {"name": "Bakhmut"}}', "queries"),
        (b'{"queries": null}', "queries"),
        (b'{"queries": [], "strict": "yes"}', "strict"),
        (b'{"queries": [], "joint": 1}', "joint"),
        (b'{"queries": [], "split": ";"}', "split"),
        (b'{"queries": [], "mode": "magic"}', "mode"),
        (b'{"queries": [], "mode": []}', "mode"),
        (b'{"queries": [], "display": 5}', "display"),
        (b'{"queries": [], "display": "\\ud800"}', "display"),
        (b'{"queries": [NaN]}', None),
        (b'{"queries": [NaN, "\\ud800"]}', None),
        (b'{"queries": [{"name": "\xff\xfe"}]}', None),
        (b"\xff\xfe{\x00}\x00", None),
        (b'{"queries": ["\\ud800", ' + b"[" * 90_000, None),
        (b"[" * 90_000, None),
        (b'{"queries": [{"name": "x", "limit": 1' + b"0" * 5000 + b'}], "x": ', None),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(client: httpx.Client, body: bytes, where: str | None) -> None:
    answer = client.post("/v1/resolve", content=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "where"}
    assert error["where"] == where
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("number", ["1" * 400, "-" + "1" * 400, "1e400", "-0", "1e-400", "18446744073709551616"])
@pytest.mark.parametrize("tail", ["", ', "\\ud800"'])
def test_odd_numbers_never_fail_the_service(client: httpx.Client, number: str, tail: str) -> None:
    fields = ("id", "limit", "country", "within")
    queries = ", ".join(f'{{"name": "Bakhmut", "{field}": {number}}}' for field in fields)
    near = f'{{"name": "Bakhmut", "near": {{"lat": {number}, "lon": 38}}}}'
    answer = client.post("/v1/resolve", content=f'{{"queries": [{queries}, {near}{tail}]}}')
    assert answer.status_code in {200, 400}
    assert "error" in answer.json() or len(answer.json()["results"]) >= 5


def test_too_many_queries_are_refused_with_the_limit(client: httpx.Client) -> None:
    answer = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}] * 10_000})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"
    assert "1,000" in answer.json()["error"]["message"]


def test_a_body_too_long_is_refused_with_the_limit(client: httpx.Client) -> None:
    def chunks() -> Any:
        for _ in range(50):
            yield b" " * 100_000

    for answer in (client.post("/v1/resolve", content=b" " * 5_000_000), client.post("/v1/resolve", content=chunks())):
        assert answer.status_code == 413
        assert "4,000,000 bytes" in answer.json()["error"]["message"]
