"""What editors' browsers may ask of the admin, what is handed on to the service, and what of its answers comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from plugging import Service

from tests.cms.wagtail.faulty import Faulty, faulty
from tests.cms.wagtail.site import PASSWORD, Site

BELOW = "/admin/exonym/v1"
AS_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
KEY = "exo_the-key-of-the-newsroom"


@pytest.fixture
def failing(site: Site) -> Iterator[Faulty]:
    """A service that fails, which the site asks."""
    with faulty() as told:
        site.point(told.address, KEY)
        yield told


@pytest.fixture(scope="module")
def sign_in(site: Site) -> Iterator[Callable[[str], httpx.Client]]:
    """What asks as somebody who has signed in."""
    clients: dict[str, httpx.Client] = {}

    def sign_in(who: str) -> httpx.Client:
        if who not in clients:
            client = httpx.Client(base_url=site.address, timeout=60, headers=AS_SCRIPT)
            client.get("/admin/login/").raise_for_status()
            told = {"username": who, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
            client.post("/admin/login/", data=told)
            assert "sessionid" in client.cookies
            client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
            clients[who] = client
        return clients[who]

    yield sign_in
    for client in clients.values():
        client.close()


@pytest.fixture
def reporter(sign_in: Callable[[str], httpx.Client]) -> httpx.Client:
    """Somebody who writes."""
    return sign_in("reporter")


def test_who_writes_may_ask(reporter: httpx.Client, service: Service) -> None:
    answer = reporter.get(f"{BELOW}/suggest", params={"prefix": "Bakhmu"})
    assert answer.status_code == 200
    assert "Bakhmut" in [one["name"] for one in answer.json()["suggestions"]]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert reporter.get(f"{BELOW}/desk").json()["desk"]["id"] == service.desk


def test_the_map_comes_as_bytes(reporter: httpx.Client) -> None:
    for path in ("map/base?level=0", "map/dots/2/1/1"):
        answer = reporter.get(f"{BELOW}/{path}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("path", ["suggest?prefix=B", "annotate", "decisions", "desk", "map/base", "places/713174"])
def test_nobody_else_may(site: Site, sign_in: Callable[[str], httpx.Client], failing: Faulty, path: str) -> None:
    method = "POST" if path in ("annotate", "decisions") else "GET"
    for answer in (
        sign_in("reader").request(method, f"{BELOW}/{path}"),
        httpx.request(method, f"{site.address}{BELOW}/{path}", headers=AS_SCRIPT),
    ):
        assert answer.status_code == 403
        assert KEY not in answer.text
        assert failing.address not in answer.text
    assert failing.asked == []


def test_a_change_needs_the_token_against_forgery(reporter: httpx.Client, failing: Faulty) -> None:
    for path in ("annotate", "decisions"):
        answer = reporter.post(f"{BELOW}/{path}", json={"text": "Kyiv"}, headers={"X-CSRFToken": "x" * 32})
        assert answer.status_code == 403
    assert failing.asked == []


@pytest.mark.parametrize(
    ("path", "sent", "handed_on"),
    [
        ("suggest?prefix=Kh&limit=5&key=other&username=x", None, "/v1/suggest?prefix=Kh&limit=5"),
        ("suggest?prefix=Kh&limit=many", None, "/v1/suggest?prefix=Kh"),
        (f"suggest?prefix={'x' * 900}&lang=fr", None, "/v1/suggest?lang=fr"),
        ("places/713174?display=uk&fields=all", None, "/v1/places/713174?display=uk"),
        ("annotate", {"text": "Kyiv", "lang": "en", "desk": "other", "key": "x"}, {"text": "Kyiv", "lang": "en"}),
        ("annotate", {"text": ["Kyiv"], "lint": "yes", "limit": True}, {}),
        ("annotate", [1, 2], {}),
    ],
)
def test_only_what_is_listed_is_handed_on(
    reporter: httpx.Client, failing: Faulty, path: str, sent: Any, handed_on: Any
) -> None:
    reporter.request("GET" if sent is None else "POST", f"{BELOW}/{path}", json=sent).raise_for_status()
    [(method, asked, headers, body)] = failing.asked
    assert headers["X-Api-Key"] == KEY
    if sent is None:
        assert (method, asked) == ("GET", handed_on)
    else:
        assert (method, asked, json.loads(body)) == ("POST", "/v1/annotate", handed_on)
    assert "sessionid" not in str(headers)


@pytest.mark.parametrize(
    "path",
    [
        *("jobs", "tokens", "keys", "desks/world/decisions", "../v1/jobs", "..%2Fjobs", "places/x"),
        *("places/1%2F..%2F..%2Fjobs", "map/dots/1/2", "map/dots/٤/٩/٥", "map/dots/1/2/3%0A"),
        "decisions/abc%0D%0AX-Other:1",
    ],
)
def test_nothing_else_is_there(reporter: httpx.Client, failing: Faulty, path: str) -> None:
    assert reporter.get(f"{BELOW}/{path}", follow_redirects=True).status_code == 404
    assert failing.asked == []


@pytest.mark.parametrize(
    ("status", "headers", "body", "answered", "code"),
    [
        (401, {}, b"{}", 502, "key_refused"),
        (403, {}, b"{}", 502, "key_refused"),
        (429, {"Retry-After": "7"}, b'{"error": {"code": "rate_limited"}}', 429, "rate_limited"),
        (503, {"Retry-After": "2"}, b'{"error": {"code": "busy"}}', 503, "busy"),
        (400, {}, b'{"error": {"code": "bad_query"}}', 400, "bad_query"),
        (500, {}, b"Traceback, with the key", 502, "failed"),
        (302, {"Location": "http://127.0.0.1:9/"}, b"", 502, "failed"),
        (200, {}, b"x" * 8_100_000, 502, "too_large"),
    ],
)
def test_what_fails_is_said(
    reporter: httpx.Client, failing: Faulty, status: int, headers: dict[str, str], body: bytes, answered: int, code: str
) -> None:
    failing.status, failing.headers, failing.body = status, headers, body
    answer = reporter.get(f"{BELOW}/suggest", params={"prefix": "B"})
    assert answer.status_code == answered
    assert answer.json()["error"]["code"] == code
    assert answer.headers.get("Retry-After") == headers.get("Retry-After")
    assert len(failing.asked) == 1
    assert KEY not in answer.text


@pytest.mark.parametrize("headless", [False, True])
def test_an_answer_that_never_ends_is_given_up(
    reporter: httpx.Client, site: Site, failing: Faulty, headless: bool
) -> None:
    """Nor is one that never begins, though it seems to all the time."""
    site.point(failing.address, KEY, seconds=0.5)
    failing.headless, failing.body = headless, b"{}" if headless else None
    answer = reporter.get(f"{BELOW}/suggest", params={"prefix": "B"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:9", "unreachable"),
        ("", "not_set"),
        ("ftp://127.0.0.1", "not_set"),
        ("http://user:word@127.0.0.1", "not_set"),
        ("http://127.0.0.1/?q=", "not_set"),
    ],
)
def test_no_service(reporter: httpx.Client, site: Site, url: str, code: str) -> None:
    site.point(url, KEY)
    answer = reporter.get(f"{BELOW}/suggest", params={"prefix": "B"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, code)


def test_more_than_may_be_sent(reporter: httpx.Client, failing: Faulty) -> None:
    answer = reporter.post(f"{BELOW}/annotate", json={"text": "x" * 1_100_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert failing.asked == []


@pytest.mark.parametrize("path", ["annotate", "decisions"])
def test_only_json_is_read(reporter: httpx.Client, failing: Faulty, path: str) -> None:
    sent: list[dict[str, Any]] = [
        {"files": {"text": ("a.txt", b"Kyiv")}},
        {"data": {"text": "Kyiv"}},
        {"content": b'{"text": "Kyiv"}', "headers": {"Content-Type": "text/plain"}},
        {"content": b'{"text": "Kyiv"}'},
    ]
    failing.body = b'{"desks": [{"id": "world"}]}'
    for one in sent:
        answer = reporter.post(f"{BELOW}/{path}", **one)
        assert (answer.status_code, answer.json()["error"]["code"]) == (415, "not_json")
    assert failing.asked == []


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[" * 100_000, b"null", b'{"desks": 1}', b'{"desks": [1]}', b'{"desks": [{"id": "../x"}]}'],
)
def test_a_service_that_knows_no_desk(reporter: httpx.Client, failing: Faulty, body: bytes) -> None:
    failing.body = body
    assert reporter.get(f"{BELOW}/desk").json() == {"desk": None}
    answer = reporter.post(f"{BELOW}/decisions", json={"name": "Kyiv", "place": 703448})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_desk")
    assert [path for _, path, _, _ in failing.asked if path != "/v1/desks"] == []


def test_a_decision_bears_the_name_of_who_is_signed_in(reporter: httpx.Client, service: Service) -> None:
    sent = {"name": "Shevchenkove", "place": 694137, "by": "Somebody", "via": "api"}
    answer = reporter.post(f"{BELOW}/decisions", json=sent)
    assert answer.status_code == 201
    made = answer.json()["decision"]
    assert (made["by"], made["via"]) == ("Petro", "cms")
    gone = reporter.delete(f"{BELOW}/decisions/{made['id']}", headers={"If-Match": f'"{made["version"]}"'})
    assert gone.status_code < 300
    assert service.decisions() == {}
    assert reporter.post(f"{BELOW}/decisions", json={"name": "Shevchenkove"}).status_code == 400
