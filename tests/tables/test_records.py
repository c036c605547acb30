from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import TableError
from gazetteer.tables import records
from gazetteer.tables.records import Splitter, cells, ending

# What trips a splitter up, often side by side.
TEXTS = st.lists(st.sampled_from([b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"a", b"\0", b"\xff", b" "])).map(b"".join)
CELLS = st.text(st.sampled_from('a"\n\r, ;é'), max_size=6)


def split(text: bytes, *cuts: int) -> list[bytes]:
    splitter = Splitter(b",")
    found: list[bytes] = []
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        found += splitter.feed(text[start:end])
    return found + splitter.close()


@given(TEXTS)
def test_the_records_joined_are_the_text(text: bytes) -> None:
    assert b"".join(split(text)) == text


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_where_the_blocks_are_cut_does_not_matter(text: bytes, one: int, other: int) -> None:
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    assert split(text, low, high) == split(text)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    read = [cells(record[: len(record) - len(ending(record))], b",")[0] for record in split(stream.getvalue().encode())]
    assert read == [[cell.encode() for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b'1,"Kyiv\n2,Lviv\n3,Odesa\n', [b'1,"Kyiv\n', b"2,Lviv\n", b"3,Odesa\n"]),
        (b'1,"Kyiv\n2,"Lviv"\n', [b'1,"Kyiv\n', b'2,"Lviv"\n']),
        (b'1,"Kyiv\n2,"Lviv, UA"\n', [b'1,"Kyiv\n', b'2,"Lviv, UA"\n']),
        (b'1,"a\nb"\n2,c\n', [b'1,"a\nb"\n', b"2,c\n"]),
        (b'1,5" gun\n2,c\n', [b'1,5" gun\n', b"2,c\n"]),
        (b"a\r\nb\nc\rd", [b"a\r\n", b"b\n", b"c\r", b"d"]),
    ],
)
def test_a_quote_that_is_never_closed_takes_no_row_with_it(text: bytes, wanted: list[bytes]) -> None:
    assert split(text) == wanted


def test_a_quote_stays_open_for_so_long_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "OPEN_LIMIT", 50)
    text = b'1,"a\n' + b"2,b\n" * 100
    assert split(text) == text.splitlines(keepends=True)


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LINE_LIMIT", 1000)
    splitter = Splitter(b",")
    assert [splitter.feed(b"x" * 100) for _ in range(10)] == [[]] * 10
    with pytest.raises(TableError, match="no table of text"):
        splitter.feed(b"x" * 100)


def test_unbalanced_quotes_take_linear_time() -> None:
    text = b'"a""b\n' * 50_000 + b'"",x\n' * 50_000
    assert len(split(text)) == 100_000
