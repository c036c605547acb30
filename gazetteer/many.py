"""Many queries at once: each its own answer, by threads where they pay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from numbers import Real
from time import perf_counter

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.index.cores import usable_cores
from gazetteer.index.index import Index
from gazetteer.memory.memory import Memory
from gazetteer.memory.resolve import resolve_decided, resolve_jointly_decided
from gazetteer.model import Options, Query, Resolution

_CHUNK = 32
_BLOCK = 512  # the pace of a block's first chunk says how to do the rest
# Seconds a query from which threads pay: then most of it is spent in kernels, which run without the interpreter lock.
# Names found at once spend it in the interpreter, and threads would only take the lock from each other.
_THREADS_PAY = 0.0006
_MISSING = frozenset({"NoneType", "NAType", "NaTType"})  # what Python and pandas put where nothing is


def read_queries(values: Iterable[object]) -> tuple[list[Query], dict[int, QueryError]]:
    """Queries of what a column or a list holds: texts, queries, numbers; missing values and all else are errors.

    Returns:
        A query for each value, in their order, and by its number the error of each value that holds no name.
    """
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
    if kind in _MISSING or (isinstance(value, Real) and value != value):
        return QueryError("There is no name: the value is missing.", "name")
    if isinstance(value, Real):
        return Query(str(value))
    return QueryError(f"The name is of the type {kind[:40]}: give a text or a Query.", "name")


def resolve_all(
    index: Index,
    values: Iterable[object],
    options: Options,
    refuse: Callable[[], QueryError | None] = lambda: None,
    memory: Memory | None = None,
) -> list[Resolution]:
    """One resolution for each query, in their order, as `Gazetteer.resolve_many` says.

    Args:
        index: where to look.
        values: the names, or queries with what is known beside them.
        options: what holds for all of them.
        refuse: asked before each name of a joint request; an error is that name's, which is then not looked for.
        memory: what a desk decided.
    """
    queries, errors = read_queries(values)
    out = _resolve_queries(index, queries, options, refuse, memory)
    for number, error in errors.items():
        out[number] = Resolution(queries[number], None, error=error)
    return out


def _resolve_queries(
    index: Index,
    queries: Sequence[Query],
    options: Options,
    refuse: Callable[[], QueryError | None],
    memory: Memory | None,
) -> list[Resolution]:
    if options.joint:
        return resolve_jointly_decided(index, queries, options, refuse, memory)
    out: list[Resolution] = []
    for start in range(0, len(queries), _BLOCK):
        block = queries[start : start + _BLOCK]
        began = perf_counter()
        out += _one_by_one(index, block[:_CHUNK], options, memory)
        slow = perf_counter() - began > _THREADS_PAY * _CHUNK
        out += (_in_threads if slow else _one_by_one)(index, block[_CHUNK:], options, memory)
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
