"""Whatever goes wrong inside one row is that row's error; the others are answered."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from gazetteer import Gazetteer, Options, Query
from gazetteer.errors import CorruptIndex, QueryError, RowFailed
from gazetteer.guard import MESSAGE, _logged, safely
from gazetteer.matching import resolve as resolving
from gazetteer.tables.answer import RowVerdict, answer
from gazetteer.tables.columns import Cells

BAD = "Kharkiv"
FAILURES = (
    ZeroDivisionError("x"),
    RecursionError("x"),
    OSError("x"),
    UnicodeEncodeError("a", "b", 0, 1, "c"),
    KeyError(),
)

FAILURES_SEEN = tuple(type(error) for error in FAILURES)


@pytest.fixture(params=FAILURES, ids=lambda error: type(error).__name__)
def failing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A name on which resolving fails."""
    real = resolving.consider  # type: ignore[attr-defined]

    def consider(index: Any, query: Query, *args: Any, **kwargs: Any) -> Any:
        if query.name == BAD:
            raise request.param
        return real(index, query, *args, **kwargs)

    monkeypatch.setattr(resolving, "consider", consider)
    _logged.clear()
    return BAD


@pytest.mark.parametrize("joint", [False, True])
def test_a_row_fails_alone(tiny: Gazetteer, failing: str, joint: bool) -> None:
    queries = [Query(name) for name in ("Bakhmut", failing, "Kyiv")]
    before, failed, after = tiny.resolve_many(queries, Options(joint=joint))
    assert before.candidates
    assert after.candidates
    assert isinstance(failed.error, RowFailed)
    assert (str(failed.error), failed.verdict, failed.query) == (MESSAGE, None, queries[1])


def test_a_row_of_a_table_fails_alone(tiny: Gazetteer, failing: str) -> None:
    for also in ("", "Ukraine"):
        said = answer(tiny._index, Cells(failing, "", "", "", "", also), Options())
        assert (said.verdict, said.how) == (RowVerdict.ERROR, MESSAGE)


def test_a_part_of_a_list_fails_alone(tiny: Gazetteer, failing: str) -> None:
    parts = tiny.resolve(Query(f"Bakhmut; {failing}; Kyiv")).parts
    assert [part.error is not None for part in parts] == [False, True, False]


def test_a_failure_is_logged_once_with_its_trace(
    tiny: Gazetteer, failing: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "exonym"):
        tiny.resolve_many([Query(failing)] * 50)
    (record,) = caplog.records
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], FAILURES_SEEN)


def test_a_broken_gazetteer_is_no_matter_of_a_row() -> None:
    def broken() -> None:
        raise CorruptIndex("x")

    with pytest.raises(CorruptIndex):
        safely(broken, lambda error: error)


def test_what_cannot_be_read_keeps_its_own_words() -> None:
    def unread() -> None:
        raise QueryError("Give a name.", "name")

    error = safely(unread, lambda error: error)
    assert error is not None
    assert (str(error), error.code) == ("Give a name.", "bad_query")
