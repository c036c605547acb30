"""Fixtures that many tests share: a tiny gazetteer, built once, and the embedded one where it is built."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from linked import known_whole
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.index.build.reuse import KEY, readings_version
from gazetteer.index.integrity import MANIFEST

# A first call compiles kernels, and a busy machine is slow: a time says nothing of an example.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """Ten thousand tests stay to the end: without them the collector has a tenth to look through, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _disk_unwaited() -> Iterator[None]:
    """A hundred files a build, thousands of builds: waiting for the disk would be half of the suite's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


@pytest.fixture(scope="session")
def tiny_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the tiny gazetteer, which is known to be whole."""
    path = tmp_path_factory.mktemp("tiny")
    build(Tiny(), path)
    return known_whole(path)


@pytest.fixture(scope="session")
def tiny(tiny_dir: Path) -> Gazetteer:
    """The tiny gazetteer, opened."""
    return Gazetteer.open(tiny_dir)


def _embedded_path() -> Path:
    return Path(os.environ.get("EXONYM_TEST_DATA_DIR", "data"))


def pytest_report_header() -> str | None:
    """Say so where the names of the embedded gazetteer were read by other code and tables than these."""
    manifest = _embedded_path() / "current" / MANIFEST
    if not manifest.exists() or json.loads(manifest.read_text(encoding="utf-8")).get(KEY) == readings_version():
        return None
    return f"{_embedded_path()} was built by other readings of names: `exonym build --data-dir {_embedded_path()}`"


@pytest.fixture(scope="session")
def embedded_dir() -> Path:
    """The data directory of the embedded gazetteer, by EXONYM_TEST_DATA_DIR, else `data`; `make test` builds it."""
    path = _embedded_path()
    if not (path / "current").exists():
        pytest.skip(f"no embedded gazetteer in {path}: run `make build`")
    return path


@pytest.fixture(scope="session")
def embedded(embedded_dir: Path) -> Gazetteer:
    """The embedded gazetteer, opened."""
    return Gazetteer.open(embedded_dir)
