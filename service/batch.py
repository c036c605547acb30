"""Resolving the queries of one request together: a bad one fails alone, and says where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.errors import QueryError
from gazetteer.gazetteer import Gazetteer
from gazetteer.model import Options, Resolution
from service.queries import Asked


def resolve_asked(gazetteer: Gazetteer, asked: Sequence[Asked], options: Options) -> list[Resolution]:
    """One resolution for each query, in their order. Errors name the query: `queries[3].country`."""
    resolved = iter(gazetteer.resolve_many([one.query for one in asked if one.error is None], options))
    out: list[Resolution] = []
    for position, one in enumerate(asked):
        resolution = next(resolved) if one.error is None else None
        error = one.error if resolution is None else resolution.error
        if error is not None:
            resolution = Resolution(one.query, None, error=_at(error, position))
        assert resolution is not None
        out.append(resolution)
    return out


def _at(error: QueryError, position: int) -> QueryError:
    where = f"queries[{position}]" + (f".{error.where}" if error.where else "")
    return type(error)(str(error), where)
