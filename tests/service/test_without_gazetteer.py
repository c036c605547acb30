from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from damaged_builds import tried_within

from service.app import create_app
from service.settings import Settings


def test_it_starts_and_says_what_to_run(tmp_path: Path, serve: Any) -> None:
    with serve(create_app(Settings(data_dir=tmp_path / "none"))) as client:
        assert client.get("/healthz").status_code == 200
        for path in ("/readyz", "/v1/resolve?q=Bakhmut", "/v1/places/713174", "/v1/suggest?prefix=B", "/v1/gazetteer"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert answer.json()["error"]["code"] == "no_gazetteer"
            assert "exonym build" in answer.json()["error"]["message"]
        assert client.post("/v1/resolve", json={"queries": []}).status_code == 503
        assert client.get("/v1/transliterate?text=Бахмут").status_code == 200


def test_it_opens_a_gazetteer_that_comes_later(tiny_dir: Path, tmp_path: Path, serve: Any) -> None:
    folder = tmp_path / "data"
    with tried_within(), serve(create_app(Settings(data_dir=folder, poll_seconds=0.05))) as client:
        assert client.get("/readyz").status_code == 503
        shutil.copytree(tiny_dir, folder, symlinks=True)
        deadline = time.monotonic() + 60
        while client.get("/readyz").status_code == 503 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert client.get("/v1/resolve?q=Bakhmut").json()["results"][0]["verdict"] == "match"


@pytest.mark.parametrize("damage", ["cut", "empty"])
def test_a_damaged_gazetteer_is_refused_with_a_sentence(
    tiny_dir: Path, tmp_path: Path, serve: Any, damage: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(tiny_dir, folder, symlinks=True)
    for path in (folder / "current").resolve().iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 if damage == "cut" else 0])
    with tried_within(), serve(create_app(Settings(data_dir=folder))) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] in {"corrupt_index", "wrong_format"}
        assert "exonym build" in answer.json()["error"]["message"]
        assert client.get("/healthz").status_code == 200
