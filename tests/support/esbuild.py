"""A bundler for the tests of the package: told, installed, or gotten by `python tests/support/esbuild.py`."""

from __future__ import annotations

import os
import shutil

from npm import PACKAGES, install

TOLD = "EXONYM_ESBUILD"
VERSION = "0.25"
FOLDER = PACKAGES / "esbuild"
KEPT = FOLDER / "node_modules" / ".bin" / "esbuild"
MISSING = f"no esbuild: install it, name it by {TOLD}, or, where node is, run `python tests/support/esbuild.py`"


def esbuild() -> str | None:
    """The path of the bundler; None where there is none."""
    return os.environ.get(TOLD) or shutil.which("esbuild") or (str(KEPT) if KEPT.exists() else None)


def get() -> str | None:
    """The path of the bundler, gotten by npm where there is none and node is."""
    if (found := esbuild()) is None:
        install(FOLDER, f"esbuild@{VERSION}")
    return found or esbuild()


if __name__ == "__main__":
    print(get() or MISSING)
