"""The cases of tests/cases/*.tsv (their README.md says what the columns mean)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from table_lines import where

from gazetteer import Query
from gazetteer.model import inward

CASES = Path(__file__).parents[1] / "cases"
CONTEXT = ("country", "within", "lang", "class")
EXPECTED = ("match", "top", "ambiguous", "no_match", "not-match", "not-place")
HEADING = ["query", "context", "id", "expected", "place", "note"]


@dataclass(frozen=True)
class Case:
    """A case: what is asked and expected, and for who reads that it fails, where it stands and its cells."""

    file: str
    query: Query
    ids: tuple[int, ...]
    expected: str
    where: str
    told: str


def read_cases(folder: Path = CASES) -> Iterator[Case]:
    """The cases of a folder's files; a row that cannot be read is a ValueError that says where it stands."""
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            # A comment has a blank after its sign; "#Kyiv" is a name.
            cells = line.split("\t")
            if not line or line.startswith("# ") or cells == HEADING:
                continue
            if len(cells) != len(HEADING):
                raise ValueError(f"{path.name}:{number}: {len(HEADING)} cells with tabs between, found {len(cells)}")
            try:
                told = " | ".join(cell for cell in cells if cell)
                yield _case(path.stem, *cells[:4], stands=where(path, number), told=told)
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: {error}") from error


def _case(file: str, name: str, known: str, ids: str, expected: str, *, stands: str, told: str) -> Case:
    parts = [part.split("=", 1) for part in known.split(";") if part]
    if any(len(part) != 2 or part[0] not in CONTEXT for part in parts):
        raise ValueError(f"context is {known!r}: give {', '.join(CONTEXT)}, each with = and what it is")
    if expected not in EXPECTED:
        raise ValueError(f"expected is {expected!r}: give one of {', '.join(EXPECTED)}")
    if None in (read := [inward(id) for id in ids.split()]):
        raise ValueError(f"id is {ids!r}: give GeoNames' numbers or Wikidata's, with blanks between")
    context = dict(parts)
    query = Query(
        name,
        lang=context.get("lang"),
        country=(context["country"],) if "country" in context else (),
        within=context.get("within"),
        classes=(context["class"],) if "class" in context else (),
    )
    return Case(file, query, tuple(id for id in read if id is not None), expected, stands, told)
