"""One test for a whole table, where a test of its own for each of a thousand rows would take longer than the rows do.

All rows are tried. The test fails with a line for each row that fails, however many there are: where it stands, what is
in it, and what came against what was expected; and with the trace of the first.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import pytest

ROW_LETTERS = 200  # of a row
SAID_LETTERS = 300  # of what came against what was expected
# What pytest adds to an assertion: where a value is from, and how to see more.
_NOISE = re.compile(r"\s*(\+\s+(where|and) |Use -v to get)")


class At(NamedTuple):
    """A row with where it stands.

    Args:
        where: the table's file and the line, `tests/cases/cjk.tsv:12`.
        row: as `each_row` takes it.
    """

    where: str
    row: Any


class RowsFailed(AssertionError):
    """Rows of a table failed; the message has a line for each."""

    def __init__(self, failed: int, count: int, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join((f"{failed} of {count} rows fail:", *lines)))


def each_row(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a test try all rows of a table.

    Args:
        names: of the arguments that a row gives, as for `pytest.mark.parametrize`; other arguments are fixtures, which
            all rows share.
        rows: the table. A row that is an `At`, or has a `where`, is told by it, any other by its number.

    Returns:
        What decorates the test.
    """
    many = not isinstance(names, str)
    listed: list[At] = []
    for number, row in enumerate(rows, 1):
        where, cells = row if isinstance(row, At) else (getattr(row, "where", f"row {number}"), row)
        listed.append(At(where, dict(zip(names, cells, strict=True)) if many else {str(names): cells}))

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def tried(**fixtures: Any) -> None:
            assert listed, "a table without rows"
            _try_all(functools.partial(test, **fixtures), listed)

        signature = inspect.signature(test)
        fixtures = [one for name, one in signature.parameters.items() if name not in listed_names]
        tried.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return tried

    listed_names = set(names) if many else {names}
    return decorate


def _try_all(test: Callable[..., None], rows: list[At]) -> None:
    first: BaseException | None = None
    lines: list[str] = []
    failed = 0
    for where, row in rows:
        try:
            test(**row)
        except (Exception, pytest.fail.Exception) as error:
            first = first or error
            failed += 1
            told = f"{where}: {_cut(_cells(row), ROW_LETTERS)}"
            # A table within a row has lines of its own.
            lines += [f"{told}: {said}" for said in (error.lines if isinstance(error, RowsFailed) else [_said(error)])]
    if first is not None:
        raise RowsFailed(failed, len(rows), lines) from first


def _cells(row: Mapping[str, Any]) -> str:
    return ", ".join(_told(cell) for cell in row.values())


def _told(cell: Any) -> str:
    """What tells a cell from others: of a table's row, and of a record, what is not blank and not the default."""
    if hasattr(cell, "told"):
        return str(cell.told)
    if isinstance(cell, Mapping):
        return ", ".join(f"{title} {value!r}" for title, value in cell.items() if value != "")
    if dataclasses.is_dataclass(cell) and not isinstance(cell, type):
        values = [(field, getattr(cell, field.name)) for field in dataclasses.fields(cell)]
        return ", ".join(f"{field.name} {value!r}" for field, value in values if value != field.default)
    return repr(cell)


def _said(error: BaseException) -> str:
    lines = [line for line in str(error).splitlines() if not _NOISE.match(line)]
    kind = "" if isinstance(error, AssertionError | pytest.fail.Exception) else f"{type(error).__name__}: "
    return _cut(kind + " ".join(" ".join(lines).split()), SAID_LETTERS) or type(error).__name__


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
