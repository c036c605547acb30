"""A batch of queries, or of places to extend: from the cache or computed piece by piece, so that others have turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ParamSpec, TypeVar

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from gazetteer.guard import safely
from service.answers import Encoded
from service.cache.keys import key_for
from service.cache.lookup import Lookup, Results
from service.live_gazetteer import Opened
from service.reconcile.candidates import QueryAnswer, answer
from service.reconcile.extend import Row, fetch_row
from service.reconcile.query import ReconQuery
from service.reconcile.request import Extension
from service.routes.state import cache_of, take, work_of

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 100_000  # bytes of a body from which it is read in a thread
CELL_SECONDS = 0.00003  # what a value costs


async def candidates(request: Request, batch: Sequence[ReconQuery | None], lang: str | None) -> list[bytes]:
    """The candidates for each query, in their order: for each a list, as JSON.

    Raises:
        GazetteerError: no gazetteer is open.
        Overloaded: too much waits to be computed already.
    """
    opened = take(request)
    answers = await cache_of(request).answers([_question(opened, wanted, lang) for wanted in batch])
    return [result.body for (result,) in answers]


async def extended(request: Request, asked: Extension, lang: str | None) -> list[Row]:
    """For each place its values, in their order.

    Raises:
        GazetteerError: no gazetteer is open.
        Overloaded: too much waits to be computed already.
    """
    gazetteer = take(request).gazetteer
    rows = [partial(fetch_row, gazetteer, id, asked.properties, lang) for id in asked.ids]
    return await work_of(request).each(rows, len(rows) * len(asked.properties) * CELL_SECONDS)


async def aside(size: int, read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Read so many bytes: in a thread where that takes long."""
    if size < LARGE:
        return read(*args, **kwargs)
    return await run_in_threadpool(read, *args, **kwargs)


def _question(opened: Opened, wanted: ReconQuery | None, lang: str | None) -> Lookup:
    make = partial(_answer, opened, wanted, lang)
    if wanted is None or wanted.place is not None or opened.gazetteer.knows(wanted.name):
        return Lookup(None, make, names=0)
    return Lookup(key_for(opened.gazetteer.info.build, "reconcile", (wanted, lang)), make)


def _answer(opened: Opened, wanted: ReconQuery | None, lang: str | None) -> Results:
    found = safely(lambda: answer(opened.gazetteer, wanted, lang), lambda _: QueryAnswer([]))
    return (Encoded(orjson.dumps(found.rows), found.verdict, found.how),)
