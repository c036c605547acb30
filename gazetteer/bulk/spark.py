"""Spark: a DataFrame in, the same rows with columns appended out, resolved where the rows are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gazetteer.bulk.opened import build_at
from gazetteer.bulk.resolver import Resolver
from gazetteer.model import Options
from gazetteer.tables.arrow import SCHEMA
from gazetteer.tables.columns import Columns, added_titles, find_columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_KEY = "exonym key {}"
_ADDED = "exonym added {}"


def resolve(
    frame: DataFrame,
    columns: Columns | str | int,
    path: str,
    options: Options = Options(),  # noqa: B008 - it is frozen
    *,
    distinct: bool = True,
    build: str = "",
    kernels: bool = False,
) -> DataFrame:
    """Resolve a column of a Spark DataFrame, as `resolve_table` does in one process, value for value.

    Args:
        frame: the rows. Where it comes out differently each time it is computed, persist it first.
        columns: which columns hold what; or only the one with the names.
        path: the data directory as it lies on every machine; or the name that an archive of `exonym pack` was given by
            `addArchive("exonym-BUILD.tar#exonym")`, which is `exonym`.
        options: of the resolution.
        distinct: resolve each distinct name of the whole frame once, and join the answers back, which takes a shuffle;
            else each partition resolves its own, as a stream must.
        build: the id of the build that answers; by default the one that the driver finds in `path`.
        kernels: take the compiled kernels of the archive, which are code: as for `Resolver`.

    Returns:
        The same rows, in Spark's order, with our columns.

    Raises:
        QueryError: a column is not there, or with `joint`, which no partition can decide for itself.
        TableError: a column cannot be read as text.
        NoGazetteer, WrongFormat, CorruptIndex: as `Gazetteer.open`, where the build is not given.
    """
    resolver = Resolver(path, columns, options, build or build_at(_located(path)), kernels)
    titles = list(frame.columns)
    _check(frame, resolver, titles)
    return (_by_names if distinct else _by_partitions)(frame, resolver, titles)


def _check(frame: DataFrame, resolver: Resolver, titles: list[str]) -> None:
    """Refuse, on the driver, columns that are not there or hold no text."""
    from pyspark.sql.pandas.types import to_arrow_type

    used = resolver.used(pa.schema([(title, pa.string()) for title in titles]))
    kinds = {title: to_arrow_type(frame.schema[title].dataType) for title in used}
    resolver.schema(pa.schema([(title, kinds.get(title, pa.string())) for title in titles]))


def _by_partitions(frame: DataFrame, resolver: Resolver, titles: list[str]) -> DataFrame:
    from pyspark.sql.types import StructType

    return frame.mapInArrow(_on_worker(resolver), StructType([*frame.schema.fields, *_fields(added_titles(titles))]))


def _by_names(frame: DataFrame, resolver: Resolver, titles: list[str]) -> DataFrame:
    from pyspark.sql.types import StructField, StructType

    chosen = resolver.columns if isinstance(resolver.columns, Columns) else Columns(resolver.columns)
    positions = find_columns(chosen, titles)
    places = [place for place in positions.all if place >= 0]
    used = [_column(titles[place]) for place in places]
    keys = [_KEY.format(number) for number in range(len(places))]
    added = [_ADDED.format(number) for number in range(len(SCHEMA))]
    asked = frame.select([column.alias(key) for column, key in zip(used, keys, strict=True)]).distinct()
    # Names are few bytes and much work, and Spark gathers few bytes into one task. A repartition by the keys it drops,
    # since `distinct` has made the same one already: only one by turns is kept.
    asked = asked.repartition(int(str(frame.sparkSession.conf.get("spark.sql.shuffle.partitions"))))
    kinds = [StructField(key, frame.schema[place].dataType) for place, key in zip(places, keys, strict=True)]
    of_keys = replace(resolver, columns=positions.numbered())
    answered = asked.mapInArrow(_on_worker(of_keys), StructType([*kinds, *_fields(added)]))
    same = [column.eqNullSafe(_column(key)) for column, key in zip(used, keys, strict=True)]
    joined = frame.join(answered, same, "left").drop(*keys)
    return joined.withColumnsRenamed(dict(zip(added, added_titles(titles), strict=True)))


def _column(title: str) -> Any:
    from pyspark.sql import functions

    return functions.col("`" + title.replace("`", "``") + "`")


def _fields(titles: Iterable[str]) -> list[Any]:
    from pyspark.sql.types import DoubleType, LongType, StringType, StructField

    kinds = {pa.int64(): LongType(), pa.float64(): DoubleType(), pa.string(): StringType()}
    return [StructField(title, kinds[field.type]) for title, field in zip(titles, SCHEMA, strict=True)]


def _on_worker(resolver: Resolver) -> Any:
    """What a worker calls: the same resolver, with the path as it is there."""

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        yield from replace(resolver, path=_located(resolver.path))(batches)

    return run


def _located(path: str) -> str:
    """A path as it is on this machine: an archive that Spark brought lies in a folder of its own."""
    if Path(path).exists() or Path(path).is_absolute():
        return path
    from pyspark import SparkFiles

    return str(SparkFiles.get(path))
