"""Style lists as people keep them, CSV or TOML: what is wrong in one is remarked with its line, and the rest is read.

CSV has the columns `id, spelling, lang, also, never, note`, in any order where a heading names them; several spellings
in a cell are parted by `|`. TOML has a table `[[place]]` for each place, with the same fields.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from gazetteer.errors import QueryError
from gazetteer.lexicon.tongues import primary
from gazetteer.model.style import Style, StyleEntry, StyleRemark

MOST_BYTES: Final = 4_000_000
MOST_ENTRIES: Final = 20_000
MOST_REMARKS: Final = 100
MOST_SPELLINGS: Final = 50  # that one entry accepts or rejects
MOST_LINES: Final = 10  # that one row of CSV may take, beyond the first
LONGEST: Final = 200  # characters of a spelling
LONGEST_NOTE: Final = 1_000
_LARGEST_ID: Final = 2**40

FIELDS: Final = ("id", "spelling", "lang", "also", "never", "note")
_CALLED: Final = {
    "id": {"id", "geonames", "geonames id", "geonameid", "geoname id", "place", "place id"},
    "spelling": {"spelling", "name", "write"},
    "lang": {"lang", "language"},
    "also": {"also", "also accepted", "accepted"},
    "never": {"never", "avoid", "rejected"},
    "note": {"note", "notes", "comment"},
}
_NUMBER: Final = re.compile(r"[0-9]{1,13}", re.ASCII)
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}", re.ASCII)
_TABLE: Final = re.compile(r"^[ \t]*\[\[[ \t]*place[ \t]*\]\]", re.MULTILINE)
_DELIMITERS: Final = ",;\t"
_QUOTE: Final = '"'
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

Row = tuple[int, dict[str, Any]]  # its line and its fields


class _Remarks:
    """Remarks, as many as are kept."""

    def __init__(self) -> None:
        self.kept: list[StyleRemark] = []

    def add(self, line: int, message: str) -> None:
        if len(self.kept) < MOST_REMARKS:
            self.kept.append(StyleRemark(line, message))


def read_style(data: bytes | str, known: Callable[[int], bool] | None = None) -> Style:
    """Read a style list.

    Args:
        data: CSV or TOML, in UTF-8; which of them is seen by its first letters.
        known: says whether the gazetteer holds a place; without it all ids are taken.

    Raises:
        QueryError: the list is too large, or is no text.
    """
    text = _text(data)
    remarks = _Remarks()
    rows = _toml_rows(text, remarks) if _TABLE.search(text) else _csv_rows(text, remarks)
    entries: dict[tuple[int, str], tuple[StyleEntry, int]] = {}
    count = 0
    for line, fields in rows:
        count += 1
        if count > MOST_ENTRIES:
            remarks.add(line, f"The list has more than {MOST_ENTRIES:,} places: the rest is left out.")
            break
        entry = _entry(line, fields, remarks)
        if entry is None:
            continue
        if known is not None and not known(entry.id):
            remarks.add(line, f"The gazetteer holds no place {entry.id}: the line is left out.")
            continue
        first = entries.setdefault((entry.id, entry.lang), (entry, line))
        if first[0] is not entry and first[0].spelling != entry.spelling:
            remarks.add(
                line,
                f"Place {entry.id} is spelt “{first[0].spelling}” in line {first[1]} and “{entry.spelling}” here: "
                "the first counts.",
            )
    return Style(tuple(entry for entry, _ in entries.values()), tuple(remarks.kept))


def by_place(style: Style) -> dict[tuple[int, str], StyleEntry]:
    """The entries of a list, by place and language (empty for all)."""
    return {(entry.id, entry.lang): entry for entry in style.entries}


def _text(data: bytes | str) -> str:
    if len(data) > MOST_BYTES:
        raise QueryError(f"The style list is larger than {MOST_BYTES:,} bytes: make it smaller.", "style")
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
        text.encode()
    except UnicodeError:
        raise QueryError("The style list is not in UTF-8: save it so.", "style") from None
    return text


def _csv_rows(text: str, remarks: _Remarks) -> Iterator[Row]:
    lines = re.split(r"\r\n|\r|\n", text)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    columns: list[str | None] | None = None
    for line, row in _csv_lines(lines):
        if not row.strip() or row.startswith("#"):
            continue
        try:
            cells = next(csv.reader([row.replace("\n", " ")], delimiter=delimiter, strict=True))
        except csv.Error:
            remarks.add(line, "The line cannot be read: a quotation mark is not closed, or a cell is too long.")
            continue
        if columns is None:
            columns = _heading(cells)
            if columns[0] != "id" or not _NUMBER.fullmatch(cells[0].strip()):
                if "id" not in columns or "spelling" not in columns:
                    remarks.add(line, "The heading names no columns “id” and “spelling”: nothing can be read.")
                    return
                continue
        yield line, {name: cell for name, cell in zip(columns, cells, strict=False) if name}


def _csv_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Each row and its line: several lines where a cell is quoted over them, but few: one sign costs no list."""
    number = 0
    while number < len(lines):
        last = number
        quotes = lines[number].count(_QUOTE)
        while quotes % 2 and last + 1 < len(lines) and last - number < MOST_LINES:
            last += 1
            quotes += lines[last].count(_QUOTE)
        if quotes % 2:
            last = number
        yield number + 1, "\n".join(lines[number : last + 1])
        number = last + 1


