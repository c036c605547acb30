"""A server of the tiny gazetteer, and the two ways in which clients send batches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import serving

from service.app import create_app
from service.settings import Settings

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def address(tiny_dir: Path) -> Iterator[str]:
    with serving(create_app(Settings(data_dir=tiny_dir))) as address:
        yield address


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def ask(client: httpx.Client) -> Ask:
    """Send a batch as OpenRefine does; answers by key."""

    def send(batch: dict[str, Any], path: str = "/reconcile") -> dict[str, Any]:
        answer = client.post(path, data={"queries": json.dumps(batch)})
        assert answer.status_code == 200, answer.text
        return {key: one["result"] for key, one in answer.json().items()}

    return send


@pytest.fixture(scope="session")
def extend(client: httpx.Client) -> Ask:
    def send(ids: list[str], properties: list[Any], path: str = "/reconcile") -> dict[str, Any]:
        wanted = [{"id": one} if isinstance(one, str) else one for one in properties]
        answer = client.post(path, data={"extend": json.dumps({"ids": ids, "properties": wanted})})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return send


@pytest.fixture(scope="session")
def match(client: httpx.Client) -> Callable[..., list[Any]]:
    """Send a batch of 1.0-draft; the candidates of each query."""

    def send(*queries: dict[str, Any]) -> list[Any]:
        answer = client.post("/reconcile/1.0-draft/match", json={"queries": list(queries)})
        assert answer.status_code == 200, answer.text
        return [one["candidates"] for one in answer.json()["results"]]

    return send
