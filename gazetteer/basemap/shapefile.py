"""Reading lands from an ESRI Shapefile: `.shp` with polygons, `.dbf` with their columns, beside each other or in a zip.

The layouts are those of ESRI's Shapefile Technical Description (1998) and of dBASE III.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gazetteer.basemap.lands import Array, LandArea, closed, code_of
from gazetteer.errors import SourceError

POLYGONS = (5, 15, 25)  # plain, with heights, with measures: the points come first in all three
HEADER = 100
MOST_BYTES = 500_000_000


def read_shapefile(path: Path) -> list[LandArea]:
    """The lands of a Shapefile.

    Args:
        path: the `.shp`, or a `.zip` that has one.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        shapes, columns = _files(path)
        names = _columns(columns) if columns else iter(())
        lands = []
        for number, rings in enumerate(_shapes(shapes)):
            lands.append(LandArea(code_of(next(names, {}), number), tuple(rings)))
    except (OSError, zipfile.BadZipFile, struct.error, ValueError, IndexError) as error:
        raise SourceError(f"{path} cannot be read as a Shapefile ({error}).") from error
    return lands


def _files(path: Path) -> tuple[bytes, bytes]:
    """The bytes of the shapes, and those of their columns, empty where there are none."""
    if path.suffix.lower() != ".zip":
        columns = path.with_suffix(".dbf")
        return _bounded(path), _bounded(columns) if columns.exists() else b""
    with zipfile.ZipFile(path) as archive:
        shapes = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".shp")]
        if len(shapes) != 1:
            raise ValueError(f"it has {len(shapes)} files .shp and should have one")
        table = shapes[0].filename[: -len("shp")] + "dbf"
        entries = [shapes[0], *(entry for entry in archive.infolist() if entry.filename == table)]
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES:,} bytes")
        found = [archive.read(entry) for entry in entries]
    return found[0], found[1] if len(found) > 1 else b""


def _bounded(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.name} has more than {MOST_BYTES:,} bytes")
    return path.read_bytes()


def _shapes(data: bytes) -> Iterator[list[Array]]:
    """The rings of each shape; a shape that is no polygon has none."""
    at = HEADER
    while at + 8 <= len(data):
        (words,) = struct.unpack_from(">I", data, at + 4)
        at += 8
        (kind,) = struct.unpack_from("<I", data, at)
        yield list(_rings(data, at)) if kind in POLYGONS else []
        at += 2 * words


def _rings(data: bytes, at: int) -> Iterator[Array]:
    parts, count = struct.unpack_from("<II", data, at + 36)
    starts = np.frombuffer(data, "<i4", parts, at + 44).tolist()
    points = np.frombuffer(data, "<f8", 2 * count, at + 44 + 4 * parts).reshape(-1, 2)
    for start, end in zip(starts, [*starts[1:], count], strict=True):
        ring = closed(points[max(start, 0) : end])
        if ring is not None:
            yield ring


def _columns(data: bytes) -> Iterator[dict[str, str]]:
    """The columns of each row, by name."""
    rows, start, width = struct.unpack_from("<IHH", data, 4)
    fields: list[tuple[str, int]] = []
    at = 32
    while at + 32 <= start:
        name = data[at : at + 11].split(b"\0")[0].decode("latin-1")
        if name.startswith("\r"):
            break
        fields.append((name, data[at + 16]))
        at += 32
    table = io.BytesIO(data[start:])
    for _ in range(rows):
        row, cells, place = table.read(width), {}, 1
        for name, size in fields:
            cells[name] = row[place : place + size].decode("utf-8", "replace").strip(" \0")
            place += size
        yield cells
