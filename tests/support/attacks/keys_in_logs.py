"""Requests that carry a key wherever one may stand, or be put by mistake."""

from __future__ import annotations

import contextlib
import socket
from collections import Counter
from urllib.parse import quote

import httpx

KEY = "exo_0123456789ab_" + "S3cret-_" * 5 + "abc"
MARK = "S3cret"


def send_keys(client: httpx.Client) -> Counter[str]:
    """Send the key in headers, parameters, paths, bodies and heads that cannot be read; the statuses."""
    urls = [f"/v1/resolve?q=x&{name}={KEY}" for name in ("key", "username", "token", "anything", "KEY", "api_key")]
    urls += [f"/v1/resolve?q={KEY}", f"/v1/places/{KEY}", f"/{KEY}", f"/v1/jobs/{KEY}", f"/{KEY.replace('_', '%5F')}"]
    urls += [f"/searchJSON?q=x&username={quote(KEY)}", f"/v1/resolve?q=x#{KEY}", f"/%0a{KEY}"]
    counts = Counter(str(client.get(url).status_code) for url in urls)
    for name in ("Authorization", "X-API-Key", "Cookie", "X-Request-ID", "User-Agent", "Referer", "Origin"):
        for value in (KEY, f"Bearer {KEY}"):
            counts[str(client.get("/v1/resolve?q=x", headers={name: value}).status_code)] += 1
    for content in (KEY.encode(), f'{{"queries":[{{"name":"{KEY}","limit":"{KEY}"}}]}}'.encode()):
        counts[str(client.post("/v1/resolve", content=content).status_code)] += 1
        counts[str(client.post(f"/v1/reconcile/csv?name={KEY}", content=content).status_code)] += 1
    for head in (f"GET /{KEY} NONSENSE\r\n\r\n", f"{KEY}\r\n\r\n", f"GET / HTTP/1.1\r\nX-API-Key {KEY}\r\n\r\n"):
        counts[_raw(client, head.encode())] += 1
    return counts


def _raw(client: httpx.Client, head: bytes) -> str:
    address = (client.base_url.host, client.base_url.port or 80)
    with contextlib.suppress(OSError), socket.create_connection(address, 10) as connection:
        connection.sendall(head)
        return connection.recv(12)[9:].decode("latin-1") or "closed"
    return "closed"
