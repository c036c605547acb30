"""The encoding of a text file: found by its mark, by its bytes or by its letters.

Records are split, and cells are added, in an encoding that holds ASCII as ASCII. UTF-16 and UTF-32 do not, so they are
read as UTF-8 and written back; half surrogates survive that.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from anyascii import anyascii

from gazetteer.errors import TableError
from gazetteer.tables.charset import EAST_ASIAN, Charset, find_charset
from gazetteer.tables.named import find_encoding_by_name

SAMPLE = 1_000_000  # bytes to find the encoding and the dialect by
BLOCK = 131_072  # bytes read at a time: as rows of a letter each they take thirty times that
_PASS = "surrogatepass"
_LATIN = "exonym-latin"
_HALF = "exonym-half"
_NO_LETTER = "\udfff"  # half of a surrogate pair, for bytes of UTF-16 or UTF-32 that are no letter: its row says so

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
    (b"PK\x03\x04", "a ZIP archive, as .xlsx and .ods are: name it .xlsx, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file: save the sheet as CSV"),
    (b"\x1f\x8b", "compressed with gzip: unpack it"),
    (b"PAR1", "a Parquet file: name it .parquet"),
)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\v\f\r\x1a\x1b")
_MOST_CONTROLS = 0.02  # of the bytes of a text
_WIDE_ZEROS = 0.03  # of every other byte of a text in UTF-16; other texts have none
_MOST_SHOWN = 40  # letters of a line in a message
_HOW = "--encoding (over HTTP, encoding)"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is encoded.

    Args:
        name: Python's name of the encoding.
        mark: the byte order mark that the file begins with, or nothing.
        why: how the encoding was found, for a message.
        also: a second encoding, that some lines are in; blank where there is none.
        remarks: what is doubtful, to say aloud.
    """

    name: str
    mark: bytes = b""
    why: str = ""
    also: str = ""
    remarks: tuple[str, ...] = ()

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
        """The blocks of a stream, from after its mark, in the inner encoding; of a wide one also what is no letter."""
        head = stream.read(len(self.mark))
        assert head == self.mark
        decoder = codecs.getincrementaldecoder(self.name)(_HALF) if self.wide else None
        while True:
            block = stream.read(BLOCK)
            if decoder is not None:
                block, ended = decoder.decode(block, final=not block).encode("utf-8", _PASS), not block
            else:
                ended = not block
            if block:
                yield block
            if ended:
                return

    def widened(self, block: bytes) -> bytes:
        """A block of records in the inner encoding, as the file has them."""
        return block.decode("utf-8", _PASS).encode(self.name, _PASS) if self.wide else block

    def decoded(self, cells: Sequence[bytes]) -> list[str]:
        """The cells of one row, in the inner encoding, as text.

        Raises:
            UnicodeDecodeError: they are in neither encoding.
        """
        if self.also and not all(map(bytes.isascii, cells)):
            # Hardly a text of another encoding is UTF-8 by chance, so that goes first.
            first, second = (self.name, self.also) if self.name == "utf-8" else (self.also, self.name)
            try:
                return [cell.decode(first) for cell in cells]
            except UnicodeDecodeError:
                return [cell.decode(second) for cell in cells]
        return [cell.decode(self.inner) for cell in cells]

    def encoded(self, text: str) -> bytes:
        """A text that is added, in the inner encoding; letters that it lacks are written in ASCII."""
        return text.encode(self.inner, _LATIN)


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return anyascii(error.object[error.start : error.end]), error.end


def _as_half(error: UnicodeError) -> tuple[str | bytes, int]:
    """Half a pair as it is, and one for what is no letter, as where the file ends within one."""
    assert isinstance(error, UnicodeDecodeError)
    try:
        return codecs.lookup_error(_PASS)(error)
    except UnicodeDecodeError:
        return _NO_LETTER, error.end


codecs.register_error(_LATIN, _in_ascii)
codecs.register_error(_HALF, _as_half)


def find_encoding(sample: bytes, chosen: str | None = None, before: int = 0) -> Encoding:
    """Find the encoding of a text by its first bytes.

    Args:
        sample: how it begins, up to `SAMPLE` bytes; or its first block that is not ASCII.
        chosen: the encoding, where somebody said it.
        before: how many lines stand before the sample, all ASCII.

    Raises:
        TableError: this is no text, or in no encoding that can be made out; the message says in which line.
        QueryError: the encoding is unknown.
    """
    known = None if chosen is None else find_encoding_by_name(chosen)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, mark, "by its byte order mark")
    if known is not None:
        return Encoding(known, why="as told")
    refuse_other_kinds(sample)
    wide = _wide(sample)
    if wide is not None:
        return Encoding(wide, why="by its zero bytes")
    if sample.isascii():
        return Encoding("utf-8")
    return _by_lines(_LINE_END.split(sample), len(sample) < SAMPLE, before + 1)


def _by_lines(lines: list[bytes], complete: bool, first: int) -> Encoding:
    """Tell the lines that are UTF-8 from those that are not, and find what those are."""
    beyond = [(number, line) for number, line in enumerate(lines, first) if not line.isascii()]
    if not complete and len(beyond) > 1 and beyond[-1][0] == first + len(lines) - 1:
        beyond.pop()  # the sample may cut its last line
    whole_lines = complete or len(lines) > 1
    sound = [one for one in beyond if _is_utf8(one[1], whole_lines)]
    others = [one for one in beyond if not _is_utf8(one[1], whole_lines)]
    if not others:
        return Encoding("utf-8")
    # A line most of whose letters are UTF-8 is damaged, and in no other encoding.
    whole = [one for one in others if not _is_mostly_utf8(one[1])]
    found = find_charset([line for _, line in whole])
    if len(sound) + len(others) - len(whole) >= len(whole):
        return _mostly_utf8(found, whole, others)
    assert found is not None  # there are such lines
    _refuse_doubt(found, whole)
    remarks = _doubts(found)
    single = found.name not in EAST_ASIAN
    if sound and single:
        remarks += (f"{_counted(sound)} UTF-8, the others not; each is read as what it is. {_HOW} says otherwise.",)
    name = codecs.lookup(found.name).name
    return Encoding(name, why="by its letters", also="utf-8" if single else "", remarks=remarks)


def _mostly_utf8(found: Charset | None, whole: list[tuple[int, bytes]], others: list[tuple[int, bytes]]) -> Encoding:
    """The encoding of a text that is UTF-8 but for some lines."""
    sure = found is not None and found.fits and not found.guess and found.other is None and found.odd is None
    if found is None or not sure:
        return Encoding(
            "utf-8",
            remarks=(f"{_counted(others)} not UTF-8 as the others are; where a cell is needed, its row says so.",),
        )
    name = codecs.lookup(found.name).name
    said = f"{_counted(whole)} not UTF-8 as the others are, and read as {name}. {_HOW} says otherwise."
    return Encoding("utf-8", also=name, remarks=(said,))


def _refuse_doubt(found: Charset, lines: list[tuple[int, bytes]]) -> None:
    """Refuse lines that no encoding explains, or several do.

    Raises:
        TableError: always then; the message says in which line.
    """
    if found.other is not None:
        number, line = lines[found.other]
        one, other = line.decode(found.name, "replace"), line.decode(found.other_name, "replace")
        raise TableError(
            f"Line {number:,} is {found.other_name} ({_short(other)}), and others are {found.name}, as which it would "
            f"read {_short(one)}. Save the table in one encoding, or say which counts with {_HOW}."
        )
    if not found.fits:
        _refuse_controls(b"".join(line for _, line in lines))
        number, line = lines[found.odd or 0]
        shown = _short(line.decode(found.name, "replace"))
        raise TableError(
            f"The encoding of the table cannot be made out: {found.name} fits best, as which line {number:,} would "
            f"read {shown}. Give it with {_HOW}."
        )
    differ = len(set(map(_plain, found.seen))) > 1  # by more than marks, which a search looks past
    if found.guess and differ:
        one, other = map(_short, found.seen)
        raise TableError(
            f"The table may be {found.name} ({one}) or {found.rival} ({other}), and its letters are too few to say. "
            f"Give it with {_HOW}."
        )


def _doubts(found: Charset) -> tuple[str, ...]:
    if not found.rival:
        return ()
    return (
        f"Warning: it may be {found.rival} instead ({_short(found.seen[1])}, not {_short(found.seen[0])}): "
        f"then say so with {_HOW}.",
    )


def _counted(lines: list[tuple[int, bytes]]) -> str:
    more = f" and {len(lines) - 1:,} more are" if len(lines) > 1 else " is"
    return f"Line {lines[0][0]:,}{more}"


def _short(text: str) -> str:
    return repr(text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…")


def _plain(text: str) -> str:
    return anyascii(text).lower()


def refuse_other_kinds(sample: bytes) -> None:
    """Refuse what begins as other kinds of file do, or is full of control characters.

    Raises:
        TableError: always then; the message says what it is.
    """
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
    """UTF-16 without a mark: of delimiters, digits and line ends every other byte is zero, and what it says is text."""
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > _WIDE_ZEROS * half and others < 0.01 * half and others < 0.1 * zeros:
            text = codecs.getincrementaldecoder(name)("replace").decode(sample)
            said = sum(char.isalnum() or char.isascii() or char in "–—’“”«»" for char in text)
            if "\ufffd" not in text[:-1] and said > 0.9 * len(text) and "\0" not in text:
                return name
    return None


def _is_utf8(line: bytes, complete: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line, final=complete)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(line: bytes) -> bool:
    """Whether a line that is not UTF-8 has at least twice as many letters beyond ASCII that are."""
    text = line.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken >= 2 * broken
