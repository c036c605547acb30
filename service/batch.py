"""The queries of one request as questions to the cache: a bad one fails alone, and says where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.model import Options, Query, Resolution
from service.allowance import Allowance
from service.answers import Answers
from service.cache.costs import kind_of
from service.cache.entry import Entries, Entry, Lookup
from service.cache.keys import key_of
from service.queries import QueryItem, RequestOptions


def resolve_items(gazetteer: Gazetteer, asked: Sequence[QueryItem], options: Options) -> list[Resolution]:
    """One resolution for each query, in their order. Errors name the query: `queries[3].country`."""
    resolved = iter(gazetteer.resolve_many([one.query for one in asked if one.error is None], options))
    out: list[Resolution] = []
    for position, one in enumerate(asked):
        resolution = next(resolved) if one.error is None else Resolution(one.query, None, error=one.error)
        if resolution.error is not None:
            resolution = replace(resolution, error=_at(resolution.error, position))
        out.append(resolution)
    return out


def lookup(gazetteer: Gazetteer, answers: Answers, asked: QueryItem, choices: RequestOptions) -> Lookup:
    """A query that is answered for itself."""
    return safely(
        partial(_lookup, gazetteer, answers, asked, choices),
        lambda error: Lookup(None, lambda: (_refused(answers, error),), names=0, free=True),
    )


def _lookup(gazetteer: Gazetteer, answers: Answers, asked: QueryItem, choices: RequestOptions) -> Lookup:
    query, kind = asked.query, kind_of(asked.query.name)
    make = partial(_answer, gazetteer, answers, asked, choices)
    if asked.error is not None:
        return Lookup(None, make, names=0, free=True)

    def refuse(error: QueryError) -> Entries:
        return (_refused(answers, error),)

    if gazetteer.knows(query.name):
        return Lookup(None, make, names=int(query.within is not None), kind=kind, refuse=refuse)
    key = key_of(gazetteer.info.build, (query,), choices.options, split=choices.split)
    return Lookup(key, make, kind=kind, refuse=refuse)


def joint_lookup(
    gazetteer: Gazetteer,
    answers: Answers,
    asked: Sequence[QueryItem],
    choices: RequestOptions,
    allowance: Allowance,
) -> Lookup:
    """The queries of a request that are answered together, and kept as a whole."""
    sound = asked and all(one.error is None for one in asked)
    queries = [one.query for one in asked]
    key = None
    if sound:
        make_key = partial(key_of, gazetteer.info.build, queries, choices.options, split=choices.split)
        key = safely(make_key, lambda _: None)
    make = partial(_answer_together, gazetteer, answers, asked, choices, allowance)
    return Lookup(key, make, len(asked), kind_of(max((query.name for query in queries), key=len, default="")))


def joined(answers: Answers, asked: Sequence[QueryItem], results: Iterable[Entry]) -> list[bytes]:
    """What is answered to some queries, in pieces; errors say at which position the query stands.

    Args:
        answers: the encoder of the gazetteer that answered.
        asked: the queries.
        results: in the order of the queries; those of a query that was split follow each other.
    """
    placed: list[Entry] = []
    owners: list[QueryItem] = []
    position = -1
    for one in results:
        position += one.part < 2  # a second part and those after it are of the query before
        placed.append(one if one.error is None else _refused(answers, _at(one.error, position)))
        owners.append(asked[position])
    return answers.results(placed, [one.query.name for one in owners], [one.id for one in owners])


def _answer(gazetteer: Gazetteer, answers: Answers, asked: QueryItem, choices: RequestOptions) -> Entries:
    if asked.error is not None:
        return (_refused(answers, asked.error),)
    return safely(
        lambda: answers.answered(
            gazetteer.resolve(asked.query, choices.options), choices.options.display, split=choices.split
        ),
        lambda error: (_refused(answers, error),),
    )


def _answer_together(
    gazetteer: Gazetteer,
    answers: Answers,
    asked: Sequence[QueryItem],
    choices: RequestOptions,
    allowance: Allowance,
) -> Entries:
    options = choices.options
    readable = [one.query for one in asked if one.error is None]
    resolved = iter(gazetteer.resolve_many(readable, options, refuse=allowance.refusing()))
    out: list[Entry] = []
    room = allowance.room()
    for one in asked:
        resolution = next(resolved) if one.error is None else Resolution(one.query, None, error=one.error)
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
