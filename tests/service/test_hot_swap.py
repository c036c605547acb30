from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from damaged_builds import tried_within
from tiny import Tiny

from gazetteer import build
from gazetteer.index.build import builder
from service.app import create_app
from service.settings import Settings

BAKHMUT = 713174
CLIENTS = 3
PAUSE = 0.01  # seconds between a client's requests, which leave the processor to the build and to who tries it
NEW_NAME = "Zweitbau"
BATCH = {"queries": [{"name": "Bakhmout"}] * 20}


def test_a_new_build_takes_over_under_load_and_no_request_is_lost(tmp_path: Path, serve: Any) -> None:
    first = build(Tiny(), tmp_path).build
    stop = threading.Event()
    builds: list[list[str]] = []
    failures: list[str] = []

    def ask(base_url: httpx.URL) -> None:
        seen: list[str] = []
        builds.append(seen)
        with httpx.Client(base_url=base_url, timeout=30) as client:
            while not stop.wait(PAUSE):
                for answer in (client.get("/v1/resolve?q=Bakhmout"), client.post("/v1/resolve", json=BATCH)):
                    if answer.status_code != 200:
                        failures.append(answer.text)
                        continue
                    body = answer.json()
                    seen.append(body["gazetteer"]["build"])
                    if any(one["candidates"][0]["id"] != BAKHMUT for one in body["results"]):
                        failures.append(answer.text)

    with serve(create_app(Settings(data_dir=tmp_path, poll_seconds=0.05), owns_process=True)) as client:
        threads = [threading.Thread(target=ask, args=(client.base_url,)) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            assert client.get("/v1/resolve", params={"q": NEW_NAME}).json()["results"][0]["verdict"] == "no_match"
            while sum(map(bool, builds)) < CLIENTS and not failures:
                time.sleep(0.02)
            second = build(Tiny(more={BAKHMUT: NEW_NAME}), tmp_path).build
            deadline = time.monotonic() + 60
            while client.get("/readyz").json()["gazetteer"]["build"] == first and time.monotonic() < deadline:
                time.sleep(0.02)
            answer = client.get("/v1/resolve", params={"q": NEW_NAME}).json()
            time.sleep(0.2)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert failures == []
    assert answer["gazetteer"]["build"] == second
    assert answer["results"][0]["candidates"][0]["id"] == BAKHMUT
    for seen in builds:
        change = seen.index(second)
        assert set(seen[:change]) == {first}
        assert set(seen[change:]) == {second}


def test_the_same_content_made_again_is_answered_with_its_own_time(
    tmp_path: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(Tiny(), tmp_path)
    with tried_within(), serve(create_app(Settings(data_dir=tmp_path, poll_seconds=0.05))) as client:
        asked = [client.get("/v1/resolve?q=Bakhmout").json()["gazetteer"] for _ in range(2)]
        assert [one["built"] for one in asked] == [first.built] * 2
        time.sleep(1.1)  # what is told of builds is the second
        monkeypatch.setattr(builder, "readings_version", lambda: "other")
        second = build(Tiny(), tmp_path)
        deadline = time.monotonic() + 60
        while client.get("/readyz").json()["gazetteer"]["built"] == first.built and time.monotonic() < deadline:
            time.sleep(0.02)
        answer = client.get("/v1/resolve?q=Bakhmout").json()["gazetteer"]
    assert (answer["build"], answer["built"]) == (first.build, second.built)


def test_a_broken_build_does_not_take_over(tmp_path: Path, serve: Any) -> None:
    first = build(Tiny(), tmp_path).build
    with tried_within(), serve(create_app(Settings(data_dir=tmp_path, poll_seconds=0.05))) as client:
        (tmp_path / "broken").mkdir()
        (tmp_path / "next").symlink_to("broken")
        (tmp_path / "next").replace(tmp_path / "current")
        time.sleep(0.3)
        assert client.get("/readyz").json()["gazetteer"]["build"] == first
        assert client.get("/v1/resolve?q=Bakhmout").json()["results"][0]["verdict"] == "match"
        second = build(Tiny(more={BAKHMUT: NEW_NAME}), tmp_path).build
        deadline = time.monotonic() + 60
        while client.get("/readyz").json()["gazetteer"]["build"] != second and time.monotonic() < deadline:
            time.sleep(0.02)
        assert client.get("/readyz").json()["gazetteer"]["build"] == second
