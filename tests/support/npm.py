"""Packages of npm for tests, each in a folder of its own beside the environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = Path(__file__).parents[2] / ".venv"
PATIENCE = 300  # seconds


def install(folder: Path, package: str) -> bool:
    """Install a package into a folder; False, and why, where there is no npm or it does not get it."""
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", package)
    try:
        subprocess.run(npm, cwd=folder, check=True, timeout=PATIENCE)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"npm gave no {package}: {error}", file=sys.stderr)
        return False
    return True
