from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from jobbing import ASKED, PATIENCE
from serving import serving

from gazetteer import Gazetteer
from gazetteer.tables.task import TableTask, job_spec_for
from gazetteer.tables.workers import Processes
from service.app import create_app
from service.jobs.store import JobStore
from service.settings import Settings


@pytest.fixture
def settings(tiny_dir: Path, tmp_path: Path) -> Settings:
    return Settings(data_dir=tiny_dir, jobs_dir=str(tmp_path / "jobs"), job_bytes=5_000_000, csv_bytes=100_000)


@pytest.fixture(scope="session")
def running(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a service, and the folder of its jobs: its runner takes seconds to start."""
    folder = tmp_path_factory.mktemp("jobs")
    settings = Settings(data_dir=tiny_dir, jobs_dir=str(folder), job_bytes=5_000_000, csv_bytes=100_000)
    with serving(create_app(settings)) as address:
        yield address, folder


@pytest.fixture
def jobs_dir(running: tuple[str, Path]) -> Iterator[Path]:
    """The folder of the jobs of `client`, empty before each test as after it."""
    store = JobStore(running[1])
    yield store.folder
    for job in store.jobs():
        store.delete(job.id)


@pytest.fixture
def client(running: tuple[str, Path], jobs_dir: Path) -> Iterator[httpx.Client]:
    """A client of that service."""
    with httpx.Client(base_url=running[0], timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def undisturbed(tiny: Gazetteer) -> Callable[[bytes], bytes]:
    """What comes of a table where nothing goes wrong."""

    def run(text: bytes) -> bytes:
        pool = Processes(job_spec_for(tiny._index, ASKED), tiny._index, workers=1)
        return b"".join(TableTask(tiny._index, io.BytesIO(text), ASKED, pool).blocks())

    return run
