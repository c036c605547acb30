"""A disk that is really full: what is asked is answered, what is to be stored is refused, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import httpx
import pytest
from disk import fill, small_disk
from fastapi import FastAPI
from jobbing import finished

from service.app import create_app
from service.keys import add_key, read_keys
from service.settings import Settings

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
TABLE = b"city,note\n" + b"Bakhmutt,what is said of it\n" * 20_000


@pytest.fixture
def disk(tmp_path: Path, tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory on a disk of eight megabytes; temporary files are there too."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(small_disk(tmp_path / "disk", 8))
        except OSError as error:
            pytest.skip(str(error))
        (folder / "current").symlink_to((tiny_dir / "current").resolve())
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        yield folder


def upload(client: httpx.Client, route: str) -> httpx.Response:
    return client.post(route, params={"name": "city"}, content=TABLE)


def test_what_is_to_be_stored_is_refused_until_there_is_room(disk: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=disk))) as client:
        add_key(disk, "first")
        right = client.get("/v1/resolve?q=Bakhmutt").json()
        filling = fill(disk)
        before = {path for path in disk.rglob("*") if "upload" in path.name}
        form = {"files": {"file": TABLE * 4}, "data": {"name": "city"}}
        for refused in (upload(client, "/v1/jobs"), client.post("/v1/jobs", **form)):  # type: ignore[arg-type]
            assert refused.status_code == 507
            assert refused.json()["error"]["code"] == "no_space"
            assert "full" in refused.json()["error"]["message"]
        assert client.get("/v1/resolve?q=Bakhmutt").json() == right
        assert upload(client, "/v1/reconcile/csv").status_code == 200  # a small table needs no disk
        assert {path for path in disk.rglob("*") if "upload" in path.name} == before
        command = [sys.executable, "-m", "service.cli", "keys", "add", "second", "--data-dir", str(disk)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout) == (1, "")
        assert "No space left on device" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert [key.name for key in read_keys(disk)] == ["first"]
        filling.unlink()
        taken = upload(client, "/v1/jobs")
        assert taken.status_code == 202
        assert finished(client, taken.json()["id"])["state"] == "done"


def test_a_job_for_whose_result_there_is_no_room_says_so(disk: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=disk))) as client:
        filling = fill(disk)
        with filling.open("r+b") as stream:
            stream.truncate(
                filling.stat().st_size - len(TABLE) - 200_000
            )  # room for the table, not for what comes of it
        taken = upload(client, "/v1/jobs")
        assert taken.status_code == 202
        told = finished(client, taken.json()["id"])
        assert told["state"] == "failed"
        assert "No space left on device" in str(told["error"])
        assert client.get("/v1/resolve?q=Bakhmutt").is_success
