"""Nothing in a request is longer, wider or deeper than its kind has need of; what is more is refused."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from attacks.long_texts import IN_QUERY, IN_URL, needed
from row_by_row import each_row

from service import fields
from service.fields import Field, FieldKind

TABLE = "/v1/reconcile/csv"


def refusal(answer: httpx.Response) -> dict[str, Any]:
    assert 400 <= answer.status_code < 500, answer.text[:200]
    error: dict[str, Any] = answer.json()["error"]
    assert len(error["message"]) < 1000
    return error


@each_row(("path", "field"), IN_URL)
def test_a_text_in_a_url_has_a_length(client: httpx.Client, path: str, field: Field) -> None:
    assert field.most is not None
    for length in (int(field.most) + 1, 20_000):
        answer = client.get(path, params=needed(path) | {field.name: "e" * length})
        assert refusal(answer)["where"] == field.name


@each_row("length", [2_001, 1_000_000])
@each_row("field", IN_QUERY)
def test_a_text_in_a_query_has_a_length(client: httpx.Client, field: Field, length: int) -> None:
    odd = {"name": "Bakhmut"} | {field.name: "e" * length}
    if field.kind in (FieldKind.COUNTRIES, FieldKind.CODES):
        odd[field.name] = ["e" * length]  # type: ignore[assignment]
    answer = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}, odd]})
    assert answer.status_code == 200
    sound, refused = answer.json()["results"]
    assert sound["candidates"]
    assert refused["error"]["where"] == f"queries[1].{field.name}"
    assert len(answer.content) < 20_000


@each_row("field", fields.TABLE)
def test_what_is_said_of_a_table_has_a_length(client: httpx.Client, field: Field) -> None:
    params = {"name": "town"} | {field.name: "e" * 20_000}
    refusal(client.post(TABLE, params=params, content=b"town\nBakhmut\n"))


@pytest.mark.parametrize(
    "name", ["hex", "rot13", "zip", "bz2", "idna", "punycode", "undefined", "utf-7", "base64", "mbcs", "a" * 39, "é"]
)
def test_encodings_are_those_of_text(client: httpx.Client, name: str) -> None:
    answer = client.post(TABLE, params={"name": "town", "encoding": name}, content=b"town\nBakhmut\n")
    assert (answer.status_code, refusal(answer)["where"]) == (400, "encoding")


@pytest.mark.parametrize(
    "name", ["utf-8", "UTF_8", "utf8", "Latin1", "windows-1251", "cp1251", "Shift_JIS", "MacRoman"]
)
def test_encodings_go_by_all_their_names(client: httpx.Client, name: str) -> None:
    answer = client.post(TABLE, params={"name": "town", "encoding": name}, content=b"town\nBakhmut\n")
    assert answer.status_code == 200


@pytest.mark.parametrize("column", ["9" * 900, "0" * 900 + "1", "²", "፩", "-1", "+1", "0", " "])
def test_a_number_of_a_column_that_is_none(client: httpx.Client, column: str) -> None:
    answer = client.post(TABLE, params={"name": column}, content=b"town,land\nBakhmut,UA\n")
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("many", ["name", "country"])
def test_columns_are_named_a_few_times(client: httpx.Client, many: str) -> None:
    url = TABLE + "?name=1&" + "&".join([f"{many}=1"] * 2_000)
    answer = client.post(url, content=b"town\nBakhmut\n")
    assert answer.status_code in (200, 400)
    assert (answer.status_code == 400) == (many == "name")


def test_a_table_has_so_many_columns(client: httpx.Client) -> None:
    wide = b"," * 1_023
    assert client.post(TABLE + "?name=1", content=b"town" + wide + b"\nBakhmut\n").status_code == 200
    for content in (b"town" + wide + b",\nBakhmut\n", b"town\nBakhmut" + wide + b",\n", b"," * 100_000 + b"\na\n" * 9):
        answer = client.post(TABLE + "?name=1", content=content)
        assert (answer.status_code, refusal(answer)["code"]) == (413, "too_large")
        assert "1,024" in answer.text


def test_commas_are_no_answer_of_hundreds_of_megabytes(client: httpx.Client) -> None:
    """A wide header over rows of one cell."""
    for width in (1_000, 50_000):
        content = b"town" + b"," * width + b"\n" + b"a\n" * ((108_000 - width) // 2)
        answer = client.post(TABLE + "?name=1", content=content)
        assert refusal(answer)["code"] == "too_large"


def test_a_ragged_table_is_still_widened(client: httpx.Client) -> None:
    content = b"town" + b"," * 99 + b"\n" + b"Bakhmut\n" * 50
    answer = client.post(TABLE + "?name=1", content=content)
    assert answer.status_code == 200
    assert {line.count(",") for line in answer.text.splitlines()} == {99 + 13}


def test_a_long_row_is_not_repeated_for_each_place_of_a_cell(client: httpx.Client) -> None:
    content = b"town,text\n" + (b"Bakhmut;" * 40 + b"," + b"x" * 10_000 + b"\n") * 20 + b"Bakhmut;Bakhmut,x\n"
    answer = client.post(TABLE + "?name=town&split=any", content=content)
    assert answer.status_code == 200
    assert len(answer.content) < 2 * len(content)
    assert answer.text.count("too many to repeat it") == 20
    assert answer.text.count(",match,") == 2


@each_row("path", ["/v1/resolve", "/reconcile", "/reconcile/1.0-draft/match", "/reconcile/1.0-draft/extend"])
@each_row(
    "value",
    [
        b"[" * 500_000,
        b"[" * 500_000 + b"]" * 500_000,
        b'{"a":' * 200_000,
        b"[" * 1_000 + b"]" * 1_000,
        b"[" * 1_000 + b'"\\ud800"' + b"]" * 1_000,
        b"9" * 1_000_000,
        b"1e400",
        b"-1e400",
        b"[" + b"9" * 5_000 + b',"\\ud800"]',
        b"0." + b"0" * 500_000 + b"1",
    ],
)
def test_json_has_a_depth_and_numbers_have_a_length(client: httpx.Client, path: str, value: bytes) -> None:
    extend = b'{"ids":["706483"],"properties":[{"id":"names","settings":{"limit":%s,"lang":%s,"historic":%s}}]}'
    bodies = [
        value,
        b'{"queries":[{"name":"Bakhmut","limit":' + value + b"}]}",
        b'{"queries":{"q0":{"query":"Bakhmut","limit":' + value + b"}}}",
        b'{"extend":' + extend % (value, value, value) + b"}",
        extend % (value, value, value),
    ]
    for body in bodies:
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text[:200]
    form = client.post("/reconcile", data={"extend": (extend % (value, value, value)).decode()})
    assert form.status_code < 500


@each_row("path", ["/v1/resolve", "/v1/annotate", "/reconcile/1.0-draft/match"])
@each_row("depth", [1_100, 40_000])  # beyond what a parser goes down to
@each_row("within", [b"", b'"\\ud800"', b"1e400"])  # these are read by another parser
def test_json_that_is_too_deep_is_a_400(client: httpx.Client, path: str, depth: int, within: bytes) -> None:
    body = b'{"queries":[{"name":"Bakhmut","id":' + b"[" * depth + within + b"]" * depth + b"}]}"
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, refusal(answer)["code"]) == (400, "unreadable")
    assert "not JSON" in answer.text


def test_a_form_of_very_many_fields_is_refused(client: httpx.Client) -> None:
    answer = client.post("/reconcile", content=b"a&" * 500_000 + b"queries={}")
    assert refusal(answer)["code"] in ("too_large", "unreadable")


def test_values_that_openrefine_sends_have_a_length(client: httpx.Client) -> None:
    odd = [{"pid": pid, "v": "e" * 400_000} for pid in ("country", "within", "date", "coordinates", "feature")]
    queries: dict[str, Any] = {"q0": {"query": "Bakhmut"}, "q1": {"query": "Bakhmut", "properties": odd}}
    queries["q2"] = {"query": "Bakhmut", "type": "e" * 400_000, "type_strict": "all"}
    queries["q3"] = {"query": "e" * 400_000}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200
    said = answer.json()
    assert said["q0"]["result"]
    assert said["q2"]["result"] == said["q3"]["result"] == []
    assert len(answer.content) < 20_000


def test_extending_is_bounded_by_what_it_answers(client: httpx.Client) -> None:
    many = {"ids": [str(id) for id in range(1000)], "properties": [{"id": "names"}, {"id": "country"}] * 40}
    assert refusal(client.post("/reconcile", data={"extend": json.dumps(many)}))["code"] == "too_large"
    few = {"ids": [str(id) for id in range(1000)], "properties": [{"id": "names"}]}
    assert client.post("/reconcile", data={"extend": json.dumps(few)}).status_code == 200


GEONAMES = [
    "/searchJSON",
    "/findNearbyJSON",
    "/findNearbyPlaceNameJSON",
    "/getJSON",
    "/childrenJSON",
    "/countryInfoJSON",
]
GIVEN = {"q": "Bakhmut", "lat": "48.6", "lng": "38", "geonameId": "706483"}
ASKED = (
    *("q", "lang", "searchlang", "country", "countryBias", "featureCode", "featureClass", "adminCode1", "maxRows"),
    *("startRow", "geonameId", "fuzzy", "radius", "style", "orderby", "continentCode", "cities", "lat", "north"),
)


@each_row("value", ["0" * 5_000, "9" * 5_000, "e" * 20_000, "፩", "²", "-0", "+1", "1_0", "1e400"])
@each_row("path", GEONAMES)
def test_parameters_of_geonames_clients(client: httpx.Client, path: str, value: str) -> None:
    for field in ASKED:
        answer = client.get(path, params=GIVEN | {field: value})
        assert answer.status_code < 500, (field, answer.text[:200])
        assert len(answer.content) < 100_000
