"""What a client sends after a chunked body, or between its chunks: no part of the request, and bounded."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks.connections import send
from guarded import guarded

from service.app import create_app
from service.settings import Settings

HEAD = b"POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
MUCH = 20_000_000  # bytes


@pytest.fixture
def port(tiny_dir: Path) -> Iterator[int]:
    settings = Settings(data_dir=tiny_dir, trusted_proxies="127.0.0.1", allowed_hosts="x")
    with guarded(create_app(settings)) as port:
        yield port


def answered(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(65_536)


@pytest.mark.parametrize("field", [b"X-Request-ID: trailing", b"X-Forwarded-Host: trailing", b"Origin: trailing"])
def test_a_trailer_is_no_header(port: int, field: bytes) -> None:
    body = b'{"queries":[]}'
    chunks = b"%x\r\n%s\r\n0\r\n" % (len(body), body)
    plain = HEAD % b"/v1/resolve" + chunks + b"\r\n"
    trailed = answered(port, HEAD % b"/v1/resolve" + chunks + field + b"\r\n\r\n")
    assert trailed.partition(b" ")[2][:3] == answered(port, plain).partition(b" ")[2][:3] == b"200"
    assert b"trailing" not in trailed


@pytest.mark.parametrize("path", [b"/healthz", b"/v1/resolve"])
@pytest.mark.parametrize(
    ("first", "more"),
    [(b"0\r\n", b"X: y\r\n" * 10_000), (b"0\r\nX: ", b"y" * 60_000), (b"2;x=", b"y" * 60_000)],
    ids=["many trailers", "a long trailer", "a long extension"],
)
def test_what_is_no_body_does_not_go_on_for_ever(port: int, path: bytes, first: bytes, more: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(HEAD % path + b"2\r\n{}\r\n" + first)
        assert not all(send(connection, more) for _ in range(MUCH // len(more)))


def test_a_body_of_small_chunks_is_read(port: int) -> None:
    body = b'{"queries":[]}' + b" " * 200_000
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body)
    assert b" 200 OK" in answered(port, HEAD % b"/v1/resolve" + chunks + b"0\r\n\r\n")
