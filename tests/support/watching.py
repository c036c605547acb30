"""What others notice of an attack, and what it takes of a worker's memory, seen from a process of its own.

A process of its own, since the attacker's is busy: what its interpreter does would count as waiting.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ASKED = ("Bakhmut", "Kramatorsk", "Kyiv", "Kharkiv")
PAUSE = 0.005  # seconds between two requests
LOOK = 0.005  # seconds between two looks at the memory
LONGEST = 30.0  # seconds that an answer is waited for


@dataclass(slots=True)
class Watched:
    """What was seen.

    Args:
        times: seconds of each answer to another client.
        failed: requests of that client which were not answered with 200.
        before: megabytes of the worker at the beginning that it shares with no file.
        most: the same at most.
        after: the same at the end.
    """

    times: list[float] = field(default_factory=list)
    failed: int = 0
    before: float = 0.0
    most: float = 0.0
    after: float = 0.0

    def at(self, share: float) -> float:
        """Milliseconds within which such a share of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1e3 if ordered else float("inf")


def memory(process: int) -> float:
    """Megabytes of a process that it shares with no file (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) / 1000


@contextlib.contextmanager
def watching(port: int, process: int) -> Iterator[Watched]:
    """Watch a worker; what was seen is there once the block has ended.

    Args:
        port: where it answers, on 127.0.0.1.
        process: its id.
    """
    seen = Watched()
    command = [sys.executable, __file__, str(port), str(process)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdin is not None
        assert watcher.stdout is not None
        watcher.stdout.readline()  # it has begun
        try:
            yield seen
        finally:
            watcher.stdin.close()
            for name, value in json.loads(watcher.stdout.read()).items():
                setattr(seen, name, value)


def _get(connection: socket.socket, name: str) -> bool:
    connection.sendall(f"GET /v1/resolve?q={name} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536) or _gone()
    head, _, body = got.partition(b"\r\n\r\n")
    left = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]) - len(body)
    while left > 0:
        left -= len(connection.recv(65536) or _gone())
    return head.startswith(b"HTTP/1.1 200")


def _gone() -> bytes:
    raise ConnectionResetError


def _ask(port: int, seen: Watched, ended: threading.Event) -> None:
    connection: socket.socket | None = None
    number = 0
    while not ended.is_set():
        began, number = time.perf_counter(), number + 1
        try:
            connection = connection or socket.create_connection(("127.0.0.1", port), LONGEST)
            answered = _get(connection, ASKED[number % len(ASKED)])
        except OSError:
            connection, answered = None, False
        seen.times.append(time.perf_counter() - began)
        seen.failed += not answered
        time.sleep(PAUSE)


def _await_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def _watch(port: int, process: int) -> Watched:
    seen = Watched()
    seen.before = seen.most = memory(process)
    ended = threading.Event()
    asking = threading.Thread(target=_ask, args=(port, seen, ended), daemon=True)
    asking.start()
    threading.Thread(target=_await_end, args=(ended,), daemon=True).start()
    print("begun", flush=True)
    while not ended.wait(LOOK):
        seen.most = max(seen.most, memory(process))
    asking.join(LONGEST)
    seen.after = memory(process)
    return seen


if __name__ == "__main__":
    watched = _watch(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({name: getattr(watched, name) for name in Watched.__slots__}))
