"""Requests whose bodies do not come, or come a byte at a time."""

from __future__ import annotations

import time
from collections import Counter

from attacks.connections import connect, count, is_open, send

HEAD = b"POST /v1/resolve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"


def send_slowly(
    port: int, connections: int = 600, seconds: float = 15.0, source: str = "127.0.0.1", interval: float = 1.0
) -> Counter[str]:
    """Send a head, and then a byte now and then.

    Args:
        port: of the server.
        connections: how many.
        seconds: how long to go on at most.
        source: the address to come from.
        interval: seconds between two bytes.

    Returns:
        How many were `refused`, `open` at the end and `ended` by the server, and the statuses seen.
    """
    made = [connect(port, source) for _ in range(connections)]
    held = [one for one in made if one is not None]
    for connection in held:
        send(connection, HEAD)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(is_open(one) for one in held):
        time.sleep(interval)
        for connection in held:
            if is_open(connection):
                send(connection, b" ")
    return count(made)
