"""The plugin's routes without a browser: signed in as somebody, with the nonce that the editor has."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from tests.cms.wordpress.site import PASSWORD, Site

# Whose key it is, is kept where no other is given.
ASK_OURS = """update_option('test_any_service', '1');
update_option('exonym', array_filter(array('url' => getenv('URL'), 'key' => getenv('KEY'))) + get_option('exonym'));"""


@contextlib.contextmanager
def client_of(site: Site, who: str | None) -> Iterator[httpx.Client]:
    """Whoever is signed in asks with the nonce of the editor; None is a passer-by."""
    with httpx.Client(base_url=site.address, timeout=60) as client:
        if who is not None:
            client.cookies.set("wordpress_test_cookie", "WP Cookie check")
            client.post("/wp-login.php", data={"log": who, "pwd": PASSWORD})
            nonce = client.get("/wp-admin/admin-ajax.php", params={"action": "rest-nonce"}).text
            client.headers["X-WP-Nonce"] = nonce
        yield client


def ask(
    client: httpx.Client, method: str, path: str, *, query: dict[str, Any] | None = None, **told: Any
) -> httpx.Response:
    """Ask a route of the plugin, by the address that all WordPresses have."""
    return client.request(method, "/", params={"rest_route": f"/exonym/v1/{path}"} | (query or {}), **told)


@dataclass
class Fake:
    """In the place of the service: answers as it is told, and keeps what it was asked."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"places": [], "findings": [], "lang": "en"}'
    wait: threading.Event | None = None
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""


@contextlib.contextmanager
def fake_service() -> Iterator[Fake]:
    """A service of one's own on a port."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fake.asked.append((self.path, dict(self.headers), body))
            if fake.wait is not None:
                fake.wait.wait(30)
            with contextlib.suppress(OSError):  # who asked has gone
                self.send_response(fake.status)
                for name, value in fake.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(fake.body)))
                self.end_headers()
                self.wfile.write(fake.body)

        do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815

        def log_message(self, *_told: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield fake
    finally:
        if fake.wait is not None:
            fake.wait.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def asking_fake(site: Site, key: str = "") -> Iterator[Fake]:
    """A site that asks a service of one's own, with another key where one is given."""
    with fake_service() as fake:
        site.php(ASK_OURS, URL=fake.address, **({"KEY": key} if key else {}))
        yield fake
        site.php("delete_option('test_any_service');")
        site.asked.write_text("")
