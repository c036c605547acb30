"""Signing in on our own page, and short tokens for pages of others: what holds, where, for what, and how long."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from linked import linked

from service.app import create_app
from service.callers import CAPABILITIES, COOKIE, TOKEN, is_allowed
from service.keys import add_key, revoke_key
from service.settings import Settings
from service.signed import Signer

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
ASK = "/v1/resolve?q=Bakhmout"
OURS = {"Sec-Fetch-Site": "same-origin"}
CMS = "https://cms.example.org"
ALL = {"origin": CMS, "may": list(CAPABILITIES)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, tiny_dir: Path) -> Path:
    return linked(tmp_path_factory.mktemp("keyed"), tiny_dir)


@pytest.fixture(scope="module")
def key(folder: Path) -> str:
    return add_key(folder, "desk")


@pytest.fixture(scope="module")
def editor(folder: Path) -> str:
    return add_key(folder, "CMS", desk="world", role="editor")


@pytest.fixture(scope="module")
def app(folder: Path, key: str, editor: str) -> FastAPI:
    settings = Settings(data_dir=folder, require_key=True, cors_origins=CMS, trusted_proxies="127.0.0.1")
    return create_app(settings.model_copy(update={"user_header": "X-Person"}))


@pytest.fixture(scope="module")
def service(app: FastAPI) -> Iterator[httpx.Client]:
    from serving import serving

    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def client(service: httpx.Client) -> httpx.Client:
    service.cookies.clear()
    return service


def signed_in(client: httpx.Client, key: str) -> str:
    answer = client.post("/sign-in", json={"key": key}, headers=OURS)
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == "desk"
    client.cookies.clear()
    return answer.headers["set-cookie"].split(";")[0]


def token_of(client: httpx.Client, key: str, **more: Any) -> str:
    answer = client.post("/v1/tokens", json=ALL | more, headers={"X-API-Key": key})
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["token"]
    return token


def with_token(client: httpx.Client, token: str, path: str = ASK, method: str = "GET", origin: str = CMS) -> int:
    headers = {"Authorization": f"Bearer {token}", "Origin": origin}
    return client.request(method, path, headers=headers, json={} if method != "GET" else None).status_code


def test_a_cookie_lets_pages_of_ours_in_and_no_others(client: httpx.Client, key: str) -> None:
    cookie = signed_in(client, key)
    host = client.base_url.netloc.decode()
    for headers in (OURS, {"Origin": f"http://{host}"}):
        assert client.get(ASK, headers={"Cookie": cookie, **headers}).status_code == 200
    for headers in (
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{host}"},
        {"Origin": CMS},
        {"Origin": "null"},
        {"Origin": ""},
    ):
        assert client.get(ASK, headers={"Cookie": cookie, **headers}).status_code == 401, headers
    assert client.get("/sign-in", headers={"Cookie": cookie, **OURS}).json()["name"] == "desk"
    assert client.get("/sign-in").json() == {"required": True, "name": None, "expires": None}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: httpx.Client, key: str) -> None:
    told = client.post("/sign-in", json={"key": key}, headers=OURS).headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/", "max-age=43200"} <= set(told.split("; "))
    assert "secure" not in told
    tls = client.post("/sign-in", json={"key": key}, headers=OURS | {"X-Forwarded-Proto": "https"})
    assert "; secure" in tls.headers["set-cookie"].lower()
    assert key not in told
    gone = client.delete("/sign-in", headers=OURS)
    assert gone.status_code == 204
    assert "max-age=0" in gone.headers["set-cookie"].lower()


def test_a_form_signs_in_too(client: httpx.Client, key: str) -> None:
    answer = client.post("/sign-in", data={"key": f" {key} "}, headers=OURS)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("sent", "headers", "status"),
    [
        ({"json": {"key": "exo_000000000000_" + "a" * 43}}, OURS, 401),
        ({"json": {"key": "x"}}, OURS, 401),
        ({"json": {}}, OURS, 400),
        ({"json": []}, OURS, 400),
        ({"json": {"key": 5}}, OURS, 400),
        ({"content": b"\xff"}, OURS, 400),
        ({"content": b"x" * 10_000}, OURS, 413),
        ({"json": {"key": "x"}}, {}, 403),
        ({"json": {"key": "x"}}, {"Origin": CMS}, 403),
        ({"json": {"key": "x"}}, {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_who_may_not_sign_in_is_refused(
    client: httpx.Client, sent: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    answer = client.post("/sign-in", headers=headers, **sent)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


def test_what_we_did_not_sign_and_what_is_over_does_not_hold(client: httpx.Client, app: FastAPI, key: str) -> None:
    sessions = app.state.services.credentials.sessions
    tokens = app.state.services.credentials.tokens
    id = key.split("_")[1]
    good = signed_in(client, key).split("=", 1)[1]
    body = urlsafe_b64encode(json.dumps({"key": id, "until": time.time() + 999}).encode()).rstrip(b"=").decode()
    flipped = good[:-1] + ("A" if good[-1] != "A" else "B")
    over, unknown = sessions.sign({"key": id}, -1), sessions.sign({"key": "000000000000"}, 99)
    other = Signer(lambda: b"another secret of some length", "sessions").sign({"key": id}, 99)
    for value in (f"{body}.{good.split('.')[1]}", flipped, over, unknown, other, tokens.sign({"key": id}, 99), "", "."):
        headers = OURS | {"Cookie": f"{COOKIE}={value}"}
        assert client.get(ASK, headers=headers).status_code == 401, value
    said = {"key": id, "origin": CMS, "may": ["resolve"], "who": "", "desk": ""}
    assert with_token(client, TOKEN + tokens.sign(said, 99)) == 200
    assert with_token(client, TOKEN + tokens.sign(said, -1)) == 401
    assert with_token(client, TOKEN + sessions.sign(said, 99)) == 401
    assert with_token(client, TOKEN + "x.y") == 401


def test_a_revoked_key_ends_what_was_made_with_it(client: httpx.Client, folder: Path) -> None:
    key = add_key(folder, "guest")
    time.sleep(1.1)
    cookie = client.post("/sign-in", json={"key": key}, headers=OURS).headers["set-cookie"].split(";")[0]
    client.cookies.clear()
    token = token_of(client, key)
    assert with_token(client, token) == 200
    revoke_key(folder, "guest")
    time.sleep(1.1)
    assert with_token(client, token) == 401
    assert client.get(ASK, headers=OURS | {"Cookie": cookie}).status_code == 401


def test_a_token_holds_for_its_origin(client: httpx.Client, key: str) -> None:
    token = token_of(client, key)
    assert with_token(client, token) == 200
    assert with_token(client, token, origin="https://cms.example.org.evil.example") == 401
    assert with_token(client, token, origin="http://cms.example.org") == 401
    assert client.get(ASK, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    answer = client.get(ASK, headers={"Authorization": f"Bearer {token}", "Origin": "null"})
    assert "another origin" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("may", "method", "path", "allowed"),
    [
        ("resolve", "GET", ASK, True),
        ("resolve", "POST", "/v1/resolve", True),
        ("resolve", "GET", "/v1/places/713174", True),
        ("resolve", "GET", "/v1/suggest?prefix=Ba", False),
        ("resolve", "POST", "/v1/annotate", False),
        ("suggest", "GET", "/v1/suggest?prefix=Ba", True),
        ("suggest", "GET", ASK, False),
        ("annotate", "POST", "/v1/annotate", True),
        ("annotate", "POST", "/v1/jobs", False),
        ("decide", "GET", "/v1/jobs/00000000000000000000000000000000/clusters", True),
        ("decide", "PUT", "/v1/jobs/00000000000000000000000000000000/clusters/k", True),
        ("decide", "DELETE", "/v1/jobs/00000000000000000000000000000000", False),
        ("decide", "GET", "/v1/jobs/00000000000000000000000000000000/result.csv", False),
        ("decide", "POST", "/v1/tokens", False),
        ("decide", "GET", "/v1/desks/world/decisions", True),
        ("decide", "PATCH", "/v1/desks/world/decisions/000000000000", True),
        ("decide", "POST", "/v1/desks/world/import", False),
        ("decide", "POST", "/v1/desks/world/people/Olena/forget", False),
        ("decide", "PUT", "/v1/desks/world/style", False),
        ("annotate", "GET", "/v1/desks/world/style", True),
        ("suggest", "GET", "/v1/desks/world/decisions", False),
        ("decide", "GET", "/metrics", False),
        ("resolve", "GET", "/v1/places/713174/../../jobs", False),
    ],
)
def test_a_token_allows_what_it_says(
    client: httpx.Client, key: str, may: str, method: str, path: str, allowed: bool
) -> None:
    status = with_token(client, token_of(client, key, may=[may]), path, method)
    assert (status != 401) == allowed, status


@given(st.lists(st.sampled_from([*CAPABILITIES, "all"])), st.text("/v1joblscter.-a0", max_size=40))
def test_no_token_makes_a_job_or_reads_a_table(may: list[str], rest: str) -> None:
    assert not is_allowed(may, "POST", f"/v1/jobs{rest}")
    assert not is_allowed(may, "GET", f"/v1/jobs/{rest.replace('/', '')}/result.csv")


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"origin": None}, "origin"),
        ({"origin": "cms.example.org"}, "origin"),
        ({"origin": "https://cms.example.org/page"}, "origin"),
        ({"origin": "https://u@cms.example.org"}, "origin"),
        ({"origin": "javascript://x"}, "origin"),
        ({"origin": "https://x:99999"}, "origin"),
        ({"origin": "*"}, "origin"),
        ({"origin": "https://" + "x" * 300}, "origin"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 61}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"minutes": "15"}, "minutes"),
        ({"may": []}, "may"),
        ({"may": "resolve"}, "may"),
        ({"may": ["all"]}, "may"),
        ({"may": [["resolve"]]}, "may"),
        ({"who": "x" * 101}, "who"),
        ({"desk": 5}, "desk"),
    ],
)
def test_a_token_that_cannot_be_is_refused(client: httpx.Client, key: str, more: dict[str, Any], where: str) -> None:
    answer = client.post("/v1/tokens", json=ALL | more, headers={"X-API-Key": key})
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, where)


def test_a_token_is_made_with_a_key_and_with_no_token(client: httpx.Client, key: str) -> None:
    assert client.post("/v1/tokens", json=ALL).status_code == 401
    assert with_token(client, token_of(client, key), "/v1/tokens", "POST") == 401
    longest = token_of(client, key, who="Ж" * 100, minutes=60)
    assert with_token(client, longest) == 200
    cookie = signed_in(client, key)
    assert client.post("/v1/tokens", json=ALL, headers=OURS | {"Cookie": cookie}).status_code == 200


def test_a_token_decides_for_the_desk_of_its_key(client: httpx.Client, key: str, editor: str) -> None:
    given = {"Authorization": f"Bearer {token_of(client, editor, who='Olena', desk='world')}", "Origin": CMS}
    kept = {"name": "Bakhmoutville", "place": 713174}
    answer = client.post("/v1/desks/world/decisions", json=kept, headers=given)
    assert (answer.status_code, answer.json()["decision"]["by"]) == (201, "Olena"), answer.text
    assert client.post("/v1/desks/sport/decisions", json=kept, headers=given).status_code == 403
    for one in (key, editor):
        refused = client.post("/v1/tokens", json=ALL | {"desk": "sport"}, headers={"X-API-Key": one})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "wrong_desk")


def test_nobody_signs_for_another_than_a_token_or_a_proxy_vouches_for(client: httpx.Client, editor: str) -> None:
    token = {"Authorization": f"Bearer {token_of(client, editor, who='Olena')}", "Origin": CMS}
    bare = {"Authorization": f"Bearer {token_of(client, editor)}", "Origin": CMS}
    proxied, key = {"X-API-Key": editor, "X-Person": "Olena"}, {"X-API-Key": editor}
    path = "/v1/desks/world/decisions"
    for number, (who, by) in enumerate([(token, "Olena"), (proxied, "Olena"), (bare, "Petro"), (key, "Petro")]):
        one = {"name": f"Bakhmoutgrad {number}", "place": 713174, "by": "Petro"}
        made = client.post(path, json=one, headers=who).json()["decision"]
        assert made["by"] == by
        listed = client.post(path, json={"decisions": [one | {"name": f"Bakhmoutbourg {number}"}]}, headers=who).json()
        assert listed["results"][0]["decision"]["by"] == by
        changed = client.patch(
            f"{path}/{made['id']}", json={"note": "x", "by": "Petro"}, headers=who | {"If-Match": "1"}
        )
        assert changed.json()["decision"]["by"] == by


def test_a_page_of_another_origin_may_send_what_deciding_takes(client: httpx.Client) -> None:
    asked = {
        "Origin": CMS,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "If-Match, Exonym-Desk",
    }
    assert client.options("/v1/desks/world/decisions/000000000000", headers=asked).status_code == 200


def test_a_proxy_that_is_trusted_names_who_asks(client: httpx.Client, key: str, serve: Serve, folder: Path) -> None:
    raw = [(b"X-API-Key", key.encode()), (b"X-Person", "Ольга".encode())]
    assert client.get("/sign-in", headers=raw).json()["name"] == "Ольга"
    with serve(create_app(Settings(data_dir=folder, user_header="X-Person"))) as untrusting:
        assert untrusting.get("/sign-in", headers=raw).json() == {"required": False, "name": "desk", "expires": None}


def test_without_keys_nothing_of_it_is_in_the_way(serve: Serve, tiny_dir: Path) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir))) as client:
        assert client.get(ASK, headers=OURS | {"Cookie": f"{COOKIE}=x.y"}).status_code == 200
        assert client.get(ASK, headers={"Authorization": f"Bearer {TOKEN}x.y"}).status_code == 200
        assert client.get("/sign-in").json() == {"required": False, "name": None, "expires": None}
