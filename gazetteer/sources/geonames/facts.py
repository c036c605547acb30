"""What is known of a downloaded file, kept beside it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a file came from and what was found in it.

    Args:
        url: its address.
        etag: the server's mark of the version, or empty.
        last_modified: the server's date of it, an HTTP date, or empty.
        bytes: its size; of a file not yet whole, 0.
        sha256: its digest; of a file not yet whole, empty.
        rows: how many rows it has.
        made: the day on which it was made, ISO 8601, or empty.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0
    sha256: str = ""
    rows: int = 0
    made: str = ""

    @property
    def strong(self) -> str:
        """What the server takes as proof that a part is of the same version (RFC 9110, 13.1.5), or empty."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


def beside(path: Path) -> Path:
    """Where the facts of a file are kept."""
    return path.with_name(f"{path.name}.json")


def read_facts(path: Path) -> Facts | None:
    """The facts of a file, None where there are none that can be read."""
    try:
        return Facts(**json.loads(beside(path).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_facts(path: Path, facts: Facts) -> None:
    """Keep the facts of a file; they are there whole or not at all."""
    part = path.with_name(f".{path.name}.json")
    part.write_text(json.dumps(asdict(facts)), "utf-8")
    os.replace(part, beside(path))


def digest(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
