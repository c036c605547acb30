"""Running a command and watching how much memory its processes take together."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 1.0  # seconds between looks


@dataclass(frozen=True, slots=True)
class Run:
    """How a command went: seconds by the clock, seconds of processors, peak of memory in bytes (PSS), its output."""

    seconds: float
    processor_seconds: float
    peak: int
    output: str


def watched(command: Sequence[str]) -> Run:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    started, before = time.monotonic(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_proportional, _tree(process.pid))))
        time.sleep(PAUSE)
    output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.monotonic() - started, used, peak, output)


def _tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        for tasks in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                waiting += map(int, tasks.read_text().split())
            except OSError:  # it has ended
                continue
    return found


def _proportional(process: int) -> int:
    """The memory of a process in bytes, what it shares counted in proportion (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
