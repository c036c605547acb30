"""Whole numbers as they come from outside: bounded, in the digits of any script."""

from __future__ import annotations

import operator
from typing import TypeGuard

from gazetteer.errors import QueryError

MOST_WORKERS = 256  # processes that one call may start: each takes a hundred megabytes
_MOST_DIGITS = 20
_SHOWN = 40


def check_workers(workers: object) -> None:
    """Refuse a number of processes that is none.

    Args:
        workers: how many; None for as many as there are processors, or as pay.

    Raises:
        QueryError: it is less than 1, more than `MOST_WORKERS`, or no whole number.
    """
    if workers is None:
        return
    if isinstance(workers, bool) or not is_whole(workers) or not 1 <= workers <= MOST_WORKERS:
        raise QueryError(f"workers is {repr(workers)[:_SHOWN]}: give a number from 1 to {MOST_WORKERS}.", "workers")


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number, of Python's type or of another that can be an index."""
    try:
        operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


def whole_number(text: str, most: int) -> int | None:
    """Read a whole number.

    Args:
        text: digits of any script (`12`, `١٢`), blanks around them.
        most: the largest that counts.

    Returns:
        The number; None where the text is none, or a larger one. It never raises, however long the text is.
    """
    if len(text) > 2 * _MOST_DIGITS:
        return None
    digits = text.strip()
    # Not isdigit: superscripts and Ethiopic digits are "digits" that no number is written with.
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return None
    number = int(digits)
    return number if number <= most else None
