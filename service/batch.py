"""The queries of one request as questions to the cache: a bad one fails alone, and says where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from gazetteer.errors import QueryError
from gazetteer.gazetteer import Gazetteer
from gazetteer.guard import safely
from gazetteer.model import Options, Query, Resolution
from service.answers import Encoded
from service.cache.keys import key_of
from service.cache.question import Question, Results
from service.current import Opened
from service.queries import Asked


def resolve_asked(gazetteer: Gazetteer, asked: Sequence[Asked], options: Options) -> list[Resolution]:
    """One resolution for each query, in their order. Errors name the query: `queries[3].country`."""
    resolved = iter(gazetteer.resolve_many([one.query for one in asked if one.error is None], options))
    out: list[Resolution] = []
    for position, one in enumerate(asked):
        resolution = next(resolved) if one.error is None else Resolution(one.query, None, error=one.error)
        if resolution.error is not None:
            resolution = replace(resolution, error=_at(resolution.error, position))
        out.append(resolution)
    return out


def question(opened: Opened, asked: Asked, options: Options) -> Question:
    """A query that is answered for itself."""
    query = asked.query
    if asked.error is not None or opened.gazetteer.knows(query.name):
        return Question(None, partial(_answer, opened, asked, options), names=0)
    key = key_of(opened.gazetteer.info.build, (query,), options)
    return Question(key, partial(_answer, opened, asked, options))


def joint_question(opened: Opened, asked: Sequence[Asked], options: Options) -> Question:
    """The queries of a request that are answered together, and kept as a whole."""
    sound = asked and all(one.error is None for one in asked)
    key = key_of(opened.gazetteer.info.build, [one.query for one in asked], options) if sound else None
    return Question(key, partial(_answer_together, opened, asked, options), names=len(asked))


def placed(opened: Opened, results: Sequence[Encoded]) -> list[Encoded]:
    """The results of a request; errors say at which position they stand."""
    return [
        one if one.error is None else _refused(opened, _at(one.error, position)) for position, one in enumerate(results)
    ]


def _answer(opened: Opened, asked: Asked, options: Options) -> Results:
    if asked.error is not None:
        return (_refused(opened, asked.error),)
    return (
        safely(
            lambda: opened.answers.result(opened.gazetteer.resolve(asked.query, options), options.display),
            partial(_refused, opened),
        ),
    )


def _answer_together(opened: Opened, asked: Sequence[Asked], options: Options) -> Results:
    resolved = iter(opened.gazetteer.resolve_many([one.query for one in asked if one.error is None], options))
    answered = [next(resolved) if one.error is None else Resolution(one.query, None, error=one.error) for one in asked]
    return tuple(
        safely(partial(opened.answers.result, one, options.display), partial(_refused, opened)) for one in answered
    )


def _refused(opened: Opened, error: QueryError) -> Encoded:
    return opened.answers.result(Resolution(Query(""), None, error=error), None)


def _at(error: QueryError, position: int) -> QueryError:
    where = f"queries[{position}]" + (f".{error.where}" if error.where else "")
    return type(error)(str(error), where)
