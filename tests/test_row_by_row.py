"""A test of a table tries all its rows, and tells which failed."""

from pathlib import Path

import pytest
from cases_read import CASES, read_cases
from row_by_row import At, each_row
from table_lines import ROOT, lexicon_rows


def test_all_rows_are_tried_and_those_that_fail_are_told() -> None:
    tried: list[int] = []

    @each_row(("number", "name"), [(1, "one"), (2, "two"), (3, "three")])
    def table(number: int, name: str) -> None:
        tried.append(number)
        if number == 3:
            with pytest.raises(ValueError, match="none"):
                int("3")
        assert name == "two"

    with pytest.raises(AssertionError) as raised:
        table()
    assert tried == [1, 2, 3]
    assert str(raised.value).splitlines() == [
        "2 of 3 rows fail:",
        "row 1: 1, 'one': assert 'one' == 'two' - two + one",
        "row 3: 3, 'three': DID NOT RAISE ValueError",
    ]
    assert isinstance(raised.value.__cause__, AssertionError), "the trace of the first"


def test_however_many_fail_each_has_a_line() -> None:
    @each_row("number", range(300))
    def table(number: int) -> None:
        raise KeyError(number)

    with pytest.raises(AssertionError) as raised:
        table()
    said = str(raised.value).splitlines()
    assert said[0] == "300 of 300 rows fail:"
    assert said[1:] == [f"row {number + 1}: {number}: KeyError: {number}" for number in range(300)]


def test_a_row_is_told_by_where_it_stands_and_by_what_tells_it() -> None:
    rows = [At("some.tsv:7", {"name": "x" * 90, "blank": "", "other": "y" * 500}), At("some.tsv:9", {"name": "z"})]

    @each_row("row", rows)
    def table(row: dict[str, str]) -> None:
        assert row["name"] == "no\n" * 500

    with pytest.raises(AssertionError) as raised:
        table()
    _, first, last = str(raised.value).splitlines()
    assert first.startswith(f"some.tsv:7: name '{'x' * 90}', other 'yyy")
    assert "blank" not in first
    assert len(first) < 600
    assert last.startswith("some.tsv:9: name 'z': assert 'z' == 'no")


@pytest.mark.parametrize("name", ["latin-exonyms.tsv", "strings-country-column.tsv"])
def test_a_case_says_where_it_stands(name: str) -> None:
    lines = (CASES / name).read_text("utf-8").split("\n")
    found = [case for case in read_cases() if f"{case.file}.tsv" == name]
    assert len(found) > 5
    for case in found:
        file, _, line = case.where.rpartition(":")
        assert file == f"tests/cases/{name}"
        assert case.told.split(" | ") == [cell for cell in lines[int(line) - 1].split("\t") if cell]


def test_a_row_of_the_tables_of_words_says_where_it_stands() -> None:
    told = list(lexicon_rows("endings/uk.tsv"))
    lines = (ROOT / "gazetteer/lexicon/endings/uk.tsv").read_text("utf-8").split("\n")
    assert len(told) > 20
    for stands, row in told:
        file, _, line = stands.rpartition(":")
        assert file == "gazetteer/lexicon/endings/uk.tsv"
        assert lines[int(line) - 1].split("\t")[0] == row["ending"]


def test_a_table_within_a_row_has_lines_of_its_own() -> None:
    @each_row("letter", "ab")
    @each_row("count", [1, 2])
    def table(letter: str, count: int) -> None:
        assert count == 1, letter

    with pytest.raises(AssertionError) as raised:
        table()
    assert str(raised.value).splitlines() == [
        "2 of 2 rows fail:",
        "row 1: 'a': row 2: 2: a assert 2 == 1",
        "row 2: 'b': row 2: 2: b assert 2 == 1",
    ]


def test_a_table_without_rows_fails() -> None:
    with pytest.raises(AssertionError, match="without rows"):
        each_row("name", [])(lambda name: None)()


@each_row("count", range(1, 4))
@each_row("letter", "ab")
def test_rows_share_what_the_test_asks_for(tmp_path: Path, count: int, letter: str) -> None:
    with (tmp_path / letter).open("a") as stream:
        stream.write("x")
    assert len((tmp_path / letter).read_text()) == count
