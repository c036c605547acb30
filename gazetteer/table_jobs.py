"""Tables step by step, for what runs them as jobs: who resolves, what a step is, how it is written down.

`Gazetteer.reconcile` and `Gazetteer.resolve_table` do all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from gazetteer.errors import UnknownPlace
from gazetteer.gazetteer import Gazetteer
from gazetteer.memory.memory import Memory
from gazetteer.processes import die_with_parent
from gazetteer.tables import task as tasks
from gazetteer.tables import workers as pools
from gazetteer.tables.answer import Answer, RowVerdict, decided, decided_none
from gazetteer.tables.columns import Cells, Columns, read_cells
from gazetteer.tables.consensus import Consensus
from gazetteer.tables.consensus import from_json as consensus_from_json
from gazetteer.tables.decided import Decided, decided_blocks
from gazetteer.tables.decisions import DECISIONS_LIMIT
from gazetteer.tables.delimited import Plan, TableFormat
from gazetteer.tables.examined import Examined, examine_beginning
from gazetteer.tables.kept_plan import plan_from_json, plan_to_json
from gazetteer.tables.named import find_encoding_by_name
from gazetteer.tables.remembering import Remembering
from gazetteer.tables.review import Cluster, Clusters, Sample
from gazetteer.tables.samples import Columned, columned, read_sample
from gazetteer.tables.split import check_separator
from gazetteer.tables.task import TableRequest, TableTask, read_table_request
from gazetteer.tables.wire import answers_from_json, answers_to_json, asked_from_json, asked_to_json
from gazetteer.tables.workers import JobSpec, Processes, Task, Workers
from gazetteer.tables.written import HouseSpelling, WrittenBy

__all__ = [
    "DECISIONS_LIMIT",
    "Answer",
    "Cells",
    "Cluster",
    "Clusters",
    "Columned",
    "Columns",
    "Consensus",
    "Examined",
    "HouseSpelling",
    "JobSpec",
    "Plan",
    "Processes",
    "RowVerdict",
    "Sample",
    "TableFormat",
    "TableRequest",
    "TableTask",
    "Task",
    "Workers",
    "answer_cells",
    "answers_from_json",
    "answers_to_json",
    "asked_from_json",
    "asked_to_json",
    "check_separator",
    "columned",
    "consensus_from_json",
    "decided_result",
    "decision",
    "die_with_parent",
    "examine_table",
    "find_encoding_by_name",
    "job_spec_for",
    "open_table",
    "plan_from_json",
    "plan_to_json",
    "processes_for",
    "read_cells",
    "read_sample",
    "read_table_request",
    "remembering",
    "writing_as",
]


def open_table(
    gazetteer: Gazetteer, source: BinaryIO, request: TableRequest, workers: Workers, decisions: bytes | None = None
) -> TableTask:
    """A delimited text to reconcile, its columns found.

    Args:
        gazetteer: the gazetteer.
        source: the text, seekable.
        request: what is wanted.
        workers: who resolves.
        decisions: the content of a review file that came back.

    Raises:
        TableError: the text, or the decisions, cannot be read.
        QueryError: a column that was named is not there.
    """
    return TableTask(gazetteer._index, source, request, workers, decisions)


def processes_for(
    gazetteer: Gazetteer, request: TableRequest, source: BinaryIO, workers: int | None = None
) -> Processes:
    """The processes that resolve a table: several from the beginning where it is large."""
    return tasks.processes_for(gazetteer._index, request, source, workers)


def job_spec_for(gazetteer: Gazetteer, request: TableRequest) -> JobSpec:
    """What those who resolve a table must know."""
    return tasks.job_spec_for(gazetteer._index, request)


def answer_cells(
    gazetteer: Gazetteer, job_spec: JobSpec, asked: Sequence[Cells], consensus: Consensus | None = None
) -> list[Answer]:
    """Resolve names in this process; with a consensus, the unsure ones by what their column says."""
    return pools.answer_here(gazetteer._index, job_spec, asked, consensus)


def remembering(gazetteer: Gazetteer, workers: Workers, memory: Memory | None, request: TableRequest) -> Workers:
    """Who resolves a table for a desk: what it decided is answered here, the rest by those who resolve."""
    return Remembering(workers, gazetteer._index, memory, request.options) if memory else workers


def writing_as(workers: Workers, spelling: HouseSpelling | None) -> Workers:
    """Who resolves a table for a house: the places come back with the names that it writes."""
    return workers if spelling is None else WrittenBy(workers, spelling)


def decision(gazetteer: Gazetteer, place: int | None) -> Answer:
    """What is said of the rows of a name that a person decided.

    Args:
        gazetteer: the gazetteer.
        place: the id of the place; None where none is meant.

    Raises:
        UnknownPlace: the gazetteer has no such place.
    """
    if place is None:
        return decided_none()
    if place <= 0:
        raise UnknownPlace(f"No place has the id {place}.")
    places = gazetteer._index.places
    return decided(places.place(places.row(place), None))


def examine_table(gazetteer: Gazetteer, beginning: bytes, choices: TableFormat) -> Examined:
    """How a table is written, found by its beginning.

    Args:
        gazetteer: the gazetteer, which knows what looks like a place.
        beginning: of the table, up to the end of a line.
        choices: what was said of it.

    Raises:
        TableError: it is no table.
        QueryError: a column or an encoding that was named is not there.
    """
    return examine_beginning(gazetteer._index, beginning, choices)


def decided_result(source: Path, result: Path, plan: Plan, decided: Decided) -> Iterator[bytes]:
    """The result of a table with what was decided since, block by block, without resolving again.

    Args:
        source: the table.
        result: what became of it.
        plan: how it is read.
        decided: what was decided of a cluster, by its key.

    Raises:
        TableError: the result is not that of the table.
    """
    with source.open("rb") as table, result.open("rb") as before:
        yield from decided_blocks(table, before, plan, decided)
