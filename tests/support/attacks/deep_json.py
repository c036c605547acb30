"""JSON that is small as text and large, or deep, as values."""

from __future__ import annotations

import httpx

BODIES = {
    "lists": b'{"queries":[' + b"[]," * 300_000 + b"[]]}",
    "objects": b'{"queries":[],"x":[' + b'{"a":0},' * 120_000 + b"0]}",
    "deep": b'{"queries":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
    "digits": b'{"queries":[{"name":"a","limit":' + b"9" * 900_000 + b"}]}",
    "surrogates": b'{"queries":[' + b'"\\ud800",' * 90_000 + b"0]}",
}


def send(client: httpx.Client, kind: str) -> tuple[int, int]:
    """One of them; the status and the bytes of the answer."""
    answer = client.post("/v1/resolve", content=BODIES[kind], timeout=120)
    return answer.status_code, len(answer.content)
