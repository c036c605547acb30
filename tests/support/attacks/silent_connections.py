"""Connections on which nothing is sent."""

from __future__ import annotations

from collections import Counter

from attacks.connections import connect, count, wait


def keep_silent(port: int, connections: int = 2000, seconds: float = 15.0, source: str = "127.0.0.1") -> Counter[str]:
    """Connect, and send nothing.

    Args:
        port: of the server.
        connections: how many.
        seconds: how long to hold them at most.
        source: the address to come from.

    Returns:
        How many were `refused`, `open` at the end, and `ended` by the server.
    """
    made = [connect(port, source) for _ in range(connections)]
    wait([one for one in made if one is not None], seconds)
    return count(made)
