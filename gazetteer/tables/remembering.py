"""Who resolves the names of a table for a desk: what it decided is answered here, the rest by others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.memory.memory import Memory
from gazetteer.memory.resolve import resolve_decided
from gazetteer.model import Options
from gazetteer.tables.answer import Answer, said_of
from gazetteer.tables.columns import Cells, read_cells
from gazetteer.tables.consensus import Consensus
from gazetteer.tables.workers import Task, Workers


@dataclass(frozen=True, slots=True)
class PartlyAnswered:
    """Names of which some are answered already.

    Args:
        answers: by name; None for those under way.
        under_way: the others, in their order.
    """

    answers: list[Answer | None]
    under_way: Task | None

    def result(self) -> list[Answer]:
        """The answers; waits for those under way."""
        others = iter(() if self.under_way is None else self.under_way.result())
        return [next(others) if one is None else one for one in self.answers]


class Remembering:
    """Answers what a memory decides, and hands on the rest.

    Args:
        workers: who resolves the rest.
        index: the gazetteer, opened.
        memory: what was decided.
        options: of the resolution.
    """

    def __init__(self, workers: Workers, index: Index, memory: Memory, options: Options) -> None:
        self._workers = workers
        self._index = index
        self._memory = memory
        self._options = options
        self.task_size = workers.task_size

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Begin to resolve names."""
        answers = [self._decided(cells) for cells in asked]
        left = [cells for cells, one in zip(asked, answers, strict=True) if one is None]
        return PartlyAnswered(answers, self._workers.submit(left, consensus) if left else None)

    def _decided(self, cells: Cells) -> Answer | None:
        if not self._memory.find(cells.name):
            return None
        try:
            found = resolve_decided(self._index, read_cells(cells, 1), self._options, self._memory)
        except QueryError:
            return None  # who resolves the rest says so
        return said_of(found, 1) if found.decided is not None and found.decided.applied else None
