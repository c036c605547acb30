"""The page in a real Chromium, before a real service over the embedded gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixtures import allow, apart, browser, new_page, page, pages, watch
from serving import serving

from service.app import create_app
from service.settings import Settings

__all__ = ["allow", "apart", "browser", "new_page", "page", "pages", "watch"]


@pytest.fixture(scope="session")
def address(embedded_dir: Path) -> Iterator[str]:
    """The address of a service over the embedded gazetteer."""
    with serving(create_app(Settings(data_dir=embedded_dir))) as address:
        yield address
