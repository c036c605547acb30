"""The records of a delimited text (RFC 4180 and what people make of it), each as the bytes it was written in.

A cell is quoted where a quote begins it and the quote that closes it is followed by a delimiter or the record's end;
any other quote is a letter like others. So a quote that is never closed ends with its line, and takes no row with it.
"""

from __future__ import annotations

import re
from collections import deque
from enum import Enum

from gazetteer.errors import TableError

OPEN_LIMIT = 32_000_000  # bytes that a quote may stay open for
LINE_LIMIT = 256_000_000  # bytes of a line; more is no text

QUOTE = b'"'
_CLOSING = re.compile(rb'[^"]*+(?:""[^"]*+)*+"')


class _Outcome(Enum):
    """What a line does to the record that it is part of."""

    ENDS = 0
    OPENS = 1  # a quote that it does not close
    KEEPS_OPEN = 2  # a quote of a line before
    BREAKS = 3  # closes the quote of a line before where no cell can end, so that quote was a letter


class Splitter:
    """Splits blocks of bytes into records; the records joined are the blocks joined.

    Args:
        delimiter: what parts the cells.
    """

    def __init__(self, delimiter: bytes) -> None:
        self._delimiter = delimiter
        self._rest: list[bytes] = []  # a line whose end has not come
        self._rest_size = 0
        self._open: list[bytes] = []  # the lines of a record with an open quote
        self._open_size = 0
        self._sure = 0  # how many of them belong to the record even where the quote is never closed

    def feed(self, block: bytes) -> list[bytes]:
        """The records that end in a block.

        Raises:
            TableError: a line has no end in sight, so this is no text.
        """
        if b"\n" not in block and b"\r" not in block:
            self._hold(block)
            return []
        lines = b"".join((*self._rest, block)).splitlines(keepends=True)
        self._rest, self._rest_size = [], 0
        if not lines[-1].endswith(b"\n"):  # a CR at the end of a block may be half of a line end
            self._hold(lines.pop())
        return self._records(lines)

    def close(self) -> list[bytes]:
        """The records that are left when no more blocks come."""
        lines = b"".join(self._rest).splitlines(keepends=True)
        self._rest, self._rest_size = [], 0
        records = self._records(lines)
        while self._open:
            again: deque[bytes] = deque()
            records.append(self._give_up(again))
            records += self._records(list(again))
        return records

    def _hold(self, part: bytes) -> None:
        self._rest.append(part)
        self._rest_size += len(part)
        if self._rest_size > LINE_LIMIT:
            raise TableError(f"A line has more than {LINE_LIMIT // 1_000_000} MB: this is no table of text.")

    def _records(self, lines: list[bytes]) -> list[bytes]:
        if not self._open and not any(QUOTE in line for line in lines):
            return lines
        records: list[bytes] = []
        to_read = deque(lines)
        while to_read:
            line = to_read.popleft()
            outcome = _scan(line, bool(self._open), self._delimiter)
            if outcome is _Outcome.BREAKS:
                to_read.appendleft(line)
                records.append(self._give_up(to_read))
                continue
            self._open.append(line)
            self._open_size += len(line)
            if outcome is _Outcome.ENDS:
                records.append(self._taken())
            elif outcome is _Outcome.OPENS:
                self._sure = len(self._open)
            elif self._open_size > OPEN_LIMIT:
                records.append(self._give_up(to_read))
        return records

    def _give_up(self, to_read: deque[bytes]) -> bytes:
        """Take the open quote for a letter: the record ends with the line it is in, the lines after are read again."""
        again = self._open[self._sure :]
        del self._open[self._sure :]
        to_read.extendleft(reversed(again))
        return self._taken()

    def _taken(self) -> bytes:
        record = b"".join(self._open)
        self._open, self._open_size, self._sure = [], 0, 0
        return record


def _scan(line: bytes, inside: bool, delimiter: bytes) -> _Outcome:
    if not inside and QUOTE not in line:
        return _Outcome.ENDS
    at = 0
    while True:
        if inside or line.startswith(QUOTE, at):
            closing = _CLOSING.match(line, at if inside else at + 1)
            if closing is None:
                return _Outcome.KEEPS_OPEN if inside else _Outcome.OPENS
            after = closing.end()
            if line.startswith(delimiter, after):
                at, inside = after + 1, False
                continue
            if after == len(line) or line[after] in b"\r\n":
                return _Outcome.ENDS
            if inside:
                return _Outcome.BREAKS
        at = line.find(delimiter, at) + 1
        if not at:
            return _Outcome.ENDS


def ending(record: bytes) -> bytes:
    """The line end of a record; empty where it has none."""
    if record.endswith(b"\r\n"):
        return b"\r\n"
    return record[-1:] if record.endswith((b"\n", b"\r")) else b""


def cells(body: bytes, delimiter: bytes) -> tuple[list[bytes], bool]:
    """The cells of a record.

    Args:
        body: the record without its line end.
        delimiter: what parts the cells.

    Returns:
        The cells without their quotes, and whether every quote that begins a cell is closed.
    """
    if QUOTE not in body:
        return body.split(delimiter), True
    raw, sound = pieces(body, delimiter)
    return [_unquoted(piece) for piece in raw], sound


def pieces(body: bytes, delimiter: bytes) -> tuple[list[bytes], bool]:
    """The cells of a record as they stand in it, with their quotes; else as `cells`. Joined they are the record."""
    out: list[bytes] = []
    sound = True
    at = 0
    while True:
        if body.startswith(QUOTE, at):
            closing = _CLOSING.match(body, at + 1)
            if closing is None:
                sound = False
            elif closing.end() == len(body):
                out.append(body[at:])
                return out, sound
            elif body.startswith(delimiter, closing.end()):
                out.append(body[at : closing.end()])
                at = closing.end() + 1
                continue
        end = body.find(delimiter, at)
        if end < 0:
            out.append(body[at:])
            return out, sound
        out.append(body[at:end])
        at = end + 1


def _unquoted(piece: bytes) -> bytes:
    closing = _CLOSING.match(piece, 1) if piece.startswith(QUOTE) else None
    if closing is None or closing.end() != len(piece):
        return piece
    return piece[1:-1].replace(b'""', QUOTE)
