"""What the desks need of a database, whichever keeps them: one transaction to read, or to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from gazetteer.errors import ExonymError

Values = Sequence[Any] | Mapping[str, Any]


class DeskFileError(ExonymError):
    """The desks cannot be read."""

    code = "desk_file"


class FoundRows(Protocol):
    """What a statement has found, or how many rows it has changed."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row; None where there is none."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A transaction. Statements are written as SQLite takes them, with ? or :name for values."""

    def execute(self, statement: str, values: Values = ..., /) -> FoundRows:
        """Ask or change something."""

    def executemany(self, statement: str, values: Iterable[Values], /) -> object:
        """Change something, once for each of several values."""


class DeskDatabase(Protocol):
    """Keeps the desks."""

    def reading(self) -> AbstractContextManager[Connection | None]:
        """One state of them, to be read; None where nothing was ever kept.

        Raises:
            ExonymError: it cannot be read.
        """

    def writing(self) -> AbstractContextManager[Connection]:
        """The desks, to be changed by nobody else; they are as before where anything is raised.

        Raises:
            ExonymError: they cannot be written.
        """
