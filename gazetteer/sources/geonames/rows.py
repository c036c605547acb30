"""Rows of tab-separated tables, one at a time, whatever their bytes."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import BinaryIO

from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.archive import opened
from gazetteer.sources.geonames.rejects import Rejects

BOM = b"\xef\xbb\xbf"


class Broken(ValueError):
    """A row that cannot be used; the message says why, its part before a colon what kind of fault it is."""


def read_rows(
    path: Path, name: str, columns: Container[int], rejects: Rejects, *, comments: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file that have as many columns as they should.

    Args:
        path: where it lies.
        name: its name on the server.
        columns: how many columns a row may have.
        rejects: told of rows that have not, are too long, or are not UTF-8.
        comments: whether lines that begin with # are comments, as in countryInfo.txt.

    Yields:
        The number of the line, from 1, and the columns.

    Raises:
        SourceError: the file is damaged.
    """
    with opened(path, name) as stream:
        for number, raw in lines(stream, name, rejects):
            if comments and raw.startswith(b"#"):
                continue
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                text = raw.decode("utf-8", "replace")
                rejects.mend(name, number, "not UTF-8: the bytes were replaced", text)
            row = text.split("\t")
            if len(row) not in columns:
                rejects.leave_out(name, number, f"wrong number of columns: {len(row)}", text)
                continue
            yield number, row


def lines(stream: BinaryIO, name: str, rejects: Rejects) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream that are not empty and not too long, numbered from 1, without their ends."""
    number, whole = 0, True
    while raw := stream.readline(limits.LINE_BYTES):
        begun, whole = whole, raw.endswith(b"\n")
        number += begun
        if not begun:
            continue  # the rest of a line that is too long
        if not whole and len(raw) == limits.LINE_BYTES:
            rejects.leave_out(name, number, "too long", raw[: limits.REJECT_LETTERS].decode("utf-8", "replace"))
            continue
        if number == 1:
            raw = raw.removeprefix(BOM)
        raw = raw.rstrip(b"\r\n")
        if raw:
            yield number, raw
