"""What processes of ours share: the environment that runs these very sources, and an end with whoever started them."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

PARENT_SECONDS = 1.0  # how often a worker looks whether its parent is there


def environment() -> dict[str, str]:
    """That of this process, with the package's own place first where Python looks for modules."""
    root = str(Path(__file__).parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths}


def die_with_parent() -> None:
    """End this process when the one that started it has ended, even where that was killed."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
