"""The service that the plugins ask."""

from __future__ import annotations

import httpx
from plugging import Service


def test_it_wants_its_key(service: Service) -> None:
    question = f"{service.address}/v1/resolve?q=Bakhmut"
    assert httpx.get(question).status_code == 401
    answer = httpx.get(question, headers={"X-API-Key": service.key})
    assert answer.json()["desk"]["id"] == service.desk
