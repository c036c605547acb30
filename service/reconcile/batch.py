"""A batch of queries, or of places to extend: from the cache or computed piece by piece, so that others have turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import orjson
from starlette.requests import Request

from gazetteer import Gazetteer
from gazetteer.guard import safely
from service.cache.costs import kind_of
from service.cache.entry import Entries, Entry, Lookup
from service.cache.keys import key_for
from service.desk.memories import AskedDesk
from service.reconcile.candidates import answer
from service.reconcile.extend import PropertyRequest, PropertyRow, fetch_row
from service.reconcile.query import ReconQuery
from service.reconcile.request import Extension
from service.services import Services, allowance_of

CELL_SECONDS = 0.00003  # what a value costs
_NOTHING = Lookup(None, lambda: (Entry(b"[]"),), names=0, free=True)  # said of a query that cannot be read


def read_each(items: Iterable[object], read: Callable[[object], ReconQuery | None]) -> list[ReconQuery | None]:
    """Each query of a batch; None for one that cannot be read."""
    return [safely(partial(read, item), lambda _: None) for item in items]


async def candidates(
    request: Request,
    services: Services,
    batch: Sequence[ReconQuery | None],
    lang: str | None,
    desk: AskedDesk | None = None,
) -> list[bytes]:
    """The candidates for each query, in their order: for each a list, as JSON.

    Args:
        services: the parts of the service.
        batch: the queries; None for one that cannot be read.
        lang: language of labels.
        desk: the desk whose decisions count.

    Raises:
        GazetteerError: no gazetteer is open.
        Overloaded: too much waits to be computed already.
        OutOfTime: the batch takes more computing than one may have. The Reconciliation API has no errors of single
            queries, and a list without candidates would say that there is no such place.
        TooLarge: the answer has more bytes than one may have.
    """
    gazetteer = services.gazetteer.take()
    asked = [safely(partial(_lookup, gazetteer, query, lang, desk), lambda _: _NOTHING) for query in batch]
    answers = await services.cache.answers(asked, allowance_of(request, services.settings))
    return [result.body for (result,) in answers]


async def extended(services: Services, asked: Extension, lang: str | None) -> list[PropertyRow]:
    """For each place its values, in their order.

    Raises:
        GazetteerError: no gazetteer is open.
        Overloaded: too much waits to be computed already.
    """
    gazetteer = services.gazetteer.take()
    rows = [partial(_row, gazetteer, id, asked.properties, lang) for id in asked.ids]
    return await services.scheduler.each(rows, len(rows) * len(asked.properties) * CELL_SECONDS)


def _lookup(gazetteer: Gazetteer, query: ReconQuery | None, lang: str | None, desk: AskedDesk | None) -> Lookup:
    make = partial(_answer, gazetteer, query, lang, desk)
    if query is None:
        return _NOTHING
    decided = desk is not None and desk.speaks_of(query.name)
    if query.place is not None or decided or gazetteer.knows(query.name):
        return Lookup(None, make, names=int(bool(query.values)), kind=kind_of(query.name))
    return Lookup(key_for(gazetteer.info.build, "reconcile", (query, lang)), make, 1, kind_of(query.name))


def _answer(gazetteer: Gazetteer, query: ReconQuery | None, lang: str | None, desk: AskedDesk | None) -> Entries:
    return safely(partial(_entries, gazetteer, query, lang, desk), lambda _: (Entry(b"[]"),))


def _entries(gazetteer: Gazetteer, query: ReconQuery | None, lang: str | None, desk: AskedDesk | None) -> Entries:
    found = answer(gazetteer, query, lang, desk)
    return (Entry(orjson.dumps(found.rows), (found.verdict, found.how)),)


def _row(gazetteer: Gazetteer, id: str, properties: Sequence[PropertyRequest], lang: str | None) -> PropertyRow:
    return safely(partial(fetch_row, gazetteer, id, properties, lang), lambda _: [[] for _ in properties])
