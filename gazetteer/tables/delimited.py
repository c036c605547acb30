"""A delimited text in, the same text out with columns added: each record's own bytes in order, and ours after them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, NamedTuple

from gazetteer.errors import QueryError, TableError
from gazetteer.tables.answer import Answer, RowVerdict
from gazetteer.tables.columns import Cells, ColumnPositions, Columns, added_titles, is_no_name
from gazetteer.tables.csv_cells import CellWriter
from gazetteer.tables.decisions import Decisions
from gazetteer.tables.dialect import Dialect, find_dialect, first_rows
from gazetteer.tables.encoding import SAMPLE, Encoding, find_encoding, refuse_other_kinds
from gazetteer.tables.limits import REPEATED, check_filling, check_width
from gazetteer.tables.records import Splitter, cells, ending, pieces
from gazetteer.tables.review import Clusters, ReviewFormat, Sample
from gazetteer.tables.rows import Rows
from gazetteer.tables.split import MOST_PARTS, check_separator, parts_of
from gazetteer.tables.titles import LOOKED_AT, Known, choose_columns, is_data
from gazetteer.tables.workers import Workers

BATCH = 4_000  # records that are looked up and written together


@dataclass(frozen=True, slots=True)
class TableFormat:
    """What somebody said of a table; all else is found.

    Args:
        columns: which columns hold what; None to guess by their titles.
        encoding: of the text.
        header: whether the first row is titles; None to look at it.
        split: at which separator cells of several places become several rows; None for not at all.
        sheet: of a workbook, by name or, from 1, by number; None for the first.
    """

    columns: Columns | None = None
    encoding: str | None = None
    header: bool | None = None
    split: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is to be read.

    Args:
        encoding: of the text.
        dialect: of the text.
        places: of the columns.
        remarks: what was found and guessed, to say aloud.
        doubt: why the first row is kept as data though nobody said so; blank where it is not.
        split: at which separator cells become several rows.
    """

    encoding: Encoding
    dialect: Dialect
    places: ColumnPositions
    remarks: tuple[str, ...]
    doubt: str = ""
    split: str | None = None


class Fault(NamedTuple):
    """In the place of a row's key: why the row cannot be read."""

    why: str


Key = tuple[bytes, ...] | Fault


class RawRow(NamedTuple):
    """One record, for writing: its own bytes with what is lacking to the table's width, and what ends it.

    Of the rows that a record is split into, the first begins it.
    """

    body: bytes
    end: bytes
    begins: bool = True


class Batch(NamedTuple):
    """The rows of some records, each with its key; without one it is no row. Of a record there may be several."""

    rows: list[tuple[RawRow, Key | None]]
    records: int


@dataclass(slots=True)
class Tally:
    """How far a table has come: records read and written, the header not among them."""

    records: int = 0


def examine(source: BinaryIO, choices: TableFormat, known: Known | None = None) -> Plan:
    """Find how a text is written and which columns hold what; leaves the source at its beginning.

    Args:
        source: the text, seekable.
        choices: what was said of it.
        known: whether a text is the name of a place; None to take the first row for titles unless told otherwise.

    Raises:
        TableError: it is empty, or no text, or larger than tables are.
        QueryError: a column or an encoding that was named is not there.
    """
    check_separator(choices.split)
    source.seek(0)
    sample = source.read(SAMPLE)
    complete = len(sample) < SAMPLE
    beginning, before = sample, 0
    while beginning.isascii() and not complete and choices.encoding is None:
        # ASCII tells nothing: what the file is encoded in shows where it first leaves it.
        block = source.read(SAMPLE)
        if not block:
            break
        before += beginning.count(b"\n")
        beginning = block
    source.seek(0)
    if not sample.strip():
        raise TableError("The table is empty: there is not even a header.")
    if choices.encoding is None:
        refuse_other_kinds(sample)
    encoding = find_encoding(beginning, choices.encoding, before)
    inner = encoding.inner_sample(sample)
    dialect = find_dialect(inner, encoding, complete, choices.header is not False)
    check_width(dialect.width)
    check_filling(source, dialect.delimiter, dialect.width)
    doubt = ""
    if choices.header is None and known is not None:
        doubt = headless(first_rows(inner, dialect, encoding, complete, 1 + LOOKED_AT), choices.columns, known)
        dialect = replace(dialect, header=None) if doubt else dialect
    places, guessed = choose_columns(dialect.titles, choices.columns)
    remarks = (*spoken(encoding, dialect), *([doubt] if doubt else []), *guessed)
    return Plan(encoding, dialect, places, remarks, doubt, choices.split)


