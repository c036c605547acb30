"""The queries of one request as questions to the cache: a bad one fails alone, and says where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from gazetteer import Gazetteer, Memory
from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.model import Options, Query, Resolution
from service.allowance import Allowance
from service.answers import Answers
from service.cache.costs import kind_of
from service.cache.entry import Entries, Entry, Lookup
from service.cache.keys import key_of
from service.desk.memories import AskedDesk
from service.queries import QueryItem, RequestOptions


def resolve_items(
    gazetteer: Gazetteer, asked: Sequence[QueryItem], options: Options, memory: Memory | None = None
) -> list[Resolution]:
    """One resolution for each query, in their order. Errors name the query: `queries[3].country`."""
    readable = [one.query for one in asked if one.error is None]
    resolved = iter(gazetteer.resolve_many(readable, options, memory=memory, workers=1))
    out: list[Resolution] = []
    for position, one in enumerate(asked):
        resolution = next(resolved) if one.error is None else Resolution(one.query, None, error=one.error)
        if resolution.error is not None:
            resolution = replace(resolution, error=_at(resolution.error, position))
        out.append(resolution)
    return out


def lookup(
    gazetteer: Gazetteer,
    answers: Answers,
    asked: QueryItem,
    choices: RequestOptions,
    desk: AskedDesk | None = None,
) -> Lookup:
    """A query that is answered for itself; what a desk decided of it is not kept."""
    return safely(
        partial(_lookup, gazetteer, answers, asked, choices, desk),
        lambda error: Lookup(None, lambda: (_refused(answers, error),), names=0, free=True),
    )


def _lookup(
    gazetteer: Gazetteer, answers: Answers, asked: QueryItem, choices: RequestOptions, desk: AskedDesk | None
) -> Lookup:
    query, kind = asked.query, kind_of(asked.query.name)
    make = partial(_answer, gazetteer, answers, asked, choices, desk)
    if asked.error is not None:
        return Lookup(None, make, names=0, free=True)

    def refuse(error: QueryError) -> Entries:
        return (_refused(answers, error),)

    if gazetteer.knows(query.name) or (desk is not None and desk.speaks_of(query.name)):
        return Lookup(None, make, names=int(query.within is not None), kind=kind, refuse=refuse)
    key = key_of(gazetteer.info.build, (query,), choices.options, split=choices.split, style=choices.style)
    return Lookup(key, make, kind=kind, refuse=refuse)


def joint_lookup(
    gazetteer: Gazetteer,
    answers: Answers,
    asked: Sequence[QueryItem],
    choices: RequestOptions,
    allowance: Allowance,
    desk: AskedDesk | None = None,
) -> Lookup:
    """The queries of a request that are answered together, and kept as a whole where nothing is decided of them."""
    sound = asked and all(one.error is None for one in asked)
    sound = sound and (desk is None or not any(desk.speaks_of(one.query.name) for one in asked))
    queries = [one.query for one in asked]
    key = None
    if sound:
        make_key = partial(
            key_of, gazetteer.info.build, queries, choices.options, split=choices.split, style=choices.style
        )
        key = safely(make_key, lambda _: None)
    make = partial(_answer_together, gazetteer, answers, asked, choices, allowance, desk)
    return Lookup(key, make, len(asked), kind_of(max((query.name for query in queries), key=len, default="")))


def joined(
    answers: Answers, asked: Sequence[QueryItem], results: Iterable[Entry], desk: AskedDesk | None = None
) -> list[bytes]:
    """What is answered to some queries, in pieces; errors say at which position the query stands.

    Args:
        answers: the encoder of the gazetteer that answered.
        asked: the queries.
        results: in the order of the queries; those of a query that was split follow each other.
        desk: the desk whose decisions counted.
    """
    placed: list[Entry] = []
    owners: list[QueryItem] = []
    position = -1
    for one in results:
        position += one.part < 2  # a second part and those after it are of the query before
        placed.append(one if one.error is None else _refused(answers, _at(one.error, position)))
        owners.append(asked[position])
    told = b"" if desk is None else desk.field()
    return answers.results(placed, [one.query.name for one in owners], [one.id for one in owners], told)


def _answer(
    gazetteer: Gazetteer, answers: Answers, asked: QueryItem, choices: RequestOptions, desk: AskedDesk | None
) -> Entries:
    if asked.error is not None:
        return (_refused(answers, asked.error),)

    def answered() -> Entries:
        resolution = gazetteer.resolve(asked.query, choices.options, memory=None if desk is None else desk.memory)
        if desk is not None:
            desk.noted(resolution)
        return answers.answered(resolution, choices.options.display, split=choices.split)

    return safely(answered, lambda error: (_refused(answers, error),))


def _answer_together(
    gazetteer: Gazetteer,
    answers: Answers,
    asked: Sequence[QueryItem],
    choices: RequestOptions,
    allowance: Allowance,
    desk: AskedDesk | None,
) -> Entries:
    options, memory = choices.options, None if desk is None else desk.memory
    readable = [one.query for one in asked if one.error is None]
    resolved = iter(gazetteer.resolve_many(readable, options, refuse=allowance.refusing(), memory=memory, workers=1))
    out: list[Entry] = []
    room = allowance.room()
    for one in asked:
        resolution = next(resolved) if one.error is None else Resolution(one.query, None, error=one.error)
        if desk is not None:
            desk.noted(resolution)
        entries = safely(
            partial(answers.answered, resolution, options.display, split=choices.split),
            lambda error: (_refused(answers, error),),
        )
        room.answer(sum(len(entry.body) for entry in entries))
        out += entries
    return tuple(out)


def _refused(answers: Answers, error: QueryError) -> Entry:
    return answers.result(Resolution(Query(""), None, error=error), None)


def _at(error: QueryError, position: int) -> QueryError:
    where = f"queries[{position}]" + (f".{error.where}" if error.where else "")
    return type(error)(str(error), where)
