"""Compiled kernels on their way: what is said of them beside them, whether they fit here, and how they are taken."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import llvmlite
from numba import __version__ as numba_version
from numba.core.registry import cpu_target

from gazetteer.index.kept_kernels import KernelFolder, kept
from gazetteer.index.store import Array, open_build
from gazetteer.lock import turn
from gazetteer.warming import TURN, kernel_types

FOLDER = "kernels"
ABOUT = "about.json"
ABOUT_BYTES = 1_000_000
BYTES = 64_000_000  # of all kernels; there are some 4 MB
FILES = 2_000
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.<>-]{0,150}\.nb[ic]")
_INDEX = ".nbi"


@dataclass(frozen=True, slots=True)
class AboutKernels:
    """What kernels are for.

    Args:
        sources: names the sources that they are compiled from.
        mark: names the versions, the processor and the types that they are compiled for.
        python: the version, as the next three for people.
        numba: its version.
        llvmlite: its version.
        processor: its name, as LLVM has it.
        files: the size and SHA-256 of each, as in a manifest.
    """

    sources: str
    mark: str
    python: str
    numba: str
    llvmlite: str
    processor: str
    files: Mapping[str, Mapping[str, Any]]

    def as_json(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def made_for(self) -> str:
        """What they are for, in words."""
        return f"Python {self.python}, numba {self.numba}, llvmlite {self.llvmlite} and the processor {self.processor}"


def read_about(raw: bytes) -> AboutKernels | None:
    """What is said of kernels; None where it is not in shape."""
    try:
        about = AboutKernels(**json.loads(raw))
        words = (about.sources, about.mark, about.python, about.numba, about.llvmlite, about.processor)
        sizes = [facts["bytes"] for facts in about.files.values() if isinstance(facts["sha256"], str)]
        good = all(isinstance(word, str) and word.isprintable() and len(word) < 100 for word in words)
        good = good and len(sizes) == len(about.files) <= FILES and all(_NAME.fullmatch(name) for name in about.files)
        good = good and all(type(size) is int and size >= 0 for size in sizes) and sum(sizes) <= BYTES
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return about if good else None


def describe(found: KernelFolder, folder: Path) -> tuple[AboutKernels, dict[str, bytes]]:
    """The kernels in a folder, and what is to be said of them."""
    kernels = {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir())
        if _NAME.fullmatch(file.name) and file.is_file() and not file.is_symlink()
    }
    facts = {name: {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()} for name, raw in kernels.items()}
    return _about_here(found.mark, folder.name, facts), kernels


def misfit(about: AboutKernels, arrays: Mapping[str, Array]) -> str | None:
    """Why kernels are not for this machine and these arrays, in a sentence; None where they are."""
    found = kept(kernel_types(arrays))
    if found.folder is None:
        return "Kernels cannot be kept here: set NUMBA_CACHE_DIR to a folder to write."
    if (about.sources, about.mark) == (found.folder.name, found.mark):
        return None
    here = _about_here(found.mark, found.folder.name, {})
    other = "" if about.made_for != here.made_for else " and another version of Exonym"
    return f"The compiled kernels are for {about.made_for}{other}; here it is {here.made_for}."


def put_kernels(about: AboutKernels, read: Callable[[str], bytes], arrays: Mapping[str, Array]) -> None:
    """Keep kernels that fit, but for those that are here already.

    Args:
        about: what they are for.
        read: gives the bytes of one by its name, which were compared with their digest.
        arrays: of the build that they are for.
    """
    found = kept(kernel_types(arrays))
    if found.whole or found.folder is None:
        return
    folder = found.folder
    with turn(folder / TURN):
        # A kernel's index is looked at first, so it comes last.
        here = {file.name for file in folder.glob(f"*{_INDEX}")}
        wanted = [name for name in about.files if _index_of(name) not in here]
        for name in sorted(wanted, key=lambda name: name.endswith(_INDEX)):
            part = folder / f".{name}-{os.getpid()}"
            part.write_bytes(read(name))
            os.replace(part, folder / name)
        if not here:
            found.remember()


def take_kernels(data_dir: Path, build: str) -> str | None:
    """Keep the kernels that lie in an unpacked archive. They are code: whoever may write there may run it here.

    Args:
        data_dir: where the archive was unpacked.
        build: the id of the build.

    Returns:
        Why they were not taken, in a sentence; None where they were, or are kept here already.

    Raises:
        WrongFormat, CorruptIndex: the build cannot be opened.
    """
    folder = data_dir / FOLDER
    arrays = open_build(data_dir / build).arrays
    if kept(kernel_types(arrays)).whole:
        return None
    try:
        about = read_about(_bounded(folder / ABOUT, ABOUT_BYTES)) if (folder / ABOUT).is_file() else None
        if about is None:
            return f"{folder} holds no compiled kernels."
        why = misfit(about, arrays)
        if why is not None:
            return why
        raw = {name: _bounded(folder / name, facts["bytes"]) for name, facts in about.files.items()}
    except OSError as error:
        return f"{folder} cannot be read ({error})."
    altered = altered_kernels(about, raw)
    if altered:
        return f"{folder / altered[0]} was altered since it was packed."
    with contextlib.suppress(OSError):  # a full disk: they are compiled instead
        put_kernels(about, raw.__getitem__, arrays)
    return None


def altered_kernels(about: AboutKernels, raw: Mapping[str, bytes]) -> list[str]:
    """The names of the kernels that are not as they were packed."""
    return [name for name, facts in about.files.items() if not _same(raw.get(name), facts)]


def _same(raw: bytes | None, facts: Mapping[str, Any]) -> bool:
    return raw is not None and hashlib.sha256(raw).hexdigest() == facts["sha256"]


def _bounded(file: Path, most: int) -> bytes:
    with file.open("rb") as stream:
        return stream.read(most + 1)


def _index_of(name: str) -> str:
    """The index of a kernel, `search-78.py311.nbi`, by the name of one of its files, `search-78.py311.1.nbc`."""
    return name if name.endswith(_INDEX) else name.rsplit(".", 2)[0] + _INDEX


def _about_here(mark: str, sources: str, files: Mapping[str, Mapping[str, Any]]) -> AboutKernels:
    processor = str(cpu_target.target_context.codegen().magic_tuple()[1])
    return AboutKernels(sources, mark, platform.python_version(), numba_version, llvmlite.__version__, processor, files)
