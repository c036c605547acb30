"""The body of an answer as it arrives: unpacked, and never more of it than was said."""

from __future__ import annotations

import zlib

from exonym_client.errors import BadAnswer, Oversized

LARGEST = 64_000_000  # bytes of an answer, unpacked: more the service does not send, by its own settings
LARGEST_FILE = 256_000_000  # of a table, which is kept as it is
ANY_SIZE = 2**62  # of a table that is written to a file
GZIP = zlib.MAX_WBITS | 16
PLAIN = frozenset({"", "identity"})
PACKED = frozenset({"gzip", "x-gzip"})


class Unpacking:
    """Takes a body in pieces.

    Args:
        url: of whom, for errors.
        coding: its Content-Encoding.
        most: bytes that it may have.

    Raises:
        BadAnswer: it is packed in a way that was not asked for.
    """

    def __init__(self, url: str, coding: str, most: int) -> None:
        coding = coding.strip().lower()
        if coding not in PLAIN | PACKED:
            raise BadAnswer(f"{url} answered packed by {coding[:40]!r}, which was not asked for.")
        self._url = url
        self._gzip = zlib.decompressobj(GZIP) if coding in PACKED else None
        self._most = most
        self._taken = self._given = 0

    def feed(self, data: bytes) -> bytes:
        """The next piece, unpacked.

        Raises:
            Oversized: it has become too much.
            BadAnswer: it is not packed as it says.
        """
        self._taken += len(data)
        out = data if self._gzip is None else self._unpacked(data)
        self._given += len(out)
        if max(self._taken, self._given) > self._most:
            raise Oversized(f"{self._url} answered with more than {self._most:,} bytes, which is more than is read.")
        return out

    def end(self) -> None:
        """The body is whole.

        Raises:
            BadAnswer: it was cut short.
        """
        if self._gzip is not None and self._taken and not self._gzip.eof:
            raise BadAnswer(f"{self._url} answered with a packed body that is cut short.")

    def _unpacked(self, data: bytes) -> bytes:
        """Of several gzip files one after the other, all."""
        out = bytearray()
        try:
            while data and self._given + len(out) <= self._most:
                if self._gzip is None or self._gzip.eof:
                    self._gzip = zlib.decompressobj(GZIP)
                out += self._gzip.decompress(data, self._most - self._given - len(out) + 1)
                data = self._gzip.unused_data if self._gzip.eof else self._gzip.unconsumed_tail
        except zlib.error as error:
            raise BadAnswer(f"{self._url} answered with a body that is not packed as it says ({error}).") from error
        return bytes(out)
