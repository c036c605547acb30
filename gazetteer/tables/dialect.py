"""The dialect of a delimited text: its delimiter, its header, its width; and which columns hold what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gazetteer.errors import QueryError
from gazetteer.tables.columns import Columns, find_columns, list_columns
from gazetteer.tables.encoding import Encoding
from gazetteer.tables.records import Splitter, cells, ending

DELIMITERS = (b",", b";", b"\t", b"|")
_NAMES = {b",": "commas", b";": "semicolons", b"\t": "tabs", b"|": "bars"}
_PREAMBLE = re.compile(rb'(?:"?sep=([,;\t|])"?\r?\n)?[\r\n]*')
_SAMPLED = 1000  # records that the width is taken from

# Titles by which a column is taken for what it may hold, where no column is named; the likeliest first.
_TITLES = {
    "name": (
        "name place_name placename place city town settlement locality toponym location geo_name city_name town_name "
        "ville lieu ort stadt ciudad lugar città luogo miasto miejscowość назва місто населений_пункт название город "
        "населённый_пункт населенный_пункт 地名 都市"
    ),
    "country": (
        "country country_code countrycode country_name iso2 iso iso3 iso_code cc pays land país paese kraj країна "
        "страна 国"
    ),
    "within": (
        "region admin1 state province oblast county admin district région bundesland provincia województwo область "
        "регіон регион"
    ),
    "lat": "lat latitude y широта",
    "lon": "lon lng long longitude x довгота долгота",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is written.

    Args:
        delimiter: what parts its cells.
        header: the titles of its columns; None where the first row is data.
        preamble: what stands before the header: a line that says the delimiter, as Excel writes it; blank lines.
        width: how many columns it has: those of the widest of its first records.
        line_end: of its first record.
    """

    delimiter: bytes
    header: tuple[str, ...] | None
    preamble: bytes
    width: int
    line_end: bytes

    @property
    def titles(self) -> list[str]:
        """The titles of the columns; blank ones where it has no header or a shorter one."""
        titles = list(self.header or ())
        return titles + [""] * (self.width - len(titles))

    @property
    def titled(self) -> int:
        """How many columns have a title; without a header, how many it has."""
        return self.width if self.header is None else len(self.header)

    @property
    def spoken(self) -> str:
        """The delimiter's name."""
        return _NAMES[self.delimiter]


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
    return Dialect(delimiter, header, preamble, max(widths, default=0), line_end or b"\n")


def choose_columns(dialect: Dialect, told: Columns | None) -> tuple[dict[str, int], tuple[str, ...]]:
    """Which column holds what.

    Args:
        dialect: of the table.
        told: the columns as somebody named them; None to guess all by their titles.

    Returns:
        The places, from 0, of the columns by what they hold, and remarks on what was guessed.

    Raises:
        QueryError: a column that was named is not there, or none looks like names; the message lists the columns.
    """
    titles = dialect.titles
    if told is not None:
        return find_columns(told, titles), ()
    return guess_columns(titles)


def guess_columns(titles: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Which column holds what, by the titles.

    Returns:
        The places, from 0, of the columns by what they hold, and remarks on what was guessed.

    Raises:
        QueryError: none looks like names; the message lists the columns.
    """
    guessed = _guess(titles)
    if "name" not in guessed and len(titles) == 1:
        guessed["name"] = 0
    if "name" not in guessed:
        shown = list_columns(titles) if titles else "none"
        raise QueryError(f"Which column holds the names? Give it by name or number. There are {shown}.", "columns")
    if ("lat" in guessed) != ("lon" in guessed):
        guessed.pop("lat", guessed.pop("lon", None))
    spoken = ", ".join(f"{what} from column {place + 1} {titles[place]!r}" for what, place in guessed.items())
    return guessed, (f"No column was named; taking the {spoken}.",)


def _guess(titles: list[str]) -> dict[str, int]:
    plain = [re.sub(r"[\W_]+", "_", title.strip().casefold()).strip("_") for title in titles]
    guessed: dict[str, int] = {}
    for what, known in _TITLES.items():
        for title in known.split():
            if plain.count(title) == 1:
                guessed[what] = plain.index(title)
                break
    return guessed


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


def _records(sample: bytes, delimiter: bytes, complete: bool) -> list[bytes]:
    splitter = Splitter(delimiter)
    records = splitter.feed(sample) if sample else []
    if complete or not records:
        records = records + splitter.close()
    return records[:_SAMPLED]


def _body(record: bytes) -> bytes:
    return record[: len(record) - len(ending(record))]
