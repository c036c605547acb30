"""What is kept of the keys of a table: of those seen last in memory, of the others in a temporary file.

Names repeat, and asking one again costs a hundred times what reading its answer from a file does. The file is a
database of SQLite's that has no name, so nothing of it is left, however the process ends.
"""

from __future__ import annotations

import logging
import pickle
import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from hashlib import blake2b
from typing import Generic, TypeVar

RECENT = 100_000  # in memory, at about 700 bytes each
TOGETHER = 500  # that are written or read at once; older versions of SQLite take 999
PAGES_KB = 32_000  # of the file, in memory
DIGEST_BYTES = 16

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

log = logging.getLogger(__name__)


class SpillCache(Generic[K, T]):
    """Values by key. Where the file cannot be written, only what is in memory is kept.

    Args:
        recent: how many stay in memory.
    """

    def __init__(self, recent: int = RECENT) -> None:
        self._limit = recent
        self._recent: OrderedDict[K, T] = OrderedDict()
        self._leaving: dict[bytes, T] = {}
        self._file: SpillFile[T] | None = SpillFile()

    def get(self, keys: Iterable[K]) -> dict[K, T]:
        """What is kept of some keys."""
        recent = self._recent
        found: dict[K, T] = {}
        missing: dict[bytes, K] = {}
        for key in keys:
            if key in recent:
                recent.move_to_end(key)
                found[key] = recent[key]
            elif self._leaving or self._file:
                missing[_digest(key)] = key
        for digest, value in self._read(list(missing)).items():
            key = missing[digest]
            found[key] = value
            self.put(key, value)
        return found

    def put(self, key: K, value: T) -> None:
        """Keep a value."""
        self._recent[key] = value
        if len(self._recent) > self._limit:
            oldest, its = self._recent.popitem(last=False)
            if self._file is not None:
                self._leaving[_digest(oldest)] = its
                if len(self._leaving) >= TOGETHER:
                    self._write()

    def _read(self, digests: list[bytes]) -> dict[bytes, T]:
        found = {digest: self._leaving[digest] for digest in digests if digest in self._leaving}
        try:
            if self._file:
                found |= self._file.read([digest for digest in digests if digest not in found])
        except sqlite3.Error as error:
            self._do_without(error)
        return found

    def _write(self) -> None:
        try:
            if self._file is not None:
                self._file.write(self._leaving)
        except sqlite3.Error as error:
            self._do_without(error)
        self._leaving = {}

    def _do_without(self, error: sqlite3.Error) -> None:
        log.warning("No more answers can be kept in a temporary file, so some names are asked again: %s", error)
        self._file = None


class SpillFile(Generic[T]):
    """Values by digest, in a temporary file that is made when the first is written. For one thread at a time."""

    def __init__(self) -> None:
        self._opened: sqlite3.Connection | None = None

    def __bool__(self) -> bool:
        return self._opened is not None

    def read(self, digests: list[bytes]) -> dict[bytes, T]:
        """The values under those of some digests that have one."""
        found: dict[bytes, T] = {}
        for start in range(0, len(digests), TOGETHER):
            part = digests[start : start + TOGETHER]
            wanted = f"SELECT digest, value FROM kept WHERE digest IN ({','.join('?' * len(part))})"
            found |= {digest: pickle.loads(value) for digest, value in self._database().execute(wanted, part)}
        return found

    def write(self, values: dict[bytes, T]) -> None:
        """Add values; what is there stays."""
        rows = [(digest, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)) for digest, value in values.items()]
        database = self._database()
        database.execute("BEGIN")
        database.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", rows)
        database.execute("COMMIT")

    def _database(self) -> sqlite3.Connection:
        if self._opened is None:
            # An empty name is a temporary file. Transactions are of no use: who cannot write does without the file.
            database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            weakref.finalize(self, database.close)
            for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{PAGES_KB}"):
                database.execute(f"PRAGMA {setting}")
            database.execute("CREATE TABLE kept (digest BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
            self._opened = database
        return self._opened


def _digest(key: Hashable) -> bytes:
    return blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
