"""What makes a build trustworthy on a disk: its bytes are flushed before it counts, and told from others by SHA-256.

The manifest has the SHA-256 of each file, and its own as `seal`. The id of a build is a hash of what answers depend on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
SEAL = "seal"
HASHED = ("source", "tables", "about")
_ID_LETTERS = 16


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def build_id(manifest: Mapping[str, Any]) -> str:
    """The id of a build, from its manifest's format, its tables and the SHA-256 of its files.

    Raises:
        KeyError, TypeError, AttributeError: the manifest is not in shape.
    """
    tables = json.dumps(_as_read([manifest.get(part) for part in HASHED]), sort_keys=True)
    digest = hashlib.sha256(f"format {manifest['format']} {tables}".encode())
    for name in sorted(manifest["files"]):
        digest.update(f"{name} {manifest['files'][name]['sha256']}\n".encode())
    return digest.hexdigest()[:_ID_LETTERS]


def seal(manifest: Mapping[str, Any]) -> str:
    """The SHA-256 of a manifest without its seal, however it is laid out."""
    rest = {key: value for key, value in manifest.items() if key != SEAL}
    return hashlib.sha256(json.dumps(_as_read(rest), sort_keys=True).encode()).hexdigest()


def flush(folder: Path) -> None:
    """Have the files of a folder, and their names in it, on the disk when this returns.

    Raises:
        OSError: the disk cannot take them.
    """
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.is_symlink():
            _flush(file)
    _flush(folder)


def flush_names(folder: Path) -> None:
    """Have on the disk which names a folder has: what was renamed or linked in it."""
    _flush(folder)


def damage(folder: Path) -> tuple[str, ...]:
    """What is not as it was when a build was written: every file is read whole.

    Returns:
        A clause for each damaged file, which names it; empty where the build is whole.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        sealed = manifest.get(SEAL) in (None, seal(manifest))  # builds made before there were seals have none
        if not sealed or build_id(manifest) != manifest["build"]:
            return (f"{folder / MANIFEST} was altered since it was built",)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return (f"{folder / MANIFEST} cannot be read ({type(error).__name__}: {error})",)
    found = (_fault(folder / f"{name}.npy", facts["sha256"]) for name, facts in sorted(manifest["files"].items()))
    return tuple(fault for fault in found if fault is not None)


def _fault(file: Path, sha256: str) -> str | None:
    try:
        return None if sha256_of(file) == sha256 else f"{file} was altered since it was built"
    except (OSError, ValueError) as error:
        return f"{file} cannot be read ({error})"


def _as_read(value: Any) -> Any:
    """A value as it is once it was written as JSON and read."""
    return json.loads(json.dumps(value))


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
