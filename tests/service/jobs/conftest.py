from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from jobbing import ASKED
from serving import serving

from gazetteer import Gazetteer
from gazetteer.tables.task import TableTask, job_spec_for
from gazetteer.tables.workers import Processes
from service.app import create_app
from service.settings import Settings


@pytest.fixture
def settings(tiny_dir: Path, tmp_path: Path) -> Settings:
    return Settings(data_dir=tiny_dir, jobs_dir=str(tmp_path / "jobs"), job_bytes=5_000_000, csv_bytes=100_000)


@pytest.fixture
def client(settings: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(settings)) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def undisturbed(tiny: Gazetteer) -> Callable[[bytes], bytes]:
    """What comes of a table where nothing goes wrong."""

    def run(text: bytes) -> bytes:
        pool = Processes(job_spec_for(tiny._index, ASKED), tiny._index, workers=1)
        return b"".join(TableTask(tiny._index, io.BytesIO(text), ASKED, pool).blocks())

    return run
