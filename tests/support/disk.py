"""A disk that is soon full: a real file system of some megabytes. Needs Linux, and to be root there."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

BLOCKS = (1 << 16, 1 << 10, 1)
FILLING = "filling"  # the file that takes the room


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of so many megabytes on a new folder.

    Raises:
        OSError: none may be mounted here.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        raise OSError("No file system can be mounted here: be root on Linux.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Write a file until its disk takes no more; returns the file."""
    path = folder / FILLING
    with path.open("wb", buffering=0) as stream:
        for size in BLOCKS:
            with contextlib.suppress(OSError):
                while True:
                    stream.write(b"x" * size)
    return path
