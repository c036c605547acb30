"""A test of a table tries all its rows, and tells which failed."""

from pathlib import Path

import pytest
from row_by_row import each_row


def test_all_rows_are_tried_and_those_that_fail_are_told() -> None:
    tried: list[int] = []

    @each_row(("number", "name"), [(1, "one"), (2, "two"), (3, "three")])
    def table(number: int, name: str) -> None:
        tried.append(number)
        if number == 3:
            with pytest.raises(ValueError, match="none"):
                int("3")
        assert name == "two"

    with pytest.raises(BaseExceptionGroup, match="2 of 3 rows fail:\n1, 'one'\n3, 'three'") as raised:
        table()
    assert tried == [1, 2, 3]
    assert [type(one) for one in raised.value.exceptions] == [AssertionError, pytest.fail.Exception]


def test_a_table_without_rows_fails() -> None:
    with pytest.raises(AssertionError, match="without rows"):
        each_row("name", [])(lambda name: None)()


@each_row("count", range(1, 4))
@each_row("letter", "ab")
def test_rows_share_what_the_test_asks_for(tmp_path: Path, count: int, letter: str) -> None:
    with (tmp_path / letter).open("a") as stream:
        stream.write("x")
    assert len((tmp_path / letter).read_text()) == count
