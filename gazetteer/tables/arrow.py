"""Arrow in, Arrow out: tables, streams of record batches, frames of pandas and Polars, Parquet files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from gazetteer.errors import TableError
from gazetteer.index.index import Index
from gazetteer.memory.memory import Memory
from gazetteer.model import Options
from gazetteer.tables.answer import Answer, RowVerdict
from gazetteer.tables.arrow_tables import stream_of, whole_table
from gazetteer.tables.columns import ADDED, Cells, ColumnPositions, Columns, added_titles, find_columns
from gazetteer.tables.limits import check_width
from gazetteer.tables.objects import NO_UTF8
from gazetteer.tables.remembering import Remembering
from gazetteer.tables.rows import Rows
from gazetteer.tables.workers import FEW, JobSpec, Processes

BATCH = 4_000  # rows that are looked up together
_TYPES = (
    pa.int64(),
    pa.string(),
    pa.float64(),
    pa.float64(),
    pa.string(),
    pa.string(),
    pa.string(),
    pa.float64(),
    pa.string(),
    pa.string(),
    pa.string(),
    pa.string(),
    pa.string(),
)

SCHEMA = pa.schema(list(zip(ADDED, _TYPES, strict=True)))
"""The columns that are appended; where a table has some of them already, `added_titles` numbers them on."""

_BYTES = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_fixed_size_binary,
    pa.types.is_binary_view,
)  # what may hold bytes that are no text

Values = tuple[object, ...]
Key = Cells | Answer
ArrowRows = Rows[Key, Values]
_NO_TEXT = Answer(RowVerdict.ERROR, NO_UTF8)


def resolve_table(
    index: Index,
    table: Any,
    columns: Columns | ColumnPositions,
    options: Options,
    workers: int | None,
    memory: Memory | None = None,
) -> Any:
    """Resolve a column of a table; see `Gazetteer.resolve_table`."""
    whole = whole_table(table)
    if whole is None:
        stream = stream_of(table)
        if stream is None:
            return SCHEMA.empty_table() if options.joint else pa.RecordBatchReader.from_batches(SCHEMA, [])
        schema, coming = stream
        if not options.joint:
            read = ArrowReader(schema, columns)
            return pa.RecordBatchReader.from_batches(
                read.schema, _resolved(index, read, lambda: coming, options, workers, memory, many=False)
            )
        whole = pa.Table.from_batches(list(coming), schema)  # a column that decides together is read twice
    read = ArrowReader(whole.schema, columns)
    batches = _resolved(index, read, whole.to_batches, options, workers, memory, many=whole.num_rows > 2 * FEW)
    return pa.Table.from_batches(batches, read.schema)


def _resolved(
    index: Index,
    read: ArrowReader,
    batches: Callable[[], Iterable[Any]],
    options: Options,
    workers: int | None,
    memory: Memory | None,
    many: bool,
) -> Iterator[Any]:
    store = index.store
    job_spec = JobSpec(store.path.parent, store.path.name, options, 1)
    with Processes(job_spec, index, workers, many) as pool:
        resolving = Remembering(pool, index, memory, options) if memory else pool
        rows: ArrowRows = Rows(resolving, lambda cells: cells, Answer.values)
        if options.joint:
            for _ in rows.survey(keys for _, keys in read.batches(batches())):
                pass
        yield from read.resolved(rows, batches())


class ArrowReader:
    """Reads the columns of record batches, and appends ours.

    Args:
        schema: of the batches.
        columns: which columns hold what, or their places.

    Raises:
        QueryError: a column is not there.
        TableTooLarge: there are more columns than may be.

    Attributes:
        positions: the places of the columns that are read.
        schema: of the batches with our columns appended.
    """

    def __init__(self, schema: Any, columns: Columns | ColumnPositions) -> None:
        self.positions = columns if isinstance(columns, ColumnPositions) else find_columns(columns, list(schema.names))
        check_width(len(schema.names))
        self.schema = schema
        self._given = schema
        for title, kind in zip(added_titles(list(schema.names)), _TYPES, strict=True):
            self.schema = self.schema.append(pa.field(title, kind))

    def check(self) -> None:
        """Refuse columns that are no text, before any row of them is there.

        Raises:
            TableError: a column is no text and cannot be read as text.
        """
        nothing = pa.RecordBatch.from_pylist([], schema=self._given)
        for place in self.positions.all:
            self._texts(nothing, place)

    def batches(self, batches: Iterable[Any]) -> Iterator[tuple[Any, list[Key]]]:
        """The batches in pieces, each with the cells of its rows, or the answer to one that is no text.

        Raises:
            TableError: a column is no text and cannot be read as text.
        """
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH):
                piece = batch.slice(start, BATCH)
                texts = [self._texts(piece, place) for place in self.positions.all]
                yield piece, [self._key(row) for row in zip(*texts, strict=True)]

    def resolved(self, rows: ArrowRows, batches: Iterable[Any]) -> Iterator[Any]:
        """The batches with our columns appended."""
        for piece, values in rows.answers(self.batches(batches)):
            added = [pa.array(column, kind) for column, kind in zip(zip(*values, strict=True), _TYPES, strict=True)]
            yield pa.RecordBatch.from_arrays([*piece.columns, *added], schema=self.schema)

    def _key(self, row: tuple[str | None, ...]) -> Key:
        texts = [text for text in row if text is not None]
        return self.positions.cells(texts) if len(texts) == len(row) else _NO_TEXT

    def _texts(self, piece: Any, place: int) -> list[str | None]:
        """The texts of a column, blank where there is none; None where the bytes of one are no text."""
        if place < 0:
            return [""] * piece.num_rows
        column = piece.column(place)
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        try:
            texts: list[str | None] = column.cast(pa.string()).to_pylist()
            return [text or "" for text in texts]
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError):
            if any(is_of(column.type) for is_of in _BYTES):
                return [_text(one) for one in column.cast(pa.large_binary()).to_pylist()]
            title = piece.schema.names[place]
            raise TableError(f"The column {title!r} holds {column.type}, which cannot be read as text.") from None


def _text(raw: bytes | None) -> str | None:
    try:
        return (raw or b"").decode()
    except UnicodeDecodeError:
        return None
