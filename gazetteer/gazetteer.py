"""The face of the library: open a gazetteer, ask it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

from gazetteer.errors import QueryError
from gazetteer.index.opened import Index, open_index
from gazetteer.index.store import current_build as _current_build
from gazetteer.matching.resolve import resolve, resolve_jointly
from gazetteer.matching.suggest import suggest
from gazetteer.model import BuildInfo, Name, Options, Place, Query, Resolution, Suggestion
from gazetteer.sources.records import Credit
from gazetteer.tables.columns import Columns

DATA_DIR_VARIABLE = "EXONYM_DATA_DIR"
DEFAULT_DATA_DIR = "data"
_CHUNK = 32
_BLOCK = 512  # the pace of a block's first chunk says how to do the rest
# Seconds a query from which threads pay: then most of it is spent in kernels, which run without the interpreter lock.
# Names found at once spend it in the interpreter, and threads would only take the lock from each other.
_THREADS_PAY = 0.0006


class Gazetteer:
    """An opened gazetteer. Safe to use from many threads; it never changes once opened.

    >>> gazetteer = Gazetteer.open()
    >>> gazetteer.resolve("Bakhmout").candidates[0].place.id
    713174
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        manifest = index.store.manifest
        self.info = BuildInfo(*(manifest[field] for field in ("build", "source", "places", "names", "built")))
        self.credits = tuple(Credit(**credit) for credit in manifest["credits"])

    @classmethod
    def open(cls, data_dir: Path | str | None = None) -> Gazetteer:
        """Open the current gazetteer of a data directory.

        Args:
            data_dir: where `exonym build` put it; by default EXONYM_DATA_DIR, or `data` in the working directory.

        Raises:
            NoGazetteer: nothing is built there.
            WrongFormat: it was built by another version.
            CorruptIndex: a file is missing or damaged.
        """
        return cls(open_index(data_directory(data_dir)))

    @property
    def index(self) -> Index:
        """The opened index, for what works on it directly."""
        return self._index

    def resolve(self, query: Query | str, options: Options = Options()) -> Resolution:  # noqa: B008 - it is frozen
        """Say which place a name means.

        Raises:
            QueryError: the query cannot be read.
        """
        return resolve(self._index, Query(query) if isinstance(query, str) else query, options)

    def resolve_many(
        self,
        queries: Sequence[Query],
        options: Options = Options(),  # noqa: B008 - it is frozen
    ) -> list[Resolution]:
        """Say which places many names mean, in parallel.

        Returns:
            One resolution for each query, in their order; of a query that cannot be read, `error` is set.
        """
        if options.joint:
            return resolve_jointly(self._index, queries, options)
        out: list[Resolution] = []
        for start in range(0, len(queries), _BLOCK):
            block = queries[start : start + _BLOCK]
            began = perf_counter()
            out += self._resolve_all(block[:_CHUNK], options)
            slow = perf_counter() - began > _THREADS_PAY * _CHUNK
            out += (self._resolve_in_threads if slow else self._resolve_all)(block[_CHUNK:], options)
        return out

    def resolve_table(
        self,
        table: Any,
        columns: Columns | str | int,
        options: Options = Options(),  # noqa: B008 - it is frozen
        *,
        workers: int | None = None,
    ) -> Any:
        """Resolve a column of a table: each distinct name once, by several processes, the rows in their order.

        Args:
            table: a pyarrow Table or RecordBatchReader, an iterable of record batches, or a frame that hands itself
                over as Arrow, as those of pandas and Polars do.
            columns: which columns hold what; or only the one with the names, by its name or, from 1, its number.
            options: of the resolution; with `joint`, what most rows say of country and region weighs on the others.
            workers: how many processes; by default one for each processor.

        Returns:
            The same rows with columns appended (docs/batch.md): a pyarrow RecordBatchReader for a stream, else a Table.

        Raises:
            QueryError: a column is not there; the message lists the columns.
            TableError: a column cannot be read as text.
            ImportError: pyarrow is not installed (`pip install exonym[table]`).
        """
        from gazetteer.tables.arrow import resolve_table

        told = columns if isinstance(columns, Columns) else Columns(columns)
        return resolve_table(self._index, table, told, options, workers)

    def place(self, id: int, display: str | None = None) -> Place:
        """The place with a GeoNames id, its names in the language asked for.

        Raises:
            UnknownPlace: there is none.
        """
        return self._index.places.place(self._index.places.row(id), display)

    def names(self, id: int) -> tuple[Name, ...]:
        """All names of a place, its main one first.

        Raises:
            UnknownPlace: there is none.
        """
        return self._index.places.names(self._index.places.row(id))

    def suggest(
        self, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int = 10
    ) -> list[Suggestion]:
        """Places that have a name which begins as typed, in any script, the best known first.

        Args:
            prefix: what was typed.
            lang: language of the names to show, BCP 47.
            country: ISO 3166-1 codes or names; only places there.
            limit: how many.

        Raises:
            QueryError: the prefix cannot be read, or a country is unknown.
        """
        return suggest(self._index, prefix, lang=lang, country=country, limit=limit)

    def _resolve_all(self, queries: Sequence[Query], options: Options) -> list[Resolution]:
        return [self._resolve_safely(query, options) for query in queries]

    def _resolve_in_threads(self, queries: Sequence[Query], options: Options) -> list[Resolution]:
        workers = _cores()
        if workers == 1:
            return self._resolve_all(queries, options)
        chunks = [queries[start : start + _CHUNK] for start in range(0, len(queries), _CHUNK)]
        with ThreadPoolExecutor(workers) as pool:
            parts = pool.map(lambda chunk: self._resolve_all(chunk, options), chunks)
            return [resolution for part in parts for resolution in part]

    def _resolve_safely(self, query: Query, options: Options) -> Resolution:
        try:
            return resolve(self._index, query, options)
        except QueryError as error:
            return Resolution(query, None, error=error)


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def data_directory(data_dir: Path | str | None = None) -> Path:
    """The data directory: as given, or by EXONYM_DATA_DIR, or `data`."""
    return Path(data_dir or os.environ.get(DATA_DIR_VARIABLE) or DEFAULT_DATA_DIR)


def current_build(data_dir: Path | str | None = None) -> str | None:
    """The id of the current build of a data directory, or None where there is none; costs one system call."""
    return _current_build(data_directory(data_dir))
