"""A delimited text as record batches: its own cells as texts, our columns with their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from gazetteer.tables.answer import Answer
from gazetteer.tables.arrow import SCHEMA
from gazetteer.tables.columns import added_titles
from gazetteer.tables.delimited import Batch, DelimitedTable, Plan
from gazetteer.tables.records import cells


def schema_of(plan: Plan) -> Any:
    """The columns of a text with ours appended; those without a title have their number."""
    titles = _titles(plan)
    own = [pa.field(title, pa.string()) for title in titles]
    ours = [pa.field(title, field.type) for title, field in zip(added_titles(titles), SCHEMA, strict=True)]
    return pa.schema([*own, *ours])


def batches_of(table: DelimitedTable, plan: Plan) -> Iterator[Any]:
    """The rows of a text, resolved; blank lines are none."""
    schema = schema_of(plan)
    width = len(schema) - len(SCHEMA)
    rows = table.rows_as(Answer.values)
    keyed = ((batch, [key for _, key in batch.rows if key is not None]) for batch in table.batches())
    for batch, added in rows.answers(keyed):
        own = _columns(batch, plan, width)
        ours = zip(*added, strict=True) if added else [()] * len(SCHEMA)
        columns = [pa.array(column, field.type) for column, field in zip([*own, *ours], schema, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _titles(plan: Plan) -> list[str]:
    titles = list(plan.dialect.titles)
    return [title or f"column {number}" for number, title in enumerate(titles, 1)]


def _columns(batch: Batch, plan: Plan, width: int) -> list[list[str]]:
    """The cells of a batch by columns; letters that are none of the encoding become signs that say so."""
    texts = [
        [_text(cell, plan) for cell in cells(row.body, plan.dialect.delimiter)[0][:width]]
        for row, key in batch.rows
        if key is not None
    ]
    return [[row[place] if place < len(row) else "" for row in texts] for place in range(width)]


def _text(cell: bytes, plan: Plan) -> str:
    try:
        return plan.encoding.decoded((cell,))[0]
    except UnicodeDecodeError:
        return cell.decode("ascii", "replace")