def headless(rows: list[list[str]], chosen: Columns | None, known: Known) -> str:
    """A sentence that the first row is kept as data; blank where it looks like titles.

    Raises:
        QueryError: it looks like data, and nobody said by number which column holds the names.
    """
    if not rows or not is_data(rows, chosen, known):
        return ""
    shown = ", ".join(repr(cell[:20]) for cell in rows[0][:3])
    if chosen is None and len(rows[0]) > 1:
        raise QueryError(
            f"The first row looks like data ({shown}). Say that it is titles (--header, header=true), "
            "or give the column of the names by its number.",
            "columns",
        )
    return f"The first row looks like data ({shown}), so it is kept as a row. If it is titles: --header, header=true."


def spoken(encoding: Encoding, dialect: Dialect) -> Iterator[str]:
    """What was found of a text that is not as most are, in sentences."""
    if encoding.name != "utf-8":
        yield f"The text is {encoding.name} ({encoding.why})."
    yield from encoding.remarks
    if dialect.delimiter != b",":
        yield f"Its cells are parted by {dialect.spoken}."
    if dialect.header is not None and len(dialect.header) < dialect.width:
        yield f"Rows have up to {dialect.width} cells, the header {len(dialect.header)}; it is widened."


class DelimitedTable:
    """Reconciles one delimited text.

    Args:
        source: the text, seekable; read twice where the column decides together.
        plan: how to read it.
        workers: who resolves.
        decisions: what people decided.
        clusters: where to count what needs a decision; None not to.
    """

    def __init__(
        self,
        source: BinaryIO,
        plan: Plan,
        workers: Workers,
        decisions: Decisions | None = None,
        clusters: Clusters | None = None,
    ) -> None:
        self._source = source
        self._plan = plan
        self.writer = CellWriter(plan.encoding, plan.dialect)
        self._wanted = plan.places.all
        self._clusters = clusters
        self.rows: Rows[Key, bytes] = Rows(workers, self.read, self.writer.answer, decisions, clusters)
        self.tally = Tally()

    @property
    def encoding(self) -> Encoding:
        """Of the text, before and after."""
        return self._plan.encoding

    @property
    def delimiter(self) -> str:
        """What parts the cells."""
        return self._plan.dialect.delimiter.decode()

    def survey(self) -> Iterator[int]:
        """Read the table a first time, to find what the column says; yields how many rows each step has read."""
        return self.rows.survey([key for _, key in batch.rows if key is not None] for batch in self.batches())

    def undecided(self) -> Iterator[str]:
        """A sentence for each decision that fits no row; reads the table."""
        return self.rows.undecided([key for _, key in batch.rows if key is not None] for batch in self.batches())

    @property
    def style(self) -> ReviewFormat:
        """How a review of this table is written: as the table is."""
        dialect = self._plan.dialect
        return ReviewFormat(self._plan.encoding, dialect.delimiter.decode(), dialect.decimal)

    def rows_as(self, write: Callable[[Answer], Any]) -> Rows[Key, Any]:
        """The rows with what they were found to say, an answer written otherwise than as a line of text."""
        return self.rows.written_as(write)

    def head(self) -> bytes:
        """What the output begins with: byte order mark, preamble and header."""
        encoding, dialect = self._plan.encoding, self._plan.dialect
        head = dialect.preamble
        if dialect.header is not None:
            record = next(self._records())[0]
            end = ending(record)
            titles = self.writer.titles(added_titles(dialect.titles, self._plan.split is not None))
            head += self._padded(record[: len(record) - len(end)], len(dialect.header)) + titles + end
        return encoding.mark + encoding.widened(head)

    def reconciled(self, skip: int = 0, at: int = 0) -> Iterator[bytes]:
        """The records of the output, from the one numbered `skip` on, in blocks; `tally` says how far it has come.

        Args:
            skip: records that are written already.
            at: bytes of the output that are written already.
        """
        tally, rows = self.tally, self.rows
        tally.records = skip
        batches = ((batch, [key for _, key in batch.rows if key is not None]) for batch in self.batches(skip))
        for batch, added in rows.answers(batches):
            answers = iter(added)
            out = [row.body + row.end if key is None else row.body + next(answers) + row.end for row, key in batch.rows]
            if rows.wanted:
                self._sample(batch, out, at)
            tally.records += batch.records
            block = self._plan.encoding.widened(b"".join(out))
            at += len(block)
            yield block

    def _sample(self, batch: Batch, out: list[bytes], at: int) -> None:
        """Remember where in the output the rows stand that are samples of their clusters."""
        assert self._clusters is not None
        widened = self._plan.encoding.widened
        number = self.tally.records + (self._plan.dialect.header is not None)
        wanted = dict(self.rows.wanted)
        keyed = -1
        for (row, key), written in zip(batch.rows, out, strict=True):
            number += row.begins
            keyed += key is not None
            size = len(widened(written))
            if key is not None and keyed in wanted:
                self._clusters.sample(wanted[keyed], Sample(number, at, size))
            at += size

    def batches(self, skip: int = 0) -> Iterator[Batch]:
        """The data records in batches, each with the key of its row."""
        to_skip = skip + (self._plan.dialect.header is not None)
        for records in self._records():
            if to_skip:
                records, to_skip = records[to_skip:], max(to_skip - len(records), 0)
            for start in range(0, len(records), BATCH):
                part = records[start : start + BATCH]
                rows = map(self._keyed, part)
                if self._plan.split is None:
                    yield Batch(list(rows), len(part))
                else:
                    yield from self._split_batches(rows)

    def _split_batches(self, rows: Iterable[tuple[RawRow, Key | None]]) -> Iterator[Batch]:
        """Rows split, in batches that are no larger for it."""
        batch = Batch([], 0)
        for row, key in rows:
            batch.rows.extend(self._split(row, key))
            batch = batch._replace(records=batch.records + 1)
            if len(batch.rows) >= BATCH:
                yield batch
                batch = Batch([], 0)
        if batch.records:
            yield batch

    def _records(self) -> Iterator[list[bytes]]:
        """All records but the preamble, the header among them, as they come."""
        self._source.seek(0)
        splitter = Splitter(self._plan.dialect.delimiter)
        preamble = len(self._plan.dialect.preamble)
        for block in self._plan.encoding.narrowed(self._source):
            if records := splitter.feed(block[preamble:]):
                yield records
            preamble = 0
        if records := splitter.close():
            yield records

    def _keyed(self, record: bytes) -> tuple[RawRow, Key | None]:
        end = ending(record)
        body = record[: len(record) - len(end)]
        width, titled = self._plan.dialect.width, self._plan.dialect.titled
        if not body and width > 1:
            return RawRow(body, end), None  # a blank line is no row, and is kept
        found, sound = cells(body, self._plan.dialect.delimiter)
        count = len(found)
        key: Key
        if not sound:
            key = Fault("a quote that begins a cell of this row is never closed")
        elif count > titled and any(map(bytes.strip, found[titled:])):
            key = Fault(f"this row has {count} cells and the table {titled} columns: is a quote missing?")
        elif count < width:
            key = tuple(found[place] if 0 <= place < count else b"" for place in self._wanted)
            body = self._padded(body, count)
        else:
            key = tuple(found[place] if place >= 0 else b"" for place in self._wanted)
        if isinstance(key, Fault):
            body = self._padded(body, count)
        return RawRow(body, end), key

    def _split(self, row: RawRow, key: Key | None) -> Iterator[tuple[RawRow, Key | None]]:
        """A row for each place that its name names, with the number of it; the other cells are repeated as they are."""
        separator, delimiter = self._plan.split, self._plan.dialect.delimiter
        if key is None or separator is None:
            yield row, key
            return
        number = delimiter + b"%d"
        parts: list[str] = []
        place = 0
        if not isinstance(key, Fault):
            names = range(len(self._plan.places.names))
            with contextlib.suppress(UnicodeDecodeError):  # said later, of the row as it is
                texts = self._plan.encoding.decoded(key)
                place = next((place for place in names if not is_no_name(texts[place])), 0)
                parts = parts_of(texts[place], separator)
        if len(parts) > MOST_PARTS:
            key = Fault(f"the cell names more than {MOST_PARTS} places")
        elif len(parts) > 1 and len(parts) * len(row.body) > REPEATED:
            key = Fault(f"this row has {len(row.body):,} bytes: too many to repeat it for {len(parts)} places")
        if isinstance(key, Fault) or len(parts) < 2:
            yield RawRow(row.body, number % 1 + row.end), key
            return
        raw, _ = pieces(row.body, delimiter)
        for count, part in enumerate(parts, 1):
            raw[self._wanted[place]] = self.writer.cell(part)
            cell = self._plan.encoding.encoded(part)
            end = row.end if count == len(parts) else row.end or self._plan.dialect.line_end
            yield (
                RawRow(delimiter.join(raw), number % count + end, count == 1),
                (*key[:place], cell, *key[place + 1 :]),
            )

    def _padded(self, body: bytes, count: int) -> bytes:
        return body + self._plan.dialect.delimiter * max(self._plan.dialect.width - count, 0)

    def read(self, key: Key) -> Cells | Answer:
        """The cells of a row from its key, or the answer that says why they cannot be read."""
        if isinstance(key, Fault):
            return Answer(RowVerdict.ERROR, key.why)
        try:
            return self._plan.places.cells(self._plan.encoding.decoded(key))
        except UnicodeDecodeError:
            return Answer(RowVerdict.ERROR, f"a cell of this row is not {self._plan.encoding.name}")
