"""Months and days of the week: what a bare word of theirs means is rather these than a place called so.

Source: Unicode CLDR, the Gregorian calendar, through Babel; `calendar.tsv` is made by `python -m bench.calendar_table`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gazetteer.lexicon.tables import rows

DATELINES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sv", "tr", "uk", "ru")
"""Languages of most datelines, whose shortened months are known too."""


def in_calendar(text: str) -> bool:
    """Whether a text is the name of a month or of a day of the week, in any of the table's languages, written out.

    >>> in_calendar("März"), in_calendar("понедельник"), in_calendar("Paris")
    (True, True, False)
    """
    return text.strip().casefold() in _written_out()


@cache
def months(*, shortened: bool) -> frozenset[str]:
    """The names of months in the languages of datelines, in small letters, without full stops at their ends.

    Args:
        shortened: those cut short as well.
    """
    widths = ("wide", "abbreviated") if shortened else ("wide",)
    names = (
        name
        for row in rows("calendar.tsv")
        if row["part"] == "months" and row["width"] in widths and row["language"] in DATELINES
        for name in _names(row)
    )
    return frozenset(name.rstrip(".").lower() for name in names)


@cache
def _written_out() -> frozenset[str]:
    return frozenset(name.casefold() for row in rows("calendar.tsv") if row["width"] == "wide" for name in _names(row))


def _names(row: dict[str, str]) -> Iterator[str]:
    return iter(row["names"].split("|"))
