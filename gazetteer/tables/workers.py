"""Who resolves: this process alone, or several that share the memory-mapped index.

Most of the time of a name is spent in the interpreter, so threads do not help and processes do. Few names are resolved
in this process: starting others takes seconds.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from loky import ProcessPoolExecutor

from gazetteer.guard import safely
from gazetteer.index.index import Index, open_index
from gazetteer.model import Options
from gazetteer.processes import die_with_parent
from gazetteer.tables.answer import Answer, answer, refused
from gazetteer.tables.columns import Cells
from gazetteer.tables.consensus import Consensus

FEW = 1_000  # names that one process resolves sooner than others have started
TASK = 64  # names that go to a process together
DEATHS = 3  # of worker processes, until this process does the work itself


class Task(Protocol):
    """Names under way."""

    def result(self) -> list[Answer]:
        """The answers, one for each name, in their order; waits for them."""


class Workers(Protocol):
    """Who resolves."""

    task_size: int

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Begin to resolve names; with a consensus, the unsure ones by what their column says."""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What a worker process must know: which gazetteer, and how to resolve.

    Args:
        data_dir: the folder of the gazetteer.
        build: the id of the build; every process answers from the same.
        options: of the resolution; `joint` is none of a worker's business.
        candidates: how many to list of a name that is no match.
    """

    data_dir: Path
    build: str
    options: Options
    candidates: int

    def open(self) -> Index:
        """Open the gazetteer."""
        return open_index(self.data_dir, self.build)


@dataclass(frozen=True, slots=True)
class Done:
    """A task that was done at once."""

    answers: list[Answer]

    def result(self) -> list[Answer]:
        """The answers."""
        return self.answers


class Processes:
    """Resolves in this process while names are few, then in several.

    Args:
        job_spec: which gazetteer, and how.
        index: the gazetteer, opened in this process.
        workers: how many processes; by default one for each processor. With 1, this process does all.
        many: many names will come, so start the processes at once.
    """

    task_size = TASK

    def __init__(self, job_spec: JobSpec, index: Index, workers: int | None = None, many: bool = False) -> None:
        self._job_spec = job_spec
        self._index = index
        self._workers = workers or cores()
        self._asked = FEW if many else 0
        self._pool: ProcessPoolExecutor | None = None
        self._deaths = 0
        if many and self._workers > 1:
            self._start()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Begin to resolve names."""
        self._asked += len(asked)
        if self._workers == 1 or self._deaths > DEATHS or self._asked <= FEW:
            return Done(answer_here(self._index, self._job_spec, asked, consensus))
        pool = self._pool or self._start()
        try:
            return Sent(self, pool, asked, consensus, pool.submit(answer_there, asked, consensus))
        except BrokenProcessPool:
            return self.again(pool, asked, consensus)

    def again(self, broken: ProcessPoolExecutor, asked: Sequence[Cells], consensus: Consensus | None) -> Task:
        """Resolve names one of whose processes has died, perhaps killed for want of memory."""
        if self._pool is broken:
            self._pool = None
            self._deaths += 1
        return self.submit(asked, consensus)

    def _start(self) -> ProcessPoolExecutor:
        self._pool = ProcessPoolExecutor(self._workers, initializer=_enlist, initargs=(self._job_spec,), timeout=None)
        return self._pool


@dataclass(frozen=True, slots=True)
class Sent:
    """A task that another process does."""

    processes: Processes
    pool: ProcessPoolExecutor
    asked: Sequence[Cells]
    consensus: Consensus | None
    future: Future[list[Answer]]

    def result(self) -> list[Answer]:
        """The answers; the task is given to another process where its own has died."""
        try:
            return self.future.result()
        except BrokenProcessPool:
            return self.processes.again(self.pool, self.asked, self.consensus).result()


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answer_here(
    index: Index, job_spec: JobSpec, asked: Sequence[Cells], consensus: Consensus | None = None
) -> list[Answer]:
    """Resolve names in this process."""

    def said(cells: Cells) -> Answer:
        return answer(index, cells, job_spec.options, job_spec.candidates)

    def together(consensus: Consensus, cells: Cells, alone: Answer) -> Answer:
        if not consensus.applies(cells, alone):
            return alone
        return consensus.choose(alone, said(consensus.added_to(cells)))

    answers = [said(cells) for cells in asked]
    if consensus is None:
        return answers
    return [
        safely(partial(together, consensus, cells, alone), refused) for cells, alone in zip(asked, answers, strict=True)
    ]


# What a worker process was told; set once, when it starts.
_ENLISTED: list[tuple[Index, JobSpec]] = []


def _enlist(job_spec: JobSpec) -> None:
    die_with_parent()
    _ENLISTED.append((job_spec.open(), job_spec))


def answer_there(asked: Sequence[Cells], consensus: Consensus | None) -> list[Answer]:
    """Resolve names in a worker process."""
    index, job_spec = _ENLISTED[0]
    return answer_here(index, job_spec, asked, consensus)


class Nobody:
    """Who resolves where nothing is to be resolved."""

    task_size = 1

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Nothing is asked of them."""
        raise AssertionError("nothing is to be resolved")
