"""What a table comes as: of Arrow, handed over as Arrow, or as record batches one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from gazetteer.errors import TableError

_TITLES = 200  # characters of the columns that a message lists
_ADVICE = "give a table of Arrow, a frame, or record batches; `resolve_frame` takes lists and series of names too"


def as_table(table: Any) -> Any:
    """A table of Arrow of what hands itself over as one.

    Raises:
        TableError: it cannot be read as one.
    """
    try:
        return pa.table(table)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise _unread(table, error) from None


def whole_table(table: Any) -> Any | None:
    """The table, where all of it is there; None of a stream.

    Raises:
        TableError: it cannot be read as a table.
    """
    if isinstance(table, pa.RecordBatch):
        return pa.Table.from_batches([table])
    if isinstance(table, pa.Table):
        return table
    if hasattr(table, "__arrow_c_stream__") and hasattr(table, "__len__"):
        return as_table(table)
    return None


def stream_of(table: Any) -> tuple[Any, Iterator[Any]] | None:
    """The schema and the batches; None where there is no batch, and so nothing to say which columns there are.

    Raises:
        TableError: it is no stream of record batches, or, while they are read, one has other columns than the first.
    """
    if hasattr(table, "__arrow_c_stream__"):
        try:
            reader = pa.RecordBatchReader.from_stream(table)
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise _unread(table, error) from None
        return reader.schema, iter(reader)
    if not isinstance(table, Iterable):
        raise TableError(f"A {type(table).__name__} is no table: {_ADVICE}.")
    batches = iter(table)
    first = next(batches, None)
    if first is None:
        return None
    if not isinstance(first, pa.RecordBatch):
        raise TableError(f"A {type(table).__name__} of {type(first).__name__} is no table: {_ADVICE}.")
    return first.schema, _alike(first, batches)


def _alike(first: Any, others: Iterator[Any]) -> Iterator[Any]:
    """The batches, as long as they have the columns of the first."""
    yield first
    wanted = _columns(first)
    for number, batch in enumerate(others, 2):
        if not isinstance(batch, pa.RecordBatch):
            raise TableError(f"Item {number} is a {type(batch).__name__}, and those before are record batches.")
        if (found := _columns(batch)) != wanted:
            raise TableError(
                f"Batch {number} has other columns than the first: {_listed(found)}, not {_listed(wanted)}."
            )
        yield batch


def _columns(batch: Any) -> list[tuple[str, Any]]:
    return [(field.name, field.type) for field in batch.schema]


def _listed(columns: list[tuple[str, Any]]) -> str:
    shown = ", ".join(f"{title!r} ({kind})" for title, kind in columns) or "none"
    return shown if len(shown) <= _TITLES else f"{shown[:_TITLES]}…"


def _unread(table: Any, error: Exception) -> TableError:
    return TableError(f"A {type(table).__name__} cannot be read as a table ({str(error)[:_TITLES]}): {_ADVICE}.")
