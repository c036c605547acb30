"""Who may ask, and how much; what strangers try."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from linked import linked
from redis_server import redis_server

from service.addresses import group
from service.app import create_app
from service.keys import FILE, KeyFileError, Keys, add_key, read_keys, revoke_key
from service.middleware.admission import Slots
from service.settings import Settings, SettingsError

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
ASK = "/v1/resolve?q=Bakhmout"


@pytest.fixture
def keyed(tmp_path: Path, tiny_dir: Path, serve: Serve) -> Iterator[tuple[httpx.Client, Path]]:
    """A client of a service that requires keys, and its data directory, whose build is known to be whole."""
    with serve(create_app(Settings(data_dir=linked(tmp_path, tiny_dir), require_key=True))) as client:
        yield client, tmp_path


def test_a_key_lets_in_until_it_is_revoked(keyed: tuple[httpx.Client, Path]) -> None:
    client, folder = keyed
    key = add_key(folder, "desk")
    time.sleep(1.1)
    for headers in ({"Authorization": f"Bearer {key}"}, {"X-API-Key": key}, {"authorization": f"bearer {key}"}):
        assert client.get(ASK, headers=headers).status_code == 200
    assert client.get(f"{ASK}&key={key}").status_code == 200
    assert client.get(f"{ASK}&username={key}").status_code == 200
    revoke_key(folder, "desk")
    time.sleep(1.1)
    answer = client.get(ASK, headers={"X-API-Key": key})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": "exo_000000000000_" + "a" * 43},
        {"X-API-Key": "a" * 10_000},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": "Bearer"},
        {"X-API-Key": "exo_é"},
    ],
)
def test_without_a_key_that_holds_nothing_is_answered(
    keyed: tuple[httpx.Client, Path], headers: dict[str, str]
) -> None:
    client, _ = keyed
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    assert client.get(ASK, headers=raw).json()["error"]["code"] == "unauthorized"
    assert client.post("/v1/resolve", json={"queries": []}, headers=raw).status_code == 401
    assert client.get("/metrics", headers=raw).status_code == 401
    assert client.get("/readyz", headers=raw).status_code == 200


def test_whatever_is_given_is_compared_in_constant_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, revoked = add_key(tmp_path, "desk"), add_key(tmp_path, "gone")
    revoke_key(tmp_path, "gone")
    compared: list[tuple[str, str]] = []

    def compare(one: str, other: str) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr("service.keys.hmac.compare_digest", compare)
    keys, secret = Keys(tmp_path), key.split("_", 2)[2]
    given = [key, key[:-1] + ("a" if key[-1] != "a" else "b"), revoked, f"exo_000000000000_{secret}", "no key", ""]
    assert [keys.check(one) is not None for one in given] == [True, *[False] * 5]
    assert [len(one) for pair in compared for one in pair] == [64] * 2 * len(given)


@pytest.mark.parametrize(
    "path",
    [
        "/healthz/../v1/gazetteer",
        "//v1/gazetteer",
        "/v1/gazetteer/",
        "/%2e%2e/v1/gazetteer",
        "/healthz%2f..%2fv1/gazetteer",
        "/docs/../metrics",
        "/V1/gazetteer",
        "/v1/gazetteer;/healthz",
        "/v1/gazetteer?/healthz",
        "/v1/gazetteer%00",
    ],
)
def test_no_trick_with_the_path_goes_round_the_key(keyed: tuple[httpx.Client, Path], path: str) -> None:
    client, _ = keyed
    answer = _raw(client, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer.split()[1] in (b"401", b"404", b"400")
    assert b"build" not in answer


def test_keys_are_hashed_at_rest_and_for_the_owner_alone(tmp_path: Path) -> None:
    key = add_key(tmp_path, "desk")
    path = tmp_path / FILE
    assert key not in path.read_text()
    assert key.split("_", 2)[2] not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert Keys(tmp_path).check(key) == read_keys(tmp_path)[0]
    assert Keys(tmp_path).check(key[:-1] + ("a" if key[-1] != "a" else "b")) is None


def test_a_damaged_file_of_keys_lets_nobody_new_in(tmp_path: Path) -> None:
    key = add_key(tmp_path, "desk")
    held = Keys(tmp_path)
    assert held.check(key)
    (tmp_path / FILE).write_text('{"format": 1, "keys": [{"id"')
    held._next_look = 0.0
    assert held.check(key)
    assert Keys(tmp_path).check(key) is None
    with pytest.raises(KeyFileError, match="damaged"):
        add_key(tmp_path, "other")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
def test_names_of_keys_are_bounded(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyFileError):
        add_key(tmp_path, name)


@pytest.mark.parametrize("shared", [False, True], ids=["memory", "redis"])
def test_beyond_the_limit_the_answer_is_429(tiny_dir: Path, serve: Serve, shared: bool) -> None:
    def check(url: str) -> None:
        with serve(create_app(Settings(data_dir=tiny_dir, rate_limit="3/hour", redis_url=url))) as client:
            answers = [client.get(ASK) for _ in range(5)]
            assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
            assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
            assert 0 < int(answers[-1].headers["retry-after"]) <= 3600
            assert client.get("/healthz").status_code == 200

    if shared:
        with redis_server() as url:
            check(url)
            with serve(create_app(Settings(data_dir=tiny_dir, rate_limit="3/hour", redis_url=url))) as client:
                assert client.get(ASK).status_code == 429
    else:
        check("")


def test_the_address_cannot_be_forged(tiny_dir: Path, serve: Serve) -> None:
    settings = Settings(data_dir=tiny_dir, rate_limit="2/hour", trusted_proxies="10.0.0.0/8")
    with serve(create_app(settings)) as client:
        forged = [
            client.get(ASK, headers={name: f"1.2.3.{number}"}).status_code
            for number, name in enumerate(("X-Forwarded-For", "x-forwarded-for", "X-Real-IP", "Forwarded"))
        ]
    assert forged == [200, 200, 429, 429]


def test_a_trusted_proxy_tells_the_address_and_the_client_cannot_add_to_it(tiny_dir: Path, serve: Serve) -> None:
    settings = Settings(data_dir=tiny_dir, rate_limit="2/hour", trusted_proxies="127.0.0.1")
    with serve(create_app(settings)) as client:
        sent = [f"{forged}, 203.0.113.5" for forged in ("1.1.1.1", "2.2.2.2", "3.3.3.3")] + ["203.0.113.6"]
        statuses = [client.get(ASK, headers={"X-Forwarded-For": value}).status_code for value in sent]
    assert statuses == [200, 200, 429, 200]


@pytest.mark.parametrize(
    "settings",
    [
        {"rate_limit": "many"},
        {"trusted_proxies": "proxy"},
        {"redis_url": "http://x"},
        {"redis_url": "redis+sentinel://h"},
    ],
)
def test_settings_that_cannot_be_read_are_refused(tiny_dir: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="EXONYM_"):
        create_app(Settings(data_dir=tiny_dir, **settings))


def test_pages_of_listed_origins_may_ask(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, cors_origins="https://cms.example", require_key=True))) as client:
        asked = {"Origin": "https://cms.example", "Access-Control-Request-Method": "GET"}
        assert client.options(ASK, headers=asked).headers["access-control-allow-origin"] == "https://cms.example"
        assert client.get(ASK, headers=asked).headers["access-control-allow-origin"] == "https://cms.example"
        other = client.get(ASK, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers


def test_ids_of_requests_are_the_clients_where_they_are_fit(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1.2_3"}).headers["x-request-id"] == "abc-1.2_3"
    first, second = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second
    for unfit in ("a b", "x" * 65, '"}', "a\tb", ""):
        assert client.get("/healthz", headers={"X-Request-ID": unfit}).headers["x-request-id"] != unfit
    assert client.get("/healthz").headers["x-content-type-options"] == "nosniff"


def test_the_access_log_says_no_query_and_cannot_be_written_into(
    tiny_dir: Path, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    from service.logs import JsonFormatter, TextFormatter

    with caplog.at_level(logging.INFO, "exonym.access"):
        with serve(create_app(Settings(data_dir=tiny_dir, access_log=True))) as client:
            client.get("/v1/resolve?q=Geheim%0a%7b&key=secret")
            client.get("/no%0aFAKE%0d%0aline", headers={"X-Request-ID": "evil"})
        quiet = list(caplog.records)
        caplog.clear()
        with serve(create_app(Settings(data_dir=tiny_dir, access_log=True, log_queries=True))) as client:
            client.get("/v1/resolve?q=Geheim%0a%7b&key=secret&username=secret")
            client.get("/no%0aFAKE%0d%0aline")
        loud = list(caplog.records)
    quiet, loud = ([one for one in records if one.name == "exonym.access"] for records in (quiet, loud))
    lines = [JsonFormatter().format(record) for record in quiet]
    assert [json.loads(line)["route"] for line in lines] == ["/v1/resolve", "other"]
    assert not any("Geheim" in line or "secret" in line for line in lines)
    for record in loud:
        for formatter in (JsonFormatter(), TextFormatter()):
            line = formatter.format(record)
            assert "\n" not in line
            assert "\r" not in line
            assert "secret" not in line
    assert "Geheim" in JsonFormatter().format(loud[0])


def _raw(client: httpx.Client, request: bytes) -> bytes:
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), 10) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_addresses_of_one_network_share_a_limit(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, rate_limit="5/hour", name_limit="100/hour"))

    async def ask(address: str) -> int:
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get("/v1/gazetteer")).status_code

    async def asked() -> list[int]:
        own = [await ask(f"2001:db8:1:2:{number:x}::{number:x}") for number in range(7)]
        return [*own, await ask("2001:db8:1:3::1"), await ask("192.0.2.1")]

    assert asyncio.run(asked()) == [503] * 5 + [429] * 2 + [503] * 2  # 503: it has no gazetteer


def test_addresses_of_one_network_share_what_may_be_in_flight() -> None:
    slots = Slots(most=10, per_address=2)
    for number in range(2):
        slots.take(group(f"2001:db8:1:2::{number}"))
    assert slots.is_full_for(group("2001:db8:1:2:ffff::1"))
    assert not slots.is_full_for(group("2001:db8:1:3::1"))
