"""Clients that ask for something large, and read nothing of the answer."""

from __future__ import annotations

from collections import Counter

from attacks.connections import SMALL_WINDOW, connect, count, send, wait


def never_read(
    port: int, request: bytes, clients: int = 60, seconds: float = 15.0, source: str = "127.0.0.1"
) -> Counter[str]:
    """Ask, and read nothing.

    Args:
        port: of the server.
        request: head and body, as they are sent.
        clients: how many ask.
        seconds: how long to hold the connections at most.
        source: the address to come from.

    Returns:
        How many connections were `refused`, `open` at the end and `ended` by the server, and the statuses seen.
    """
    connections = [connect(port, source, SMALL_WINDOW) for _ in range(clients)]
    held = [one for one in connections if one is not None]
    for connection in held:
        send(connection, request)
    wait(held, seconds)
    return count(connections)
