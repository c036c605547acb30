"""What a disk, a copy or a person can do to the files of a build."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

SEED = 15


def _flip(content: bytes, chance: random.Random, _other: bytes) -> bytes:
    out = bytearray(content)
    out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _zero(content: bytes, chance: random.Random, _other: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + bytes(min(4096, len(content) - start)) + content[start + 4096 :]


def _noise(content: bytes, chance: random.Random, _other: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + chance.randbytes(min(4096, len(content) - start)) + content[start + 4096 :]


def _cut(content: bytes, chance: random.Random, _other: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def _swap(_content: bytes, _chance: random.Random, other: bytes) -> bytes:
    return other


DAMAGES: dict[str, Callable[[bytes, random.Random, bytes], bytes]] = {
    "flip": _flip,
    "zero": _zero,
    "noise": _noise,
    "cut": _cut,
    "swap": _swap,
}


def files_of(folder: Path) -> list[Path]:
    """The files of a build, in order."""
    return sorted(file for file in folder.resolve().iterdir() if file.is_file())


def damaged(file: Path, kind: str) -> bytes | None:
    """What is in a file once it was damaged; None where that leaves it as it was.

    A swapped file has the content of the one after it in the build.
    """
    files = files_of(file.parent)
    content, other = file.read_bytes(), files[(files.index(file) + 1) % len(files)].read_bytes()
    after = DAMAGES[kind](content, random.Random(f"{SEED} {kind} {file.name}"), other)
    return None if after == content else after
