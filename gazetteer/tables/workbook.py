"""The rows of a sheet of an Excel workbook (.xlsx), read one by one; and such a workbook, written so.

openpyxl reads and XlsxWriter writes: each is the one of the two that does its part in little memory, and what
XlsxWriter writes has the same bytes each time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import openpyxl
import xlsxwriter

from gazetteer.errors import QueryError, TableError
from gazetteer.numbers import whole_number
from gazetteer.tables.limits import check_width

UNPACKED = 2_000_000_000  # bytes of all that is in the file
STRINGS = 500_000_000  # bytes of its table of texts, which is kept in memory
PARTS = 10_000  # files in the file
_STRINGS = "xl/sharedstrings.xml"
_CREATED = dt.datetime(2000, 1, 1)  # always the same, so that the same table gives the same bytes
_DIGITS = 15  # of a number that Excel keeps
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Value = str | int | float | bool | None


class Sheet:
    """A sheet to read.

    Args:
        source: the file.
        wanted: the sheet, by name or, from 1, by number; None for the first.

    Raises:
        TableError: this is no workbook, or one that would unpack to too much.
        QueryError: there is no such sheet; the message lists those there are.
    """

    def __init__(self, source: BinaryIO, wanted: str | None = None) -> None:
        _refuse_bombs(source)
        source.seek(0)
        self._book = _guarded(lambda: openpyxl.load_workbook(source, read_only=True, data_only=True))
        names: list[str] = [sheet.title for sheet in self._book.worksheets]
        if not names:
            raise TableError("The workbook has no sheet with cells.")
        self.name = names[0] if wanted is None else _choose(wanted, names)
        self._sheet = self._book[self.name]
        self.count: int = self._sheet.max_row or 0  # rows, as the file says

    def rows(self) -> Iterator[list[Value]]:
        """The rows, from the first of the sheet; without blank cells at their ends.

        Formulas are their values as last computed, dates are ISO 8601, of merged cells the first has the value.

        Raises:
            TableError: the sheet cannot be read.
        """
        self._sheet.reset_dimensions()  # what a file says of them need not be true
        rows = _guarded(lambda: iter(self._sheet.iter_rows(values_only=True)))
        while True:
            row = _guarded(lambda: next(rows, None))
            if row is None:
                return
            values = [_plain(value) for value in row]
            while values and values[-1] is None:
                values.pop()
            check_width(len(values))
            yield values


def as_csv(content: bytes) -> bytes:
    """The first sheet of a workbook as a CSV in UTF-8.

    Raises:
        TableError: it cannot be read.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([text_of(value) for value in row] for row in Sheet(io.BytesIO(content)).rows())
    return text.getvalue().encode("utf-8", "replace")


def text_of(value: Value) -> str:
    """A value of a cell as text."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def written(name: str, rows: Iterable[list[Value]]) -> Iterator[bytes]:
    """Write a workbook of one sheet; yields nothing for each row, then the file in blocks.

    Args:
        name: of the sheet.
        rows: of the sheet.
    """
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, _SETTINGS)
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                _write(sheet, number, place, value)
            yield b""
        book.close()
        file.seek(0)
        while block := file.read(1_000_000):
            yield block


def _write(sheet: Any, row: int, place: int, value: Value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int) and len(str(abs(value))) > _DIGITS:
        sheet.write_string(row, place, str(value))
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, value)


def _plain(value: Any) -> Value:
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # 1E+999, which no workbook can be written with
    if value is None or value == "" or isinstance(value, str | bool | int | float):
        return None if value == "" else value
    return str(value)


def _choose(wanted: str, names: list[str]) -> str:
    for name in names:
        if name.strip().casefold() == wanted.strip().casefold():
            return name
    if number := whole_number(wanted, len(names)):
        return names[number - 1]
    listed = ", ".join(repr(name) for name in names[:30])
    raise QueryError(f"There is no sheet {wanted[:40]!r}. There are {listed}.", "sheet")


def _refuse_bombs(source: BinaryIO) -> None:
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TableError("This is no Excel workbook (.xlsx): save it as one, or as CSV.") from None
    texts = sum(part.file_size for part in parts if part.filename.lower() == _STRINGS)
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED or texts > STRINGS:
        raise TableError(f"The workbook unpacks to more than {UNPACKED // 1_000_000:,} MB: save the sheet as CSV.")


def _guarded(read: Any) -> Any:
    """What reading gives; whatever is wrong with the file is said in a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and rules that are not kept
            return read()
    except MemoryError:
        raise
    except Exception as error:  # a broken part may raise anything in the library
        why = f"{type(error).__name__}: {error}"[:100]
        raise TableError(f"The workbook cannot be read ({why}): save it anew, or as CSV.") from None
