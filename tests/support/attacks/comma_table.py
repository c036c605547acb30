"""Tables whose answers would be many times their size."""

from __future__ import annotations

import contextlib

import httpx


def send_commas(client: httpx.Client, size: int = 108_000, width: int = 50_000) -> tuple[int, int]:
    """A wide header over rows of one letter; the status and the bytes of the answer."""
    return _send(client, b"town" + b"," * width + b"\n" + b"a\n" * ((size - width) // 2))


def send_lines(client: httpx.Client, size: int = 10_000_000) -> tuple[int, int]:
    """Rows of one letter: what is added to each is longer by far."""
    return _send(client, b"town\n" + b"a\n" * (size // 2))


def _send(client: httpx.Client, content: bytes) -> tuple[int, int]:
    with client.stream("POST", "/v1/reconcile/csv?name=town", content=content, timeout=120) as answer:
        size = 0
        with contextlib.suppress(httpx.RemoteProtocolError):  # one that becomes too long is cut off
            for part in answer.iter_bytes():
                size += len(part)
        return answer.status_code, size
