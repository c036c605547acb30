"""Resolving the queries of one request together: a bad one fails alone, and says where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

from gazetteer.errors import QueryError
from gazetteer.gazetteer import Gazetteer
from gazetteer.model import Options, Resolution
from service.answers import Encoded
from service.current import Opened
from service.queries import Asked


class Timed(NamedTuple):
    """Encoded results, and the seconds that resolving and encoding took."""

    results: tuple[Encoded, ...]
    seconds: float


def resolve_asked(
    gazetteer: Gazetteer, asked: Sequence[Asked], options: Options, positions: Sequence[int] | None = None
) -> list[Resolution]:
    """One resolution for each query, in their order. Errors name the query: `queries[3].country`.

    Args:
        gazetteer: what resolves.
        asked: the queries of the request.
        options: what holds for all of them.
        positions: which of the queries to resolve; by default all.
    """
    positions = range(len(asked)) if positions is None else positions
    resolved = iter(
        gazetteer.resolve_many(
            [asked[position].query for position in positions if asked[position].error is None], options
        )
    )
    out: list[Resolution] = []
    for position in positions:
        one = asked[position]
        resolution = next(resolved) if one.error is None else None
        error = one.error if resolution is None else resolution.error
        if error is not None:
            resolution = Resolution(one.query, None, error=_at(error, position))
        assert resolution is not None
        out.append(resolution)
    return out


def encode_timed(opened: Opened, asked: Sequence[Asked], options: Options, positions: Sequence[int]) -> Timed:
    """The results of the queries at some positions, and how long they took."""
    if not positions:
        return Timed((), 0.0)
    began = perf_counter()
    resolutions = resolve_asked(opened.gazetteer, asked, options, positions)
    results = tuple([opened.answers.result(resolution, options.display) for resolution in resolutions])
    return Timed(results, perf_counter() - began)


def encode_together(opened: Opened, asked: Sequence[Asked], options: Options) -> Timed:
    """The results of all queries of a request."""
    return encode_timed(opened, asked, options, range(len(asked)))


def without_position(error: QueryError) -> QueryError:
    """The error of a query that was asked alone, its `where` without the position."""
    return type(error)(str(error), error.where.partition("]")[2].removeprefix("."))


def _at(error: QueryError, position: int) -> QueryError:
    where = f"queries[{position}]" + (f".{error.where}" if error.where else "")
    return type(error)(str(error), where)
