"""Many queries at once: each its own answer, by threads where they pay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
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


def resolve_all(
    index: Index,
    queries: Sequence[Query],
    options: Options,
    refuse: Callable[[], QueryError | None] = lambda: None,
    memory: Memory | None = None,
) -> list[Resolution]:
    """One resolution for each query, in their order, as `Gazetteer.resolve_many` says.

    Args:
        index: where to look.
        queries: the names, with what is known beside them.
        options: what holds for all of them.
        refuse: asked before each name of a joint request; an error is that name's, which is then not looked for.
        memory: what a desk decided.
    """
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
