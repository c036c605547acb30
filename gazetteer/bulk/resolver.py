"""The one function that engines call: record batches in, the same with columns appended out, in this process."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pyarrow as pa

from gazetteer.bulk.opened import build_at, opened
from gazetteer.errors import QueryError, TableError
from gazetteer.gazetteer import Gazetteer
from gazetteer.model import Options
from gazetteer.tables.arrow import ArrowReader
from gazetteer.tables.columns import Columns

_JOINT = "With joint a column is read twice, and a stream is read once: leave it out, or use `resolve_table`."
MERGE_ROWS = 100_000  # distinct keys that are gathered before those that stand twice are dropped


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves record batches by one build, wherever it is sent: it pickles to under 1 kB.

    It opens the build when it is first called, once for each process, and starts no processes of its own.

    >>> import pyarrow
    >>> resolver = Resolver("data", Columns("city", country="land"))
    >>> batch = pyarrow.record_batch({"city": ["Bakhmout", None], "land": ["UA", "UA"]})
    >>> [one.column("exonym_id").to_pylist() for one in resolver([batch])]
    [[713174, None]]

    Args:
        path: the data directory, or the folder of a build, where it lies on every machine.
        columns: which columns hold what; or only the one with the names.
        options: of the resolution.
        build: the id of the build that answers; by default the one that is current in `path` when this is made.
        kernels: take the compiled kernels that lie in `path` where an archive was unpacked there, if they fit. They are
            code: whoever may write there may run it.

    Raises:
        QueryError: a column that decides together is read twice, which no stream of batches can be.
        NoGazetteer, WrongFormat, CorruptIndex: as `Gazetteer.open`, where the build is not given.
    """

    path: str
    columns: Columns | str | int
    options: Options = field(default_factory=Options)
    build: str = ""
    kernels: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", os.fspath(self.path))
        if not isinstance(self.columns, Columns):
            object.__setattr__(self, "columns", Columns(self.columns))
        if self.options.joint:
            raise QueryError(_JOINT, "joint")
        if not self.build:
            object.__setattr__(self, "build", build_at(self.path))

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The batches with our columns appended, in pieces; of no batches, none.

        Raises:
            QueryError: a column is not there.
            TableError: a column cannot be read as text.
            NoGazetteer: another build lies here.
        """
        stream = iter(batches)
        first = next(stream, None)
        if first is not None:
            yield from self.open().resolve_table(chain([first], stream), self.columns, self.options, workers=1)

    def open(self) -> Gazetteer:
        """The build that answers, opened once in this process.

        Raises:
            NoGazetteer: it is not there; the message names the one that is.
            WrongFormat, CorruptIndex: as `Gazetteer.open`.
        """
        return opened(self.path, self.build, self.kernels)

    def schema(self, schema: Any) -> Any:
        """The schema of what comes out, from that of what goes in; nothing is opened for it.

        Raises:
            QueryError: a column is not there.
            TableError: a column cannot be read as text.
        """
        reader = self._reader(schema)
        reader.check()
        return reader.schema

    def used(self, schema: Any) -> tuple[str, ...]:
        """The titles of the columns that a query is made of, in the order of the table.

        Raises:
            QueryError: a column is not there.
        """
        return tuple(schema.names[place] for place in self._places(schema))

    def distinct(self, batches: Iterable[Any]) -> Any | None:
        """The distinct rows of the columns that a query is made of, to be resolved once and joined back.

        A join must hold missing values for equal, or it drops the rows that have them.

        Args:
            batches: all of one schema.

        Returns:
            A pyarrow Table; None where there is no batch.

        Raises:
            QueryError: a column is not there.
            TableError: a column is of a type that cannot be told apart.
        """
        found: Any | None = None
        waiting: list[Any] = []
        for batch in batches:
            waiting.append(_unique(_plain(batch, self._places(batch.schema))))
            if sum(one.num_rows for one in waiting) > MERGE_ROWS:
                found, waiting = _merged(found, waiting), []
        return _merged(found, waiting)

    def _reader(self, schema: Any) -> ArrowReader:
        chosen = self.columns if isinstance(self.columns, Columns) else Columns(self.columns)
        return ArrowReader(schema, chosen)

    def _places(self, schema: Any) -> list[int]:
        return sorted({place for place in self._reader(schema).positions.all if place >= 0})


def _plain(batch: Any, places: list[int]) -> Any:
    """Some columns of a batch, their values as they are: a dictionary or a view cannot be grouped."""
    columns = [batch.column(place) for place in places]
    for number, column in enumerate(columns):
        if pa.types.is_dictionary(column.type):
            columns[number] = column.dictionary_decode()
        elif pa.types.is_string_view(column.type):
            columns[number] = column.cast(pa.string())
    return pa.Table.from_arrays(columns, [batch.schema.names[place] for place in places])


def _merged(found: Any | None, waiting: list[Any]) -> Any | None:
    tables = [table for table in (found, *waiting) if table is not None]
    return _unique(pa.concat_tables(tables)) if tables else None


def _unique(table: Any) -> Any:
    numbered = table.rename_columns([str(number) for number in range(table.num_columns)])
    try:
        found = numbered.group_by(numbered.column_names, use_threads=False).aggregate([])
    except pa.ArrowNotImplementedError:
        kinds = ", ".join(map(str, table.schema.types))
        raise TableError(f"What a query is made of must be text or numbers: these columns hold {kinds}.") from None
    return found.select(numbered.column_names).rename_columns(table.column_names)
