"""The lock: what an output was made of, so that the same again gives the same bytes, and what differs if not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from gazetteer.errors import TableError

_BLOCK = 1_000_000  # bytes read at a time
_SPOKEN = {
    "exonym": "version of Exonym",
    "gazetteer": "build of the gazetteer",
    "options": "options",
    "decisions": "decisions (SHA-256)",
    "input": "input (SHA-256)",
    "output": "output (SHA-256)",
}


@dataclass(frozen=True, slots=True)
class Lockfile:
    """What an output was made of.

    Args:
        exonym: version of this package.
        gazetteer: id of the build.
        options: columns, encoding and options of the resolution, in a form that compares.
        decisions: SHA-256 of the file of decisions; blank without.
        input: SHA-256 of the table.
        output: SHA-256 of what came of it; blank before it is known.
    """

    exonym: str
    gazetteer: str
    options: dict[str, Any]
    decisions: str
    input: str
    output: str = ""

    def differences(self, before: Lockfile) -> list[str]:
        """What differs from a lock of before, a sentence each; the output counts where both are known."""
        out = []
        for field in fields(self):
            old, new = getattr(before, field.name), getattr(self, field.name)
            if old != new and (field.name != "output" or (old and new)):
                out.append(f"{_SPOKEN[field.name]}: {_short(old)} in the lock, {_short(new)} now")
        return out

    def write(self, path: Path) -> None:
        """Write it to a file."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def make_lockfile(build: str, options: dict[str, Any], source: BinaryIO, decisions: bytes | None) -> Lockfile:
    """The lock of a table that is about to be reconciled; leaves the source at its beginning."""
    source.seek(0)
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
    source.seek(0)
    decided = "" if decisions is None else hashlib.sha256(decisions).hexdigest()
    plain = json.loads(json.dumps(options))
    return Lockfile(version("exonym"), build, plain, decided, digest.hexdigest())


def read_lockfile(path: Path) -> Lockfile | None:
    """The lock of before, or None where there is none.

    Raises:
        TableError: the file is no lock.
    """
    try:
        return Lockfile(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise TableError(f"{path} is no lock file ({error}).") from None


def _short(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)[:16] if value else "none"
