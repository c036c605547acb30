"""The index of a jobs' folder, in SQLite: who has which jobs, what waits, how many bytes there are.

The folders are the truth. The index is made of them where it is missing or damaged, and may be deleted at any time. It
is what all processes of the service share, so what must happen once (the same table sent twice) happens in its
transactions. Its journal is the plain one, which also holds where hosts share the folder.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from functools import partial
from pathlib import Path
from typing import TypeVar

from service.jobs.records import DAMAGED, FAILED, QUEUED, RUNNING

T = TypeVar("T")

log = logging.getLogger("exonym")

VERSION = 1
FILE = f".index-{VERSION}.sqlite"
LOCK = ".index.lock"
ATTEMPTS = 3  # to use a damaged index
BUSY_SECONDS = 15.0
TURN_SECONDS = 3600.0  # that an owner's turn is remembered
ALIVE_SECONDS = 600.0  # an upload of which nothing was heard for so long is none any more

_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH)
_SCHEMA = (
    "CREATE TABLE jobs (id TEXT PRIMARY KEY, owner TEXT NOT NULL, sha256 TEXT NOT NULL, created REAL NOT NULL,"
    " lane TEXT NOT NULL, lines INTEGER NOT NULL, bytes INTEGER NOT NULL, state TEXT NOT NULL,"
    " deaths INTEGER NOT NULL, ended REAL) WITHOUT ROWID",
    "CREATE INDEX by_owner ON jobs (owner, sha256)",
    "CREATE INDEX by_state ON jobs (state, lane)",
    "CREATE TABLE uploads (id TEXT PRIMARY KEY, owner TEXT NOT NULL, bytes INTEGER NOT NULL, seen REAL NOT NULL)",
    "CREATE TABLE owners (owner TEXT, lane TEXT, served REAL NOT NULL, PRIMARY KEY (owner, lane))",
    f"PRAGMA user_version = {VERSION}",
)
_WAITS = f"state IN ('{QUEUED}', '{RUNNING}')"


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """What the index says of a job.

    Args:
        id: of the job.
        owner: whose it is.
        sha256: of what was uploaded.
        created: when.
        lane: in which it is done.
        lines: of its table.
        bytes: that it takes, or is expected to take.
        state: of the job, or `damaged`.
        deaths: of the worker since the last progress.
        ended: when, or None.
    """

    id: str
    owner: str
    sha256: str
    created: float
    lane: str
    lines: int
    bytes: int
    state: str
    deaths: int
    ended: float | None


@dataclass(frozen=True, slots=True)
class Held:
    """How much there is: jobs of an owner that wait or come in, bytes of that owner, bytes in all."""

    waiting: int
    bytes: int
    all_bytes: int


class Catalog:
    """The index of a folder. Every call opens it anew, so that any thread or process may.

    Args:
        folder: of the jobs.
        rows: reads all rows from the folders.
    """

    def __init__(self, folder: Path, rows: Callable[[], Iterable[CatalogRow]]) -> None:
        self._folder = folder
        self._rows = rows
        self._path = folder / FILE

    def change(self, work: Callable[[OpenCatalog], T]) -> T:
        """Change the index while nobody else does; it is as before where anything is raised.

        Args:
            work: does it, and is called again where the index was found damaged and made anew.

        Raises:
            OSError: it cannot be written.
        """
        return self._with(partial(_in_transaction, work))

    def read(self, work: Callable[[OpenCatalog], T]) -> T:
        """Ask the index.

        Raises:
            OSError: it cannot be read.
        """
        return self._with(lambda connection: work(OpenCatalog(connection)))

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        for _ in range(ATTEMPTS):
            try:
                with contextlib.closing(self._connection()) as connection:
                    return work(connection)
            except sqlite3.DatabaseError as error:
                if not self._is_broken(error):
                    raise _as_os_error(error) from error
                self._set_aside(error)
        raise OSError(errno.EIO, "The index of jobs cannot be made", str(self._path))

    def _connection(self) -> sqlite3.Connection:
        """A connection to the index, which is made where there is none."""
        if self._path.exists():
            connection = self._connect()
            if _is_complete(connection):
                return connection
            connection.close()
        self._make()
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)

    def _make(self) -> None:
        """Make the index of what is in the folders; one process does, the others wait."""
        with _locked(self._folder / LOCK), contextlib.closing(self._connect()) as connection:
            if not _is_complete(connection):  # else another process was quicker
                _in_transaction(self._fill, connection)

    def _fill(self, change: OpenCatalog) -> None:
        change.make_tables()
        for row in self._rows():
            change.put(row)

    def _is_broken(self, error: sqlite3.DatabaseError) -> bool:
        return _code(error) in _BROKEN or (_code(error) == sqlite3.SQLITE_CANTOPEN and self._path.is_dir())

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        """Remove a damaged index, unless another process has made a new one already."""
        with _locked(self._folder / LOCK):
            with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(self._connect()) as connection:
                if _is_complete(connection) and OpenCatalog(connection).is_sound():
                    return
            log.error("The index of jobs is damaged (%s); it is made anew from their folders.", error)
            if self._path.is_dir():
                self._path.rename(self._path.with_name(f"{FILE}-{secrets.token_hex(8)}"))
            for path in (self._path, self._path.with_name(f"{FILE}-journal")):
                path.unlink(missing_ok=True)


class OpenCatalog:
    """The index, opened: what can be asked of it and changed in it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def make_tables(self) -> None:
        """Make the tables of a new index."""
        for statement in _SCHEMA:
            self._connection.execute(statement)

    def is_sound(self) -> bool:
        """Whether it can be read from beginning to end."""
        for table in ("jobs", "uploads", "owners"):
            self._connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
        return bool(self._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))

    def put(self, row: CatalogRow) -> None:
        """Write down a job, new or known."""
        places = ", ".join("?" * len(fields(CatalogRow)))
        self._connection.execute(f"INSERT OR REPLACE INTO jobs VALUES ({places})", astuple(row))

    def drop(self, id: str) -> None:
        """Forget a job."""
        self._connection.execute("DELETE FROM jobs WHERE id = ?", (id,))

    def come(self, id: str, state: str, deaths: int, ended: float | None, bytes: int | None) -> None:
        """Write down how far a job has come, and how many bytes it takes where that is known."""
        self._connection.execute(
            "UPDATE jobs SET state = ?, deaths = ?, ended = ?, bytes = COALESCE(?, bytes) WHERE id = ?",
            (state, deaths, ended, bytes, id),
        )

    def same(self, owner: str, sha256: str) -> list[str]:
        """The jobs of an owner for the same upload that have not failed."""
        rows = self._connection.execute(
            f"SELECT id FROM jobs WHERE owner = ? AND sha256 = ? AND state NOT IN ('{FAILED}', '{DAMAGED}')"
            " ORDER BY created",
            (owner, sha256),
        )
        return [id for (id,) in rows]

    def held(self, owner: str, but: str = "") -> Held:
        """How much there is, without one upload."""
        waiting, own = self._one(
            f"SELECT COUNT(CASE WHEN {_WAITS} THEN 1 END), COALESCE(SUM(bytes), 0) FROM jobs WHERE owner = ?", owner
        )
        coming, own_coming = self._one(
            "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM uploads WHERE owner = ? AND id <> ?", owner, but
        )
        (kept,) = self._one("SELECT COALESCE(SUM(bytes), 0) FROM jobs")
        (all_coming,) = self._one("SELECT COALESCE(SUM(bytes), 0) FROM uploads WHERE id <> ?", but)
        return Held(waiting + coming, own + own_coming, kept + all_coming)

    def coming(self, id: str, owner: str, bytes: int) -> None:
        """Write down that an upload comes in, and how many bytes it has or will have."""
        self._connection.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)", (id, owner, bytes, time.time()))

    def came(self, id: str) -> None:
        """Forget an upload."""
        self._connection.execute("DELETE FROM uploads WHERE id = ?", (id,))

    def forget_uploads(self) -> None:
        """Forget the uploads of which nothing was heard for long: who took them in has died."""
        self._connection.execute("DELETE FROM uploads WHERE seen < ?", (time.time() - ALIVE_SECONDS,))

    def next(self, lane: str, but: Iterable[str] = ()) -> tuple[str, str] | None:
        """The job whose turn it is in a lane, and its owner.

        Owners take turns; of one owner the smallest table comes first. What killed its worker comes last.
        """
        left_out = list(but)
        marks = ", ".join("?" * len(left_out))
        found = self._connection.execute(
            "SELECT jobs.id, jobs.owner FROM jobs"
            " LEFT JOIN owners ON owners.owner = jobs.owner AND owners.lane = jobs.lane"
            f" WHERE jobs.lane = ? AND {_WAITS} AND jobs.id NOT IN ({marks})"
            " ORDER BY jobs.deaths > 0, COALESCE(owners.served, 0), jobs.lines, jobs.created, jobs.id LIMIT 1",
            (lane, *left_out),
        ).fetchone()
        return None if found is None else (str(found[0]), str(found[1]))

    def serve(self, owner: str, lane: str) -> None:
        """Write down that an owner has their turn now."""
        self._connection.execute("INSERT OR REPLACE INTO owners VALUES (?, ?, ?)", (owner, lane, time.time()))
        self._connection.execute(
            f"DELETE FROM owners WHERE served < ? AND owner NOT IN (SELECT owner FROM jobs WHERE {_WAITS})",
            (time.time() - TURN_SECONDS,),
        )

    def others_wait(self, owner: str, lane: str) -> bool:
        """Whether a job of another owner waits in a lane."""
        found = self._connection.execute(
            f"SELECT 1 FROM jobs WHERE lane = ? AND {_WAITS} AND owner <> ? AND deaths = 0 LIMIT 1", (lane, owner)
        )
        return found.fetchone() is not None

    def waiting_lanes(self) -> set[str]:
        """The lanes in which jobs wait."""
        return {lane for (lane,) in self._connection.execute(f"SELECT DISTINCT lane FROM jobs WHERE {_WAITS}")}

    def ids(self) -> dict[str, str]:
        """The state of each job, by its id."""
        return dict(self._connection.execute("SELECT id, state FROM jobs ORDER BY created, id").fetchall())

    def ended_before(self, moment: float) -> list[str]:
        """The jobs that ended before a moment."""
        return [id for (id,) in self._connection.execute("SELECT id FROM jobs WHERE ended < ?", (moment,))]

    def states(self) -> list[tuple[str, int]]:
        """How many jobs there are in each state."""
        return self._connection.execute("SELECT state, COUNT(*) FROM jobs GROUP BY state ORDER BY state").fetchall()

    def _one(self, query: str, *values: str) -> tuple[int, ...]:
        found: tuple[int, ...] = self._connection.execute(query, values).fetchone()
        return found


def _in_transaction(work: Callable[[OpenCatalog], T], connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(OpenCatalog(connection))
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    return result


def _is_complete(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA user_version").fetchone() == (VERSION,))


def _code(error: sqlite3.DatabaseError) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # what more there is of a code says it more exactly


def _as_os_error(error: sqlite3.DatabaseError) -> OSError:
    number = errno.ENOSPC if _code(error) == sqlite3.SQLITE_FULL else errno.EIO
    return OSError(number, f"The index of jobs cannot be used: {error}", FILE)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
