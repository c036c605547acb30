from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import serving

from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="session")
def address(tiny_dir: Path) -> Iterator[str]:
    """The address of a service with the tiny gazetteer."""
    with serving(create_app(Settings(data_dir=tiny_dir))) as address:
        yield address
