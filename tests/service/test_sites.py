"""Hosts, origins and proxies: whom the service answers as what, and what its answers say they depend on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from service.app import create_app
from service.jobs.supervisor import Supervisor
from service.settings import Settings
from tests.service.conftest import client_of

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
TABLE = b"city\nBakhmut\n"
JOB = "/v1/jobs?name=city"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("places.example", 200),
        ("Places.Example:8443", 200),
        ("places.example.", 200),
        ("a.b.sub.example", 200),
        ("sub.example", 400),
        ("evilsub.example", 400),
        ("places.example.evil.org", 400),
        ("127.0.0.1", 400),
        ("[::1]:8000", 400),
        ("", 400),
    ],
)
def test_only_hosts_that_are_ours_are_answered(tiny_dir: Path, serve: Serve, host: str, status: int) -> None:
    settings = Settings(data_dir=tiny_dir, allowed_hosts="places.example, *.sub.example")
    with serve(create_app(settings)) as client:
        answer = client.get("/v1/gazetteer", headers={"Host": host, "X-Forwarded-Host": "places.example"})
        assert answer.status_code == status
        if status == 400:
            assert answer.json()["error"]["code"] == "unknown_host"
        for path in ("/healthz", "/readyz"):
            assert client.get(path, headers={"Host": host}).status_code == 200


def test_the_host_of_a_trusted_proxy_counts(tiny_dir: Path, serve: Serve) -> None:
    settings = Settings(data_dir=tiny_dir, allowed_hosts="places.example", trusted_proxies="127.0.0.1")
    with serve(create_app(settings)) as client:
        for forwarded, status in (("places.example", 200), ("evil.example", 400)):
            headers = {"Host": "upstream", "X-Forwarded-Host": forwarded}
            assert client.get("/v1/gazetteer", headers=headers).status_code == status


@pytest.fixture(scope="module")
def shared(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service whose answers pages of another site may read; nothing is done of its jobs."""
    settings = Settings(
        data_dir=tiny_dir,
        jobs_dir=str(tmp_path_factory.mktemp("jobs")),
        cors_origins="https://cms.example/",
        public_url="https://own.example",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Supervisor, "look", lambda _: None)
        with client_of(create_app(settings)) as client:
            yield client


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://cms.example", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "https://own.example"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://cms.example.evil.org"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "own.example"}, False),
        ({"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}, False),
    ],
)
def test_a_page_of_another_site_makes_and_deletes_nothing(
    shared: httpx.Client, headers: dict[str, str], allowed: bool
) -> None:
    answer = shared.post(JOB, content=TABLE, headers=headers)
    assert answer.status_code == (202 if allowed else 403)
    if not allowed:
        assert answer.json()["error"]["code"] == "other_site"
    job = shared.post(JOB, content=TABLE).json()["id"]
    assert shared.delete(f"/v1/jobs/{job}", headers=headers).status_code == (204 if allowed else 403)
    assert shared.get("/v1/gazetteer", headers=headers).status_code == 200
    shared.delete(f"/v1/jobs/{job}")


def test_the_services_own_pages_may_change_things(client: httpx.Client) -> None:
    own = str(client.base_url).rstrip("/")
    assert client.delete("/v1/jobs/none", headers={"Origin": own}).status_code == 404
    assert client.delete("/v1/jobs/none", headers={"Origin": "http://127.0.0.1:1"}).status_code == 403


def test_answers_say_what_they_depend_on(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, cors_origins="https://cms.example"))) as client:
        for headers in ({}, {"Origin": "https://cms.example"}, {"Origin": "https://evil.example"}):
            assert _vary(client.get("/v1/gazetteer", headers=headers)) == {"Origin"}
        assert _vary(client.get("/v1/places/713174")) == {"Accept", "Origin"}
        assert _vary(client.get("/reconcile/1.0-draft")) == {"Accept-Language"}
        assert _vary(client.get("/reconcile")) == set()
    with serve(create_app(Settings(data_dir=tiny_dir))) as client:
        assert _vary(client.get("/v1/gazetteer")) == set()


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_documentation_comes_from_this_host_alone(tiny_dir: Path, serve: Serve, path: str) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, require_key=True))) as client:
        page = client.get(path)
        assert page.status_code == 200
        policy = dict(part.strip().partition(" ")[::2] for part in page.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert "http" not in page.headers["content-security-policy"]
        used = re.findall(r'(?:src|href|spec-url)="([^"]+)"', page.text)
        assert len(used) >= 3
        for link in used:
            assert "//" not in link
            assert client.get(f"/{link}").status_code == 200, link
        assert not re.findall(r"<script(?![^>]*src=)|\son\w+=", page.text)
        assert client.get("/docs/other.js").status_code == 401


def _vary(answer: httpx.Response) -> set[str]:
    return {part.strip() for part in answer.headers.get("vary", "").split(",") if part.strip()}
