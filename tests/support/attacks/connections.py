"""Connections whose other end is looked at, but not read."""

from __future__ import annotations

import select
import socket
import time
from collections import Counter
from collections.abc import Iterable

ENDED = select.POLLHUP | select.POLLERR | select.POLLRDHUP | select.POLLNVAL
STATUS_BYTES = 12  # HTTP/1.1 200
SMALL_WINDOW = 4096


def connect(port: int, source: str, window: int = 0) -> socket.socket | None:
    """A connection from an address; None where the server does not take it. A window bounds what the system reads."""
    connection = socket.socket()
    if window:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    connection.settimeout(10.0)
    try:
        connection.bind((source, 0))
        connection.connect(("127.0.0.1", port))
    except OSError:
        connection.close()
        return None
    return connection


def send(connection: socket.socket, data: bytes) -> bool:
    """Send; false where the other end is gone."""
    try:
        connection.sendall(data)
    except OSError:
        return False
    return True


def is_open(connection: socket.socket) -> bool:
    """Whether the server has neither closed nor cut a connection."""
    looked = select.poll()
    looked.register(connection, select.POLLRDHUP)
    return not any(event & ENDED for _, event in looked.poll(0))


def status(connection: socket.socket) -> str:
    """The status of an answer, of which no more is read; blank where there is none yet."""
    connection.setblocking(False)
    try:
        head = connection.recv(STATUS_BYTES, socket.MSG_PEEK)
    except OSError:
        return ""
    return head[9:12].decode("latin-1") if head.startswith(b"HTTP/1.1 ") else ""


def wait(connections: Iterable[socket.socket], seconds: float) -> None:
    """Hold connections for some time, or until the server has ended them all."""
    held = list(connections)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(is_open(one) for one in held):
        time.sleep(0.1)


def count(connections: Iterable[socket.socket | None]) -> Counter[str]:
    """How many are refused, open and ended, and the statuses of those that have an answer; all are closed."""
    counts: Counter[str] = Counter()
    for connection in connections:
        if connection is None:
            counts["refused"] += 1
            continue
        counts["open" if is_open(connection) else "ended"] += 1
        answered = status(connection)
        if answered:
            counts[answered] += 1
        connection.close()
    return counts
