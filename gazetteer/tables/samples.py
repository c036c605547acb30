"""Rows of a table that are shown to a person: some of its columns, some letters of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from gazetteer.tables.delimited import Plan
from gazetteer.tables.records import cells, ending
from gazetteer.tables.review import Sample

SHOWN_COLUMNS = 24
SHOWN_LETTERS = 200
SAMPLE_BYTES = 64_000  # of a row that are read


@dataclass(frozen=True, slots=True)
class Columned:
    """A column that is shown.

    Args:
        number: of the column, from 1.
        title: of the column.
        holds: what a query takes from it: name, country, within, lat or lon; blank where nothing.
    """

    number: int
    title: str
    holds: str


def columned(plan: Plan) -> list[Columned]:
    """The columns that are shown, in their order: those that a query is made of, and others while there is room."""
    holds = dict.fromkeys(plan.places.names, "name") | {place: what for what, place in plan.places.context.items()}
    others = [place for place in range(plan.dialect.width) if place not in holds]
    shown = sorted([*holds, *others[: max(SHOWN_COLUMNS - len(holds), 0)]])
    titles = plan.dialect.titles
    return [Columned(place + 1, titles[place].strip()[:SHOWN_LETTERS], holds.get(place, "")) for place in shown]


def read_sample(result: BinaryIO, sample: Sample, plan: Plan, shown: list[Columned]) -> list[str]:
    """The cells of a row in the columns that are shown.

    Args:
        result: what became of the table.
        sample: where in it the row stands.
        plan: how the table is read.
        shown: the columns.
    """
    result.seek(sample.at)
    raw = result.read(min(sample.size, SAMPLE_BYTES))
    if plan.encoding.wide:
        raw = raw.decode(plan.encoding.name, "replace").encode()
    found, _ = cells(raw[: len(raw) - len(ending(raw))], plan.dialect.delimiter)
    wanted = [found[one.number - 1] if one.number <= len(found) else b"" for one in shown]
    try:
        texts = plan.encoding.decoded(wanted)
    except UnicodeDecodeError:
        texts = [cell.decode(plan.encoding.inner, "replace") for cell in wanted]
    return [text[:SHOWN_LETTERS] for text in texts]
