"""Bodies by gzip: whole or refused, however they were packed and cut; bounded by what they hold and by what came."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterable, Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from service.errors import TooLarge, Unreadable
from service.http import read_body

LIMIT = 3_000_000
BODY = json.dumps({"queries": [{"name": "Bakhmout"}]}).encode()
TABLE = b"city\n" + b"Bakhmout\n" * 20


def read(chunks: Iterable[bytes], codings: Iterable[str] = ("gzip",), limit: int = LIMIT) -> bytes:
    """A body as a route reads it, of the chunks that came."""
    sent = iter(chunks)

    async def receive() -> Message:
        chunk = next(sent, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    headers = [(b"content-encoding", coding.encode()) for coding in codings]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    return asyncio.run(read_body(request, limit))


@given(st.lists(st.binary(max_size=500), min_size=1, max_size=4), st.integers(1, 60))
def test_files_that_follow_one_another_are_one_body(parts: list[bytes], cut: int) -> None:
    packed = b"".join(map(gzip.compress, parts))
    assert read(packed[at : at + cut] for at in range(0, len(packed), cut)) == b"".join(parts)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_what_is_cut_short_is_refused(body: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(body)
    with pytest.raises(Unreadable):
        read([packed[: data.draw(st.integers(1, len(packed) - 1))]])


@pytest.mark.parametrize("size", [0, 999_999, 1_000_000, 1_000_001, LIMIT])
def test_a_body_up_to_the_limit_comes_whole(size: int) -> None:
    body = b"a" * size
    assert read([gzip.compress(body)]) == body


def bomb(size: int) -> Iterator[bytes]:
    yield gzip.compress(b"a" * size)


def endless(first: bytes, then: bytes) -> Iterator[bytes]:
    yield first
    while True:
        yield then


@pytest.mark.parametrize(
    ("chunks", "error"),
    [
        (bomb(LIMIT + 1), TooLarge),
        (bomb(100 * LIMIT), TooLarge),
        (endless(b"\x1f\x8b\x08\x08" + bytes(6), b"a" * 50_000), TooLarge),  # a file's name that never ends
        (endless(gzip.compress(BODY)[:10], b"\0\0\0\xff\xff" * 10_000), TooLarge),  # blocks with nothing in them
        (endless(gzip.compress(BODY), gzip.compress(b"") * 100), Unreadable),  # files with nothing in them
        (endless(gzip.compress(BODY), b"a" * 50_000), Unreadable),  # what is no file
    ],
)
def test_no_body_goes_on_for_ever(chunks: Iterable[bytes], error: type[Exception]) -> None:
    with pytest.raises(error):
        read(chunks)


def test_what_is_packed_costs_no_more_than_its_size_lets_expect() -> None:
    bomb, table = gzip.compress(b" " * 30_000_000), gzip.compress(b"".join(b"%d\n" % n for n in range(3_000_000)), 1)
    with pytest.raises(TooLarge, match="100 times"):
        read([bomb], limit=1_000_000_000)
    assert len(read([table], limit=1_000_000_000)) > 20_000_000


def test_the_codings_of_all_headers_count() -> None:
    assert read([gzip.compress(BODY)], ["identity", "X-GZIP"]) == BODY
    assert read([BODY], ["identity", ""]) == BODY
    for codings in (["gzip", "gzip"], ["gzip, gzip"], ["identity", "br"], ["deflate"]):
        with pytest.raises(Unreadable):
            read([gzip.compress(gzip.compress(BODY))], codings)


def test_a_table_may_be_packed_as_other_bodies_are(client: httpx.Client) -> None:
    def placed(table: bytes, coding: str = "gzip") -> httpx.Response:
        return client.post(
            "/v1/reconcile/csv?name=city",
            content=table,
            headers={"Content-Type": "text/csv", "Content-Encoding": coding},
        )

    whole = placed(TABLE, "identity")
    assert whole.text.count("\n") == 21
    assert placed(gzip.compress(TABLE)).text == whole.text
    assert placed(gzip.compress(TABLE[:50]) + gzip.compress(TABLE[50:])).text == whole.text
    cut = placed(gzip.compress(TABLE)[:-9])
    assert (cut.status_code, cut.json()["error"]["code"]) == (400, "unreadable")
