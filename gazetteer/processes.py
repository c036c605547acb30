"""The environment of a process that runs these very sources."""

from __future__ import annotations

import os
from pathlib import Path


def environment() -> dict[str, str]:
    """That of this process, with the package's own place first where Python looks for modules."""
    root = str(Path(__file__).parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths}
