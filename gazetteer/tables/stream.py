"""Rows in, answers out: in order, each distinct (name, context) asked once, within bounded memory.

While one batch of rows waits for its answers, the next are read and asked, so that all processes have work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gazetteer.tables.answer import Answer
from gazetteer.tables.columns import Cells
from gazetteer.tables.consensus import Consensus
from gazetteer.tables.spill_cache import RECENT, SpillCache
from gazetteer.tables.workers import Task, Workers

AHEAD = 4  # batches under way

K = TypeVar("K", bound=Hashable)
B = TypeVar("B")
T = TypeVar("T")


class _Asked(Generic[T]):
    """The keys of one task, and what became of them."""

    __slots__ = ("answered", "keys", "task")

    def __init__(self, keys: list[object], task: Task) -> None:
        self.keys = keys
        self.task = task
        self.answered: dict[object, T] | None = None


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[K, B, T]):
    batch: B
    keys: Sequence[K]
    known: dict[K, T]
    asked: list[_Asked[T]]


class Stream(Generic[K, T]):
    """Answers to the rows of one table.

    Args:
        workers: who resolves.
        read: makes the cells of a row from its key, or the answer where the key cannot be read or is decided already.
        finish: makes what is kept and handed out from a key and its answer.
        consensus: what the column says, for the unsure rows.
        recent: of how many distinct keys that is kept in memory.
    """

    def __init__(
        self,
        workers: Workers,
        read: Callable[[K], Cells | Answer],
        finish: Callable[[K, Answer], T],
        consensus: Consensus | None = None,
        recent: int = RECENT,
    ) -> None:
        self._workers = workers
        self._read = read
        self._finish = finish
        self._consensus = consensus
        self._kept: SpillCache[K, T] = SpillCache(recent)
        self._under_way: dict[K, _Asked[T]] = {}
        self.asked = 0

    def answers(self, batches: Iterable[tuple[B, Sequence[K]]]) -> Iterator[tuple[B, list[T]]]:
        """The answers to batches of rows, each row given by its key; in their order."""
        waiting: deque[_Waiting[K, B, T]] = deque()
        for batch, keys in batches:
            waiting.append(self._begin(batch, keys))
            if len(waiting) > AHEAD:
                yield self._end(waiting.popleft())
        while waiting:
            yield self._end(waiting.popleft())

    def known(self, key: K) -> T | None:
        """What is kept of a key, if it is."""
        return self._kept.get((key,)).get(key)

    def _begin(self, batch: B, keys: Sequence[K]) -> _Waiting[K, B, T]:
        distinct = dict.fromkeys(keys)
        known = self._kept.get(key for key in distinct if key not in self._under_way)
        asked: dict[_Asked[T], None] = {}
        new: list[K] = []
        for key in distinct:
            if key in known:
                continue
            if key in self._under_way:
                asked[self._under_way[key]] = None
            else:
                new.append(key)
        for task in self._ask(new, known):
            asked[task] = None
        return _Waiting(batch, keys, known, list(asked))

    def _ask(self, keys: list[K], known: dict[K, T]) -> Iterator[_Asked[T]]:
        to_ask: list[tuple[K, Cells]] = []
        for key in keys:
            cells = self._read(key)
            if isinstance(cells, Answer):
                known[key] = self._keep(key, cells)
            else:
                to_ask.append((key, cells))
        self.asked += len(to_ask)
        size = self._workers.task_size
        for start in range(0, len(to_ask), size):
            part = to_ask[start : start + size]
            task: _Asked[T] = _Asked(
                [key for key, _ in part], self._workers.submit([cells for _, cells in part], self._consensus)
            )
            for key, _ in part:
                self._under_way[key] = task
            yield task

    def _end(self, waiting: _Waiting[K, B, T]) -> tuple[B, list[T]]:
        found: dict[Any, T] = dict(waiting.known)
        for task in waiting.asked:
            if task.answered is None:
                task.answered = {}
                for key, answer in zip(task.keys, task.task.result(), strict=True):
                    del self._under_way[key]  # type: ignore[arg-type]
                    task.answered[key] = self._keep(key, answer)  # type: ignore[arg-type]
            found |= task.answered
        return waiting.batch, [found[key] for key in waiting.keys]

    def _keep(self, key: K, answer: Answer) -> T:
        finished = self._finish(key, answer)
        self._kept.put(key, finished)
        return finished
