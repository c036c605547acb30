"""Packages of npm for tests, each in a folder of its own beside the environment: `python tests/support/npm.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = Path(__file__).parents[2] / ".venv"
PATIENCE = 300  # seconds


def install(folder: Path, *packages: str) -> bool:
    """Install packages into a folder; False, and why, where there is no npm or it does not get them."""
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", *packages)
    try:
        subprocess.run(npm, cwd=folder, check=True, timeout=PATIENCE)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"npm gave no {' '.join(packages)}: {error}", file=sys.stderr)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Tool:
    """A command of a package.

    Args:
        command: its name.
        package: whose it is, and which version.
        told: the variable of the environment that may name its path.
    """

    command: str
    package: str
    told: str

    @property
    def path(self) -> str | None:
        """Told, installed, or gotten before; None where there is none."""
        kept = self._folder / "node_modules" / ".bin" / self.command
        return os.environ.get(self.told) or shutil.which(self.command) or (str(kept) if kept.exists() else None)

    @property
    def missing(self) -> str:
        """What to do where there is none."""
        return f"no {self.command}: install it, name it by {self.told}, or, where node is, run `python {HERE}`"

    def get(self) -> str | None:
        """Its path, gotten by npm where there is none and node is."""
        if self.path is None:
            install(self._folder, self.package)
        return self.path

    @property
    def _folder(self) -> Path:
        return PACKAGES / self.command


HERE = "tests/support/npm.py"
TSC = Tool("tsc", "typescript@5", "EXONYM_TSC")
"""Checks the page's modules."""
ESBUILD = Tool("esbuild", "esbuild@0.25", "EXONYM_ESBUILD")
"""A bundler, for the tests of the package."""

if __name__ == "__main__":
    for tool in (TSC, ESBUILD):
        print(tool.get() or tool.missing)
