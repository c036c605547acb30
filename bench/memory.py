"""Running a command and watching how much memory its processes take together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 1.0  # seconds between looks
STAGE_PAUSE = 0.2  # the same where a stage may be short
LOOKING = 50  # pauses are so many times as long as a look at least: to look at gigabytes takes long


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
        looked = time.monotonic()
        peak = max(peak, _memory(process.pid))
        time.sleep(max(PAUSE, LOOKING * (time.monotonic() - looked)))
    output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.monotonic() - started, used, peak, output)


def _memory(root: int) -> int:
    """The memory of a process and of all that descend from it, in bytes."""
    return sum(map(_proportional, _tree(root)))


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


@dataclass(slots=True)
class Stage:
    """One stage of a run: its name, seconds by the clock and of processors, peak of memory in bytes (PSS)."""

    name: str
    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak: int = 0


class Stages:
    """Takes reports of progress of this process, and watches what each stage takes.

    The time of processors is that of this process and of those of its children that have ended.
    """

    def __init__(self) -> None:
        self.stages = [Stage("beginning")]
        self._marks = self._now()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def __call__(self, what: str, _done: int, _total: int | None) -> None:
        """Take a report of progress."""
        if what != self.stages[-1].name:
            self._end()
            self.stages.append(Stage(what))

    def over(self) -> list[Stage]:
        """All stages; nothing is watched from here on."""
        self._over.set()
        self._watcher.join()
        self._end()
        return self.stages

    def _end(self) -> None:
        clock, processors = self._now()
        stage = self.stages[-1]
        stage.seconds, stage.processor_seconds = clock - self._marks[0], processors - self._marks[1]
        stage.peak = max(stage.peak, _memory(os.getpid()))
        self._marks = clock, processors

    def _watch(self) -> None:
        pause = STAGE_PAUSE
        while not self._over.wait(pause):
            stage, started = self.stages[-1], time.monotonic()
            stage.peak = max(stage.peak, _memory(os.getpid()))
            pause = max(STAGE_PAUSE, LOOKING * (time.monotonic() - started))

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.monotonic(), sum(os.times()[:4])
