"""Whether all kernels are kept on disk, for this processor and these types: a mark beside them says so."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import llvmlite
from numba import __version__ as numba_version
from numba.core.registry import cpu_target

from gazetteer.index.kernel_cache import folders

MARK = ".warm-"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class KernelFolder:
    """What is kept.

    Args:
        folder: where the kernels are, or would be kept; None where nothing can be.
        whole: whether all are there.
        mark: the name of the mark that says so.
    """

    folder: Path | None
    whole: bool
    mark: str

    def remember(self) -> None:
        """Say that all are there; a folder that cannot be written remembers nothing."""
        if self.folder is not None:
            with contextlib.suppress(OSError):
                (self.folder / self.mark).touch()


def kept(types: str) -> KernelFolder:
    """Look whether all kernels are kept.

    Args:
        types: what they are compiled for; other types, another mark.
    """
    processor = cpu_target.target_context.codegen().magic_tuple()
    about = f"{sys.version} {numba_version} {llvmlite.__version__} {processor} {types}"
    mark = MARK + hashlib.sha256(about.encode()).hexdigest()[:_DIGITS]
    places = folders()
    for folder in places:
        if (folder / mark).exists():
            return KernelFolder(folder, True, mark)
    return KernelFolder(next(filter(_can_keep, places), None), False, mark)


def any_kept() -> bool:
    """Whether all kernels are kept of any types, for any processor."""
    return any(any(folder.glob(f"{MARK}*")) for folder in folders())


def _can_keep(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
