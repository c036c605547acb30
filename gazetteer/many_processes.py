"""Many queries by several processes: a search by likeness is work enough for each, and they share the mapped index."""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from loky import ProcessPoolExecutor

from gazetteer.guard import safely
from gazetteer.index.index import Index, open_index
from gazetteer.memory.resolve import resolve_decided
from gazetteer.model import Area, Candidate, Match, Name, Options, Place, Query, Resolution
from gazetteer.processes import die_with_parent

TASK = 64  # queries that go to a process together


def resolve_one(index: Index, query: Query, options: Options) -> Resolution:
    """The answer to one query; whatever goes wrong with it is its own."""
    return safely(
        lambda: resolve_decided(index, query, options, None), lambda error: Resolution(query, None, error=error)
    )


def in_processes(index: Index, queries: Sequence[Query], options: Options, workers: int) -> Iterator[Resolution]:
    """The answers in their order. What a process that died would have answered is answered in this one.

    Args:
        index: opened in this process; the others open the same build.
        queries: what is asked.
        options: what holds for all of them.
        workers: how many processes, at most one for each task.
    """
    store = index.store
    told = (store.path.parent, store.path.name, options)
    tasks = [queries[start : start + TASK] for start in range(0, len(queries), TASK)]
    pool = ProcessPoolExecutor(min(workers, len(tasks)), initializer=_enlist, initargs=told, timeout=None)
    try:
        for task, sent in zip(tasks, [_send(pool, task) for task in tasks], strict=True):
            yield from _received(sent) or (resolve_one(index, query, options) for query in task)
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _send(pool: ProcessPoolExecutor, task: Sequence[Query]) -> Future[bytes] | None:
    """A task under way; None where a process has died, and the pool with it."""
    try:
        sent: Future[bytes] = pool.submit(_answer_there, pickle.dumps(task))
    except BrokenProcessPool:
        return None
    return sent


def _received(sent: Future[bytes] | None) -> list[Resolution] | None:
    try:
        return None if sent is None else pickle.loads(sent.result())
    except BrokenProcessPool:
        return None


# What a process was told; set once, when it starts.
_ENLISTED: list[tuple[Index, Options]] = []


def _enlist(data_dir: Path, build: str, options: Options) -> None:
    die_with_parent()
    _ENLISTED.append((open_index(data_dir, build), options))


def _answer_there(asked: bytes) -> bytes:
    index, options = _ENLISTED[0]
    return _pickled([resolve_one(index, query, options) for query in pickle.loads(asked)])


def _reducer(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """How one of a frozen dataclass is written down: as the arguments that make it again."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda one: (kind, values(one))


# What answers are made of many times. Dataclasses with slots write and read themselves field by field in Python, which
# takes a tenth of the time of the answers; so it is a thirtieth. The pool's own way of pickling takes longer still.
_WRITTEN: tuple[type[Any], ...] = (Resolution, Candidate, Match, Name, Place, Area, Query)
_REDUCERS = {**copyreg.dispatch_table, **{kind: _reducer(kind) for kind in _WRITTEN}}


def _pickled(answers: list[Resolution]) -> bytes:
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(answers)
    return out.getvalue()
