"""Resolving with a memory: decisions around the gazetteer's answers, which are the same without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.index.index import Index
from gazetteer.matching.resolve import resolve, resolve_jointly
from gazetteer.matching.weights import Weights
from gazetteer.memory.memory import Memory
from gazetteer.memory.ruling import Ruling, answer_decided, asked_of_gazetteer, explained, rule, settle
from gazetteer.model import Options, Query, Resolution


def resolve_decided(index: Index, query: Query, options: Options, memory: Memory | None) -> Resolution:
    """Say which place a query means, to a desk.

    Args:
        index: the opened index.
        query: the query.
        options: how to look.
        memory: what the desk decided; None where nobody did.

    Raises:
        QueryError: the query cannot be read.
    """
    if not memory:
        return resolve(index, query, options)
    ruling = rule(index, memory, query, options)
    if ruling is None:
        return resolve(index, query, options)
    if ruling.decision is None:
        alone = resolve(index, asked_of_gazetteer(ruling, query), options)
        return settle(memory, ruling, query, alone, explain=options.explain)
    answer = answer_decided(index, memory, ruling, query, options)
    return explained(answer, resolve(index, query, options)) if options.explain else answer


def resolve_jointly_decided(
    index: Index,
    queries: Sequence[Query],
    options: Options,
    refuse: Callable[[], QueryError | None],
    memory: Memory | None,
    *,
    voters: Sequence[Query] = (),
    weighing: Weights | None = None,
    sentences: Sequence[Sequence[int]] = (),
) -> list[Resolution]:
    """Say which places queries mean that were made together; what is decided is certain evidence for the others.

    Args:
        index: the opened index.
        queries: the queries.
        options: what holds for all of them.
        refuse: asked before each, as in `resolve_jointly`.
        memory: what the desk decided.
        voters: queries that only say something of the others: they are not decided, and not answered.
        weighing: what the support of the others weighs, as in `resolve_jointly`.
        sentences: likewise.
    """
    if not memory:
        return resolve_jointly(index, [*queries, *voters], options, refuse, weighing, sentences)[: len(queries)]
    rulings = [_ruled(index, memory, query, options) for query in queries]
    asked = [
        query if one is None else asked_of_gazetteer(one, query) for one, query in zip(rulings, queries, strict=True)
    ]
    decided = {number: one.row for number, one in enumerate(rulings) if one is not None and one.row is not None}
    alone = resolve_jointly(index, [*asked, *voters], options, refuse, weighing, sentences, decided)
    return [
        found if one is None or found.error is not None else _settled(index, memory, one, query, options, found)
        for one, query, found in zip(rulings, queries, alone, strict=False)
    ]


def _ruled(index: Index, memory: Memory, query: Query, options: Options) -> Ruling | None:
    """What the memory says; a query that cannot be read says so when the gazetteer is asked."""
    return safely(partial(rule, index, memory, query, options), lambda _: None)


def _settled(
    index: Index, memory: Memory, ruling: Ruling, query: Query, options: Options, alone: Resolution
) -> Resolution:
    if ruling.decision is None:
        return settle(memory, ruling, query, alone, explain=options.explain)
    answer = answer_decided(index, memory, ruling, query, options)
    return explained(answer, alone) if options.explain else answer
