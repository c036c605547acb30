"""Plugins in their real CMS, in a real Chromium, before a real service that wants a key. Run by `make test-cms`.

Each CMS has a folder with a conftest.py that gives `address`, the CMS's own. A page fails its test where it asks any
other origin, the service's included: what a plugin asks goes through the CMS.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser_fixtures import allow, browser, new_page, page, watch
from plugging import Service, own_data
from serving import serving

from service.app import create_app
from service.keys import EDITOR, add_key
from service.settings import Settings

__all__ = ["allow", "browser", "new_page", "page", "watch"]

HERE = Path(__file__).parent
DESK = "world"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All tests of this folder have the mark `cms`, and are skipped where it is not asked for."""
    asked = "cms" in config.getoption("markexpr")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.cms)
            if not asked:
                item.add_marker(pytest.mark.skip(reason="a whole CMS takes a minute: run by `make test-cms`"))


@pytest.fixture(scope="session")
def service(embedded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over the embedded gazetteer that wants a key."""
    folder = own_data(tmp_path_factory.mktemp("service"), embedded_dir)
    key = add_key(folder, "CMS", DESK, EDITOR)
    with serving(create_app(Settings(data_dir=folder, require_key=True))) as address:
        httpx.get(f"{address}/v1/map/base?level=0", timeout=120).raise_for_status()  # the first is drawn
        yield Service(address, key, DESK)
