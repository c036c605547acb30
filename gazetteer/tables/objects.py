"""Cells that are Python objects, as lists and frames hold them: the text that each is, and which are none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from numbers import Number
from uuid import UUID

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.model.query import MISSING_TYPES

NO_UTF8 = "a cell of this row is not utf-8"
_WRITTEN = (Number, date, time, timedelta, UUID, np.bool_, np.datetime64)  # what is written as the text that it is
_CALLED = {"within": "area", "lat": "latitude", "lon": "longitude"}
_TYPE_LETTERS = 40


def read_objects(values: Iterable[object], what: str = "name") -> tuple[list[str | None], dict[int, QueryError]]:
    """The texts of a column or a list.

    Args:
        values: texts, bytes in UTF-8, numbers, days; missing values. All else is no text.
        what: they hold: `name`, or a field of `Columns` beside it.

    Returns:
        The text of each value, in their order, None where there is none; and by its number the error of each that is
        no text.
    """
    texts: list[str | None] = []
    errors: dict[int, QueryError] = {}
    for number, value in enumerate(values):
        text: str | None = None
        try:
            text = _read(value, what)
        except QueryError as error:
            errors[number] = error
        texts.append(text)
    return texts, errors


def _read(value: object, what: str) -> str | None:
    if isinstance(value, str):
        return _whole(value, what)
    if type(value).__name__ in MISSING_TYPES:
        return None
    if isinstance(value, bytes | bytearray | memoryview):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            raise QueryError(NO_UTF8, what) from None
    kind = f"The {_CALLED.get(what, what)} is of the type {type(value).__name__[:_TYPE_LETTERS]}"
    if not isinstance(value, _WRITTEN):
        raise QueryError(f"{kind}: give a text.", what)
    try:
        return None if value != value else str(value)
    except ArithmeticError:  # a decimal that is none, and signals it
        return None
    except ValueError:  # a number of more digits than Python writes
        raise QueryError(f"{kind}, and cannot be written: give a text.", what) from None


def _whole(text: str, what: str) -> str:
    """A text whose surrogates are pairs, which are joined."""
    if text.isascii():
        return str(text)
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        said = f"The {_CALLED.get(what, what)} holds half of a surrogate pair: send it as valid UTF-8."
        raise QueryError(said, what) from None
