"""Years of a name: the texts of a source ("1924", "1924-02", "19240512") as days that can be compared."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

EVER: Final = 0  # before all days
NEVER: Final = 9999_12_31  # after all days
_YEAR = re.compile(
    r"(?<!\d)(?P<year>[12]\d{3})(?:[-/.]?(?P<month>0[1-9]|1[0-2])(?:[-/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?"
)


def first_day(text: str) -> int:
    """The first day that a text speaks of, as a number like 19240101; EVER where it names no year."""
    found = _YEAR.search(text)
    return EVER if found is None else _number(found, "01", "01")


def last_day(text: str) -> int:
    """The last day that a text speaks of, as a number like 19241231; NEVER where it names no year."""
    found = _YEAR.search(text)
    return NEVER if found is None else _number(found, "12", "31")


def day_number(day: date) -> int:
    """A day as such a number."""
    return day.year * 10_000 + day.month * 100 + day.day


def _number(found: re.Match[str], month: str, day: str) -> int:
    return int(found["year"] + (found["month"] or month) + (found["day"] or day))
