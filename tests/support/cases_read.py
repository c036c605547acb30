"""The cases of tests/cases/*.tsv (their README.md says what the columns mean)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer import Query
from gazetteer.model import inward

CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    file: str
    query: Query
    ids: tuple[int, ...]
    expected: str


def read_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.tsv")):
        # A comment has a blank after its sign; "#Kyiv" is a name.
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            context = dict(part.split("=", 1) for part in row["context"].split(";") if part)
            query = Query(
                row["query"],
                lang=context.get("lang"),
                country=(context["country"],) if "country" in context else (),
                within=context.get("within"),
                classes=(context["class"],) if "class" in context else (),
            )
            yield Case(
                path.stem, query, tuple(id for id in map(inward, row["id"].split()) if id is not None), row["expected"]
            )
