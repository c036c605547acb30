"""Rows of tables with where they stand, for `each_row`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from row_by_row import At

from gazetteer.lexicon.tables import rows

ROOT = Path(__file__).parents[2]


def where(path: Path, number: int) -> str:
    """The file and the line, from the project's folder where it is in it."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{shown}:{number}"


def lines_of(path: Path) -> Iterator[At]:
    """The lines of a table, as they are."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        yield At(where(path, number), line)


def rows_of(path: Path) -> Iterator[At]:
    """The cells of each line of a table that has no heading; a line that begins with # is a comment."""
    for stands, line in lines_of(path):
        if line and not line.startswith("#"):
            yield At(stands, tuple(line.split("\t")))


def lexicon_rows(table: str) -> Iterator[At]:
    """The rows of a table of `gazetteer/lexicon`, by the names in its heading."""
    path = ROOT / "gazetteer/lexicon" / table
    stands = [one.where for one in list(lines_of(path))[1:] if one.row and not one.row.startswith("#")]
    for stand, row in zip(stands, rows(table), strict=True):
        yield At(stand, row)
