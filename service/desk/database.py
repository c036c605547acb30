"""The file of the desks: opened anew for each piece of work, changed in one transaction or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.desk.connection import DeskDatabase, DeskFileError
from service.desk.postgres import PostgresDatabase
from service.desk.statements import MIGRATIONS
from service.errors import NoSpace, Overloaded

FILE = "desk.sqlite3"
WAIT_SECONDS = 5.0  # for others who write
_FULL = (sqlite3.SQLITE_FULL,)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY = 0xFF  # the bits of an error code that say which it is; the others say more of it


def database_of(data_dir: Path, url: str, most_bytes: int | None = None) -> DeskDatabase:
    """What keeps the desks: the database that a setting names, or a file of the data folder.

    Args:
        data_dir: the data folder.
        url: as in EXONYM_DESK_URL; blank where it is not set.
        most_bytes: that they may have.
    """
    return PostgresDatabase(url, most_bytes=most_bytes) if url else Database(data_dir / FILE, most_bytes=most_bytes)


class Database:
    """The file of the desks.

    Args:
        path: where it is, or will be with the first thing that is kept.
        migrations: what makes each version of it of the one before.
        most_bytes: that it may have; None for as many as the disk has.
    """

    def __init__(
        self, path: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS, most_bytes: int | None = None
    ) -> None:
        self.path = path
        self._most_bytes = most_bytes
        self._migrations = migrations

    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self.path.exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """One state of the file, to be read; None where nothing was ever kept.

        Raises:
            ExonymError: it cannot be read.
        """
        if not self.exists():
            yield None
            return
        with _said(self.path), contextlib.closing(self._open()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file, to be changed by nobody else; it is as before where anything is raised.

        Raises:
            ExonymError: it cannot be written.
        """
        with _said(self.path), contextlib.closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if self._most_bytes is not None:
                size = int(connection.execute("PRAGMA page_size").fetchone()[0])
                connection.execute(f"PRAGMA max_page_count = {max(1, self._most_bytes // size)}")
            if _version(connection) != len(self._migrations):
                self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        before = _version(connection)
        if before > len(self._migrations):
            raise DeskFileError(f"{self.path.name} was written by a newer version of Exonym.")
        if before:
            copy = self.path.with_name(f"{self.path.stem}-{before}{self.path.suffix}")
            with contextlib.closing(sqlite3.connect(copy)) as other:
                connection.backup(other)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for version in range(_version(connection), len(self._migrations)):
                for statement in self._migrations[version]:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(self._migrations)}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    """What goes wrong with the file, in errors of ours."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY
        if code in _FULL:
            raise NoSpace(
                "The disk of the service is full, or the desks take as much of it as they may (EXONYM_DESK_BYTES), so "
                "nothing was stored."
            ) from None
        if code in _UNWRITABLE:
            raise NoSpace("This service cannot write where it keeps decisions, so nothing was stored.") from None
        if code in _BUSY:
            raise Overloaded("Others are writing decisions: try again in a moment.") from None
        raise DeskFileError(f"{path.name} cannot be read ({error}): restore it from a copy.") from None
