"""DuckDB: `exonym(name, country, within)` in SQL, a STRUCT of our columns."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gazetteer.bulk.resolver import Resolver
from gazetteer.errors import QueryError
from gazetteer.model import Options
from gazetteer.tables.arrow import SCHEMA
from gazetteer.tables.columns import Columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ARGUMENTS = ("name", "country", "within")
_SQL = {pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.string(): "VARCHAR"}


def register(
    connection: DuckDBPyConnection,
    path: str,
    options: Options = Options(),  # noqa: B008 - it is frozen
    *,
    function: str = "exonym",
    kernels: bool = False,
) -> None:
    """Let a connection call `exonym(name [, country [, within]])`; registered before, it is replaced.

    It is asked some 2,000 rows at a time, and of these each distinct name once: over many rows, ask it `select
    distinct` of what it is given, and join back with `is not distinct from`.

    >>> import duckdb
    >>> connection = duckdb.connect()
    >>> register(connection, "data")
    >>> connection.sql("select exonym('Bakhmout', 'UA').exonym_id").fetchall()
    [(713174,)]

    Args:
        connection: of DuckDB; functions are a connection's own.
        path: the data directory, or the folder of a build.
        options: of the resolution.
        function: what to call it.
        kernels: as for `Resolver`.

    Raises:
        QueryError, NoGazetteer, WrongFormat, CorruptIndex: as `Resolver`.
    """
    import duckdb

    resolvers = [Resolver(path, _columns(count), options, kernels=kernels) for count in range(1, len(_ARGUMENTS) + 1)]

    def answers(*given: Any) -> Any:
        if not 1 <= len(given) <= len(resolvers):
            raise QueryError(
                f"{function} takes a name, a country and an area, and was given {len(given)} values.", "name"
            )
        return _answers(resolvers[len(given) - 1], given)

    # Without a list of types it takes whatever it is given; and NULL is answered too, with `blank`.
    returned = duckdb.struct_type({field.name: _SQL[field.type] for field in SCHEMA})
    create: Any = connection.create_function
    with contextlib.suppress(duckdb.InvalidInputException):  # it was not registered before
        connection.remove_function(function)
    create(function, answers, None, returned, type="arrow", null_handling="special")


def _columns(count: int) -> Columns:
    return Columns(*_ARGUMENTS[:count])


def _answers(resolver: Resolver, given: tuple[Any, ...]) -> Any:
    table = pa.table(list(given), list(_ARGUMENTS[: len(given)]))
    added = [batch.columns[len(given) :] for batch in resolver(table.to_batches())]
    structs = [pa.StructArray.from_arrays(columns, fields=list(SCHEMA)) for columns in added]
    return pa.chunked_array(structs, pa.struct(list(SCHEMA)))
