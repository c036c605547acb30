"""Frames as their libraries have them: what comes in as one comes out as one, with our columns beside its own.

Only the columns that a query is made of become Arrow: all else stays as it is, with its types and its index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

from gazetteer.errors import TableError
from gazetteer.tables.columns import ColumnPositions, Columns, added_titles
from gazetteer.tables.titles import choose_columns

NAME = "name"  # the title of a column that has none

Resolve = Callable[[Any, Columns], Any]
"""Resolves a column of an Arrow table."""


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
        frame = pa.table(frame)
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
    places, _ = choose_columns(titles, columns)
    arrays = [_of_pandas(frame.iloc[:, place]) for place in places.all if place >= 0]
    added = _added(arrays, places, resolve, titles).to_pandas(types_mapper={pa.int64(): pandas.Int64Dtype()}.get)
    out = frame.copy(deep=False)
    for title in added.columns:
        out[title] = added[title].array
    return out


def _of_pandas(series: Any) -> Any:
    """A column as Arrow; one of all kinds of objects, as the texts that they are."""
    try:
        found = pa.array(series, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = [None if missing else str(one) for one, missing in zip(series, series.isna(), strict=True)]
        return pa.array(texts, pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _polars(frame: Any, columns: Columns | None, resolve: Resolve) -> Any:
    import polars

    places, _ = choose_columns(frame.columns, columns)
    arrays = [frame.to_series(place).to_arrow() for place in places.all if place >= 0]
    return frame.hstack(polars.from_arrow(_added(arrays, places, resolve, frame.columns)))


def _names(frame: Any, resolve: Resolve) -> list[dict[str, Any]]:
    if isinstance(frame, str | bytes | Mapping) or not isinstance(frame, Iterable):
        raise TableError(
            f"A {type(frame).__name__} is no frame: give one of pandas, Polars or Arrow, or a list of names."
        )
    names = list(frame)
    wrong = [type(one).__name__ for one in names if not isinstance(one, str | int | float | None)]
    if wrong:
        raise TableError(f"A list of names holds texts: here is a {wrong[0]}.")
    texts = [None if one is None or one != one else str(one) for one in names]
    rows: list[dict[str, Any]] = resolve(pa.table({NAME: pa.array(texts, pa.string())}), Columns(1)).to_pylist()
    return rows


def _guessed(titles: list[str]) -> Columns:
    places, _ = choose_columns(titles, None)
    context = {what: place + 1 for what, place in places.context.items()}
    return Columns(tuple(place + 1 for place in places.names), **context)


def _added(arrays: list[Any], places: ColumnPositions, resolve: Resolve, titles: list[str]) -> Any:
    """Our columns for those that a query is made of, titled as a frame with such titles wants them."""
    table = resolve(pa.table(arrays, [f"column {number}" for number in range(len(arrays))]), places.numbered())
    added = table.select(range(len(arrays), table.num_columns))
    return added.rename_columns(added_titles(titles))
