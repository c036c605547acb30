"""One row fails alone: whatever goes wrong inside it becomes its own error, and the others are answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from gazetteer.errors import GazetteerError, QueryError, RowFailed

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger("exonym")

MESSAGE = "could not be read: internal error"
_MOST_PLACES = 256
_logged: set[tuple[str, int]] = set()  # where failures arose that are logged already: a million rows are one trace


def safely(answer: Callable[[], T], refused: Callable[[QueryError], R]) -> T | R:
    """The answer to one row, or what is said of it where it cannot be answered.

    What is wrong with the gazetteer itself is no matter of one row, and is raised.

    Args:
        answer: makes the answer.
        refused: makes it of an error.
    """
    try:
        return answer()
    except QueryError as error:
        return refused(error)
    except GazetteerError:
        raise
    except Exception as error:
        return refused(failed(error))


def failed(error: Exception) -> RowFailed:
    """What is said of a failure that nobody foresaw; it is logged with its trace, the first that arises at a line."""
    _log(error)
    return RowFailed(MESSAGE, "name")


def _log(error: Exception) -> None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ("", 0) if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    if place in _logged or len(_logged) >= _MOST_PLACES:
        return
    _logged.add(place)
    log.error("A row could not be read.", exc_info=error)
