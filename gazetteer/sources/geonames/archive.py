"""Files as downloaded, opened for reading: zip archives without trusting them, and plain tables."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from gazetteer.errors import SourceError
from gazetteer.sources.geonames import limits

ZIP_BEGINS = b"PK\x03\x04"
HTML_BEGINS = (b"<!doctype", b"<html", b"<head", b"<?xml")
BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: how many rows, and the day on which it was made (ISO 8601), empty where it does not say."""

    rows: int
    made: str


def check(path: Path, name: str, *, may_be_empty: bool = False) -> Contents:
    """Read a file whole, to know that it is what its name says.

    Args:
        path: where it lies.
        name: its name on the server, for example `alternatenames/UA.zip`.
        may_be_empty: whether it may have no row.

    Raises:
        SourceError: it is a page instead of data, cut short, damaged, or not safe to unpack.
    """
    with path.open("rb") as stream:
        begins = stream.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.lower().startswith(HTML_BEGINS):
        raise SourceError(f"{name} is a web page, not GeoNames' file of that name: check the base address.")
    if name.endswith(".zip") and not begins.startswith(ZIP_BEGINS):
        raise SourceError(f"{name} is not a zip archive: check the base address, or download again.")
    rows, last = 0, b"\n"
    with opened(path, name) as stream:
        while block := stream.read(BUFFER):
            rows += block.count(b"\n")
            last = block[-1:]
    if not (rows or may_be_empty or last != b"\n"):
        raise SourceError(f"{name} is empty.")
    return Contents(rows + (last != b"\n"), _made(path, name))


@contextlib.contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """The table of a file, unpacked as it is read; nothing is written to disk.

    Raises:
        SourceError: the archive is damaged, holds another file, or is not safe to unpack.
    """
    try:
        if not name.endswith(".zip"):
            with path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, name)) as packed:
            yield io.BufferedReader(packed, BUFFER)  # type: ignore[type-var]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceError(f"{name} is cut short or damaged ({error}): run the build again to have it anew.") from error


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """The one file of an archive that is wanted, if the archive is fit to be read."""
    wanted = PurePosixPath(name).stem + ".txt"
    found = None
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise SourceError(f"{name} holds the path {info.filename!r}, which leads out of it: it is not GeoNames'.")
        if info.filename == wanted:
            found = info
    if found is None:
        raise SourceError(f"{name} holds no {wanted}: it is not GeoNames' file of that name.")
    if found.flag_bits & 1:
        raise SourceError(f"{name} is encrypted: it is not GeoNames'.")
    size, packed = found.file_size, max(found.compress_size, 1)
    if size > limits.UNPACKED_BYTES or (size > limits.RATIO_FROM and size > packed * limits.RATIO):
        raise SourceError(f"{name} would unpack {packed:,} bytes to {size:,}: it is not GeoNames'.")
    return found


def _made(path: Path, name: str) -> str:
    if not name.endswith(".zip"):
        return ""
    with zipfile.ZipFile(path) as archive:
        year, month, day, *_ = _member(archive, name).date_time
    return f"{year:04}-{month:02}-{day:02}"
