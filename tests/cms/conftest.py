"""Plugins in their real CMS, in a real Chromium, before a real service that wants a key. Run by `make test-cms`.

Each CMS has a folder with a conftest.py that gives `address`, the CMS's own. A page fails its test where it asks any
other origin, the service's included: what a plugin asks goes through the CMS. A test fails too where the service, or
the test itself, asks another machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import only_here
import pytest
from browser_fixtures import allow, browser, new_page, page, pages, watch
from playwright.sync_api import Page
from plugging import Received, Service, desk_service

__all__ = ["allow", "browser", "new_page", "page", "pages", "watch"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All tests of this folder have the mark `cms`, and are skipped where it is not asked for."""
    asked = "cms" in config.getoption("markexpr")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.cms)
            if not asked:
                item.add_marker(pytest.mark.skip(reason="a whole CMS takes a minute: run by `make test-cms`"))


@pytest.fixture(scope="session")
def asked() -> list[str]:
    """What this process, in which the service runs, wanted of other machines; it was refused."""
    asked: list[str] = []
    only_here.guard(asked.append)
    return asked


@pytest.fixture(autouse=True)
def _nobody_else_asked(asked: list[str]) -> Iterator[None]:
    yield
    assert asked == []


@pytest.fixture(scope="session")
def apart() -> bool:
    """Each page is one of its own, for a CMS keeps who is signed in."""
    return True


@pytest.fixture(scope="session")
def service(embedded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over the embedded gazetteer that wants a key."""
    with desk_service(tmp_path_factory.mktemp("service"), embedded_dir) as service:
        yield service


@pytest.fixture
def received(page: Page) -> Received:
    """All that the browser receives."""
    received = Received()
    received.attach(page.context)
    return received
