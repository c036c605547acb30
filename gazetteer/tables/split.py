"""Cells that name several places, and the rows that are made of them: one of each part."""

from __future__ import annotations

import re

from gazetteer.errors import QueryError
from gazetteer.tables.columns import is_no_name

ANY = "any"  # any separator that lists use
MOST_PARTS = 50  # of one cell
_SEPARATOR_LETTERS = 10
# Signs that part the places of a list and are seldom in a name. A comma is not: an area follows it as often.
_LISTS = re.compile(r"[;|•·、；\n\r]+|\s[/–—-]\s")


def check_separator(separator: str | None) -> None:
    """Refuse what parts nothing.

    Raises:
        QueryError: the separator is blank or longer than any.
    """
    if separator is not None and not 0 < len(separator.strip(" ")) <= _SEPARATOR_LETTERS:
        raise QueryError(f"Split at a separator of 1 to {_SEPARATOR_LETTERS} letters, or at {ANY!r}.", "split")


def parts_of(text: str, separator: str) -> list[str]:
    """The places of a cell, blank ones left out; the cell itself where it is no list. At most one more than may be.

    Args:
        text: of the cell.
        separator: at which to split, or `ANY`.
    """
    limit = 100 * MOST_PARTS  # blank parts count for nothing, and are bounded all the same
    pieces = _LISTS.split(text, limit) if separator == ANY else text.split(separator, limit)
    parts = [part.strip() for part in pieces if not is_no_name(part)]
    return parts[: MOST_PARTS + 1] if len(parts) > 1 else [text]
