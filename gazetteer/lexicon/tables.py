"""The tables of this package: tab-separated files with a heading, read as rows of named cells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_PACKAGE = "gazetteer.lexicon"
NOTHING = "-"
"""What stands in a cell for "no letters"."""


def rows(path: str, package: str = _PACKAGE) -> Iterator[dict[str, str]]:
    """Read one table of a package.

    Args:
        path: the file, within the package.
        package: by default this one.

    Yields:
        Each row, by the names in the heading; missing cells at its end are empty.
    """
    lines = files(package).joinpath(path).read_text(encoding="utf-8").split("\n")
    heading = lines[0].split("\t")
    for line in lines[1:]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield dict(zip(heading, cells + [""] * (len(heading) - len(cells)), strict=True))


@cache
def names(folder: str) -> tuple[str, ...]:
    """List the tables of a folder of the package, without `.tsv`, in order."""
    found = (entry.name for entry in files(_PACKAGE).joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(".tsv") for name in found if name.endswith(".tsv")))


def cell(text: str) -> str:
    """Read a cell that may hold no letters."""
    return "" if text == NOTHING else text
