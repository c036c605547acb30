"""A service that takes for ever, or says too much: an attempt has an end by the clock, an answer one by its size."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest
from both_clients import ask
from exonym_client import BadAnswer, BadArgument, Exonym, Oversized, Patience, Unreachable, calling, calling_async
from exonym_client.unpacking import LARGEST, LARGEST_FILE, Unpacking
from saying import HEAD, answer_of, saying

TABLE = b"town\nKyiv\n"
GZIP = b"Content-Encoding: gzip\r\n"
BUILD = {"gazetteer": {"build": "b", "source": "s", "places": 1, "names": 2, "built": "now"}}
UNENDING = [bytes([byte]) for byte in b"x" * 200]
OPEN = HEAD % b"application/json" + b"\r\n"
OPEN_CSV = HEAD % b"text/csv" + b"\r\n"
CALLS: list[tuple[str, tuple[Any, ...], bytes]] = [
    ("build", (), OPEN),
    ("resolve", ("Kyiv",), OPEN),
    ("resolve_many", (["Kyiv"],), OPEN),
    ("annotate", ("Kyiv",), OPEN),
    ("reconcile_csv", (TABLE,), OPEN_CSV),
    ("job_result", ("a",), OPEN_CSV),
    ("create_job", (TABLE,), OPEN),
    ("export_decisions", (), OPEN_CSV),
]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("method", "args", "head"), CALLS)
def test_a_byte_now_and_then_is_no_answer(asynchronous: bool, method: str, args: Any, head: bytes) -> None:
    with saying([head, *UNENDING], 0.05) as address:
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"not done after 0.3 s|Timeout"):
            ask(asynchronous, address, method, *args, options={"timeout": 0.3})
        assert time.monotonic() - began < 6


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("method", ["build", "export_decisions"])
def test_neither_is_a_byte_of_its_heading(asynchronous: bool, method: str) -> None:
    with saying([b"HTTP/1.1 200 OK\r\nX: ", *UNENDING], 0.05) as address:
        began = time.monotonic()
        with pytest.raises(Unreachable):
            ask(asynchronous, address, method, options={"timeout": 0.3})
        assert time.monotonic() - began < 6


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_slow_attempt_is_made_again_as_a_silent_one_is(asynchronous: bool) -> None:
    with saying([OPEN, *UNENDING], 0.05) as address:
        began = time.monotonic()
        with pytest.raises(Unreachable):
            ask(asynchronous, address, "build", options={"timeout": 0.2, "patience": Patience(3, pause=0.0)})
        assert 0.55 < time.monotonic() - began < 6


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_table_may_take_longer_while_its_data_comes(asynchronous: bool) -> None:
    with saying([OPEN_CSV, *[b"Kyiv,703448\n" * 10] * 10], 0.1) as address:
        assert ask(asynchronous, address, "job_result", "a", options={"timeout": 0.5}) == b"Kyiv,703448\n" * 100
        with pytest.raises(Unreachable):
            ask(asynchronous, address, "build", options={"timeout": 0.5})


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_table_of_any_size_is_written_to_a_file(
    asynchronous: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (calling, calling_async):
        monkeypatch.setattr(module, "LARGEST_FILE", 1000)
    path = tmp_path / "result.csv"
    with saying([answer_of(gzip.compress(b"x" * 1_000_000), b"text/csv", GZIP)]) as address:
        with pytest.raises(Oversized, match="1,000 bytes"):
            ask(asynchronous, address, "job_result", "a")
        ask(asynchronous, address, "save_job_result", "a", path)
        with pytest.raises(BadArgument, match="cannot be written"):
            ask(asynchronous, address, "save_job_result", "a", tmp_path / "nowhere" / "result.csv")
    assert path.read_bytes() == b"x" * 1_000_000
    with saying([answer_of(b"<html>", b"text/html")]) as address, pytest.raises(BadAnswer, match="no table"):
        ask(asynchronous, address, "save_job_result", "a", path)
    cut = answer_of(b"x" * 500, b"text/csv")[:-100]
    with saying([cut]) as address, pytest.raises(Unreachable):
        ask(asynchronous, address, "save_job_result", "a", path)
    assert [one.name for one in tmp_path.iterdir()] == ["result.csv"]
    assert path.read_bytes() == b"x" * 1_000_000


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_small_body_that_becomes_a_large_one_is_not_read(asynchronous: bool) -> None:
    bomb = gzip.compress(b'{"gazetteer": "' + b"x" * (LARGEST + 1) + b'"}', 1)
    with saying([answer_of(bomb, more=GZIP)]) as address, pytest.raises(Oversized, match="64,000,000 bytes"):
        ask(asynchronous, address, "build")


def test_nor_is_one_that_is_large_from_the_beginning() -> None:
    with (
        saying([OPEN, *itertools.repeat(b" " * 1_000_000, LARGEST // 1_000_000 + 2)]) as address,
        pytest.raises(BadAnswer, match="more than"),
    ):
        ask(False, address, "build")


def test_no_piece_is_unpacked_further_than_is_read() -> None:
    unpacking = Unpacking("http://host/", "gzip", 1000)
    with pytest.raises(Oversized):
        unpacking.feed(gzip.compress(b"x" * 50_000_000, 1))
    whole = Unpacking("http://host/", "gzip", 1000)
    assert whole.feed(gzip.compress(b"x" * 1000)) == b"x" * 1000
    whole.end()
    assert LARGEST < LARGEST_FILE


def test_names_whose_answer_is_too_large_are_asked_by_fewer(monkeypatch: pytest.MonkeyPatch, exonym: Exonym) -> None:
    assert len(list(exonym.resolve_many(["Kyiv"]))) == 1

    def small(url: str, coding: str, _most: int) -> Unpacking:
        return Unpacking(url, coding, 20_000)

    monkeypatch.setattr(calling, "Unpacking", small)
    names = ["Springfield", "Kyiv"] * 20
    assert [one.name for one in exonym.resolve_many(names)] == names


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"no gzip", b"gzip"),
        (gzip.compress(json.dumps(BUILD).encode())[:-9], b"gzip"),
        (json.dumps(BUILD).encode(), b"br"),
        (gzip.compress(gzip.compress(json.dumps(BUILD).encode())), b"gzip, gzip"),
    ],
    ids=["not packed", "cut short", "not asked for", "packed twice"],  # packed bytes hold the time they were made
)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_what_is_not_packed_as_it_says_is_no_answer(asynchronous: bool, body: bytes, coding: bytes) -> None:
    with (
        saying([answer_of(body, more=b"Content-Encoding: %b\r\n" % coding)]) as address,
        pytest.raises(BadAnswer, match="packed"),
    ):
        ask(asynchronous, address, "build")


def test_several_packed_files_are_one_answer() -> None:
    said = json.dumps(BUILD).encode()
    body = gzip.compress(said[:10]) + gzip.compress(b"") + gzip.compress(said[10:])
    with saying([answer_of(body, more=GZIP)]) as address:
        assert ask(False, address, "build").build == "b"
