"""What is asked while it is measured or tested: `exonym serve` with its workers, and a real Redis."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.http import _get

START_SECONDS = 180.0


class Redis:
    """A real Redis that can be killed, stopped and started again where it was.

    Args:
        binary: the path of redis-server.
        options: its settings, as on its command line.
    """

    def __init__(self, binary: str, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._command = [binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", *options]
        self.start()

    def start(self) -> None:
        """Start it, empty."""
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0):
                return
            time.sleep(0.02)
        raise RuntimeError("Redis does not start.")

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def serving(
    data_dir: Path, workers: int, log: str = "", **settings: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`exonym serve` on a free port, once it is ready.

    Args:
        data_dir: the folder of the gazetteer.
        workers: how many processes answer.
        log: the path of the file to write its log to; blank: it goes nowhere.
        settings: others of the service, without the prefix.

    Yields:
        The port and the process.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = {"EXONYM_DATA_DIR": str(data_dir), "EXONYM_WORKERS": str(workers), "EXONYM_PORT": str(port)}
    others = {name: value for name, value in os.environ.items() if not name.startswith("EXONYM_")}
    environment = others | own | {f"EXONYM_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
    with Path(log or os.devnull).open("ab") as out:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=out)
    try:
        _await_ready(port, process)
        yield port, process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2.0) as connection:
            connection.settimeout(5.0)
            connection.sendall(_get("/readyz"))
            if connection.recv(20).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not become ready (exit status {process.poll()}).")


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The ids of the worker processes; the server itself where it has none."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    children = [int(child) for child in path.read_text().split()] if path.exists() else []
    workers = [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return workers or [process.pid]
