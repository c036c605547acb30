"""Answers that are none of Exonym's: fewer than were asked, pages instead of tables, redirects, deep JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from both_clients import ask
from exonym_client import BadAnswer, Patience, Refused, TooMany, Unavailable
from saying import answer_of, saying

ONE: dict[str, Any] = {"id": None, "name": "Kyiv", "verdict": "no_match", "candidates": [], "none": 1.0, "hint": None}
TEXT: dict[str, Any] = {"id": None, "lang": None, "lang_guessed": False, "places": [], "findings": [], "toponyms": []}
PAGE = b"<!doctype html><title>Sign in</title>"


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("method", "args", "more", "results"),
    [
        ("resolve", ("Kyiv",), {}, []),
        ("resolve", ("Kyiv",), {}, [ONE, ONE]),
        ("resolve_many", (["Kyiv", "Kyiv"],), {}, [ONE]),
        ("resolve_many", (["Kyiv", "Kyiv"],), {}, [ONE] * 3),
        ("resolve_many", (["Kyiv", "Kyiv"],), {}, []),
        ("resolve_many", (["Kyiv", "Kyiv"],), {"split": True}, [ONE | {"part": 1}, ONE | {"part": 2}]),
        ("resolve_many", (["Kyiv", "Kyiv"],), {"split": True}, [ONE | {"part": 2}, ONE]),
        ("resolve_together", (["Kyiv", "Kyiv"],), {}, [ONE]),
        ("annotate_many", (["Kyiv", "Kyiv"],), {}, [TEXT]),
        ("annotate_many", (["Kyiv"],), {}, [TEXT, TEXT]),
        ("resolve", ("Kyiv",), {}, [ONE | {"verdict": "match"}]),
        ("resolve", ("Kyiv",), {}, "x"),
        ("resolve", ("Kyiv",), {}, {"Kyiv": ONE}),
        ("resolve", ("Kyiv",), {}, None),
    ],
)
def test_as_many_are_answered_as_were_asked(
    asynchronous: bool, method: str, args: Any, more: Any, results: Any
) -> None:
    body = json.dumps({"results": results}).encode()
    with saying([answer_of(body)]) as address, pytest.raises(BadAnswer):
        ask(asynchronous, address, method, *args, **more)


FILES = [
    ("reconcile_csv", (b"town\nKyiv\n",)),
    ("job_result", ("a",)),
    ("job_review", ("a",)),
    ("export_decisions", ()),
]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("method", "args"), FILES)
@pytest.mark.parametrize(
    "kind", [b"text/html; charset=utf-8", b"application/json", b"text/plain", b"text/csv-schema", b""]
)
def test_what_is_no_table_is_not_taken_for_one(asynchronous: bool, method: str, args: Any, kind: bytes) -> None:
    with saying([answer_of(PAGE, kind)]) as address, pytest.raises(BadAnswer, match="no table"):
        ask(asynchronous, address, method, *args)


@pytest.mark.parametrize(("method", "args"), FILES)
def test_a_table_is(method: str, args: Any) -> None:
    with saying([answer_of(b"a;b\n", b"Text/CSV; charset=utf-16")]) as address:
        assert ask(False, address, method, *args) == b"a;b\n"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_page_is_no_word_that_a_job_was_deleted(asynchronous: bool) -> None:
    with saying([answer_of(PAGE, b"text/html")]) as address, pytest.raises(BadAnswer, match="204"):
        ask(asynchronous, address, "delete_job", "a")


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"gazetteer":' * 100_000, b"\xff\xfe\xfd", b"", b"9" * 10_000, b"null", b'{"gazetteer": [1]}'],
)
@pytest.mark.parametrize("status", [b"200 OK", b"400 Bad Request"])
def test_json_of_no_use_is_the_client_s_error(asynchronous: bool, body: bytes, status: bytes) -> None:
    said = answer_of(body).replace(b"200 OK", status, 1)
    with saying([said]) as address, pytest.raises(BadAnswer if status.startswith(b"2") else Refused):
        ask(asynchronous, address, "build")


@pytest.mark.parametrize("error", [{"message": [1], "code": {}, "where": 5}, "busy", None, [], {"message": None}])
def test_an_error_of_another_shape_is_one_still(error: Any) -> None:
    said = answer_of(json.dumps({"error": error}).encode()).replace(b"200 OK", b"400 Bad Request", 1)
    with saying([said]) as address, pytest.raises(Refused, match="answered 400 Bad Request") as caught:
        ask(False, address, "build")
    assert (caught.value.code, caught.value.where) == ("", None)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent"])
@pytest.mark.parametrize("to", ["https://places.example/v1/gazetteer", "/moved"])
def test_a_redirect_says_where_to_and_is_not_followed(asynchronous: bool, status: str, to: str) -> None:
    said = f"HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with saying([said.encode()]) as address, pytest.raises(Refused) as caught:
        ask(asynchronous, address, "build")
    whole = to if to.startswith("https") else address + to
    assert str(caught.value) == f"{address}/v1/gazetteer answered {status}: the service is at {whole}."
    assert caught.value.status == int(status[:3])


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("status", "kind"), [("429 Too Many Requests", TooMany), ("503 Service Unavailable", Unavailable)]
)
def test_a_pause_that_is_longer_than_the_patience_is_said(asynchronous: bool, status: str, kind: Any) -> None:
    body = json.dumps({"error": {"code": "busy", "message": "Not now.", "where": None}}).encode()
    said = answer_of(body, more=b"Retry-After: 120\r\n").replace(b"200 OK", status.encode(), 1)
    options = {"patience": Patience(attempts=3, longest=30)}
    with saying([said]) as address, pytest.raises(kind) as caught:
        ask(asynchronous, address, "build", options=options)
    assert str(caught.value) == (
        "Not now. It asks to wait 120 s, which is longer than the 30 s that this client waits."
    )
    assert caught.value.retry_after == 120.0
