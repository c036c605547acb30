"""The result of a table with decisions put in, without asking the gazetteer again.

The table and its result are read side by side. Each row of the result begins with the bytes of the table's own, so
where our cells begin is known; they are as we wrote them, so where they end is too. Rows that were decided get other
cells, all others stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from gazetteer.errors import TableError
from gazetteer.tables.answer import Answer
from gazetteer.tables.columns import ADDED, Cells
from gazetteer.tables.delimited import DelimitedTable, Key, Plan
from gazetteer.tables.review import cluster_of, key_of
from gazetteer.tables.workers import Nobody

KEPT = 50_000  # rows of whose cells it is remembered what was decided

Decided = Callable[[str], Answer | None]
"""What was decided of a cluster, by its key."""


def decided_blocks(source: BinaryIO, result: BinaryIO, plan: Plan, decided: Decided) -> Iterator[bytes]:
    """The result, block by block, with what was decided.

    Args:
        source: the table, seekable.
        result: what became of it without these decisions.
        plan: how the table is read.
        decided: says what was decided of a cluster.

    Raises:
        TableError: the result is not that of the table.
    """
    table = DelimitedTable(source, plan, Nobody())
    head = table.head()
    if result.read(len(head)) != head:
        raise _other()
    yield head
    result.seek(0)
    rows = _Result(plan, result)
    rows.take(len(plan.encoding.inner_sample(head)))
    find = _Finder(table, decided)
    for batch in table.batches():
        out: list[bytes] = []
        for row, key in batch.rows:
            out.append(rows.expect(row.body))
            if key is not None:
                added = rows.added()
                out.append(find.cells(key) or added)
            out.append(rows.expect(row.end))
        yield plan.encoding.widened(b"".join(out))


class _Finder:
    """Finds what was decided of a row, by its key."""

    def __init__(self, table: DelimitedTable, decided: Decided) -> None:
        self._table = table
        self._decided = decided
        self._known: dict[Key, bytes] = {}

    def cells(self, key: Key) -> bytes:
        """The cells that say it; nothing where nothing was decided."""
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= KEPT:
                self._known.clear()
            found = self._known[key] = self._find(key)
        return found

    def _find(self, key: Key) -> bytes:
        row = self._table.read(key)
        answer = self._decided(key_of(cluster_of(row))) if isinstance(row, Cells) else None
        return b"" if answer is None else self._table.writer.answer(answer)


class _Result:
    """The bytes of a result, taken piece by piece."""

    def __init__(self, plan: Plan, stream: BinaryIO) -> None:
        self._blocks = plan.encoding.narrowed(stream)
        self._held = b""
        self._at = 0
        delimiter = re.escape(plan.dialect.delimiter)
        cell = delimiter + rb'(?:"(?:[^"]|"")*+"|[^"\r\n' + delimiter + rb"]*+)"
        self._added = re.compile(b"(?:" + cell + b"){%d}" % len(ADDED))

    def take(self, size: int) -> bytes:
        """So many bytes."""
        while len(self._held) - self._at < size and self._more():
            pass
        piece = self._held[self._at : self._at + size]
        self._at += size
        return piece

    def expect(self, piece: bytes) -> bytes:
        """A piece that comes next.

        Raises:
            TableError: something else does.
        """
        if self.take(len(piece)) != piece:
            raise _other()
        return piece

    def added(self) -> bytes:
        """The cells that we added to a row.

        Raises:
            TableError: something else comes.
        """
        while True:
            found = self._added.match(self._held, self._at)
            if found is not None and found.end() < len(self._held):
                self._at = found.end()
                return found.group()
            if not self._more():
                break
        if found is None:
            raise _other()
        self._at = found.end()
        return found.group()

    def _more(self) -> bool:
        block = next(self._blocks, b"")
        self._held, self._at = self._held[self._at :] + block, 0
        return bool(block)


def _other() -> TableError:
    return TableError("The result is not that of this table: make the job anew.")
