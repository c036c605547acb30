"""Names that need a decision, each with the number of rows it would settle; and the decisions that come back.

A cluster is one name in one context, however often and with whatever white space it is written. The review file is a
CSV with an empty column `decision`; filled in with GeoNames ids, or `none`, the same file is the decisions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gazetteer.errors import QueryError, TableError, UnknownPlace
from gazetteer.index.opened import Index
from gazetteer.tables.answer import REVIEW_CANDIDATES, Answer, RowVerdict, decided, decided_none
from gazetteer.tables.columns import Cells
from gazetteer.tables.dialect import find_dialect
from gazetteer.tables.encoding import find_encoding
from gazetteer.tables.records import Splitter, cells, ending
from gazetteer.text import normalise

CLUSTERS = 200_000  # that a review lists; nobody decides more
DECISIONS_LIMIT = 100_000_000  # bytes of a file of decisions
NO_PLACE = "none"
DECISION = "decision"
_TITLES = (
    *Cells._fields,
    "rows",
    "verdict",
    "why",
    *(f"candidate_{n + 1}" for n in range(REVIEW_CANDIDATES)),
    DECISION,
)
_REVIEWED = (RowVerdict.AMBIGUOUS, RowVerdict.NO_MATCH, RowVerdict.ERROR)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Decisions = Mapping[Cells, Answer]


def cluster_of(row: Cells) -> Cells:
    """The cluster that a row belongs to."""
    try:
        name = normalise(row.name)
    except QueryError:
        name = row.name.strip()
    return Cells(name, *(" ".join(cell.split()) for cell in row[1:]))


@dataclass(slots=True)
class Cluster:
    """Rows that one decision would settle."""

    cells: Cells
    verdict: str
    why: str
    candidates: tuple[str, ...]
    rows: int = 0


@dataclass(slots=True)
class Clusters:
    """The clusters of a table that need a decision. `beyond` counts the rows of those that were not kept."""

    kept: dict[Cells, Cluster] = field(default_factory=dict)
    beyond: int = 0
    _touched: dict[Cells, int] = field(default_factory=dict)

    def needs(self, answer: Answer) -> bool:
        """Whether a row with that answer needs a decision."""
        return answer.verdict in _REVIEWED and not answer.how.startswith("decided:")

    def open(self, row: Cells, answer: Answer) -> Cells:
        """The cluster of a row, by its cells, entered where it is new."""
        key = cluster_of(row)
        if key not in self.kept and len(self.kept) < CLUSTERS:
            labels = tuple(f"{place} {label}" for place, label in answer.candidates)
            self.kept[key] = Cluster(key, str(answer.verdict), answer.how, labels)
        return key

    def count(self, key: Cells) -> None:
        """Count a row of a cluster."""
        cluster = self.kept.get(key)
        if cluster is None:
            self.beyond += 1
            return
        cluster.rows += 1
        self._touched[key] = self._touched.get(key, 0) + 1

    def drain(self) -> list[list[Any]]:
        """What was counted since the last call, to write down: per cluster its rows and what is said of it."""
        out: list[list[Any]] = []
        for asked, rows in self._touched.items():
            cluster = self.kept[asked]
            out.append([rows, list(asked), cluster.verdict, cluster.why, list(cluster.candidates)])
        self._touched = {}
        return out

    def restore(self, entry: list[Any]) -> None:
        """Count again what was written down."""
        rows, asked, verdict, why, candidates = entry
        key = Cells(*asked)
        cluster = self.kept.setdefault(key, Cluster(key, verdict, why, tuple(candidates)))
        cluster.rows += rows

    def as_csv(self) -> Iterator[bytes]:
        """The review file: most rows first. UTF-8 with a mark, so that spreadsheets read it as such."""
        line = io.StringIO(newline="")
        writer = csv.writer(line)

        def written(row: tuple[object, ...]) -> bytes:
            line.seek(0)
            line.truncate()
            writer.writerow(row)
            return line.getvalue().encode("utf-8", "replace")

        yield b"\xef\xbb\xbf" + written(_TITLES)
        for cluster in sorted(self.kept.values(), key=lambda one: (-one.rows, one.cells)):
            if not cluster.rows:
                continue
            labels = (*cluster.candidates, *("",) * (REVIEW_CANDIDATES - len(cluster.candidates)))
            asked = tuple(map(_harmless, cluster.cells))
            yield written((*asked, cluster.rows, cluster.verdict, _harmless(cluster.why), *labels, ""))


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def read_decisions(content: bytes, index: Index) -> dict[Cells, Answer]:
    """Read the decisions of a review file that came back, in whatever dialect a spreadsheet saved it.

    Args:
        content: the file.
        index: the gazetteer, to look the places up in.

    Raises:
        TableError: it is no review file, or holds a decision that cannot be read; the message says in which record.
    """
    encoding = find_encoding(content)
    text = encoding.inner_sample(content)
    dialect = find_dialect(text, encoding, complete=True)
    titles = [title.strip().lower() for title in dialect.titles]
    missing = [title for title in ("name", DECISION) if title not in titles]
    if missing:
        raise TableError(f"The decisions have no column {missing[0]!r}: fill in the review file and give that.")
    splitter = Splitter(dialect.delimiter)
    records = splitter.feed(text[len(dialect.preamble) :]) + splitter.close()
    decisions: dict[Cells, Answer] = {}
    for number, record in enumerate(records[1:], 2):
        values = [cell.decode(encoding.inner, "replace") for cell in cells(_body(record), dialect.delimiter)[0]]
        row = dict(zip(titles, values, strict=False))
        decision = row.get(DECISION, "").strip()
        if decision:
            asked = Cells(*(_as_it_was(row.get(title, "")) for title in Cells._fields))
            decisions[cluster_of(asked)] = _decide(decision, number, index)
    return decisions


def _body(record: bytes) -> bytes:
    return record[: len(record) - len(ending(record))]


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _decide(decision: str, record: int, index: Index) -> Answer:
    if decision.lower() == NO_PLACE:
        return decided_none()
    key = decision.split()[0].removesuffix(".0")  # a candidate copied whole; a number as spreadsheets write them
    if not (key.isascii() and key.isdigit()):
        raise TableError(f"Record {record} of the decisions has {decision[:40]!r}: give a GeoNames id, or {NO_PLACE}.")
    try:
        return decided(index.places.place(index.places.row(int(key)), None))
    except (UnknownPlace, OverflowError):
        raise TableError(f"Record {record} of the decisions: the gazetteer holds no place with the id {key}.") from None
