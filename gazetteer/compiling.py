"""Says once in a process that the search is being compiled, where nothing of it is kept yet: it is waited for long."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from numba.core import event

from gazetteer.index.kernel_cache import folders

SAID = "Compiling the search, once for this version and this kind of processor: about 40 s, more on a busy machine."
_COMPILES = "numba:compile"
_KEPT = "*.nbi"  # as numba names the index of what it keeps of a function

log = logging.getLogger("exonym")


class _Notice(event.Listener):
    """Hears numba compile: the first kernel of ours that has to be says so, if none is kept."""

    def __init__(self) -> None:
        self.listens = False
        self._heard = False

    def on_start(self, event: Any) -> None:
        """Something is being compiled."""
        if self._heard or not _is_ours(event):
            return
        self._heard = True
        if not any(map(_holds_kernels, folders())):
            log.warning(SAID)

    def on_end(self, event: Any) -> None:
        """It is compiled."""


def _is_ours(event: Any) -> bool:
    function = getattr((event.data or {}).get("dispatcher"), "py_func", None)
    return str(getattr(function, "__module__", "")).startswith("gazetteer.")


def _holds_kernels(folder: Path) -> bool:
    try:
        return any(True for _ in folder.glob(_KEPT))
    except OSError:
        return False


_NOTICE = _Notice()


def say_when_compiling() -> None:
    """Have it said in this process."""
    if not _NOTICE.listens:
        _NOTICE.listens = True
        event.register(_COMPILES, _NOTICE)  # type: ignore[no-untyped-call]
