"""The encoding of a text file: found by its mark, by its bytes or by charset-normalizer.

Records are split, and cells are added, in an encoding that holds ASCII as ASCII. UTF-16 and UTF-32 do not, so they are
read as UTF-8 and written back; half surrogates survive that.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from anyascii import anyascii

from gazetteer.errors import QueryError, TableError
from gazetteer.tables.charset import find_charset

SAMPLE = 1_000_000  # bytes to find the encoding and the dialect by
BLOCK = 1_000_000  # bytes read at a time
_PASS = "surrogatepass"
_LATIN = "exonym-latin"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
# How other kinds of file begin.
_KINDS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, as .xlsx and .ods are: save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file: save the sheet as CSV"),
    (b"\x1f\x8b", "compressed with gzip: unpack it"),
    (b"PAR1", "a Parquet file: name it .parquet"),
)
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\v\f\r\x1a\x1b")
_MOST_CONTROLS = 0.02  # of the bytes of a text
_MOST_BROKEN = 0.5  # against the sound letters beyond ASCII of a text in UTF-8; other encodings give hardly any


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is encoded.

    Args:
        name: Python's name of the encoding.
        mark: the byte order mark that the file begins with, or nothing.
        why: how the encoding was found, for a message.
    """

    name: str
    mark: bytes = b""
    why: str = ""

    @property
    def wide(self) -> bool:
        """Whether a letter of ASCII takes several bytes."""
        return self.name in _WIDE

    def inner_sample(self, sample: bytes) -> bytes:
        """The beginning of a file, from after its mark, in the inner encoding."""
        text = sample[len(self.mark) :]
        if not self.wide:
            return text
        decoder = codecs.getincrementaldecoder(self.name)(_PASS)
        try:
            return decoder.decode(text).encode("utf-8", _PASS)
        except UnicodeDecodeError as error:
            raise TableError(f"The table is not {self.name} throughout: {error.reason}.") from None

    @property
    def inner(self) -> str:
        """The encoding that records are split in."""
        return "utf-8" if self.wide else self.name

    def narrowed(self, stream: BinaryIO) -> Iterator[bytes]:
        """The blocks of a stream, from after its mark, in the inner encoding.

        Raises:
            TableError: the text is not of this encoding.
        """
        head = stream.read(len(self.mark))
        assert head == self.mark
        decoder = codecs.getincrementaldecoder(self.name)(_PASS) if self.wide else None
        while True:
            block = stream.read(BLOCK)
            if decoder is not None:
                try:
                    block, ended = decoder.decode(block, final=not block).encode("utf-8", _PASS), not block
                except UnicodeDecodeError as error:
                    raise TableError(f"The table is not {self.name} throughout: {error.reason}.") from None
            else:
                ended = not block
            if block:
                yield block
            if ended:
                return

    def widened(self, block: bytes) -> bytes:
        """A block of records in the inner encoding, as the file has them."""
        return block.decode("utf-8", _PASS).encode(self.name, _PASS) if self.wide else block

    def encoded(self, text: str) -> bytes:
        """A text that is added, in the inner encoding; letters that it lacks are written in ASCII."""
        return text.encode(self.inner, _LATIN)


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return anyascii(error.object[error.start : error.end]), error.end


codecs.register_error(_LATIN, _in_ascii)


def find_encoding(sample: bytes, told: str | None = None) -> Encoding:
    """Find the encoding of a text by its first bytes.

    Args:
        sample: how it begins, up to `SAMPLE` bytes.
        told: the encoding, where somebody said it.

    Raises:
        TableError: this is no text.
        QueryError: the encoding is unknown.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, mark, "by its byte order mark")
    if told is not None:
        return Encoding(_known(told), why="as told")
    _refuse_other_kinds(sample)
    wide = _wide(sample)
    if wide is not None:
        return Encoding(wide, why="by its zero bytes")
    if _is_utf8(sample):
        return Encoding("utf-8", why="")
    found = find_charset(sample)
    if found is None:
        _refuse_controls(sample)
        return Encoding("cp1252", why="as nothing fits better")
    return Encoding(found, why="by its letters")


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        raise QueryError(
            f"The encoding {name[:40]!r} is unknown: give one such as utf-8 or cp1251.", "encoding"
        ) from None
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(found, found)


def _refuse_other_kinds(sample: bytes) -> None:
    for beginning, what in _KINDS:
        if sample.startswith(beginning):
            raise TableError(f"This is no table of text but {what}.")
    if _wide(sample) is None:
        _refuse_controls(sample)


def _refuse_controls(sample: bytes) -> None:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS * len(sample):
        raise TableError("This is no table of text: it is full of control characters.")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of delimiters, digits and line ends is zero."""
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.2 * half and even < 0.01 * half:
        return "utf-16-le"
    if even > 0.2 * half and odd < 0.01 * half:
        return "utf-16-be"
    return None


def _is_utf8(sample: bytes) -> bool:
    """Whether a text is UTF-8; a few broken letters among many sound ones do not make it another encoding."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample, final=len(sample) < SAMPLE)
    broken = text.count("\ufffd")
    return broken == 0 or broken < _MOST_BROKEN * (sum(not char.isascii() for char in text) - broken)
