"""A sheet of an Excel workbook in, a workbook of that sheet with columns appended out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from gazetteer.errors import QueryError, TableError
from gazetteer.index.index import Index
from gazetteer.tables.answer import Answer, RowVerdict, is_known
from gazetteer.tables.columns import Cells, added_titles, is_no_name
from gazetteer.tables.decisions import read_decisions
from gazetteer.tables.delimited import headless
from gazetteer.tables.review import Clusters
from gazetteer.tables.rows import Rows
from gazetteer.tables.split import MOST_PARTS, check_separator, parts_of
from gazetteer.tables.task import TableRequest, decisions_line, sentences
from gazetteer.tables.titles import LOOKED_AT, choose_columns
from gazetteer.tables.workbook import Sheet, Value, text_of, written
from gazetteer.tables.workers import Workers

BATCH = 4_000  # rows that are looked up together
_WIDTH_ROWS = 1_000  # that the width is taken from

Added = tuple[object, ...]
SheetRow = list[Value]


class XlsxTask:
    """A sheet to reconcile; the same face and arguments as `TableTask`.

    Raises:
        TableError: the file, or the decisions, cannot be read.
        QueryError: a column or a sheet that was named is not there.
    """

    def __init__(
        self, index: Index, source: BinaryIO, request: TableRequest, workers: Workers, decisions: bytes | None = None
    ) -> None:
        choices = request.choices
        if choices.encoding is not None:
            raise QueryError("A workbook says its encoding itself: give none.", "encoding")
        check_separator(choices.split)
        self._split = choices.split
        self._sheet = Sheet(source, choices.sheet)
        first = list(islice(self._sheet.rows(), _WIDTH_ROWS))
        self._above = next((number for number, row in enumerate(first) if row), None)  # blank rows before the first
        if self._above is None:
            raise TableError("The sheet is empty: there is not even a header.")
        rows = [[text_of(value) for value in row] for row in first if row]
        self._width = max(map(len, rows))
        self.doubt = ""
        if choices.header is None:
            self.doubt = headless(rows[: 1 + LOOKED_AT], choices.columns, partial(is_known, index))
        self.headed = not self.doubt and choices.header is not False
        titles = rows[0] if self.headed else []
        self._titles = titles + [""] * (self._width - len(titles))
        self._places, guessed = choose_columns(self._titles, choices.columns)
        decided = None if decisions is None else read_decisions(decisions, index)
        said = (f"The sheet is {self._sheet.name!r}.", self.doubt, *guessed, *decisions_line(decided))
        self.remarks = tuple(filter(None, said))
        self.build: str = index.store.manifest["build"]
        self.clusters = Clusters()
        self._rows: Rows[Cells, Added] = Rows(
            workers, lambda cells: cells, Answer.values, decided, self.clusters if request.review else None
        )
        self._joint = request.options.joint
        self._total = max(self._sheet.count, len(first))

    @property
    def counts(self) -> Counter[RowVerdict]:
        """How many rows have each verdict."""
        return self._rows.counts

    @property
    def share(self) -> float:
        """Which part of the rows is written, from 0 to 1, where the file says how many there are."""
        return min(sum(self.counts.values()) / self._total, 1.0)

    def survey(self) -> Iterator[int]:
        """Where the column decides together, read it a first time; yields how many rows each step has read."""
        if self._joint:
            yield from self._rows.survey(keys for _, keys in self._batches())

    def undecided(self) -> Iterator[str]:
        """A sentence for each decision that fits no row."""
        return self._rows.undecided(keys for _, keys in self._batches())

    def review(self) -> Iterator[bytes]:
        """What needs a decision, as a CSV."""
        return self.clusters.as_csv()

    def blocks(self) -> Iterator[bytes]:
        """The output: nothing while the rows are resolved, then the workbook."""
        return written(self._sheet.name, self._lines())

    def arrow(self) -> tuple[Any, Iterator[Any]]:
        """A workbook comes out as a workbook.

        Raises:
            QueryError: always.
        """
        raise QueryError("A workbook comes out as .xlsx: save its sheet as CSV.", "output")

    def summary(self, seconds: float) -> Iterator[str]:
        """What became of the table, in sentences."""
        return sentences(self._rows, self.clusters, self._joint, seconds)

    def _lines(self) -> Iterator[SheetRow]:
        for _ in range(self._above or 0):
            yield []
        if self.headed:
            yield [*self._titles, *added_titles(self._titles, self._split is not None)]
        for batch, added in self._rows.answers(self._batches()):
            answers = iter(added)
            for row, number in batch:
                if not number:
                    yield []
                    continue
                part: SheetRow = [number] if self._split is not None else []
                values = [value if isinstance(value, int | float) else _text(value) for value in next(answers)]
                yield [*row, *(None,) * (self._width - len(row)), *values, *part]

    def _batches(self) -> Iterator[tuple[list[tuple[SheetRow, int]], list[Cells]]]:
        """The rows in batches, each with the number of its part, 0 for a blank one; and the cells of the others."""
        rows = islice(self._sheet.rows(), (self._above or 0) + self.headed, None)
        while part := list(islice(rows, BATCH)):
            batch = [one for row in part for one in self._parts(row)]
            yield batch, [self._cells(row) for row, number in batch if number]

    def _parts(self, row: SheetRow) -> Iterator[tuple[SheetRow, int]]:
        if not row:
            yield row, 0
            return
        if len(row) > self._width:
            raise TableError(f"A row of the sheet has {len(row):,} cells, the rows before {self._width:,} columns.")
        names = [place for place in self._places.names if place < len(row) and not is_no_name(text_of(row[place]))]
        if self._split is None or not names:
            yield row, 1
            return
        parts = parts_of(text_of(row[names[0]]), self._split)
        if len(parts) < 2 or len(parts) > MOST_PARTS:
            yield row, 1
            return
        for number, text in enumerate(parts, 1):
            yield [*row[: names[0]], text, *row[names[0] + 1 :]], number

    def _cells(self, row: SheetRow) -> Cells:
        return self._places.cells([text_of(row[place]) if 0 <= place < len(row) else "" for place in self._places.all])


def _text(value: object) -> Value:
    return None if value is None else str(value)
