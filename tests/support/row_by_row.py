"""One test for a whole table, where a test of its own for each of a thousand rows would take longer than the rows do.

All rows are tried; the test fails with the list of all that failed, and with the traces of the first ones.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

SHOWN = 60  # characters of each cell that say which row failed


def each_row(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a test try all rows of a table.

    Args:
        names: of the arguments that a row gives, as for `pytest.mark.parametrize`; other arguments are fixtures, which
            all rows share.
        rows: the table.

    Returns:
        What decorates the test.
    """
    many = not isinstance(names, str)
    listed = [dict(zip(names, row, strict=True)) if many else {str(names): row} for row in rows]

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


def _try_all(test: Callable[..., None], rows: list[dict[str, Any]]) -> None:
    failed: list[BaseException] = []
    told: list[str] = []
    for row in rows:
        try:
            test(**row)
        except (Exception, pytest.fail.Exception) as error:
            failed.append(error)
            told.append(", ".join(repr(cell)[:SHOWN] for cell in row.values()))
    if failed:
        raise BaseExceptionGroup(f"{len(failed)} of {len(rows)} rows fail:\n" + "\n".join(told), failed)