def _heading(cells: list[str]) -> list[str | None]:
    """The columns that a first line names; the usual ones where it is no heading."""
    if _NUMBER.fullmatch(cells[0].strip()):
        return list(FIELDS)
    called = [" ".join(cell.lower().replace("_", " ").split()) for cell in cells]
    return [next((field for field, names in _CALLED.items() if cell in names), None) for cell in called]


def _toml_rows(text: str, remarks: _Remarks) -> Iterator[Row]:
    """The tables of a TOML file, each read alone so that a broken one costs no other."""
    starts = [found.start() for found in islice(_TABLE.finditer(text), MOST_ENTRIES + 1)]
    line, before = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", before, start)
        before = start
        try:
            table = tomllib.loads(text[start:end].lstrip())["place"][0]
        except (ValueError, RecursionError, TypeError, LookupError) as error:
            said = _CONTROL.sub(" ", str(error))[:LONGEST]
            remarks.add(line, f"The table cannot be read: {said}.")
            continue
        yield line, {_field(name): value for name, value in table.items()}


def _field(name: str) -> str:
    plain = " ".join(name.lower().replace("_", " ").split())
    return next((field for field, names in _CALLED.items() if plain in names), plain)


def _entry(line: int, fields: dict[str, Any], remarks: _Remarks) -> StyleEntry | None:
    """The entry of one row; None where it cannot be one, which is remarked."""
    id = str(fields.get("id", "")).strip()
    if not _NUMBER.fullmatch(id) or not 0 < int(id) < _LARGEST_ID:
        remarks.add(line, f"“{_short(id)}” is no GeoNames id: the line is left out.")
        return None
    spelling = _spelling(fields.get("spelling", ""))
    if spelling is None:
        remarks.add(line, f"The spelling of place {id} is missing, or longer than {LONGEST} characters.")
        return None
    tag = str(fields.get("lang") or "").strip()
    if tag and not _TAG.fullmatch(tag):
        remarks.add(line, f"“{_short(tag)}” is no language tag (as in “en”): the line is left out.")
        return None
    also, never = _spellings(fields.get("also")), _spellings(fields.get("never"))
    if also is None or never is None:
        remarks.add(line, f"The further spellings of place {id} cannot be read: the line is left out.")
        return None
    if spelling in never:
        remarks.add(line, f"“{spelling}” is both the spelling and among those never to be written: it is the spelling.")
        never = tuple(one for one in never if one != spelling)
    note = _CONTROL.sub(" ", str(fields.get("note") or "")).strip()[:LONGEST_NOTE]
    return StyleEntry(int(id), spelling, primary(tag) if tag else "", also, never, note)


def _spelling(value: object) -> str | None:
    text = " ".join(_CONTROL.sub(" ", value).split()) if isinstance(value, str) else ""
    return text if 0 < len(text) <= LONGEST and any(map(str.isalpha, text)) else None


def _spellings(value: object) -> tuple[str, ...] | None:
    """Several spellings; None where they are none."""
    if value is None:
        return ()
    parts = value.split("|") if isinstance(value, str) else value
    if not isinstance(parts, list) or len(parts) > MOST_SPELLINGS:
        return None
    found = [_spelling(part) for part in parts if not isinstance(part, str) or part.strip()]
    return None if None in found else tuple(dict.fromkeys(one for one in found if one))


def _short(text: str) -> str:
    return _CONTROL.sub(" ", text)[:40]
