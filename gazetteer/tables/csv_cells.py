"""The cells that are added to a row of a delimited text, as bytes."""

from __future__ import annotations

from gazetteer.model import outward
from gazetteer.tables.answer import SCORE_DIGITS, Answer
from gazetteer.tables.dialect import Dialect
from gazetteer.tables.encoding import Encoding

DEGREES_DIGITS = 5  # a metre
# What makes a spreadsheet run a cell as a formula. Only texts are escaped: -33.9 is a latitude.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = ("\r", "\n", '"')


class CellWriter:
    """Writes added cells as a table has its own.

    Args:
        encoding: of the table.
        dialect: of the table.
    """

    def __init__(self, encoding: Encoding, dialect: Dialect) -> None:
        self._encoding = encoding
        self._delimiter = dialect.delimiter.decode()

    def answer(self, answer: Answer) -> bytes:
        """The cells that say an answer, a delimiter before each."""
        score = "" if answer.score is None else f"{answer.score:.{SCORE_DIGITS}f}"
        return self._cells(
            (
                "" if answer.id is None else str(outward(answer.id)),
                self._text(answer.name),
                _degrees(answer.lat),
                _degrees(answer.lon),
                self._text(answer.country),
                self._text(answer.admin1),
                self._text(answer.feature),
                score,
                answer.verdict,
                self._text(answer.matched),
                self._text(answer.how),
                self._text(answer.read),
                self._text(answer.parts),
            )
        )

    def cell(self, text: str) -> bytes:
        """A text of the table's own, as a cell: quoted where it must be, and else as it is."""
        if self._delimiter in text or any(char in text for char in _QUOTED):
            text = '"' + text.replace('"', '""') + '"'
        return self._encoding.encoded(text)

    def titles(self, titles: tuple[str, ...]) -> bytes:
        """The titles of the added columns, a delimiter before each."""
        return self._cells(titles)

    def _cells(self, cells: tuple[str, ...]) -> bytes:
        delimiter = self._delimiter
        return self._encoding.encoded(delimiter + delimiter.join(cells))

    def _text(self, text: str | None) -> str:
        if not text:
            return ""
        # What the encoding lacks is written in ASCII, which may bring a quote or a delimiter with it.
        text = self._encoding.encoded(text).decode(self._encoding.inner)
        if text.startswith(_FORMULA):
            text = f"'{text}"
        if self._delimiter in text or any(char in text for char in _QUOTED):
            text = '"' + text.replace('"', '""') + '"'
        return text


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.{DEGREES_DIGITS}f}"
