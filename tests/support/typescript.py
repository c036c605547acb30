"""TypeScript, which checks the page's modules: told, installed, or gotten by `python tests/support/typescript.py`."""

from __future__ import annotations

import os
import shutil

from npm import PACKAGES, install

TOLD = "EXONYM_TSC"
VERSION = "5"
FOLDER = PACKAGES / "typescript"
KEPT = FOLDER / "node_modules" / ".bin" / "tsc"
MISSING = f"no tsc: install TypeScript, name it by {TOLD}, or, where node is, run `python tests/support/typescript.py`"


def tsc() -> str | None:
    """The path of the checker; None where there is none."""
    return os.environ.get(TOLD) or shutil.which("tsc") or (str(KEPT) if KEPT.exists() else None)


def get() -> str | None:
    """The path of the checker, gotten by npm where there is none and node is."""
    if (found := tsc()) is None:
        install(FOLDER, f"typescript@{VERSION}")
    return found or tsc()


if __name__ == "__main__":
    print(get() or MISSING)
