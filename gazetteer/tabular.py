"""The part of a gazetteer's face that takes tables: frames, streams, files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.memory.memory import Memory
from gazetteer.model import Options
from gazetteer.numbers import check_workers
from gazetteer.place_records import PlaceRecords
from gazetteer.tables.columns import Columns

if TYPE_CHECKING:
    from gazetteer.tables.files import Listener, ReconcileReport
    from gazetteer.tables.formats import File
    from gazetteer.tables.written import HouseSpelling


class TableResolver(PlaceRecords):
    """Resolves columns of tables by an opened index."""

    def resolve_table(
        self,
        table: Any,
        columns: Columns | str | int,
        options: Options = Options(),  # noqa: B008 - it is frozen
        *,
        workers: int | None = None,
        memory: Memory | None = None,
    ) -> Any:
        """Resolve a column of a table: each distinct name once, by several processes, the rows in their order.

        Args:
            table: a pyarrow Table or RecordBatchReader, an iterable of record batches, or a frame that hands itself
                over as Arrow, as those of pandas and Polars do.
            columns: which columns hold what; or only the one with the names, by its name or, from 1, its number.
            options: of the resolution; with `joint`, what most rows say of country and region weighs on the others.
            workers: how many processes; by default one for each processor.
            memory: what a desk decided, which goes before the gazetteer.

        Returns:
            The same rows with columns appended (docs/batch.md): a pyarrow RecordBatchReader for a stream, else a Table.
            Of a stream without a batch, the columns that would be appended, and no row.

        Raises:
            QueryError: a column is not there; the message lists the columns. Or `workers` is no number from 1 to 256.
            TableError: a column cannot be read as text, it is no table, or a batch has other columns than the first.
            ImportError: pyarrow is not installed (`pip install exonym[table]`).
        """
        from gazetteer.tables.arrow import resolve_table

        check_workers(workers)
        chosen = columns if isinstance(columns, Columns) else Columns(columns)
        return resolve_table(self._index, table, chosen, options, workers, memory)

    def resolve_frame(
        self,
        frame: Any,
        columns: Columns | str | int | None = None,
        options: Options = Options(),  # noqa: B008 - it is frozen
        *,
        workers: int | None = None,
        memory: Memory | None = None,
    ) -> Any:
        """Resolve a column of a frame, and give back such a frame: its own columns as they were, ours beside them.

        Args:
            frame: of pandas or Polars, a series of theirs, an Arrow table or stream, or a list of names.
            columns: which columns hold what; or only the one with the names, by its title or, from 1, its number. By
                default they are guessed by their titles; a series or a list has only names.
            options: as in `resolve_table`.
            workers: likewise.
            memory: likewise.

        Returns:
            Of pandas a DataFrame with the same index, ids as `Int64`; of Polars a DataFrame, also of a LazyFrame, which
            is collected; of Arrow what `resolve_table` gives; of a list of names a list of dictionaries. A row one of
            whose cells is no text (a list, half of a surrogate pair, bytes that are no UTF-8) has the verdict `error`.

        Raises:
            QueryError: a column is not there, or none is named and none looks like names; the message lists them.
            TableError: a column cannot be read as text, or it is no frame.
            ImportError: pyarrow is not installed (`pip install exonym[table]`).
        """
        from gazetteer.tables.arrow import resolve_table
        from gazetteer.tables.frames import resolve_frame

        check_workers(workers)
        chosen = columns if columns is None or isinstance(columns, Columns) else Columns(columns)
        return resolve_frame(
            frame, chosen, lambda table, by: resolve_table(self._index, table, by, options, workers, memory)
        )

    def reconcile(
        self,
        source: File,
        output: File,
        columns: Columns | str | int | None = None,
        options: Options = Options(),  # noqa: B008 - it is frozen
        *,
        encoding: str | None = None,
        header: bool | None = None,
        split: str | None = None,
        sheet: str | None = None,
        decisions: Path | None = None,
        review: Path | None = None,
        lock: Path | None = None,
        update_lock: bool = False,
        workers: int | None = None,
        listener: Listener | None = None,
        memory: Memory | None = None,
        spelling: HouseSpelling | None = None,
    ) -> ReconcileReport:
        """Resolve a column of a CSV, TSV, .xlsx or Parquet file: it comes out as it is, or as a map, with ours added.

        Args:
            source: the file, by its path or opened for reading bytes.
            output: where to write, by its path, whose end says the format (docs/batch.md), or opened for writing bytes;
                a file appears when it is complete.
            columns: which columns hold what; or only the one with the names, by its title or, from 1, its number.
                By default they are guessed by their titles.
            options: of the resolution; with `joint`, what most rows say of country and region weighs on the others.
            encoding: of the text; by default found by its bytes.
            header: whether the first row is titles; by default it is looked at.
            split: at which separator cells of several places become several rows; `any` for as lists part them.
            sheet: of a workbook, by name or, from 1, by number; by default the first.
            decisions: a review file that came back with its last column filled in.
            review: where to write the names to decide.
            lock: what the output is made of; where there is such a file, the output keeps to it.
            update_lock: go on where the lock differs, and write it anew.
            workers: how many processes; by default one for each processor.
            listener: hears how it goes on.
            memory: what a desk decided; `decisions` go before it, and the lock holds to it.
            spelling: how the names of places are written, by `gazetteer.house`; the lock holds to it too.

        Returns:
            What was found, and how many rows have each verdict (docs/batch.md).

        Raises:
            QueryError: a column that was named is not there, or what is asked does not go together.
            TableError: the file cannot be read, its output cannot be written there, or would not be what the lock says.
        """
        from gazetteer.tables.delimited import TableFormat
        from gazetteer.tables.files import SideFiles, reconcile_file
        from gazetteer.tables.task import TableRequest

        check_workers(workers)
        chosen = columns if columns is None or isinstance(columns, Columns) else Columns(columns)
        choices = TableFormat(chosen, encoding, header, split, sheet)
        request = TableRequest(choices, options, review is not None)
        beside = SideFiles(decisions, review, lock, update_lock, memory, spelling)
        return reconcile_file(self._index, source, output, request, beside, workers, listener)
