"""Fixtures that many tests share: a tiny gazetteer, built once, and the embedded one where it is built."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from linked import known_whole
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.index.build.reuse import KEY, readings_version
from gazetteer.index.integrity import MANIFEST

# A first call compiles kernels, and a busy machine is slow: a time says nothing of an example. Each run tries other
# examples, so fewer at a time find as much in the end; EXONYM_TEST_EXAMPLES=1000 looks further at once.
settings.register_profile("unhurried", deadline=None, max_examples=int(os.environ.get("EXONYM_TEST_EXAMPLES", "50")))
settings.load_profile("unhurried")


# What tests of a folder share takes so long to make that one process runs all its files.
TOGETHER = (
    "tests/sources/",
    "tests/service/desk/",
    "tests/service/jobs/",
    "tests/service/reconcile/",
    "tests/web/table/",
)
# What takes long begins first, and what is short comes last, so that no process is at work when the others have ended.
# The browser's tests follow each other, since a browser runs on while they do.
ORDER = (
    "tests/sources/",
    "tests/service/jobs/",
    "tests/web/table/",
    "tests/web/",
    "tests/service/desk/",
    "tests/test_",  # whole programs
    "tests/service/",
    "tests/index/",
    "tests/bulk/",
    "tests/matching/",
    "tests/clients/",
    "tests/annotation/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the tests come in that order, the files of each part as they were."""

    def turn(item: pytest.Item) -> int:
        return next((turn for turn, part in enumerate(ORDER) if item.nodeid.startswith(part)), len(ORDER))

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where a file goes to one process, some folders do too."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class Together(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = str(super()._split_scope(nodeid))
            return next((folder for folder in TOGETHER if file.startswith(folder)), file)

    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A browser that ran for the tests before does not run for those that are none of the browser's."""
    browsers = sys.modules.get("browser_fixtures")  # which tests without browsers do not import
    if browsers is not None and not item.nodeid.startswith(("tests/web/", "tests/cms/")):
        browsers.running.end()


def pytest_sessionfinish() -> None:
    """The last browser ends."""
    if browsers := sys.modules.get("browser_fixtures"):
        browsers.running.end()


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


@pytest.fixture(autouse=True, scope="session")
def _one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody outside this machine is asked: to read the authorities takes each client longer than most requests."""
    import trustme

    file = tmp_path_factory.mktemp("authority") / "one.pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so where the names of the embedded gazetteer were read by other code and tables than these."""
    manifest = _embedded_path() / "current" / MANIFEST
    if manifest.exists() and json.loads(manifest.read_text(encoding="utf-8")).get(KEY) != readings_version():
        path = _embedded_path()
        terminalreporter.write_line(f"{path} was built by other readings of names: `exonym build --data-dir {path}`")


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
