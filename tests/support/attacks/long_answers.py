"""Requests of less than a megabyte that ask for very long answers."""

from __future__ import annotations

import json

import httpx


def send_explained(client: httpx.Client, name: str, count: int = 1000, limit: int = 100) -> tuple[int, int]:
    """One name again and again, with all its candidates and how they came about; status and bytes of the answer."""
    queries = [{"name": name, "limit": limit}] * count
    answer = client.post("/v1/resolve", content=json.dumps({"queries": queries, "explain": True}), timeout=120)
    return answer.status_code, len(answer.content)
