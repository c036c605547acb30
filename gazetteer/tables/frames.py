"""Frames as their libraries have them: what comes in as one comes out as one, with our columns beside its own.

Only the columns that a query is made of become Arrow: all else stays as it is, with its types and its index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

from gazetteer.errors import QueryError, TableError
from gazetteer.tables.answer import refused
from gazetteer.tables.arrow_tables import as_table
from gazetteer.tables.columns import CONTEXT, ColumnPositions, Columns, added_titles
from gazetteer.tables.objects import read_objects
from gazetteer.tables.titles import choose_columns

NAME = "name"  # the title of a column that has none

Resolve = Callable[[Any, Columns | ColumnPositions], Any]
"""Resolves a column of an Arrow table."""

Read = tuple[Any, dict[int, QueryError]]
"""A column as Arrow, and by their numbers the errors of the rows in which it is no text."""


def resolve_frame(frame: Any, columns: Columns | None, resolve: Resolve) -> Any:
    """Resolve a column of a frame, a series or a list; see `Gazetteer.resolve_frame`."""
    kind = _kind(frame)
    if kind == "polars.LazyFrame":
        return _polars(frame.collect(), columns, resolve)
    if kind == "polars.DataFrame":
        return _polars(frame, columns, resolve)
    if kind == "polars.Series":
        return _polars(frame.alias(frame.name or NAME).to_frame(), Columns(1), resolve)
    if kind == "pandas.DataFrame":
        return _pandas(frame, columns, resolve)
    if kind == "pandas.Series":
        return _pandas(frame.to_frame(NAME if frame.name is None else frame.name), Columns(1), resolve)
    if isinstance(frame, pa.ChunkedArray | pa.Array):
        return resolve(pa.table({NAME: frame}), Columns(1))
    if hasattr(frame, "__arrow_c_stream__") and not isinstance(frame, pa.Table | pa.RecordBatchReader):
        frame = as_table(frame)
    if isinstance(frame, pa.Table | pa.RecordBatch | pa.RecordBatchReader):
        return resolve(frame, _guessed(list(frame.schema.names)) if columns is None else columns)
    return _names(frame, resolve)


def _kind(frame: Any) -> str:
    """The class of pandas or Polars that a frame is of, or is derived from, as a GeoDataFrame is; else nothing."""
    for one in type(frame).__mro__:
        library = one.__module__.partition(".")[0]
        if library in ("pandas", "polars") and one.__name__ in ("DataFrame", "LazyFrame", "Series"):
            return f"{library}.{one.__name__}"
    return ""


def _pandas(frame: Any, columns: Columns | None, resolve: Resolve) -> Any:
    import pandas

    titles = [str(title) for title in frame.columns]
    try:
        places, _ = choose_columns(titles, columns)
    except QueryError as error:
        if isinstance(frame.index, pandas.RangeIndex):
            raise
        raise QueryError(f"{error} The index is none of them: reset_index() makes it one.", error.where) from None
    read = [_of_pandas(frame.iloc[:, place], what) for place, what in _used(places)]
    added = _added(read, places, resolve, titles).to_pandas(types_mapper={pa.int64(): pandas.Int64Dtype()}.get)
    out = frame.copy(deep=False)
    for title in added.columns:
        out[title] = added[title].array
    return out


def _used(places: ColumnPositions) -> list[tuple[int, str]]:
    """The places of the columns that a query is made of, and what each holds."""
    held = ("name",) * len(places.names) + CONTEXT
    return [(place, what) for place, what in zip(places.all, held, strict=True) if place >= 0]


def _of_pandas(series: Any, what: str) -> Read:
    """A column as Arrow; one of all kinds of objects cell by cell."""
    try:
        found = pa.array(series, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return _of_objects(series, what)
    if series.dtype == object and pa.types.is_nested(found.type):
        return _of_objects(series, what)
    return (found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found), {}


def _of_objects(values: Iterable[object], what: str) -> Read:
    texts, errors = read_objects(values, what)
    return pa.array(texts, pa.string()), errors


def _polars(frame: Any, columns: Columns | None, resolve: Resolve) -> Any:
    import polars

    places, _ = choose_columns(frame.columns, columns)
    used = [(frame.to_series(place), what) for place, what in _used(places)]
    read = [
        _of_objects(one.to_list(), what) if one.dtype == polars.Object else (one.to_arrow(), {}) for one, what in used
    ]
    return frame.hstack(polars.from_arrow(_added(read, places, resolve, frame.columns)))


def _names(frame: Any, resolve: Resolve) -> list[dict[str, Any]]:
    if isinstance(frame, str | bytes | Mapping) or not isinstance(frame, Iterable):
        raise TableError(
            f"A {type(frame).__name__} is no frame: give one of pandas, Polars or Arrow, or a list of names."
        )
    values = list(frame)
    names, errors = _of_objects(values, NAME)
    shown = [values[row] if row in errors else name for row, name in enumerate(names.to_pylist())]
    rows = _added([(names, errors)], ColumnPositions((0,), {}), resolve, [NAME]).to_pylist()
    return [{NAME: name} | row for name, row in zip(shown, rows, strict=True)]


def _guessed(titles: list[str]) -> Columns:
    places, _ = choose_columns(titles, None)
    context = {what: place + 1 for what, place in places.context.items()}
    return Columns(tuple(place + 1 for place in places.names), **context)


def _added(read: list[Read], places: ColumnPositions, resolve: Resolve, titles: list[str]) -> Any:
    """Our columns for those that a query is made of, titled as a frame with such titles wants them."""
    errors: dict[int, QueryError] = {}
    for _, wrong in read:
        errors = wrong | errors
    arrays = [_without(array, errors) for array, _ in read]
    named = [titles[place].encode("utf-8", "replace").decode() for place, _ in _used(places)]
    table = resolve(pa.table(arrays, named), places.closed_up())
    added = table.select(range(len(arrays), table.num_columns)).rename_columns(added_titles(titles))
    return _with_errors(added, errors) if errors else added


def _without(array: Any, errors: dict[int, QueryError]) -> Any:
    """A column that is blank in the rows with errors: they decide nothing with the others."""
    if not errors:
        return array
    return array.take(pa.array([None if row in errors else row for row in range(len(array))], pa.int64()))


def _with_errors(added: Any, errors: dict[int, QueryError]) -> Any:
    said = {row: refused(error).values() for row, error in errors.items()}
    columns = []
    for place, field in enumerate(added.schema):
        values = added.column(place).to_pylist()
        for row, cells in said.items():
            values[row] = cells[place]
        columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=added.schema)
