"""TypeScript, which checks the page's modules: told, installed, or gotten by `python tests/support/typescript.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOLD = "EXONYM_TSC"
VERSION = "5"
FOLDER = Path(__file__).parents[2] / ".venv" / "typescript"
KEPT = FOLDER / "node_modules" / ".bin" / "tsc"
MISSING = f"no tsc: install TypeScript, name it by {TOLD}, or, where node is, run `python tests/support/typescript.py`"


def tsc() -> str | None:
    """The path of the checker; None where there is none."""
    return os.environ.get(TOLD) or shutil.which("tsc") or (str(KEPT) if KEPT.exists() else None)


def get() -> str | None:
    """The path of the checker, gotten by npm where there is none and node is."""
    if (found := tsc()) or not shutil.which("npm"):
        return found
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}')
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", f"typescript@{VERSION}")
    try:
        subprocess.run(npm, cwd=FOLDER, check=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"npm gave no TypeScript: {error}", file=sys.stderr)
    return tsc()


if __name__ == "__main__":
    print(get() or MISSING)
