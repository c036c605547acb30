"""The same table, sent many times at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx


def send_at_once(address: str, text: bytes, times: int = 8, headers: dict[str, str] | None = None) -> list[str]:
    """The ids of the jobs that come of a table which is sent so many times at once."""
    gate = Barrier(times)

    def send(_: int) -> str:
        with httpx.Client(base_url=address, timeout=60, headers=headers) as client:
            client.get("/healthz")
            gate.wait()
            answer = client.post("/v1/jobs", params={"name": "city"}, content=text)
            answer.raise_for_status()
            return str(answer.json()["id"])

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))
