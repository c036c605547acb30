"""What is found of a table by its beginning, for a person to look at before it is sent."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import partial

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.tables.answer import is_known
from gazetteer.tables.columns import Columns
from gazetteer.tables.delimited import Plan, TableFormat, examine, spoken
from gazetteer.tables.dialect import first_rows
from gazetteer.tables.encoding import Encoding
from gazetteer.tables.samples import SHOWN_LETTERS, Columned, columned

ROWS = 5


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found.

    Args:
        plan: how the table would be read.
        remarks: what is worth saying of it; which columns were guessed shows.
        shown: the columns of `rows`.
        rows: the first rows of data.
        question: why it cannot be read as it is; blank where it can.
    """

    plan: Plan
    remarks: list[str]
    shown: list[Columned]
    rows: list[list[str]]
    question: str


def examine_beginning(index: Index, beginning: bytes, choices: TableFormat) -> Examined:
    """Find how a table is written by its beginning. Where no column can be guessed, the first stands for the names.

    Raises:
        TableError: it is no table.
        QueryError: a column or an encoding that was named is not there.
    """
    known = partial(is_known, index)
    question = ""
    try:
        plan = examine(io.BytesIO(beginning), choices, known)
    except QueryError as error:
        if choices.columns is not None:
            raise
        question = str(error)
        plan = examine(io.BytesIO(beginning), replace(choices, columns=Columns(1)), known)
    shown = columned(plan)
    remarks = [*spoken(plan.encoding, plan.dialect), *([plan.doubt] if plan.doubt else [])]
    return Examined(plan, remarks, shown, _rows(beginning, plan, shown), question)


def _rows(beginning: bytes, plan: Plan, shown: list[Columned]) -> list[list[str]]:
    encoding: Encoding = plan.encoding
    titled = plan.dialect.header is not None
    found = first_rows(encoding.inner_sample(beginning), plan.dialect, encoding, True, ROWS + titled)[titled:]
    return [[row[one.number - 1][:SHOWN_LETTERS] if one.number <= len(row) else "" for one in shown] for row in found]
