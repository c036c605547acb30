"""Reading a tar that may be hostile: plain files, folders and links, each header and each piece within bounds.

Python's `tarfile` reads headers that extend others into memory whatever their size; an archive of ours has none.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gazetteer.errors import CorruptIndex

BLOCK = 512
PIECE = 1 << 20
GZIP = b"\x1f\x8b"
MEMBERS = 5_000
_SHOWN = 80
_KINDS = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE)


@dataclass(frozen=True, slots=True)
class Member:
    """What a header says: a name, the bytes that follow, and for a link where it leads."""

    name: str
    size: int
    link: str | None = None
    folder: bool = False


@contextlib.contextmanager
def naming(file: Path, part: Path | None = None) -> Iterator[None]:
    """Says of a failed write, of a full disk for one, which file it was: not `part`, its name until it is complete."""
    try:
        yield
    except OSError as error:
        if error.filename is None or Path(error.filename) == part:
            error.filename = str(file)
        raise


class TarReader:
    """Reads one member after another.

    Args:
        stream: the archive from its first byte, gzip or not.
        name: what to call it in messages.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        compressed = _first(stream) == GZIP
        self._stream: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=stream, mode="rb") if compressed else stream
        self._name = name
        self._left = 0  # bytes of the member that are not read
        self._padding = 0
        self._members = 0

    def next(self) -> Member | None:
        """The next member, None at the end; what is left of the one before must be read.

        Raises:
            CorruptIndex: the archive is cut short, or this is no member such as `exonym pack` writes.
        """
        self._exactly(self._padding)
        self._padding = 0
        try:
            header = self._exactly(BLOCK)
        except CorruptIndex:
            if self._members:
                raise
            raise self.foreign() from None
        try:
            info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            return None
        except (tarfile.TarError, ValueError):
            raise (self.broken("it was altered") if self._members else self.foreign()) from None
        self._members += 1
        if info.type not in _KINDS or info.size < 0 or self._members > MEMBERS:
            raise self.strange(info.name)
        if info.isdir() or info.issym():
            return Member(info.name.rstrip("/"), 0, info.linkname if info.issym() else None, info.isdir())
        self._left = info.size
        self._padding = -info.size % BLOCK
        return Member(info.name, info.size)

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the member, piece by piece.

        Raises:
            CorruptIndex: the archive is cut short.
        """
        while self._left:
            piece = self._exactly(min(self._left, PIECE))
            self._left -= len(piece)
            yield piece

    def broken(self, why: str) -> CorruptIndex:
        """An error about the whole archive."""
        return CorruptIndex(f"{self._name} cannot be unpacked: {why}. Pack it anew, or copy it again.")

    def foreign(self) -> CorruptIndex:
        """An error about what never was an archive of ours."""
        return CorruptIndex(f"{self._name} cannot be unpacked: it is no archive. Give one that `exonym pack` wrote.")

    def strange(self, name: str) -> CorruptIndex:
        """An error about a member that `exonym pack` does not write."""
        return self.broken(f"it holds {name[:_SHOWN]!r}, which `exonym pack` does not write")

    def _exactly(self, count: int) -> bytes:
        try:
            found = self._stream.read(count)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise self.broken("it is cut short, or was altered") from None
        if len(found) < count:
            raise self.broken("it is cut short")
        return found


def _first(stream: BinaryIO) -> bytes:
    """The bytes that a stream begins with, which stay to be read; a pipe cannot be wound back."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(len(GZIP))[: len(GZIP)]
    first = stream.read(len(GZIP))
    stream.seek(0)
    return first
