"""Less of an answer: fields that are asked for, and gzip both ways."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import httpx
import pytest

from service.fields import ALWAYS, CANDIDATE

NAMES = [{"name": name} for name in ("Bakhmout", "Springfield", "Kyiv; Paris", "?", "Sevastopol")]


def asked(client: httpx.Client, **more: Any) -> dict[str, Any]:
    return client.post("/v1/resolve", json={"queries": NAMES, **more}).json()


def test_a_candidate_has_what_was_asked_for(client: httpx.Client) -> None:
    whole, less = asked(client), asked(client, fields=["lat", "country", "matched"])
    assert [one["verdict"] for one in less["results"]] == [one["verdict"] for one in whole["results"]]
    for before, after in zip(whole["results"], less["results"], strict=True):
        kept = {*ALWAYS, "lat", "country", "matched"}
        assert after["candidates"] == [{key: one[key] for key in one if key in kept} for one in before["candidates"]]
        assert {**after, "candidates": 0, "parts": 0} == {**before, "candidates": 0, "parts": 0}
    part = less["results"][2]["parts"][0]
    assert set(part["candidates"][0]) == {*ALWAYS, "lat", "country", "matched"}
    assert asked(client, fields=[]) == asked(client, fields=None) == whole


def test_every_field_can_be_asked_for(client: httpx.Client) -> None:
    seen = {field for one in asked(client)["results"] for place in one["candidates"] for field in place}
    assert seen <= set(CANDIDATE)
    assert set(CANDIDATE) - seen == {"written"}  # where a style is asked for


@pytest.mark.parametrize("options", [{"split": True}, {"joint": True}, {"explain": True}])
def test_it_goes_with_other_wishes(client: httpx.Client, options: dict[str, bool]) -> None:
    whole, less = asked(client, **options), asked(client, fields=["id"], **options)
    for before, after in zip(whole["results"], less["results"], strict=True):
        assert [one["id"] for one in before["candidates"]] == [one["id"] for one in after["candidates"]]
        assert all(set(one) == set(ALWAYS) for one in after["candidates"])


def test_by_parameters(client: httpx.Client) -> None:
    found = client.get("/v1/resolve", params={"q": "Bakhmout", "fields": "lat,lon"}).json()["results"][0]
    assert set(found["candidates"][0]) == {*ALWAYS, "lat", "lon"}
    refused = client.get("/v1/resolve", params={"q": "Bakhmout", "fields": "latitude"})
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, "fields")
    assert "there are id, name, score" in refused.json()["error"]["message"]


@pytest.mark.parametrize("wrong", ["lat", [1], {"a": 1}, ["lat", "nose"], True])
def test_what_is_no_field_is_refused(client: httpx.Client, wrong: Any) -> None:
    answer = client.post("/v1/resolve", json={"queries": NAMES, "fields": wrong})
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, "fields")


def packed(client: httpx.Client, body: bytes, coding: str = "gzip") -> httpx.Response:
    return client.post("/v1/resolve", content=body, headers={"Content-Encoding": coding})


def test_a_body_may_be_packed(client: httpx.Client) -> None:
    body = json.dumps({"queries": NAMES}).encode()
    assert packed(client, gzip.compress(body)).json() == packed(client, body, "identity").json() == asked(client)
    for wrong, coding in ((body, "gzip"), (zlib.compress(body), "br"), (gzip.compress(body)[:-20], "gzip")):
        answer = packed(client, wrong, coding)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unreadable")


def test_a_small_body_that_unpacks_to_much_is_refused(client: httpx.Client) -> None:
    answer = packed(client, gzip.compress(b" " * 200_000_000, 9))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_large_answer_is_packed_where_that_is_taken(client: httpx.Client) -> None:
    sizes, texts = [], []
    for accepted in ("gzip, deflate", "gzip;q=0", "identity", "br"):
        with client.stream(
            "POST", "/v1/resolve", json={"queries": NAMES * 20}, headers={"Accept-Encoding": accepted}
        ) as answer:
            raw = b"".join(answer.iter_raw())
        packs = answer.headers.get("content-encoding") == "gzip"
        assert packs is (accepted == "gzip, deflate")
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(raw)
        sizes.append(len(raw))
        texts.append(gzip.decompress(raw) if packs else raw)
    assert len(set(texts)) == 1
    assert sizes[0] < sizes[1] / 4
    small = client.post("/v1/resolve", json={"queries": NAMES[:1]}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers
