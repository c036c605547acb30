"""The dialect of a delimited text: its delimiter, its header, its width."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from gazetteer.tables.encoding import BLOCK, Encoding
from gazetteer.tables.records import Splitter, cells, ending

DELIMITERS = (b",", b";", b"\t", b"|")
_NAMES = {b",": "commas", b";": "semicolons", b"\t": "tabs", b"|": "bars"}
_PREAMBLE = re.compile(rb'(?:"?sep=([,;\t|])"?\r?\n)?[\r\n]*')
_NUMBER = re.compile(rb"[-+]?[0-9]{1,20}([.,])[0-9]{1,20}")
_SAMPLED = 1000  # records that the width is taken from


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is written.

    Args:
        delimiter: what parts its cells.
        header: the titles of its columns; None where the first row is data.
        preamble: what stands before the header: a line that says the delimiter, as Excel writes it; blank lines.
        width: how many columns it has: those of the widest of its first records.
        line_end: of its first record.
        decimal: what parts the decimals of its numbers, where most have a comma.
    """

    delimiter: bytes
    header: tuple[str, ...] | None
    preamble: bytes
    width: int
    line_end: bytes
    decimal: str = "."

    @property
    def spoken(self) -> str:
        """The delimiter's name."""
        return _NAMES[self.delimiter]

    @property
    def titles(self) -> list[str]:
        """The titles of the columns; blank ones where it has no header or a shorter one."""
        titles = list(self.header or ())
        return titles + [""] * (self.width - len(titles))

    @property
    def titled(self) -> int:
        """How many columns have a title; without a header, how many it has."""
        return self.width if self.header is None else len(self.header)


def find_dialect(sample: bytes, encoding: Encoding, complete: bool, has_header: bool = True) -> Dialect:
    """Find the dialect of a text by its beginning.

    Args:
        sample: how it begins, in the inner encoding, without the byte order mark.
        encoding: how it is encoded.
        complete: the sample is all of it.
        has_header: the first row is titles.
    """
    said = _PREAMBLE.match(sample)
    assert said is not None  # it matches nothing too
    preamble = said.group()
    body = sample[len(preamble) :]
    delimiter = said.group(1) or _find_delimiter(body, complete)
    records = _records(body, delimiter, complete)
    widths = [len(cells(_body(record), delimiter)[0]) for record in records if _body(record)]
    header: tuple[str, ...] | None = None
    if has_header and records:
        titles = cells(_body(records[0]), delimiter)[0]
        header = tuple(title.decode(encoding.inner, "replace") for title in titles)
    line_end = ending(records[0]) if records else b""
    return Dialect(
        delimiter, header, preamble, max(widths, default=0), line_end or b"\n", _find_decimal(records, delimiter)
    )


def _find_decimal(records: list[bytes], delimiter: bytes) -> str:
    if delimiter == b",":
        return "."
    numbers = [_NUMBER.fullmatch(cell.strip()) for record in records for cell in cells(_body(record), delimiter)[0]]
    signs = Counter(number.group(1) for number in numbers if number is not None)
    return "," if signs[b","] > signs[b"."] else "."


def _find_delimiter(sample: bytes, complete: bool) -> bytes:
    """The delimiter that gives the most records one width, and that more than one column."""
    best, most = DELIMITERS[0], 0.0
    for delimiter in DELIMITERS:
        records = [record for record in _records(sample, delimiter, complete)[:100] if _body(record)]
        widths = Counter(len(cells(_body(record), delimiter)[0]) for record in records)
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        share = rows / len(records)
        if width > 1 and (share, width) > (most, 0) and share > most:
            best, most = delimiter, share
    return best


def first_rows(sample: bytes, dialect: Dialect, encoding: Encoding, complete: bool, most: int) -> list[list[str]]:
    """The cells of the first rows of a text, its header among them; blank lines are none.

    Args:
        sample: how it begins, in the inner encoding, without the byte order mark.
        dialect: of the text.
        encoding: how it is encoded.
        complete: the sample is all of it.
        most: rows that are wanted.
    """
    records = _records(sample[len(dialect.preamble) :], dialect.delimiter, complete)
    rows = (cells(_body(record), dialect.delimiter)[0] for record in records if _body(record))
    return [[cell.decode(encoding.inner, "replace") for cell in row] for row in islice(rows, most)]


def _records(sample: bytes, delimiter: bytes, complete: bool) -> list[bytes]:
    """The first records of a sample, which is split no further than that."""
    splitter = Splitter(delimiter)
    records: list[bytes] = []
    for start in range(0, len(sample), BLOCK):
        records += splitter.feed(sample[start : start + BLOCK])
        if len(records) >= _SAMPLED:
            return records[:_SAMPLED]
    if complete or not records:
        records += splitter.close()
    return records[:_SAMPLED]


def _body(record: bytes) -> bytes:
    return record[: len(record) - len(ending(record))]
