"""A disk that is really full: what is asked is answered, what is to be stored is refused, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from disk import FILLING, fill, small_disk
from jobbing import PATIENCE, finished
from linked import linked

from service.app import create_app
from service.keys import add_key, read_keys
from service.settings import Settings
from tests.service.conftest import client_of

# Small enough for the lane of small jobs, whose runner is one process.
TABLE = b"city,note\n" + (b"Bakhmutt," + b"what is said of it " * 75 + b"\n") * 64
SPOOLED = 25  # tables that are more than a form keeps in memory
LEFT = 60_000  # less than a result takes, more than what a job is told by


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, tiny_dir: Path) -> Iterator[tuple[httpx.Client, Path]]:
    """A client of a service whose data directory is on a disk of eight megabytes; temporary files are there too."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(small_disk(tmp_path_factory.mktemp("small") / "disk", 8))
        except OSError as error:
            pytest.skip(str(error))
        linked(folder, tiny_dir)
        stack.enter_context(pytest.MonkeyPatch.context()).setattr("tempfile.tempdir", str(folder))
        client = stack.enter_context(client_of(create_app(Settings(data_dir=folder))))
        client.timeout = PATIENCE
        yield client, folder


@pytest.fixture
def client(running: tuple[httpx.Client, Path], disk: Path) -> httpx.Client:
    return running[0]


@pytest.fixture
def disk(running: tuple[httpx.Client, Path]) -> Iterator[Path]:
    """The disk, with room again after the test."""
    yield running[1]
    (running[1] / FILLING).unlink(missing_ok=True)


def upload(client: httpx.Client, route: str) -> httpx.Response:
    return client.post(route, params={"name": "city"}, content=TABLE)


def test_what_is_to_be_stored_is_refused_until_there_is_room(disk: Path, client: httpx.Client) -> None:
    add_key(disk, "first")
    right = client.get("/v1/resolve?q=Bakhmutt").json()
    filling = fill(disk)
    before = {path for path in disk.rglob("*") if "upload" in path.name}
    form = {"files": {"file": TABLE * SPOOLED}, "data": {"name": "city"}}
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
    assert client.delete(f"/v1/jobs/{taken.json()['id']}").status_code == 204


def test_a_job_for_whose_result_there_is_no_room_says_so(disk: Path, client: httpx.Client) -> None:
    filling = fill(disk)
    with filling.open("r+b") as stream:
        # Room for the table, not for what comes of it.
        stream.truncate(filling.stat().st_size - len(TABLE) - LEFT)
    taken = upload(client, "/v1/jobs")
    assert taken.status_code == 202
    told = finished(client, taken.json()["id"])
    assert told["state"] == "failed"
    assert "No space left on device" in str(told["error"])
    assert client.get("/v1/resolve?q=Bakhmutt").is_success
