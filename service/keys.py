"""API keys: who may ask. They stand in `keys.json` of the data directory, not in Redis, which may be emptied or absent.

A key is `exo_<id>_<secret>`: the id finds the entry, the secret is 256 random bits. Only the SHA-256 of the whole is
kept; for secrets that long no slow hash is needed, since they cannot be guessed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from gazetteer.errors import ExonymError

log = logging.getLogger("exonym")

FILE = "keys.json"
LOCK = "keys.lock"
FORMAT = 1
ID_BYTES = 6
SECRET_BYTES = 32
KEY = re.compile(r"exo_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
NAME_LIMIT = 100
READER, EDITOR, OWNER = "reader", "editor", "owner"
ROLES = (READER, EDITOR, OWNER)
"""What a key may do on its desk, each also what those before it may: read and be answered; decide; the rest."""
DESK = re.compile(r"[a-z0-9-]{1,40}")
NO_HASH = "-" * 64  # in the place of one; no hash is like it
LOOK_SECONDS = 1.0  # how often to look whether the file has changed


class KeyFileError(ExonymError):
    """The file of keys cannot be read, or a key cannot be found in it."""

    code = "keys"


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key: not the key itself.

    Args:
        id: its middle part, which tells it from others.
        name: whose it is.
        sha256: of the whole key, hexadecimal.
        created: the day and time, ISO 8601, UTC.
        revoked: since when it holds no more, or None.
        desk: the desk that it is for, or None.
        role: what it may do there: one of `ROLES`.
    """

    id: str
    name: str
    sha256: str
    created: str
    revoked: str | None = None
    desk: str | None = None
    role: str = READER


def read_keys(data_dir: Path) -> tuple[Key, ...]:
    """All keys, those revoked included.

    Raises:
        KeyFileError: where the file is damaged.
    """
    path = data_dir / FILE
    try:
        table = orjson.loads(path.read_bytes())
        if table["format"] != FORMAT:
            raise KeyFileError(f"{path} was written by another version of Exonym.")
        return tuple(Key(**entry) for entry in table["keys"])
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, KeyError) as error:
        raise KeyFileError(f"{path} is damaged ({error}): restore it, or remove it and make new keys.") from None


def add_key(data_dir: Path, name: str, desk: str | None = None, role: str = READER) -> str:
    """Make a key for somebody. Returns the key, which nobody can read again.

    Args:
        data_dir: the folder of the gazetteer.
        name: whose it is.
        desk: the desk that it is for.
        role: what it may do there, one of `ROLES`.

    Raises:
        KeyFileError: where the file is damaged, or the name is empty, too long or holds control characters, or the
            desk is none that may be.
    """
    if desk is not None and DESK.fullmatch(desk) is None:
        raise KeyFileError("Give the desk in small letters a to z, digits and hyphens, at most 40.")
    if not name.strip() or len(name) > NAME_LIMIT or not name.isprintable():
        raise KeyFileError(f"Give the key a name of 1 to {NAME_LIMIT} printable characters.")
    key = f"exo_{secrets.token_hex(ID_BYTES)}_{secrets.token_urlsafe(SECRET_BYTES)}"
    with _changing(data_dir) as keys:
        keys.append(Key(key.split("_")[1], name.strip(), _hash(key), _now(), desk=desk, role=role))
    return key


def revoke_key(data_dir: Path, which: str) -> list[Key]:
    """Revoke the key with an id, or all keys of a name. Returns those that held until now.

    Raises:
        KeyFileError: where the file is damaged or there is no such key.
    """
    with _changing(data_dir) as keys:
        places = [place for place, key in enumerate(keys) if which in (key.id, key.name) and key.revoked is None]
        if not places:
            raise KeyFileError(f"No key that holds has the id or name {which!r}; `exonym keys list` shows them.")
        for place in places:
            keys[place] = replace(keys[place], revoked=_now())
        return [keys[place] for place in places]


class Keys:
    """The keys of a data directory, read again when the file changes. Where it cannot be read, the last state holds."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._held: dict[str, Key] = {}
        self._seen: tuple[int, int, int] | None = None
        self._next_look = 0.0

    def check(self, key: str) -> Key | None:
        """The entry of a key, or None where it is unknown or revoked."""
        if time.monotonic() >= self._next_look:
            self._look()
        found = KEY.fullmatch(key)
        entry = self._held.get(found[1]) if found else None
        # The same is done for an id that is unknown, so that the time it takes does not tell which are known.
        holds = hmac.compare_digest(NO_HASH if entry is None else entry.sha256, _hash(key))
        return entry if holds else None

    def with_id(self, id: str) -> Key | None:
        """The entry with an id, for what was made with a key; None where that is unknown or revoked."""
        if time.monotonic() >= self._next_look:
            self._look()
        return self._held.get(id)

    def _look(self) -> None:
        self._next_look = time.monotonic() + LOOK_SECONDS
        try:
            status = (self._data_dir / FILE).stat()
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
        except FileNotFoundError:
            self._seen, self._held = None, {}
            return
        except OSError as error:
            log.error("The keys cannot be read: %s.", error.strerror)
            return
        if seen == self._seen:
            return
        try:
            keys = read_keys(self._data_dir)
        except (KeyFileError, OSError) as error:
            log.error("The keys cannot be read: %s", error)
        else:
            self._held = {key.id: key for key in keys if key.revoked is None}
        self._seen = seen


@contextlib.contextmanager
def _changing(data_dir: Path) -> Iterator[list[Key]]:
    """The keys, to be changed by nobody else; written back as a whole, or not at all."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keys = list(read_keys(data_dir))
        yield keys
        path, new = data_dir / FILE, data_dir / f"{FILE}.new"
        text = orjson.dumps({"format": FORMAT, "keys": [asdict(key) for key in keys]}, option=orjson.OPT_INDENT_2)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
