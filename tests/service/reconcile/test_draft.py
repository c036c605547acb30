"""What is different in 1.0-draft; both versions share their core, which the rules' tests go through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

Match = Callable[..., list[Any]]
BAKHMUT, PARIS_TEXAS = "713174", "4717560"


def named(name: object, *more: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"conditions": [{"matchType": "name", "propertyValue": name}, *more], **fields}


def of(property: str, value: object, **fields: Any) -> dict[str, Any]:
    return {"matchType": "property", "propertyId": property, "propertyValue": value, **fields}


def test_candidates_in_the_order_of_the_queries(match: Match) -> None:
    found = match(named("Bakhmout"), named("Qwrtzk"), named("Paris", of("country", "US")), named("Kyiv", limit=1))
    assert found[0][0]["id"] == BAKHMUT
    assert found[0][0]["match"] is True
    assert found[1] == [] or not found[1][0]["match"]
    assert found[2][0]["id"] == PARIS_TEXAS
    assert len(found[3]) == 1


def test_a_condition_that_is_required_filters(match: Match) -> None:
    [weighed, filtered] = match(named("Paris", of("country", "US")), named("Paris", of("country", "US", required=True)))
    assert {one["id"] for one in filtered} < {one["id"] for one in weighed}


def test_a_condition_that_excludes_makes_no_match(match: Match) -> None:
    [found] = match(named("Bakhmout", of("country", "FR", matchQuantifier="none")))
    assert found[0]["id"] == BAKHMUT
    assert not found[0]["match"]


def test_by_id(match: Match) -> None:
    found = match(
        {"conditions": [{"matchType": "id", "propertyValue": BAKHMUT}]},
        {"conditions": [{"matchType": "id", "propertyValue": {"id": BAKHMUT}}]},
        {"conditions": [{"matchType": "id", "propertyValue": "1"}]},
    )
    assert found[0] == found[1]
    assert found[0][0]["match"] is True
    assert found[2] == []


def test_odd_queries(match: Match) -> None:
    odd: list[Any] = [
        7,
        {},
        {"conditions": 7},
        {"conditions": [7]},
        named(None),
        named({"id": 7}),
        named([]),
        named(""),
    ]
    *found, good = match(*odd, named("Bakhmout", of("colour", "blue"), lang="??", type=[], limit="x"))
    assert len(found) == len(odd)
    assert good[0]["id"] == BAKHMUT


def test_extend(client: httpx.Client) -> None:
    asked = {"ids": [BAKHMUT, "1"], "properties": [{"id": "population"}, {"id": "name", "settings": {"lang": "ja"}}]}
    answer = client.post("/reconcile/1.0-draft/extend", json=asked).json()
    assert answer["rows"] == [
        {
            "id": BAKHMUT,
            "properties": [
                {"id": "population", "values": [{"int": 80500}]},
                {"id": "name", "values": [{"str": "バフムート"}]},
            ],
        },
        {"id": "1", "properties": [{"id": "population", "values": []}, {"id": "name", "values": []}]},
    ]


def test_the_language_of_labels(client: httpx.Client) -> None:
    both: tuple[dict[str, Any], ...] = ({"headers": {"Accept-Language": "ja, en;q=0.5"}}, {"params": {"lang": "ja"}})
    for given in both:
        answer = client.post("/reconcile/1.0-draft/match", json={"queries": [named("Bakhmut")]}, **given)
        assert answer.headers["content-language"] == "ja"
        assert answer.json()["results"][0]["candidates"][0]["name"] == "バフムート"


def test_what_the_manifest_offers_is_there(client: httpx.Client) -> None:
    root = "/reconcile/1.0-draft"
    manifest = client.get(root).json()
    assert manifest["versions"] == ["1.0-draft"]
    assert manifest["standardizedScore"] is True
    assert all(client.get(f"{root}/suggest/{kind}", params={"prefix": "B"}).is_success for kind in manifest["suggest"])
    assert client.get(f"{root}/preview", params={"id": BAKHMUT}).headers["content-type"].startswith("text/html")
    assert client.get(manifest["view"]["url"].replace("{id}", BAKHMUT)).is_success
    assert client.get(f"{root}/extend/propose", params={"type": "P", "limit": 3}).json()["limit"] == 3
