"""What processes of ours share: the environment that runs these very sources, and an end with whoever started them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

PARENT_SECONDS = 1.0  # how often a worker looks whether its parent is there


def environment() -> dict[str, str]:
    """That of this process, with the package's own place first where Python looks for modules."""
    root = str(Path(__file__).parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths}


def die_with_parent(parent: int | None = None, last: Callable[[], object] = lambda: None) -> None:
    """End this process when the one that started it has ended, even where that was killed.

    Args:
        parent: the id of the one that started it. Without, it is whose child this process is now, and one that ended
            while this process was starting is not missed.
        last: what is done then.
    """
    parent = os.getppid() if parent is None else parent

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_SECONDS)
        try:
            last()
        finally:
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
