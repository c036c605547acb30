"""The secret of an installation: what its processes sign the values with that they put into a shared Redis.

Who has it is trusted; who may only write to the Redis is not. It is the setting, else the file `secret` of the data
folder, which the first that needs it makes, readable by its owner alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from hashlib import blake2b
from pathlib import Path

from service.settings import Settings, SettingsError, variable

FILE = "secret"
LEAST_LETTERS = 16
BYTES = 32
KEY_BYTES = 32

log = logging.getLogger("exonym")


def secret_of(settings: Settings) -> bytes:
    """The secret, made where there is none.

    Where it cannot be kept, for want of a place to write, it is this process's alone: then nothing is shared.

    Raises:
        SettingsError: the one that is set is too short.
    """
    if settings.secret:
        if len(settings.secret) < LEAST_LETTERS:
            raise SettingsError(f"{variable('secret')} is too short: give at least {LEAST_LETTERS} letters, at random.")
        return settings.secret.encode("utf-8", "surrogateescape")
    path = settings.data_dir / FILE
    try:
        return _read(path) or _make(path)
    except OSError as error:
        log.warning(
            "%s cannot be kept (%s), so Redis is of no use to others: set %s.", path, error.strerror, variable("secret")
        )
        return secrets.token_bytes(BYTES)


def key_for(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that what is signed for one cannot be passed off as signed for another."""
    digest = blake2b(secret, digest_size=KEY_BYTES).digest()
    return blake2b(purpose.encode(), key=digest, digest_size=KEY_BYTES).digest()


def _read(path: Path) -> bytes | None:
    """The secret in a file; None where there is no file."""
    try:
        found = path.read_bytes().strip()
    except FileNotFoundError:
        return None
    if len(found) < LEAST_LETTERS:
        raise SettingsError(f"{path} holds no secret: delete it, and a new one is made.")
    return found


def _make(path: Path) -> bytes:
    """Make the file, unless another process is quicker: all read the same."""
    part = path.with_name(f".{FILE}-{secrets.token_hex(8)}")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(secrets.token_hex(BYTES).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
    made = _read(path)
    assert made is not None
    return made
