"""Whether a build is, byte for byte, what was written: found out by reading it whole, and remembered.

What is remembered holds while the size, inode and time of change of every file stay the same. Bytes that rot on a disk
change none of these: `verify` reads all the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from gazetteer import lock
from gazetteer.errors import CorruptIndex
from gazetteer.index.integrity import damage
from gazetteer.index.store import kept_builds as kept_builds
from gazetteer.index.store import open_build

MARK = ".verified-"
TURN = ".verifying"
REMEDY = "Run `exonym build` to make it anew."
GEONAMES_REMEDY = "Run `exonym build --source geonames` to make it anew."


@dataclass(frozen=True, slots=True)
class Verified:
    """A build that is whole.

    Args:
        build: its id.
        files: how many files it has, the manifest among them.
        size: their bytes.
    """

    build: str
    files: int
    size: int


def verify(data_dir: Path, build: str) -> Verified:
    """Read a build whole and compare it with what was written.

    Args:
        data_dir: where builds are kept.
        build: the id of one.

    Raises:
        WrongFormat: it was written in another version of the format.
        CorruptIndex: files are missing or altered; the message names each, one a line, and says what to run.
    """
    folder = data_dir / build
    found = damage(folder)
    if found:
        raise CorruptIndex(";\n".join(found) + f". {_remedy(folder)}")
    store = open_build(folder)
    sizes = [facts["bytes"] for facts in store.manifest["files"].values()]
    return Verified(build, len(sizes) + 1, sum(sizes) + (folder / "manifest.json").stat().st_size)


def fingerprint(data_dir: Path, build: str) -> str:
    """What changes when a file of a build is replaced, cut or written: costs a system call a file and reads none."""
    digest = hashlib.sha256(f"{version('exonym')} {build}".encode())
    try:
        with os.scandir(data_dir / build) as entries:
            facts = sorted((entry.name, entry.stat()) for entry in entries)
    except OSError as error:
        return f"none: {error.errno}"
    for name, stat in facts:
        digest.update(f"{name} {stat.st_size} {stat.st_ino} {stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def remembered(data_dir: Path, build: str, seen: str) -> bool:
    """Whether a build was found whole when its fingerprint was this one, by this version of the program."""
    try:
        return (data_dir / f"{MARK}{Path(build).name}").read_text("ascii") == seen
    except (OSError, ValueError):
        return False


def remember(data_dir: Path, build: str, seen: str) -> None:
    """Remember that a build was found whole; a directory that cannot be written remembers nothing.

    Args:
        data_dir: where builds are kept.
        build: the id of one.
        seen: its fingerprint before it was read.
    """
    part = data_dir / f"{MARK}{os.getpid()}.part"
    with contextlib.suppress(OSError):
        part.write_text(seen, "ascii")
        os.replace(part, data_dir / f"{MARK}{Path(build).name}")
        for mark in data_dir.glob(f"{MARK}*"):
            if not (data_dir / mark.name.removeprefix(MARK)).exists() and mark.name != f"{MARK}{Path(build).name}":
                mark.unlink()


def turn(data_dir: Path) -> contextlib.AbstractContextManager[None]:
    """Let one process at a time look at a data directory's builds; where it cannot be written, all at once."""
    return lock.turn(data_dir / TURN)


def _remedy(folder: Path) -> str:
    """What to run: which source it was, as far as the manifest still says so."""
    with contextlib.suppress(OSError):
        if b'"source": "geonames"' in (folder / "manifest.json").read_bytes():
            return GEONAMES_REMEDY
    return REMEDY
