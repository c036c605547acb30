"""The service that the plugins ask."""

from __future__ import annotations

import httpx
from plugging import Service


def test_it_wants_its_key(service: Service) -> None:
    question = {"params": {"q": "Bakhmut"}}
    assert httpx.get(f"{service.address}/v1/resolve", **question).status_code == 401
    answer = httpx.get(f"{service.address}/v1/resolve", **question, headers={"X-API-Key": service.key})
    assert answer.json()["desk"]["id"] == service.desk
