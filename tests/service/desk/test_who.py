"""Who decides where no key is asked for: whoever is on the machine, and from elsewhere nobody, if that is not set."""

from __future__ import annotations

from pathlib import Path

import pytest
from row_by_row import each_row

from service.addresses import is_loopback
from service.app import create_app
from service.commands.serve import who_decides
from service.keys import EDITOR, add_key
from service.settings import Settings
from tests.service.desk.conftest import Serve

ONE = {"name": "Bakhmut", "place": 694126}
DECISIONS = "/v1/desks/default/decisions"


@pytest.mark.parametrize(
    ("settings", "headers", "status"),
    [
        ({}, {}, 201),
        ({}, {"Host": "localhost:8000"}, 201),
        ({}, {"X-Forwarded-For": "192.0.2.7"}, 403),  # a proxy on the same machine that nobody listed
        ({}, {"Forwarded": "for=192.0.2.7"}, 403),
        ({}, {"Via": "1.1 proxy"}, 403),
        ({}, {"Host": "places.example.org"}, 403),
        ({"trusted_proxies": "127.0.0.1"}, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ({"trusted_proxies": "127.0.0.1"}, {"X-Forwarded-For": "127.0.0.1"}, 403),
        ({"host": "0.0.0.0"}, {}, 403),
        ({"host": "::"}, {}, 403),
        ({"host": "0.0.0.0", "open_desk": True}, {"Host": "places.example.org"}, 201),
        ({"open_desk": True, "require_key": True}, {}, 401),
    ],
)
def test_who_decides(
    desk_dir: Path, serve: Serve, settings: dict[str, object], headers: dict[str, str], status: int
) -> None:
    with serve(create_app(Settings(data_dir=desk_dir, **settings))) as client:  # type: ignore[arg-type]
        answer = client.post(DECISIONS, json=ONE, headers=headers)
        assert answer.status_code == status, answer.text
        if status == 403:
            assert answer.json()["error"]["code"] == "wrong_desk"
            assert "EXONYM_OPEN_DESK" in answer.json()["error"]["message"]
            assert not (desk_dir / "desk.sqlite3").exists()
            # What the desk decided, on the machine itself, answers them all the same.
            assert client.get("/v1/resolve?q=Bakhmut&desk=default", headers=headers).status_code == 200


def test_a_reader_changes_nothing(desk_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=desk_dir, host="0.0.0.0"))) as client:
        one = f"{DECISIONS}/0123456789ab"
        for answer in (
            client.put("/v1/desks/default", json={"title": "Mine"}),
            client.put("/v1/desks/default/style", json={}),
            client.post("/v1/desks/default/import", content=b"name,place\nKyiv,703448\n"),
            client.post("/v1/desks/default/people/Olena/forget"),
            client.patch(one, json=ONE, headers={"If-Match": '"1"'}),
            client.delete(one),
            client.post(f"{one}/restore"),
        ):
            assert answer.status_code == 403, answer.url
        assert client.get("/v1/desks/default").json()["role"] == "reader"


def test_a_key_decides_from_anywhere(desk_dir: Path, serve: Serve) -> None:
    key = add_key(desk_dir, "World", "world", EDITOR)
    with serve(create_app(Settings(data_dir=desk_dir, host="0.0.0.0"))) as client:
        headers = {"X-API-Key": key, "Host": "places.example.org"}
        assert client.post("/v1/desks/world/decisions", json=ONE, headers=headers).status_code == 201


@each_row(
    ("host", "is_it"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("LocalHost:80", True),
        ("::1", True),
        ("[::1]:8000", True),
        ("::ffff:127.0.0.1", True),
        ("", False),
        ("0.0.0.0", False),
        ("::", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("192.0.2.7", False),
        ("[::1", True),
        ("1" * 500, False),
    ],
)
def test_what_is_this_machine(host: str, is_it: bool) -> None:
    assert is_loopback(host) is is_it


def test_it_is_said_at_the_start() -> None:
    assert who_decides(Settings(require_key=True)) is None
    assert "on this machine" in str(who_decides(Settings()))
    assert "nobody decides" in str(who_decides(Settings(host="0.0.0.0")))
    assert "Whoever reaches" in str(who_decides(Settings(host="0.0.0.0", open_desk=True)))
