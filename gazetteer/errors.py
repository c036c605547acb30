"""Everything that Exonym raises on purpose.

    ExonymError
    ├── QueryError          what was asked cannot be read; `where` names the field
    │   └── RowFailed       reading it failed; the log says why
    ├── TableError          a table of rows cannot be read, or is not the one that was meant
    │   └── TableTooLarge   it has more columns than any that is meant
    ├── UnknownPlace        no place with that id
    │   └── GonePlace       there was one; the source has deleted it
    ├── GazetteerError      the gazetteer on disk
    │   ├── NoGazetteer     nothing is built yet
    │   ├── WrongFormat     built by another version of the format
    │   ├── CorruptIndex    a file is missing, cut short or altered
    │   └── Busy            another build is at work in the data directory
    └── SourceError         the data that a build reads

Each message is a sentence that says what to change.
"""

from __future__ import annotations

from typing import Any


class ExonymError(Exception):
    """The base of all errors that Exonym raises on purpose."""

    code = "error"

    def __reduce__(self) -> tuple[Any, ...]:
        """As its message and what it holds beside it: the arguments that made it are not kept."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[ExonymError], message: tuple[Any, ...]) -> ExonymError:
    return kind.__new__(kind, *message)


class QueryError(ExonymError):
    """What was asked cannot be read.

    Args:
        message: a sentence that says what to change.
        where: the field at fault, for example `near.lat`.
    """

    code = "bad_query"

    def __init__(self, message: str, where: str) -> None:
        super().__init__(message)
        self.where = where


class RowFailed(QueryError):
    """Reading one row failed, which nobody foresaw; the log says why."""

    code = "internal"


class TableError(ExonymError):
    """A table of rows cannot be read, or is not the one that was meant."""

    code = "bad_table"


class TableTooLarge(TableError):
    """A table has more columns, or would be filled up with more, than any that is meant."""

    code = "too_large"


class UnknownPlace(ExonymError):
    """The gazetteer holds no place with that id."""

    code = "unknown_place"


class GonePlace(UnknownPlace):
    """The source has deleted the place with that id.

    Args:
        message: a sentence that says what to change.
        successor: the id of the place that took its place, where the source names one.
    """

    code = "gone_place"

    def __init__(self, message: str, successor: int | None = None) -> None:
        super().__init__(message)
        self.successor = successor


class GazetteerError(ExonymError):
    """Something is wrong with the gazetteer on disk."""

    code = "gazetteer"


class NoGazetteer(GazetteerError):
    """No gazetteer is built yet in the data directory."""

    code = "no_gazetteer"


class WrongFormat(GazetteerError):
    """The gazetteer on disk was written in another version of the format."""

    code = "wrong_format"


class CorruptIndex(GazetteerError):
    """A file of the gazetteer is missing, cut short or altered."""

    code = "corrupt_index"


class Busy(GazetteerError):
    """Another build or update is at work in the data directory."""

    code = "busy"


class SourceError(ExonymError):
    """The data that a build reads is missing or unusable."""

    code = "source"
