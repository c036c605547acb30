"""What the plugin's routes let through: who may ask, what is handed on, and what comes back where the service fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from plugging import SHEVCHENKOVE, Service

from tests.cms.wordpress.asking import Fake, ask, asking_fake, client_of
from tests.cms.wordpress.site import Site

# What asks is PHP of ours, and the same on both; a test is a start of PHP or several.
pytestmark = pytest.mark.parametrize("site", ["npm"], indirect=True)

ROUTES = [
    ("GET", "suggest"),
    ("GET", "places/713174"),
    ("GET", "dateline"),
    ("POST", "annotate"),
    ("POST", "decisions"),
    ("PATCH", "decisions/5f0c7c1be4a2"),
    ("DELETE", "decisions/5f0c7c1be4a2"),
    ("GET", "map/base"),
    ("GET", "map/dots/4/9/5"),
]


@pytest.fixture
def fake(ready: Site) -> Iterator[Fake]:
    """The site asks a service of ours, with a key."""
    with asking_fake(ready, "exo_secret") as fake:
        yield fake


@pytest.mark.parametrize(("who", "status"), [("subscriber", 403), (None, 401)])
def test_who_may_not_write_may_not_ask(ready: Site, service: Service, who: str | None, status: int) -> None:
    before = ready.asked_addresses()
    with client_of(ready, who) as client:
        for method, path in ROUTES:
            answer = ask(client, method, path, json={"text": "Kyiv"} if method == "POST" else None)
            assert answer.status_code == status, path
            assert service.key not in answer.text
            assert service.address not in answer.text
    assert ready.asked_addresses() == before


def test_a_cookie_without_its_nonce_is_nobody_s(ready: Site) -> None:
    with client_of(ready, "admin") as client:
        client.headers["X-WP-Nonce"] = "0123456789"  # of another day, or another's
        assert ask(client, "POST", "decisions", json={"name": "Kyiv", "place": None}).status_code == 403
        del client.headers["X-WP-Nonce"]
        assert ask(client, "GET", "suggest", query={"prefix": "Ky"}).status_code == 401


def test_an_author_asks_and_decides_in_their_own_name(ready: Site, service: Service) -> None:
    with client_of(ready, "author") as client:
        found = ask(client, "GET", "suggest", query={"prefix": "Bakhm", "limit": 3}).json()
        assert found["suggestions"][0]["name"] == "Bakhmut"
        told = {"name": "Shevchenkove", "place": SHEVCHENKOVE, "by": "Somebody else", "via": "page"}
        made = ask(client, "POST", "decisions", json=told)
        assert made.status_code == 201
        decision = made.json()["decision"]
        assert (decision["by"], decision["via"]) == ("Author", "cms")
        assert (
            ask(client, "POST", "decisions", json=told | {"place": 694152}).json()["error"]["present"]["by"] == "Author"
        )
        seen = {"If-Match": f'"{decision["version"]}"'}
        path = f"decisions/{decision['id']}"
        assert ask(client, "PATCH", path, json={"name": "Shevchenkove", "place": None}, headers=seen).status_code == 200
        assert service.decisions() == {"Shevchenkove": None}
        assert ask(client, "DELETE", path).status_code == 200
        assert service.decisions() == {}


def test_only_what_is_listed_is_handed_on(fake: Fake, ready: Site) -> None:
    with client_of(ready, "author") as client:
        sent = {
            "text": "Kyiv",
            "desk": "other",
            "style": "=1",
            "limit": 5,
            "lint": "yes",
            "lang": ["x"],
            "display": None,
        }
        assert ask(client, "POST", "annotate", json=sent).status_code == 200
        ask(client, "GET", "suggest", query={"prefix": "Ky", "desk": "other", "key": "x"})
        ask(client, "POST", "decisions", json={"name": "Kyiv", "place": "703448 or so"})
    (path, headers, body), (suggested, _, _) = fake.asked
    assert (path, json.loads(body)) == ("/v1/annotate", {"text": "Kyiv", "limit": 5, "desk": "world"})
    assert headers["X-API-Key"] == "exo_secret"
    assert suggested == "/v1/suggest?prefix=Ky"


@pytest.mark.parametrize(
    "path",
    [
        *("places/../desks", "places/713174/../../desks", "places/1%2F..%2Fdesks", "map/dots/4/9", "map/dots/٤/٩/٥"),
        *("decisions/xyz", "decisions/abc\r\nX-Other: 1", "desks", "desks/world/decisions"),
    ],
)
def test_there_are_no_other_routes(fake: Fake, ready: Site, path: str) -> None:
    with client_of(ready, "admin") as client:
        assert ask(client, "GET", path).status_code == 404
    assert fake.asked == []


def test_only_json_is_read(fake: Fake, ready: Site) -> None:
    sent: list[dict[str, Any]] = [
        {"files": {"name": ("a.txt", b"Kyiv")}},
        {"data": {"name": "Kyiv", "place": "703448"}},
        {"content": b'{"name": "Kyiv", "place": null}', "headers": {"Content-Type": "text/plain"}},
    ]
    with client_of(ready, "author") as client:
        for one in sent:
            assert ask(client, "POST", "decisions", **one).status_code == 400
    assert fake.asked == []


def test_what_is_too_long_is_not_sent(fake: Fake, ready: Site) -> None:
    with client_of(ready, "author") as client:
        answer = ask(client, "POST", "annotate", json={"text": "x" * 1_100_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert fake.asked == []


@pytest.mark.parametrize(
    ("status", "headers", "handed", "code"),
    [
        (401, {}, 502, "unauthorized"),
        (403, {}, 502, "unauthorized"),
        (429, {"Retry-After": "7"}, 429, "busy"),
        (503, {"Retry-After": "2"}, 503, "busy"),
        (400, {}, 400, "busy"),
        (500, {}, 502, "failed"),
        (302, {"Location": "http://127.0.0.1:9/elsewhere"}, 502, "failed"),
    ],
)
def test_what_the_service_refuses(
    fake: Fake, ready: Site, status: int, headers: dict[str, str], handed: int, code: str
) -> None:
    fake.status, fake.headers, fake.body = status, headers, b'{"error": {"code": "busy", "message": "exo_other"}}'
    with client_of(ready, "author") as client:
        answer = ask(client, "POST", "annotate", json={"text": "Kyiv"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (handed, code)
    assert answer.headers.get("Retry-After") == headers.get("Retry-After")
    assert "exo_secret" not in answer.text
    assert len(fake.asked) == 1


def test_a_service_that_is_slow_or_away(fake: Fake, ready: Site) -> None:
    fake.wait = threading.Event()
    with client_of(ready, "author") as client:
        answer = ask(client, "POST", "annotate", json={"text": "Kyiv"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")
        answer = ask(client, "GET", "map/base")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        ready.php("update_option('exonym', array('url' => 'http://127.0.0.1:9') + get_option('exonym'));")
        answer = ask(client, "POST", "annotate", json={"text": "Kyiv"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unreachable")
        ready.php("update_option('exonym', array('url' => '') + get_option('exonym'));")
        assert ask(client, "POST", "annotate", json={"text": "Kyiv"}).json()["error"]["code"] == "not_set"


ADDRESSES = {
    "https://places.example.org/": "https://places.example.org",
    " http://127.0.0.1:8000/exonym ": "http://127.0.0.1:8000/exonym",
    "places.example.org": None,
    "ftp://places.example.org": None,
    "https://who:word@places.example.org": None,
    "https://places.example.org/?q=1": None,
    "https://places.example.org/#x": None,
    "https://a b.example.org": None,
    "javascript:alert(1)": None,
    "": None,
}


def test_addresses(ready: Site) -> None:
    read = ready.php(
        "echo json_encode(array_map('Exonym\\\\Settings\\\\address', json_decode(getenv('ALL'), true)));",
        ALL=json.dumps(list(ADDRESSES)),
    )
    assert json.loads(read) == list(ADDRESSES.values())


def test_a_key_goes_to_the_address_that_it_was_given_for(fake: Fake, ready: Site) -> None:
    code = """require_once WP_PLUGIN_DIR . '/exonym/includes/page.php';
        $sent = array('url' => getenv('URL'), 'key' => '', 'types' => array('post', 'nonsense'));
        echo json_encode(Exonym\\Page\\read($sent));"""
    same = json.loads(ready.php(code, URL=fake.address))
    other = json.loads(ready.php(code, URL=fake.address.replace("127.0.0.1", "localhost")))
    assert (same["key"], same["types"]) == ("exo_secret", ["post"])
    assert other["key"] == ""


CONFIGURED = """delete_option('exonym'); delete_transient('exonym_desk');
define('EXONYM_URL', getenv('URL')); define('EXONYM_KEY', getenv('KEY'));
echo json_encode(array(Exonym\\Desk\\current(), Exonym\\Desk\\current(), Exonym\\Routes\\of_desk()));"""


def test_a_site_that_is_set_up_by_its_configuration_knows_its_desk(ready: Site, service: Service) -> None:
    before = len(ready.asked_addresses())
    desk = {"id": "world", "title": "World desk"}
    told = json.loads(ready.php(CONFIGURED, URL=service.address, KEY=service.key))
    assert told == [desk, desk, {"desk": "world"}]
    assert ready.asked_addresses()[before:] == [f"{service.address}/v1/desks"]


def test_a_key_of_the_configuration_goes_to_no_address_of_a_form(ready: Site, service: Service) -> None:
    code = "define('EXONYM_KEY', 'exo_of_the_configuration'); echo Exonym\\Settings\\key();"
    assert ready.php(code) == service.key


TRIED = """require_once ABSPATH . 'wp-admin/includes/template.php';
require_once WP_PLUGIN_DIR . '/exonym/includes/page.php';
$read = Exonym\\Page\\read(array('url' => getenv('URL'), 'key' => 'exo_other'));
echo json_encode(array($read['desk'], $read['title'], get_settings_errors('exonym')[0]['message']));"""
WRONG = "Exonym does not answer as it should."
NO_DESK = "Exonym answers. The key is for no desk."
HTML = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", WRONG),
        (HTML, WRONG),
        ("[" * 100_000, WRONG),
        ('{"desks": "x"}', WRONG),
        ('{"error": {"message": ["x"]}}', WRONG),
        (json.dumps({"error": {"message": HTML}}), HTML.replace("<", "&lt;").replace(">", "&gt;")),
        ('{"desks": []}', NO_DESK),
        ('{"desks": ["x"]}', NO_DESK),
        ('{"desks": [{"id": ["x"]}]}', NO_DESK),
        ('{"desks": [{"id": "../x", "title": "X"}]}', NO_DESK),
        (json.dumps({"desks": [{"id": "y", "title": HTML + "Y"}]}), "Exonym answers, for Y."),
    ],
)
def test_what_a_service_says_of_its_desk(fake: Fake, ready: Site, body: str, said: str) -> None:
    """Whatever it is, nothing is left of the desk that was known before."""
    fake.body = body.encode()
    desk = "y" if '"y"' in body else ""
    assert json.loads(ready.php(TRIED, URL=fake.address)) == [desk, desk.upper(), said]
