"""Files and folders of jobs: how large, away with them, safely on the disk."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


def size_of(folder: Path) -> int:
    """How many bytes the files in a folder take."""
    total = 0
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                total += entry.stat(follow_symlinks=False).st_size
    return total


def delete_path(path: Path) -> None:
    """Delete a folder, or a file where there should be one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write_through(path: Path, content: bytes) -> None:
    """Write a file, and wait until it is on the disk."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
