"""The rules that the protocol's schemas do not say; a service that breaks one of them blanks a user's column."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from row_by_row import each_row
from serving import serving

from gazetteer import Gazetteer
from gazetteer.matching.resolve import resolve
from service.app import create_app
from service.reconcile.candidates import answer
from service.reconcile.query import ReconQuery
from service.settings import Settings

BAKHMUT, PARIS, PARIS_TEXAS, KYIV = "713174", "2988507", "4717560", "703448"

Ask = Callable[..., dict[str, Any]]


def test_candidates_are_whole(ask: Ask) -> None:
    for rows in ask({"q0": {"query": "Bakhmout"}, "q1": {"query": "Springfield"}, "q2": {"query": BAKHMUT}}).values():
        assert rows
        for row in rows:
            assert row["type"]
            assert all(set(kind) == {"id", "name"} for kind in row["type"])
            assert isinstance(row["match"], bool)
            assert row["name"]
            assert row["description"]
            assert 0 <= row["score"] <= 100


def test_at_most_the_first_is_a_match_and_only_by_our_verdict(ask: Ask) -> None:
    answers = ask({name: {"query": name} for name in ("Bakhmout", "Springfield", "Qwrtzk", "Odessa", "Paris")})
    assert answers["Bakhmout"][0]["match"] is True
    assert not any(row["match"] for row in answers["Springfield"])
    assert not any(row["match"] for rows in answers.values() for row in rows[1:])
    for rows in answers.values():
        scores = [row["score"] for row in rows]
        assert scores == sorted(scores, reverse=True)


@each_row("kind", [None, "P", "PPL", "A"])
@each_row("strictness", ["should", "any", "all"])
@each_row("text", ["Kyiv - Paris", "Kyiv; Paris; Tokyo", "Kyiv / Kharkiv", "Kyiv and Odesa"])
def test_several_places_in_one_string_are_never_a_match(ask: Ask, text: str, strictness: str, kind: str | None) -> None:
    asked = {"query": text, "type_strict": strictness} | ({} if kind is None else {"type": kind})
    assert not any(row["match"] for row in ask({"q": asked})["q"])


@pytest.mark.parametrize("text", ["Kyiv - Lviv", "Kyiv; Paris", "Lviv / Kyiv"])
@pytest.mark.parametrize("kind", ["P", "A"])
def test_nor_where_a_filter_hides_one_of_them(embedded: Gazetteer, text: str, kind: str) -> None:
    answered = answer(embedded, ReconQuery(text, types=(kind,), strictness="all"), None)
    assert not any(row["match"] for row in answered.rows)


def test_the_description_says_how_a_string_was_read(ask: Ask) -> None:
    answers = ask({name: {"query": name} for name in ("Bakhmut", "KYIV (Reuters)")})
    assert "read as" not in answers["Bakhmut"][0]["description"]
    first, *others = answers["KYIV (Reuters)"]
    assert (first["id"], first["match"]) == (KYIV, True)
    assert first["description"].endswith(" · read as KYIV; aside: Reuters")
    assert not any("read as" in row["description"] for row in others)


def test_features_are_the_evidence(ask: Ask) -> None:
    rows = ask({"q": {"query": "Артемівськ", "properties": [{"pid": "coordinates", "v": "48.6, 38.0"}]}})["q"]
    values = {feature["id"]: feature["value"] for feature in rows[0]["features"]}
    assert all(set(feature) == {"id", "name", "value"} for feature in rows[0]["features"])
    assert values["probability"] == pytest.approx(rows[0]["score"] / 100, abs=1e-3)
    assert values["name_historic"] is True
    assert values["distance_km"] < 5


def test_the_most_specific_type_first(ask: Ask) -> None:
    kinds = [kind["id"] for kind in ask({"q": {"query": "Kyiv"}})["q"][0]["type"]]
    assert kinds == ["PPLC", "PPL", "P"]


def test_extend_answers_every_id_and_every_property(extend: Ask) -> None:
    ids = [BAKHMUT, "1", "no id", "9115288"]
    properties = ["country", "population", "wikidata", "no such property", "admin2", "name:hu"]
    answer = extend(ids, properties)
    assert [one["id"] for one in answer["meta"]] == properties
    assert list(answer["rows"]) == ids
    for row in answer["rows"].values():
        assert list(row) == properties
        assert all(isinstance(cells, list) for cells in row.values())
    assert answer["rows"]["1"] == {id: [] for id in properties}
    assert answer["rows"]["9115288"]["population"] == []  # unknown, where GeoNames writes 0
    assert answer["rows"][BAKHMUT] == {
        "country": [{"id": "690791", "name": "Ukraine"}],
        "population": [{"int": 80500}],
        "wikidata": [],
        "no such property": [],
        "admin2": [],
        "name:hu": [{"str": "Bahmut"}],
    }


def test_cells_are_of_one_kind_each(client: httpx.Client, extend: Ask) -> None:
    offered = [one["id"] for one in client.get("/reconcile/propose").json()["properties"]]
    rows = extend([BAKHMUT, PARIS, "690791", "709716"], offered)["rows"]
    cells = [cell for row in rows.values() for values in row.values() for cell in values]
    assert len(cells) > 30
    allowed = ({"id", "name"}, {"str"}, {"int"}, {"float"}, {"date"})
    assert all(set(cell) in allowed for cell in cells)
    assert all(cell.get("int", 0) < 2**31 for cell in cells)


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"lang": "ja"}, {"バフムート"}),
        ({"lang": "uk"}, {"Бахмут"}),
        ({"lang": "uk", "historic": "on"}, {"Бахмут", "Артемівськ"}),
        ({"lang": "uk", "historic": "on", "limit": "1"}, None),
        ({"lang": "xx"}, set()),
        (
            {"lang": 7, "limit": "many", "historic": None},
            {"Bakhmut", "Бахмут", "Bakhmout", "Bachmut", "Bahmut", "バフムート"},
        ),
    ],
)
def test_settings_arrive_as_text(extend: Ask, settings: dict[str, Any], names: set[str] | None) -> None:
    cells = extend([BAKHMUT], [{"id": "names", "settings": settings}])["rows"][BAKHMUT]["names"]
    if names is None:
        assert len(cells) == 1
    else:
        assert {cell["str"] for cell in cells} == names


def test_a_name_in_a_language_the_place_has_none_in_is_empty(extend: Ask) -> None:
    properties = [{"id": "name", "settings": {"lang": "uk"}}, "population"]
    rows = extend(["4717560", KYIV], properties)["rows"]
    assert rows["4717560"] == {"name": [], "population": [{"int": 24782}]}
    assert rows[KYIV]["name"] == [{"str": "Київ"}]


def test_should_weighs_and_any_and_all_filter(ask: Ask) -> None:
    # The oblast and its city are both called Kharkiv.
    query: dict[str, Any] = {"query": "Kharkiv"}
    answers = ask(
        {
            "should": {**query, "type": "ADM1", "type_strict": "should"},
            "any": {**query, "type": ["ADM1", "PPLA"], "type_strict": "any"},
            "one": {**query, "type": ["ADM1"], "type_strict": "any"},
            "all": {**query, "type": ["A", "ADM1"], "type_strict": "all"},
            "both": {**query, "type": ["P", "ADM1"], "type_strict": "all"},
            "unknown": {**query, "type": ["castle in the air"], "type_strict": "any"},
        }
    )
    assert answers["should"][0]["id"] == "706482"
    assert {"706482", "706483"} <= {row["id"] for row in answers["any"]}
    for key in ("one", "all"):
        assert {row["id"] for row in answers[key]} == {"706482"}
    assert answers["both"] == answers["unknown"] == []


def test_a_value_that_was_reconciled_before_counts_by_its_id(ask: Ask) -> None:
    answers = ask(
        {
            "id": {"query": "Paris", "properties": [{"pid": "country", "v": {"id": "6252001", "name": "?"}}]},
            "name": {"query": "Paris", "properties": [{"pid": "country", "v": {"id": "Q30", "name": "USA"}}]},
            "area": {"query": "Paris", "properties": [{"pid": "admin1", "v": {"id": "4736286", "name": "?"}}]},
            "list": {"query": "Paris", "properties": [{"pid": "country", "v": ["US", "CR"]}]},
        }
    )
    assert {key: rows[0]["id"] for key, rows in answers.items()} == dict.fromkeys(answers, PARIS_TEXAS)


@pytest.mark.parametrize(
    "property",
    [
        {"pid": "country", "v": "United States"},
        {"pid": "country_code", "v": "US"},
        {"pid": "admin1", "v": "Texas"},
        {"pid": "within", "v": "4736286"},
        {"pid": "coordinates", "v": "33.66, -95.56"},
        {"pid": "coordinates", "v": "POINT(-95.56 33.66)"},
        {"pid": "coordinates", "v": "33.66N 95.56W"},
        {"pid": "country", "v": "Texas"},
    ],
)
def test_what_a_query_can_be_refined_by(ask: Ask, property: dict[str, Any]) -> None:
    assert ask({"q": {"query": "Paris", "properties": [property]}})["q"][0]["id"] == PARIS_TEXAS


def test_latitude_and_longitude_in_two_columns(ask: Ask) -> None:
    properties = [{"pid": "latitude", "v": "33.66"}, {"pid": "longitude", "v": -95.56}]
    assert ask({"q": {"query": "Paris", "properties": properties}})["q"][0]["id"] == PARIS_TEXAS


@pytest.mark.parametrize(
    "property",
    [
        {"pid": "country", "v": "Ruritania"},
        {"pid": "country", "v": "4711"},
        {"pid": "within", "v": "75"},
        {"pid": "admin1", "v": "Nowhere Province"},
        {"pid": "coordinates", "v": "north of here"},
        {"pid": "coordinates", "v": "95.0, 200.0"},
        {"pid": "latitude", "v": "33.66"},
        {"pid": "date", "v": "yesterday"},
        {"pid": "feature", "v": "ZZZ"},
    ],
)
def test_what_cannot_be_read_leaves_candidates_but_no_match(ask: Ask, property: dict[str, Any]) -> None:
    rows = ask({"q": {"query": "Bakhmout", "properties": [property]}})["q"]
    assert rows[0]["id"] == BAKHMUT
    assert rows[0]["match"] is False


def test_one_query_by_an_id(ask: Ask) -> None:
    answers = ask(
        {"id": {"query": "713174"}, "uri": {"query": "https://sws.geonames.org/713174/"}, "none": {"query": "1"}}
    )
    assert [row["id"] for row in answers["id"]] == [row["id"] for row in answers["uri"]] == [BAKHMUT]
    assert answers["uri"][0]["match"] is True
    assert answers["id"][0]["match"] is False  # it may be a postal code
    assert answers["none"] == []


def test_an_odd_query_leaves_the_others_answered(ask: Ask) -> None:
    odd: dict[str, object] = {
        "number": 5,
        "null": None,
        "list": [],
        "empty": {},
        "blank": {"query": "  "},
        "long": {"query": "x" * 5000},
        "object": {"query": {"a": 1}},
        "half": {"query": "\ud800"},
        "limit": {"query": "Kyiv", "limit": -3},
        "infinite": {"query": "Kyiv", "limit": 1e300},
        "types": {"query": "Kyiv", "type": {"no": "id"}, "type_strict": ["any"]},
        "properties": {"query": "Kyiv", "properties": {"pid": "country"}},
        "values": {
            "query": "Kyiv",
            "properties": [7, {"pid": 7}, {"pid": "country"}, {"pid": "country", "v": [None, {}]}],
        },
        "unknown": {"query": "Kyiv", "properties": [{"pid": "colour", "v": "blue"}], "language": "fr"},
    }
    answers = ask({"good": {"query": "Bakhmout"}, **odd})
    assert list(answers) == ["good", *odd]
    assert answers["good"][0]["id"] == BAKHMUT
    for key in ("number", "null", "list", "empty", "blank", "long", "object", "half"):
        assert answers[key] == [], key
    for key in ("limit", "infinite", "types", "properties", "values", "unknown"):
        assert answers[key][0]["id"] == KYIV, key


def test_a_name_may_come_as_a_property(ask: Ask) -> None:
    assert ask({"q": {"properties": [{"pid": "name:uk", "v": "Бахмут"}]}})["q"][0]["id"] == BAKHMUT


def test_a_batch_is_resolved_once_for_each_distinct_query(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(index: Any, query: Any, options: Any) -> Any:
        asked.append(query.name)
        return resolve(index, query, options)

    monkeypatch.setattr("gazetteer.memory.resolve.resolve", counting)
    found = ask({f"q{number}": {"query": "Kramatorrsk"} for number in range(20)})
    assert asked == ["Kramatorrsk"]
    assert len({rows[0]["id"] for rows in found.values()}) == 1


@pytest.mark.parametrize(
    "body", ["queries={", "queries=", "queries=[1]", 'queries="x"', "extend={}", "extend=7", "", "q=1"]
)
def test_malformed_is_400(client: httpx.Client, body: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/reconcile", content=body, headers=form)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_batch_beyond_the_limit_is_413_and_says_what_to_do(client: httpx.Client) -> None:
    batch = {f"q{number}": {"query": "Kyiv"} for number in range(1001)}
    answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 413
    assert "1,000" in answer.json()["error"]["message"]
    answer = client.post("/reconcile", content=b"queries=" + b"x" * 4_000_001)
    assert answer.status_code == 413


def test_no_jsonp_is_claimed_or_spoken(client: httpx.Client) -> None:
    answer = client.get("/reconcile", params={"callback": "jsonp1"})
    assert answer.json()["versions"] == ["0.2"]
    assert answer.headers["content-type"].startswith("application/json")


def test_manifest_addresses_are_absolute_and_answer(client: httpx.Client) -> None:
    manifest = client.get("/reconcile").json()
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for service in services:
        assert service["service_url"].startswith("http://127.0.0.1:")
        assert "?" not in service["service_path"]
        assert client.get(service["service_url"] + service["service_path"], params={"prefix": "Ba"}).status_code == 200
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert client.get(template.replace("{{id}}", BAKHMUT)).status_code == 200
    assert client.get(manifest["logo"]).headers["content-type"].startswith("image/svg+xml")
    assert client.get(manifest["documentation"]).status_code == 200
    assert 10 <= manifest["batchSize"] <= 1000


@pytest.mark.parametrize(
    ("headers", "start"),
    [
        (
            {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "places.example.org"},
            "https://places.example.org/reconcile",
        ),
        ({"X-Forwarded-Host": "a.example, b.example", "X-Forwarded-Prefix": "/geo"}, "http://a.example/geo/reconcile"),
        ({"X-Forwarded-Host": '"><script>', "X-Forwarded-Proto": "javascript"}, "http://127.0.0.1:"),
        ({"X-Forwarded-Prefix": "/../x y"}, "http://127.0.0.1:"),
    ],
)
def test_behind_a_proxy(tiny_dir: Path, headers: dict[str, str], start: str) -> None:
    def manifest(proxies: str) -> Any:
        with serving(create_app(Settings(data_dir=tiny_dir, trusted_proxies=proxies))) as address:
            return httpx.get(f"{address}/reconcile", headers=headers).json()

    known = manifest("127.0.0.1")
    assert known["suggest"]["entity"]["service_url"].startswith(start)
    assert "script" not in json.dumps(known)
    assert manifest("10.0.0.0/8")["suggest"]["entity"]["service_url"].startswith("http://127.0.0.1:")


def test_one_address_for_each_language(client: httpx.Client, ask: Ask, extend: Ask) -> None:
    manifest = client.get("/reconcile/fr").json()
    assert manifest == client.get("/reconcile", params={"lang": "fr"}).json()
    assert manifest["suggest"]["entity"]["service_url"].endswith("/reconcile/fr")
    assert ask({"q": {"query": "Bahmut"}}, "/reconcile/fr")["q"][0]["name"] == "Bakhmout"
    assert extend(["2886242"], ["country"], "/reconcile/de")["rows"]["2886242"]["country"][0]["name"] == "Germany"
    assert extend([PARIS], ["country"], "/reconcile/de")["rows"][PARIS]["country"][0]["name"] == "Frankreich"
    for path in ("/reconcile/match", "/reconcile/français", "/reconcile/1", "/reconcile/fr/suggest"):
        assert client.get(path).status_code == 404


def test_a_json_body_is_read_too(client: httpx.Client) -> None:
    answer = client.post("/reconcile", json={"queries": {"q0": {"query": "Bakhmout"}}})
    assert answer.json()["q0"]["result"][0]["id"] == BAKHMUT


def test_get_with_queries(client: httpx.Client) -> None:
    answer = client.get("/reconcile", params={"queries": '{"q0": {"query": "Bakhmout"}}'})
    assert answer.json()["q0"]["result"][0]["id"] == BAKHMUT


@pytest.mark.parametrize(
    ("value", "year"),
    [("1985-04-01", True), ("1985", True), ("1985-04", True), ("1985-04-01T00:00:00Z", True), ("1985-13-01", False)],
)
def test_days(value: str, year: bool) -> None:
    from service.reconcile.values import read_day

    day = read_day(value)
    assert (day.year if day else None) == (1985 if year else None)
