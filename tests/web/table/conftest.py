"""A service whose tables are reviewed in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from reviewing import LIMIT, SMALL, Asked, open_review, ready, review_table
from serving import serving

from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="session")
def settings(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    jobs = str(tmp_path_factory.mktemp("jobs"))
    return Settings(data_dir=tiny_dir, jobs_dir=jobs, job_bytes=LIMIT, max_wait=60, map_borders="none")


@pytest.fixture(scope="session")
def service(settings: Settings) -> Iterator[str]:
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture
def address(service: str) -> str:
    """In the place of the other tests' service, for the pages of this file."""
    return service


@pytest.fixture
def job(settings: Settings, tmp_path: Path) -> Callable[[bytes], str]:
    return lambda text: ready(settings, tmp_path / "aside", text)


@pytest.fixture
def reviewed(page: Page, service: str, job: Callable[[bytes], str]) -> tuple[Page, Asked]:
    """A page that reviews a table with some names."""
    key = job(review_table(SMALL))
    open_review(page, key)
    return page, Asked(service, key)
