"""Files that are made once and kept: parts of bytes behind a seal, the SHA-256 of all that follows it.

    32 bytes    the seal
     4 bytes    how many parts, the lowest byte first
     8 bytes    of each part: how long it is
    the parts

A file whose seal is not right is as good as none: it is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

SEAL = hashlib.sha256().digest_size
COUNT, LENGTH = 4, 8


def read(file: Path) -> tuple[memoryview, ...] | None:
    """The parts of a file, mapped, so that all processes share them; None where there is no such file, whole."""
    try:
        with file.open("rb") as stream:
            whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    if hashlib.sha256(whole[SEAL:]).digest() != whole[:SEAL]:
        return None
    count = int.from_bytes(whole[SEAL : SEAL + COUNT], "little")
    head = SEAL + COUNT + LENGTH * count
    lengths = [int.from_bytes(whole[at : at + LENGTH], "little") for at in range(SEAL + COUNT, head, LENGTH)]
    return tuple(whole[start:stop] for start, stop in pairwise(accumulate(lengths, initial=head)))


def write(file: Path, parts: Sequence[bytes]) -> None:
    """Write a file, whole or not at all; a folder that cannot be written keeps nothing."""
    lengths = b"".join(len(part).to_bytes(LENGTH, "little") for part in parts)
    body = b"".join([len(parts).to_bytes(COUNT, "little"), lengths, *parts])
    aside = file.with_name(f".{file.name}-{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        aside.write_bytes(hashlib.sha256(body).digest() + body)
        os.replace(aside, file)


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
