"""How wide a table may be, and how much its answer may have that is neither the table's own nor about a name."""

from __future__ import annotations

from typing import BinaryIO

from gazetteer.errors import TableTooLarge

MOST_COLUMNS = 1_024
# A row that is shorter than the table is filled up, so that ours stand in columns of their own.
_NARROW = 64  # columns up to which that can cost little
_FILLED = 1_000_000  # bytes that may be filled up, whatever the table has
_FILLED_TIMES = 8  # and times the bytes of the table
REPEATED = 65_536  # bytes that one row may come to where it is repeated for each place of a cell
_BLOCK = 1_000_000


def check_width(width: int) -> None:
    """Refuse a table that is wider than tables are.

    Raises:
        TableTooLarge: it has more columns than may be.
    """
    if width > MOST_COLUMNS:
        raise TableTooLarge(f"The table has {width:,} columns: at most {MOST_COLUMNS:,} are read.")


def check_filling(source: BinaryIO, delimiter: bytes, width: int) -> None:
    """Refuse a wide table most of whose rows are short: filled up they would be many times its size.

    Lines and delimiters are counted, which is quick, rather than rows and cells: one in quotes is counted too, which
    makes no difference to a table that people made. Leaves the source at its beginning.

    Args:
        source: the text, seekable.
        delimiter: what parts its cells.
        width: how many columns it has.

    Raises:
        TableTooLarge: it is one.
    """
    if width <= _NARROW:
        return
    size = lines = delimiters = 0
    source.seek(0)
    while block := source.read(_BLOCK):
        size += len(block)
        lines += max(block.count(b"\n"), block.count(b"\r"))
        delimiters += block.count(delimiter)
    source.seek(0)
    if lines * (width - 1) - delimiters > _FILLED + _FILLED_TIMES * size:
        raise TableTooLarge(
            f"The table has {width:,} columns, and most of its rows a few cells: leave out the columns that are blank."
        )
