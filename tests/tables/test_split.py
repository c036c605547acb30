"""Rows of the places that one cell names; how a string was read, and the answers to its parts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import QueryError
from gazetteer.model import Query, Read, Relation, Resolution, Verdict
from gazetteer.tables.answer import said_of
from gazetteer.tables.records import cells, pieces
from gazetteer.tables.split import MOST_PARTS, parts_of

Reconcile = Any


def test_each_place_of_a_cell_is_a_row(reconcile: Reconcile) -> None:
    text = b'n,city,note\r\n1,"Kyiv; Paris;;x,y","a, ""b"""\r\n2,Odesa,\r\n3,,c\r\n\r\n4,Kyiv;Paris,d'
    out = reconcile(text, "city", split=";")
    lines = out.raw.split(b"\r\n")
    assert lines[0].endswith(b",exonym_parts,exonym_part")
    assert lines[1].startswith(b'1,Kyiv,"a, ""b""",703448,')
    assert lines[2].startswith(b'1,Paris,"a, ""b""",2988507,')
    assert lines[3].startswith(b'1,"x,y","a, ""b""",')
    assert [line.rsplit(b",", 1)[1] for line in lines[1:6]] == [b"1", b"2", b"3", b"1", b"1"]
    assert lines[6] == b""
    assert lines[8].startswith(b"4,Paris,d,2988507,")
    assert out.task.table.tally.records == 5


def test_going_on_after_a_checkpoint_counts_records_and_not_rows(reconcile: Reconcile) -> None:
    text = b"city\nKyiv;Paris\nOdesa\nParis;Kyiv\n"
    out = reconcile(text, "city", split=";")
    rest = b"".join(out.task.table.reconciled(2))
    assert out.raw.endswith(rest)
    assert rest.count(b"\n") == 2


@pytest.mark.parametrize("cell", [";" * 40, "Kyiv" + ";" * 40 + "Paris", ";".join(["Kyiv"] * 51), ";" * 100_000])
def test_many_separators_cost_no_row(reconcile: Reconcile, cell: str) -> None:
    out = reconcile(f"n,city\n1,{cell}\n2,Paris\n".encode(), "city", split=";")
    assert out.column("id")[-1] == "2988507"
    assert len(out.rows) <= 1 + MOST_PARTS
    assert not cell.startswith("Kyiv;Kyiv") or "more than 50 places" in out.column("how")[0]


def test_as_lists_part_them(reconcile: Reconcile) -> None:
    text = "city\nKyiv / Paris\nKyiv • Paris | Odesa\nPort-au-Prince\n".encode()
    assert [row["exonym_part"] for row in reconcile(text, "city", split="any").rows] == ["1", "2", "1", "2", "3", "1"]


@pytest.mark.parametrize("separator", ["", " ", "x" * 11])
def test_a_separator_that_parts_nothing_is_refused(reconcile: Reconcile, separator: str) -> None:
    with pytest.raises(QueryError, match="separator"):
        reconcile(b"city\nKyiv\n", "city", split=separator)


@given(st.text(max_size=300), st.sampled_from([";", "any", "/", "ab"]))
def test_parts_are_few_and_of_the_text(text: str, separator: str) -> None:
    parts = parts_of(text, separator)
    assert 1 <= len(parts) <= MOST_PARTS + 1
    assert all(part in text for part in parts)


@given(st.lists(st.sampled_from([b'"', b'""', b",", b"a", b" ", b"\n"])).map(b"".join))
def test_the_pieces_joined_are_the_record(body: bytes) -> None:
    raw, sound = pieces(body, b",")
    assert b",".join(raw) == body
    values, also_sound = cells(body, b",")
    assert len(values) == len(raw)
    assert sound == also_sound


def test_how_a_string_was_read_and_its_parts_are_said() -> None:
    read = Read(
        "Aleppo", (("Syria", 163843),), relation=Relation("direction", "30 km N of", 30.0, 0.0), set_aside=("(AP)",)
    )
    parts = (Resolution(Query("New York"), Verdict.AMBIGUOUS), Resolution(Query("Tokyo"), Verdict.NO_MATCH))
    said = said_of(Resolution(Query("x"), Verdict.AMBIGUOUS, hint="two places", read=read, parts=parts), 1)
    assert said.read == "Aleppo; in Syria; 30 km N of; aside: (AP)"
    assert said.parts == "New York=?; Tokyo=?"
    assert said.values()[-2:] == (said.read, said.parts)
    plain = said_of(Resolution(Query("x"), Verdict.NO_MATCH), 1)
    assert plain.read is None
    assert plain.parts is None
