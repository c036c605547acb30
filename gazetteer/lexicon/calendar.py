"""Months and days of the week: what a bare word of theirs means is rather these than a place called so."""

from __future__ import annotations

from functools import cache

from gazetteer.lexicon.tables import rows

_PART = "|"
DATELINES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sv", "tr", "uk", "ru")
"""Those of most datelines, whose shortened words are known too."""


def in_calendar(text: str) -> bool:
    """Whether a text is the name of a month or of a day of the week, in any language of the table, written out.

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
    found = (_names(row) for row in _table() if _is_month_of_datelines(row) and row["width"] in widths)
    return frozenset(name.rstrip(".").lower() for names in found for name in names)


def _is_month_of_datelines(row: dict[str, str]) -> bool:
    return row["part"] == "months" and row["lang"] in DATELINES


@cache
def _written_out() -> frozenset[str]:
    names = (name for row in _table() if row["width"] == "wide" for name in _names(row))
    return frozenset(name.casefold() for name in names if not any(map(str.isdigit, name)))


@cache
def _table() -> tuple[dict[str, str], ...]:
    """The table, which is a hundredth of what Babel keeps in memory once it has read these languages."""
    return tuple(rows("calendar.tsv"))


def _names(row: dict[str, str]) -> list[str]:
    return row["names"].split(_PART)
