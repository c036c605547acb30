"""The desks in PostgreSQL, for several hosts: the statements of SQLite with its values and types."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from service.desk.connection import Connection, DeskFileError, FoundRows, Values
from service.desk.statements import MIGRATIONS
from service.errors import NoSpace, Overloaded

if TYPE_CHECKING:
    import psycopg

WAIT = "5s"  # for others who write
CONNECT_SECONDS = 5
EXTRA = "pip install 'exonym[desk-postgres]'"
_LOCK = 0x65786F6E796D  # whoever writes holds it: "exonym" in ASCII
_TYPES = {" WITHOUT ROWID": "", "INTEGER": "BIGINT", " TEXT": ' TEXT COLLATE "C"'}
_VALUE = re.compile(r"\?|(?<![:\w]):([a-z_]+)|'(?:[^']|'')*'|%")
_TABLES = ("desks", "decisions", "changes")
_SIZE = "SELECT " + " + ".join(f"pg_total_relation_size('{table}')" for table in _TABLES)


class PostgresDatabase:
    """The desks in a database of PostgreSQL, which holds nothing else.

    Args:
        url: `postgresql://user:password@host/database`.
        migrations: what makes each version of its tables of the one before.
        most_bytes: that these may have; None for as many as there is room for.
    """

    def __init__(
        self, url: str, migrations: Sequence[Sequence[str]] = MIGRATIONS, most_bytes: int | None = None
    ) -> None:
        self._url = url
        self._migrations = migrations
        self._most_bytes = most_bytes
        self._is_made = False

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """As `DeskDatabase` says."""
        with _said(), self._opened("REPEATABLE READ READ ONLY") as connection:
            if not self._is_made:
                self._is_made = connection.execute("SELECT to_regclass('desk_version')").fetchone()[0] is not None
            yield connection if self._is_made else None

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """As `DeskDatabase` says."""
        with _said(), self._opened("READ COMMITTED") as connection:
            connection.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            connection.execute("SET LOCAL synchronous_commit = on")
            connection.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
            self._migrate(connection)
            yield connection
            if self._most_bytes is not None and connection.execute(_SIZE).fetchone()[0] > self._most_bytes:
                raise NoSpace("The desks take as much room as they may (EXONYM_DESK_BYTES), so nothing was stored.")

    @contextlib.contextmanager
    def _opened(self, level: str) -> Iterator[_Translated]:
        """A transaction of a connection of its own; committed at the end, rolled back where anything is raised."""
        psycopg = _psycopg()
        with psycopg.connect(
            self._url, connect_timeout=CONNECT_SECONDS, cursor_factory=psycopg.ClientCursor
        ) as connection:
            connection.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
            yield _Translated(connection)

    def _migrate(self, connection: _Translated) -> None:
        connection.execute("CREATE TABLE IF NOT EXISTS desk_version (version BIGINT NOT NULL)")
        row = connection.execute("SELECT max(version) FROM desk_version").fetchone()
        before = int(row[0] or 0)
        if before > len(self._migrations):
            raise DeskFileError("The desks' database was written by a newer version of Exonym.")
        for version in range(before, len(self._migrations)):
            for statement in self._migrations[version]:
                connection.execute(_with_types(statement))
            connection.execute("INSERT INTO desk_version VALUES (?)", (version + 1,))


class _Translated:
    """A connection that takes statements as SQLite does."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Values = (), /) -> FoundRows:
        return cast(FoundRows, self._connection.execute(_translated(statement).encode(), _plain(values)))

    def executemany(self, statement: str, values: Iterable[Values], /) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(statement).encode(), map(_plain, values))


def _translated(statement: str) -> str:
    """A statement with its values as psycopg marks them; what stands in quotation marks is text."""

    def mark(found: re.Match[str]) -> str:
        if found[0] == "?":
            return "%s"
        if found[1]:
            return f"%({found[1]})s"
        return found[0].replace("%", "%%")

    return _VALUE.sub(mark, statement)


def _plain(values: Values) -> Values:
    """Values without the letter that PostgreSQL has none for: nothing that is kept has it, and so nothing is found."""
    if isinstance(values, Mapping):
        return {name: one.replace("\0", "\ufffd") if isinstance(one, str) else one for name, one in values.items()}
    return [one.replace("\0", "\ufffd") if isinstance(one, str) else one for one in values]


def _with_types(statement: str) -> str:
    for here, there in _TYPES.items():
        statement = statement.replace(here, there)
    return statement


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError:
        raise DeskFileError(f"EXONYM_DESK_URL needs more: {EXTRA}.") from None
    return psycopg


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """What goes wrong with the database, in errors of ours; none of them shows its password."""
    psycopg = _psycopg()
    errors = psycopg.errors
    try:
        yield
    except errors.IntegrityError:
        raise
    except (errors.DiskFull, errors.OutOfMemory):
        raise NoSpace("The disk of the desks' database is full, so nothing was stored.") from None
    except (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege):
        raise NoSpace("This service cannot write where it keeps decisions, so nothing was stored.") from None
    except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure):
        raise Overloaded("Others are writing decisions: try again in a moment.") from None
    except psycopg.OperationalError:
        message = "The desks' database does not answer: does PostgreSQL run where EXONYM_DESK_URL says?"
        raise DeskFileError(message) from None
    except psycopg.Error as error:
        raise DeskFileError(f"The desks' database cannot be read ({type(error).__name__}).") from None
