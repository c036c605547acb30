"""Tables as maps read them: GeoJSON (RFC 7946), and GeoParquet 1.1 with points as well-known binary."""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gazetteer.model.geojson import CREDIT
from gazetteer.tables.columns import ADDED
from gazetteer.tables.sink import ROW_GROUP, Sink

Written = Callable[[Any, Iterable[Any], Sequence[int]], Iterator[bytes]]
"""Writes record batches of a schema whose last columns are ours; some others hold texts, though it be as bytes."""

# Where ours stand, counted from the end.
_ID, _LAT, _LON = (ADDED.index(title) - len(ADDED) for title in ("exonym_id", "exonym_lat", "exonym_lon"))
_GEOMETRY = "geometry"
_GEO = b"geo"  # the key of GeoParquet's metadata
_VERSION = "1.1.0"
_POINT = struct.Struct("<BIdd")  # the order of the bytes, the kind of geometry, x, y: OGC 06-103r4, 8.2
_LITTLE_ENDIAN, _KIND_POINT = 1, 1


def as_geojson(schema: Any, batches: Iterable[Any], texts: Sequence[int] = ()) -> Iterator[bytes]:
    """The rows as features of one collection, those without a match without a geometry."""
    titles = unique(schema.names)
    yield f'{{"type": "FeatureCollection", "credit": {json.dumps(CREDIT)}, "features": ['.encode()
    comma = "\n"
    for batch in batches:
        columns = [_values(column, place in texts) for place, column in enumerate(batch.columns)]
        lines = [_feature(titles, row) for row in zip(*columns, strict=True)]
        if lines:
            yield (comma + ",\n".join(lines)).encode()
            comma = ",\n"
    yield b"\n]}\n"


def as_geoparquet(schema: Any, batches: Iterable[Any], _texts: Sequence[int] = ()) -> Iterator[bytes]:
    """The rows with a column of points beside them, and the metadata that says so."""
    title = unique([*schema.names, _GEOMETRY])[-1]
    known = dict(schema.metadata or {})
    known[_GEO] = _metadata(known.get(_GEO, b"{}"), title)
    out = schema.append(pa.field(title, pa.binary())).with_metadata(known)
    sink = Sink()
    with pq.ParquetWriter(sink, out) as writer:
        pieces: list[Any] = []
        for batch in batches:
            where = zip(batch.column(_LAT).to_pylist(), batch.column(_LON).to_pylist(), strict=True)
            points = pa.array([_point(lat, lon) for lat, lon in where], pa.binary())
            pieces.append(pa.RecordBatch.from_arrays([*batch.columns, points], schema=out))
            if sum(one.num_rows for one in pieces) >= ROW_GROUP:
                writer.write_table(pa.Table.from_batches(pieces))
                pieces = []
            yield sink.fetch()
        writer.write_table(pa.Table.from_batches(pieces, out))
    yield sink.fetch()


WRITERS: dict[str, Written] = {".geojson": as_geojson, ".geoparquet": as_geoparquet, ".parquet": as_geoparquet}
"""By the end of the output's name."""


def unique(titles: list[str]) -> list[str]:
    """Titles of which none stands twice or is blank: properties and columns are found by them."""
    out: list[str] = []
    taken = {title.strip() for title in titles}
    given: set[str] = set()
    counts: dict[str, int] = {}  # so that a thousand equal titles are not counted anew for each
    for number, title in enumerate(titles):
        wanted = found = title.strip() or f"column {number + 1}"
        while found in given or (found != title.strip() and found in taken):
            counts[wanted] = counts.get(wanted, 1) + 1
            found = f"{wanted}_{counts[wanted]}"
        given.add(found)
        out.append(found)
    return out


def _values(column: Any, is_text: bool) -> list[Any]:
    """The values of a column: of texts also where they are bytes, with a sign for letters that are none."""
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:  # a column of texts that holds others
        is_text = True
        values = column.cast(pa.large_binary()).to_pylist()
    if not is_text:
        return values
    return [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values]


def _point(lat: float | None, lon: float | None) -> bytes | None:
    """A point as well-known binary; None where there is none."""
    return None if lat is None or lon is None else _POINT.pack(_LITTLE_ENDIAN, _KIND_POINT, lon, lat)


def _metadata(before: bytes, title: str) -> bytes:
    """What GeoParquet says of its columns; those of the input stay. Without a `crs` it is longitude and latitude."""
    try:
        columns = dict(json.loads(before).get("columns", {}))
    except (ValueError, AttributeError, TypeError):
        columns = {}
    columns[title] = {"encoding": "WKB", "geometry_types": ["Point"]}
    return json.dumps({"version": _VERSION, "primary_column": title, "columns": columns}).encode()


def _feature(titles: list[str], row: tuple[Any, ...]) -> str:
    lat, lon, id = row[_LAT], row[_LON], row[_ID]
    geometry = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    named = {} if id is None else {"id": id}
    properties = {title: _plain(value) for title, value in zip(titles, row, strict=True)}
    feature = {"type": "Feature", **named, "geometry": geometry, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """A value as JSON has it: no number that is none, days by ISO 8601, bytes by base 64, all else as its text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
