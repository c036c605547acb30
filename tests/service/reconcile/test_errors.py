"""What goes wrong: on every answer the header that lets browsers read it, and no status that ends a client's work."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import serving

from service.app import create_app
from service.reconcile.candidates import answer
from service.settings import Settings

ORIGIN = {"Origin": "https://elsewhere.example"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/reconcile", 200),
        ("GET", "/reconcile/fr", 200),
        ("GET", "/reconcile/1.0-draft", 200),
        ("GET", "/reconcile/suggest/entity?prefix=B", 200),
        ("GET", "/reconcile/suggest/type?prefix=", 200),
        ("GET", "/reconcile/suggest/property?prefix=c", 200),
        ("GET", "/reconcile/propose?type=P", 200),
        ("GET", "/reconcile/preview/713174", 200),
        ("GET", "/reconcile/preview/1", 404),
        ("GET", "/reconcile/nothing/here", 404),
        ("DELETE", "/reconcile", 405),
        ("POST", "/reconcile", 400),
        ("POST", "/reconcile/1.0-draft/match", 400),
        ("POST", "/reconcile/1.0-draft/extend", 400),
    ],
)
def test_any_page_may_read_every_answer(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path, headers=ORIGIN)
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/fr", "/reconcile/1.0-draft/match", "/reconcile/nothing"])
def test_a_browser_may_ask_first(client: httpx.Client, path: str) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = client.options(path, headers=ORIGIN | wanted)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "*" in answer.headers["access-control-allow-headers"]


def test_other_routes_are_left_alone(client: httpx.Client) -> None:
    assert "access-control-allow-origin" not in client.get("/v1/resolve?q=Kyiv", headers=ORIGIN).headers
    assert "access-control-allow-origin" not in client.get("/reconciled", headers=ORIGIN).headers


def test_an_unforeseen_error_can_be_read(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> Any:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("service.reconcile.v02.check_size", fail)  # no matter of one row
    with serving(create_app(Settings(data_dir=tiny_dir))) as address:
        answer = httpx.post(f"{address}/reconcile", data={"queries": '{"q0": {"query": "Kyiv"}}'})
    assert answer.status_code == 500
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "secret" not in answer.text


def test_without_a_gazetteer(tmp_path: Path) -> None:
    with serving(create_app(Settings(data_dir=tmp_path))) as address:
        for path in ("/reconcile/suggest/entity?prefix=B", "/reconcile/preview/1", "/place/1"):
            assert httpx.get(address + path).status_code == 503
        answer = httpx.post(f"{address}/reconcile", data={"queries": "{}"})
    assert answer.status_code == 503
    assert answer.headers["access-control-allow-origin"] == "*"


def test_an_overload_asks_to_come_back(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many batches at once, some are worked on, and those that would wait too long are told when to come back."""

    def slow(gazetteer: Any, wanted: Any, display: Any, desk: Any) -> Any:
        time.sleep(0.3)
        return answer(gazetteer, wanted, display, desk)

    monkeypatch.setattr("service.reconcile.batch.answer", slow)
    monkeypatch.setattr("service.cache.costs.FIRST_GUESS", 1.0)  # so that each is expected to take that long
    batches = [{"queries": json.dumps({"q0": {"query": f"Kyivv{letter}"}})} for letter in "abcdefghijkl"]
    with serving(create_app(Settings(data_dir=tiny_dir, max_wait=0.5))) as address, ThreadPoolExecutor(12) as pool:
        got = list(pool.map(lambda batch: httpx.post(f"{address}/reconcile", data=batch, timeout=30), batches))
        assert httpx.post(f"{address}/reconcile", data=batches[0]).status_code == 200
    assert {one.status_code for one in got} == {200, 503}
    for refused in (one for one in got if one.status_code == 503):
        assert 1 <= int(refused.headers["retry-after"]) <= 10
        assert refused.headers["access-control-allow-origin"] == "*"
        assert refused.json()["error"]["message"]
