"""A Parquet file in, the same file with columns appended out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from gazetteer.errors import QueryError, TableError
from gazetteer.index.index import Index
from gazetteer.tables.answer import Answer, RowVerdict
from gazetteer.tables.arrow import ArrowReader, ArrowRows
from gazetteer.tables.decisions import read_decisions
from gazetteer.tables.review import Clusters
from gazetteer.tables.rows import Rows
from gazetteer.tables.sink import ROW_GROUP, Sink
from gazetteer.tables.task import TableRequest, decisions_line, sentences
from gazetteer.tables.titles import choose_columns
from gazetteer.tables.workers import Workers


class ParquetTask:
    """A Parquet file to reconcile; the same face and arguments as `TableTask`.

    Raises:
        TableError: the file, or the decisions, cannot be read.
        QueryError: a column that was named is not there.
    """

    def __init__(
        self, index: Index, source: BinaryIO, request: TableRequest, workers: Workers, decisions: bytes | None = None
    ) -> None:
        try:
            self._file = pq.ParquetFile(source)
        except (pa.ArrowInvalid, OSError) as error:
            raise TableError(f"This is no Parquet file: {error}.") from None
        if request.choices.encoding is not None or request.choices.header is False:
            raise QueryError("A Parquet file says its encoding and its titles itself: give neither.", "encoding")
        if request.choices.split is not None:
            raise QueryError("Rows of a Parquet file are not split: split them before.", "split")
        schema = self._file.schema_arrow
        places, self.remarks = choose_columns(list(schema.names), request.choices.columns)
        decided = None if decisions is None else read_decisions(decisions, index)
        self.remarks += decisions_line(decided)
        self.doubt, self.headed = "", True
        self.build: str = index.store.manifest["build"]
        self.clusters = Clusters()
        self._reader = ArrowReader(schema, places)
        clusters = self.clusters if request.review else None
        self._rows: ArrowRows = Rows(workers, lambda cells: cells, Answer.values, decided, clusters)
        self._joint = request.options.joint

    @property
    def counts(self) -> Counter[RowVerdict]:
        """How many rows have each verdict."""
        return self._rows.counts

    @property
    def share(self) -> float:
        """Which part of the rows is written, from 0 to 1."""
        rows: int = self._file.metadata.num_rows
        return sum(self.counts.values()) / max(rows, 1)

    def survey(self) -> Iterator[int]:
        """Where the column decides together, read it a first time; yields how many rows each step has read."""
        if self._joint:
            yield from self._rows.survey(keys for _, keys in self._reader.batches(self._batches()))

    def undecided(self) -> Iterator[str]:
        """A sentence for each decision that fits no row."""
        return self._rows.undecided(keys for _, keys in self._reader.batches(self._batches()))

    def review(self) -> Iterator[bytes]:
        """What needs a decision, as a CSV."""
        return self.clusters.as_csv()

    def blocks(self) -> Iterator[bytes]:
        """The output, block by block."""
        sink = Sink()
        with pq.ParquetWriter(sink, self._reader.schema) as writer:
            pieces: list[Any] = []
            for piece in self._reader.resolved(self._rows, self._batches()):
                pieces.append(piece)
                if sum(one.num_rows for one in pieces) >= ROW_GROUP:
                    writer.write_table(pa.Table.from_batches(pieces))
                    pieces = []
                yield sink.fetch()
            writer.write_table(pa.Table.from_batches(pieces, self._reader.schema))
        yield sink.fetch()

    def arrow(self) -> tuple[Any, Iterator[Any], tuple[int, ...]]:
        """The output as a schema and record batches, and the columns that a query is made of: their bytes are texts."""
        read = tuple(place for place in self._reader.positions.all if place >= 0)
        return self._reader.schema, self._reader.resolved(self._rows, self._batches()), read

    def summary(self, seconds: float) -> Iterator[str]:
        """What became of the table, in sentences."""
        return sentences(self._rows, self.clusters, self._joint, seconds)

    def _batches(self) -> Iterator[Any]:
        return iter(self._file.iter_batches(ROW_GROUP))
