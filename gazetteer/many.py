"""Many queries at once: each its own answer, by processes or threads where they pay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from numbers import Real
from time import perf_counter

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.index.cores import usable_cores
from gazetteer.index.index import Index
from gazetteer.many_processes import in_processes
from gazetteer.memory.memory import Memory
from gazetteer.memory.resolve import resolve_decided, resolve_jointly_decided
from gazetteer.model import Options, Query, Resolution
from gazetteer.model.query import MISSING_TYPES
from gazetteer.numbers import check_workers

_CHUNK = 32
_BLOCK = 512  # the pace of a block's first chunk says how to do the rest
# Seconds a query from which threads pay: then most of it is spent in kernels, which run without the interpreter lock.
# Names found at once spend it in the interpreter, and threads would only take the lock from each other.
_THREADS_PAY = 0.0006
# Seconds of work that is left from which processes pay: to start them takes two, and twice that on a busy machine.
_PROCESSES_PAY = 8.0


def read_queries(values: Iterable[object]) -> tuple[list[Query], dict[int, QueryError]]:
    """Queries of what a column or a list holds: texts, queries, numbers; missing values and all else are errors.

    Returns:
        A query for each value, in their order, and by its number the error of each value that holds no name.

    Raises:
        QueryError: it is one name, or a frame, whose letters or titles would be asked.
    """
    if isinstance(values, str | bytes | Mapping) or hasattr(values, "columns"):
        raise QueryError(f"A {type(values).__name__} is no list of names: give a list or a Series.", "queries")
    queries: list[Query] = []
    errors: dict[int, QueryError] = {}
    for number, value in enumerate(values):
        read = _read(value)
        if isinstance(read, QueryError):
            errors[number] = read
        queries.append(Query("") if isinstance(read, QueryError) else read)
    return queries, errors


def _read(value: object) -> Query | QueryError:
    if isinstance(value, Query):
        return value
    if isinstance(value, str):
        return Query(value)
    kind = type(value).__name__
    if kind in MISSING_TYPES or (isinstance(value, Real) and value != value):
        return QueryError("There is no name: the value is missing.", "name")
    if not isinstance(value, Real):
        return QueryError(f"The name is of the type {kind[:40]}: give a text or a Query.", "name")
    try:
        return Query(str(value))
    except ValueError:  # a number of more digits than Python writes
        return QueryError(f"The name is of the type {kind[:40]}, and cannot be written: give a text.", "name")


def resolve_all(
    index: Index,
    values: Iterable[object],
    options: Options,
    refuse: Callable[[], QueryError | None] = lambda: None,
    memory: Memory | None = None,
    workers: int | None = None,
) -> list[Resolution]:
    """One resolution for each query, in their order, as `Gazetteer.resolve_many` says.

    Args:
        index: where to look.
        values: the names, or queries with what is known beside them.
        options: what holds for all of them.
        refuse: asked before each name of a joint request; an error is that name's, which is then not looked for.
        memory: what a desk decided.
        workers: how many processes; None for as many as pay.

    Raises:
        QueryError: there are less than one of them or too many, or the values are no list.
    """
    check_workers(workers)
    queries, errors = read_queries(values)
    if options.joint:
        out = resolve_jointly_decided(index, queries, options, refuse, memory)
    else:
        out = _resolve_queries(index, queries, options, memory, 1 if memory else workers)
    for number, error in errors.items():
        out[number] = Resolution(queries[number], None, error=error)
    return out


def _resolve_queries(
    index: Index, queries: Sequence[Query], options: Options, memory: Memory | None, workers: int | None
) -> list[Resolution]:
    """One resolution for each query; a query that comes again, as in a column of a table, is resolved once."""
    try:
        distinct = list(dict.fromkeys(queries))
    except TypeError:  # one holds what cannot be compared: it fails alone
        return _resolve_distinct(index, queries, options, memory, workers)
    resolved = _resolve_distinct(index, distinct, options, memory, workers)
    if len(distinct) == len(queries):
        return resolved
    answers = dict(zip(distinct, resolved, strict=True))
    return [answers[query] for query in queries]


def _resolve_distinct(
    index: Index, queries: Sequence[Query], options: Options, memory: Memory | None, workers: int | None
) -> list[Resolution]:
    """What a desk decided stays in this process; else the pace so far says whether the rest pays for others."""
    most = usable_cores() if workers is None else workers
    out: list[Resolution] = []
    for start in range(0, len(queries), _BLOCK):
        block = queries[start : start + _BLOCK]
        began = perf_counter()
        out += _one_by_one(index, block[:_CHUNK], options, memory)
        pace = (perf_counter() - began) / len(block[:_CHUNK])
        left = queries[len(out) :]
        if most > 1 and left and (workers is not None or pace * len(left) > _PROCESSES_PAY * most):
            return out + list(in_processes(index, left, options, most))
        out += (_in_threads if pace > _THREADS_PAY else _one_by_one)(index, block[_CHUNK:], options, memory)
    return out


def _one_by_one(index: Index, queries: Sequence[Query], options: Options, memory: Memory | None) -> list[Resolution]:
    return [_resolve_safely(index, query, options, memory) for query in queries]


def _in_threads(index: Index, queries: Sequence[Query], options: Options, memory: Memory | None) -> list[Resolution]:
    workers = usable_cores()
    if workers == 1:
        return _one_by_one(index, queries, options, memory)
    chunks = [queries[start : start + _CHUNK] for start in range(0, len(queries), _CHUNK)]
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(lambda chunk: _one_by_one(index, chunk, options, memory), chunks)
        return [resolution for part in parts for resolution in part]


def _resolve_safely(index: Index, query: Query, options: Options, memory: Memory | None) -> Resolution:
    return safely(
        partial(resolve_decided, index, query, options, memory), lambda error: Resolution(query, None, error=error)
    )
