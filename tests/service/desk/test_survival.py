"""Many who decide and many who read at once, some killed in the middle: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from service.desk.database import FILE, Database
from service.desk.memories import Memories
from service.desk.store import DeskStore

ROOT = Path(__file__).parents[3]
WRITER = ROOT / "tests/support/desk_writer.py"
WRITERS = READERS = 8


class Watched:
    """A process that decides, and what it said was acknowledged."""

    def __init__(self, folder: Path, label: str, most: int) -> None:
        command = [sys.executable, str(WRITER), str(folder), label, str(most)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=_environment())
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.said.append(line.rstrip("\n"))

    def end(self, how: signal.Signals | None = None) -> list[str]:
        if how is not None:
            self.process.send_signal(how)
        self.process.wait()
        self._reader.join()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return self.said


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def check(folder: Path, acknowledged: list[str]) -> None:
    """Every acknowledged decision is there, once; the history makes the state."""
    store = DeskStore(Database(folder / FILE))
    held = Counter(kept.decision.name for kept in store.active("world"))
    assert [name for name in acknowledged if held[name] != 1] == []
    assert max(held.values()) == 1
    revision, _ = store.revisions()["world"]
    assert {one.name for one in store.as_of("world", revision)} == set(held)
    assert len(held) == revision


def read(folder: Path, stop: threading.Event, wrong: list[str]) -> None:
    """Hold the memory as a worker does; with one decision a revision, a snapshot that is whole has as many."""
    memories = Memories(DeskStore(Database(folder / FILE)))
    before = 0
    while not stop.is_set():
        memories.refresh()
        desk = memories.get("world")
        if desk is not None:
            if len(desk.memory) != desk.record.revision or desk.record.revision < before:
                wrong.append(f"{len(desk.memory)} decisions at revision {desk.record.revision}, after {before}")
            before = desk.record.revision
        time.sleep(0.01)


def run(folder: Path, writers: int, readers: int, seconds: float, kill_every: float) -> list[str]:
    stop, wrong, acknowledged = threading.Event(), list[str](), list[str]()
    reading = [threading.Thread(target=read, args=(folder, stop, wrong)) for _ in range(readers)]
    for thread in reading:
        thread.start()
    running = [Watched(folder, f"writer {number}", 10**6) for number in range(writers)]
    until, started = time.monotonic() + seconds, writers
    while time.monotonic() < until:
        time.sleep(kill_every)
        killed = running.pop(random.randrange(len(running)))
        acknowledged += killed.end(signal.SIGKILL)
        running.append(Watched(folder, f"writer {started}", 10**6))
        started += 1
    for one in running:
        acknowledged += one.end(signal.SIGKILL)
    stop.set()
    for thread in reading:
        thread.join()
    assert not wrong
    return acknowledged


@pytest.mark.slow
def test_eight_write_and_eight_read_while_they_are_killed(tmp_path: Path) -> None:
    acknowledged = run(tmp_path, WRITERS, READERS, seconds=60, kill_every=5)
    assert len(acknowledged) > 100
    check(tmp_path, acknowledged)
    with Database(tmp_path / FILE).reading() as connection:
        assert connection is not None
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_who_is_killed_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    one = Watched(tmp_path, "writer", 10**6)
    until = time.monotonic() + 60
    while len(one.said) < 20 and time.monotonic() < until:
        time.sleep(0.05)
    acknowledged = one.end(signal.SIGKILL)
    assert len(acknowledged) >= 20
    check(tmp_path, acknowledged)
