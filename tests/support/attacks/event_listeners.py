"""Clients that listen to the events of a job, and do nothing else."""

from __future__ import annotations

from collections import Counter

from attacks.connections import connect, count, send, wait


def listen(port: int, job: str, listeners: int = 512, seconds: float = 5.0, source: str = "127.0.0.1") -> Counter[str]:
    """Listen to a job.

    Args:
        port: of the server.
        job: the id of a job that has not ended.
        listeners: how many listen.
        seconds: how long.
        source: the address to come from.

    Returns:
        How many were `refused`, `open` at the end and `ended` by the server, and the statuses seen.
    """
    request = f"GET /v1/jobs/{job}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    made = [connect(port, source) for _ in range(listeners)]
    held = [one for one in made if one is not None]
    for connection in held:
        send(connection, request)
    wait(held, seconds)
    return count(made)
