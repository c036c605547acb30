"""Who resolves the names of a table for a house: the places come back with the names that it writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gazetteer.errors import UnknownPlace
from gazetteer.tables.answer import Answer
from gazetteer.tables.columns import Cells
from gazetteer.tables.consensus import Consensus
from gazetteer.tables.workers import Task, Workers


@dataclass(frozen=True, slots=True)
class HouseSpelling:
    """How places are written.

    Args:
        key: what tells it from others, for the lock.
        written: the name of a place, by its id.
    """

    key: str
    written: Callable[[int], str]


class WrittenBy:
    """Hands on all names, and writes those of the places that come back.

    Args:
        workers: who resolves.
        spelling: how places are written.
    """

    def __init__(self, workers: Workers, spelling: HouseSpelling) -> None:
        self._workers = workers
        self._spelling = spelling
        self.task_size = workers.task_size

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Begin to resolve names."""
        return _Spelt(self._workers.submit(asked, consensus), self._spelling)


@dataclass(frozen=True, slots=True)
class _Spelt:
    under_way: Task
    spelling: HouseSpelling

    def result(self) -> list[Answer]:
        return [spelt(one, self.spelling) for one in self.under_way.result()]


def spelt(answer: Answer, spelling: HouseSpelling) -> Answer:
    """An answer with the name that is written for its place."""
    if answer.id is None:
        return answer
    try:
        return replace(answer, name=spelling.written(answer.id))
    except UnknownPlace:
        return answer
