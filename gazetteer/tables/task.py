"""One table to reconcile, with all it takes: the gazetteer, who resolves, how the table is read, what was decided."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.model import Options
from gazetteer.tables.answer import REVIEW_CANDIDATES, RowVerdict, is_known
from gazetteer.tables.columns import Columns
from gazetteer.tables.consensus import MAJORITY
from gazetteer.tables.decisions import Decisions, read_decisions
from gazetteer.tables.delimited import DelimitedTable, TableFormat, examine
from gazetteer.tables.review import CLUSTERS, Clusters
from gazetteer.tables.rows import Rows
from gazetteer.tables.workers import JobSpec, Processes, Workers

MANY_BYTES = 300_000  # a larger table is worth starting other processes for at once


@dataclass(frozen=True, slots=True)
class TableRequest:
    """What is wanted of a table.

    Args:
        choices: what is said of how it is written.
        options: of the resolution; `joint` lets the column decide together.
        review: list what needs a decision.
    """

    choices: TableFormat = field(default_factory=TableFormat)
    options: Options = field(default_factory=Options)
    review: bool = True


def read_table_request(item: dict[str, Any]) -> TableRequest:
    """What is wanted, as `dataclasses.asdict` wrote it."""
    choices, options = item["choices"], item["options"]
    columns = choices["columns"]
    if columns is not None and isinstance(columns["name"], list):
        columns = columns | {"name": tuple(columns["name"])}
    chosen = None if columns is None else Columns(**columns)
    return TableRequest(TableFormat(**choices | {"columns": chosen}), Options(**options), item["review"])


def job_spec_for(index: Index, request: TableRequest) -> JobSpec:
    """What those who resolve a table must know."""
    store = index.store
    return JobSpec(store.path.parent, store.path.name, request.options, REVIEW_CANDIDATES if request.review else 1)


def processes_for(index: Index, request: TableRequest, source: BinaryIO, workers: int | None = None) -> Processes:
    """The processes that resolve a table: several from the beginning where it is large."""
    many = source.seek(0, os.SEEK_END) > MANY_BYTES
    source.seek(0)
    return Processes(job_spec_for(index, request), index, workers, many)


class TableTask:
    """A delimited text to reconcile.

    Args:
        index: the gazetteer, opened.
        source: the text, seekable.
        request: what is wanted.
        workers: who resolves.
        decisions: the content of a review file that came back.

    Raises:
        TableError: the text, or the decisions, cannot be read.
        QueryError: a column that was named is not there.
    """

    def __init__(
        self, index: Index, source: BinaryIO, request: TableRequest, workers: Workers, decisions: bytes | None = None
    ) -> None:
        plan = examine(source, request.choices, partial(is_known, index))
        decided = None if decisions is None else read_decisions(decisions, index, plan.encoding)
        self.plan = plan
        self.doubt = plan.doubt
        self.headed = plan.dialect.header is not None
        self.build: str = index.store.manifest["build"]
        self.remarks = plan.remarks + decisions_line(decided)
        self.clusters = Clusters()
        self.table = DelimitedTable(source, plan, workers, decided, self.clusters if request.review else None)
        self._joint = request.options.joint
        self._source = source
        self._size = max(source.seek(0, os.SEEK_END), 1)
        source.seek(0)

    @property
    def counts(self) -> Counter[RowVerdict]:
        """How many rows have each verdict."""
        return self.table.rows.counts

    @property
    def share(self) -> float:
        """Which part of the text has been read, from 0 to 1; where it is read twice, of both times."""
        return min(self._source.tell() / self._size, 1.0)

    def survey(self) -> Iterator[int]:
        """Where the column decides together, read it a first time; yields how many rows each step has read."""
        if self._joint:
            yield from self.table.survey()

    def undecided(self) -> Iterator[str]:
        """A sentence for each decision that fits no row; where there are decisions, reads the table."""
        return self.table.undecided()

    def review(self) -> Iterator[bytes]:
        """What needs a decision, written as the table is."""
        return self.clusters.as_csv(self.table.style)

    def blocks(self, skip: int = 0) -> Iterator[bytes]:
        """The output, block by block, from the data record `skip` on."""
        head = b"" if skip else self.table.head()
        yield head
        yield from self.table.reconciled(skip, len(head))

    def arrow(self) -> tuple[Any, Iterator[Any], tuple[int, ...]]:
        """The output as a schema and record batches of pyarrow, and the columns whose bytes are texts: there are none.

        Raises:
            QueryError: rows would be split.
        """
        from gazetteer.tables.delimited_arrow import batches_of, schema_of

        if self.plan.split is not None:
            raise QueryError(
                "GeoJSON and GeoParquet have one feature for each row of the table, and splitting makes several rows "
                "of one: split into a .csv first, and make the map of that.",
                "split",
            )
        return schema_of(self.plan), batches_of(self.table, self.plan), ()

    def summary(self, seconds: float) -> Iterator[str]:
        """What became of the table, in sentences."""
        return sentences(self.table.rows, self.clusters, self._joint, seconds)


def decisions_line(decisions: Decisions | None) -> tuple[str, ...]:
    """How many decisions there are, in a sentence; nothing where none were given."""
    return () if decisions is None else (f"{len(decisions):,} names are decided.",)


def sentences(rows: Rows[Any, Any], clusters: Clusters, joint: bool, seconds: float) -> Iterator[str]:
    """What became of a table."""
    counts, found = rows.counts, rows.consensus
    count = sum(counts.values())
    pace = f"{count / seconds:,.0f} a second" if seconds > 0 else "at once"
    yield f"{count:,} rows in {seconds:.1f} s ({pace}); {rows.asked:,} distinct names asked."
    yield ", ".join(f"{verdict.replace('_', ' ')} {counts[verdict]:,}" for verdict in RowVerdict)
    if joint and found is None:
        yield f"No country holds {MAJORITY:.0%} of the sure rows, so the column decided nothing."
    elif found is not None:
        yield f"{found.share:.0%} of the sure rows are in {found.region_name or found.country}."
    if clusters.beyond:
        yield f"The review lists {CLUSTERS:,} names; {clusters.beyond:,} rows of others are not in it."
