"""A batch of queries, or of places to extend: from the cache or computed piece by piece, so that others have turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ParamSpec, TypeVar

import orjson
from starlette.concurrency import run_in_threadpool

from gazetteer import Gazetteer
from gazetteer.guard import safely
from service.cache.entry import Entries, Entry, Lookup
from service.cache.keys import key_for
from service.reconcile.candidates import QueryAnswer, answer
from service.reconcile.extend import Row, fetch_row
from service.reconcile.query import ReconQuery
from service.reconcile.request import Extension
from service.services import Services

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 100_000  # bytes of a body from which it is read in a thread
CELL_SECONDS = 0.00003  # what a value costs


async def candidates(services: Services, batch: Sequence[ReconQuery | None], lang: str | None) -> list[bytes]:
    """The candidates for each query, in their order: for each a list, as JSON.

    Raises:
        GazetteerError: no gazetteer is open.
        Overloaded: too much waits to be computed already.
    """
    gazetteer = services.gazetteer.take()
    answers = await services.cache.answers([_lookup(gazetteer, query, lang) for query in batch])
    return [result.body for (result,) in answers]


async def extended(services: Services, asked: Extension, lang: str | None) -> list[Row]:
    """For each place its values, in their order.

    Raises:
        GazetteerError: no gazetteer is open.
        Overloaded: too much waits to be computed already.
    """
    gazetteer = services.gazetteer.take()
    rows = [partial(fetch_row, gazetteer, id, asked.properties, lang) for id in asked.ids]
    return await services.scheduler.each(rows, len(rows) * len(asked.properties) * CELL_SECONDS)


async def aside(size: int, read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Read so many bytes: in a thread where that takes long."""
    if size < LARGE:
        return read(*args, **kwargs)
    return await run_in_threadpool(read, *args, **kwargs)


def _lookup(gazetteer: Gazetteer, query: ReconQuery | None, lang: str | None) -> Lookup:
    make = partial(_answer, gazetteer, query, lang)
    if query is None or query.place is not None or gazetteer.knows(query.name):
        return Lookup(None, make, names=0)
    return Lookup(key_for(gazetteer.info.build, "reconcile", (query, lang)), make)


def _answer(gazetteer: Gazetteer, query: ReconQuery | None, lang: str | None) -> Entries:
    found = safely(lambda: answer(gazetteer, query, lang), lambda _: QueryAnswer([]))
    return (Entry(orjson.dumps(found.rows), (found.verdict, found.how)),)
