"""Compiled kernels are kept while their sources stay as they are, and numba's settings are left to others."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import gazetteer
from gazetteer.index.kernel_cache import digest, drop_unused, kernel_sources


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package's Python sources."""
    package = tmp_path_factory.mktemp("package") / "gazetteer"
    here = Path(gazetteer.__file__).parent
    for source in here.rglob("*.py"):
        copy = package / source.relative_to(here)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    return package


@pytest.mark.parametrize(
    ("module", "matters"),
    [
        ("matching/weighing.py", True),
        ("matching/features.py", True),  # columns that kernels write
        ("matching/forms.py", True),
        ("index/values.py", True),
        ("annotation/bearers.py", True),
        ("translit/confusions.py", True),  # a kernel without our decorators
        ("matching/resolve.py", False),
        ("matching/question.py", False),
        ("matching/choice.py", False),
        ("matching/verdict.py", False),
    ],
)
def test_what_kernels_are_made_of(sources: Path, module: str, matters: bool) -> None:
    before = digest(sources)
    with (sources / module).open("a", encoding="utf-8") as source:
        source.write("\nCHANGED = 1\n")
    assert (digest(sources) != before) is matters


def test_every_source_is_there(sources: Path) -> None:
    assert all(source.is_file() for source in kernel_sources(sources))


def _run(code: str, **environment: str) -> str:
    """What a new process prints."""
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


SETTINGS = """
import os, sys, numba
def settings():
    config = {name: repr(value) for name, value in vars(numba.config).items() if name.isupper()}
    return config, {name: value for name, value in os.environ.items() if name.startswith("NUMBA")}
before = settings()
import gazetteer, gazetteer.maintain, gazetteer.diff, gazetteer.matching.resolve
from gazetteer.index.kernel_cache import folders
assert "gazetteer.matching.weighing" in sys.modules
print(before == settings(), folders.cache_info().currsize)
"""


def test_importing_sets_nothing_and_hashes_nothing(tmp_path: Path) -> None:
    assert _run(SETTINGS) == "True 0"
    assert _run(SETTINGS, NUMBA_CACHE_DIR=str(tmp_path)) == "True 0"
    assert list(tmp_path.iterdir()) == []


CALL = """
import json
from gazetteer.index.strings import _find, build_strings
from gazetteer.index.kernel_cache import folders
table, ids = build_strings(["bakhmut", "lviv"])
assert table.find("bakhmut") == ids[0]
print(json.dumps({"hits": sum(_find.stats.cache_hits.values()), "folders": [str(one) for one in folders()]}))
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Where a first process has kept a kernel, for copies, and what it said."""
    place = tmp_path_factory.mktemp("compiled")
    return place, json.loads(_run(CALL, NUMBA_CACHE_DIR=str(place)))


@pytest.fixture
def kept(compiled: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """The folder of kernels in `tmp_path / "place"`, which has what the first process kept."""
    place, first = compiled
    (folder,) = map(Path, first["folders"])
    assert folder.is_relative_to(place)
    shutil.copytree(place, tmp_path / "place")
    return tmp_path / "place" / folder.relative_to(place)


def test_a_kernel_is_compiled_once(compiled: tuple[Path, dict[str, Any]], kept: Path, tmp_path: Path) -> None:
    _, first = compiled
    kept.chmod(0o555)  # as in an image that is run read-only
    again = json.loads(_run(CALL, NUMBA_CACHE_DIR=str(tmp_path / "place")))
    assert (first["hits"], again["hits"]) == (0, 1)


def test_where_nothing_can_be_kept_there_it_is_kept_privately(tmp_path: Path) -> None:
    full = tmp_path / "a file, no folder"
    full.touch()
    places = {"NUMBA_CACHE_DIR": str(full), "TMPDIR": str(tmp_path)}
    first, again = (json.loads(_run(CALL, **places)) for _ in range(2))
    assert (first["hits"], again["hits"]) == (0, 1)
    private = Path(first["folders"][-1]).parent
    assert private.parent == tmp_path
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    private.chmod(0o777)  # anybody could have put code there
    assert json.loads(_run(CALL, **places))["hits"] == 0


def _folder(path: Path, *, days: int) -> Path:
    """A folder of kernels that was last used so many days ago."""
    path.mkdir()
    (path / "kernel.nbc").touch()
    then = time.time() - days * 86_400
    os.utime(path, (then, then))
    return path


def test_what_was_long_not_used_is_dropped(tmp_path: Path) -> None:
    old = _folder(tmp_path / ("a" * 16), days=31)
    recent, other = _folder(tmp_path / ("b" * 16), days=29), _folder(tmp_path / "no kernels", days=31)
    elsewhere = _folder(tmp_path / "elsewhere", days=31)
    (link := tmp_path / ("c" * 16)).symlink_to(elsewhere)
    inside = _folder(tmp_path / ("d" * 16), days=0)
    (inside / "link").symlink_to(elsewhere)
    os.utime(inside, (0, 0))
    drop_unused(tmp_path)
    assert [one.exists() for one in (old, inside)] == [False, False]
    assert [one.exists() for one in (recent, other, link, elsewhere / "kernel.nbc")] == [True] * 4
    drop_unused(tmp_path / "not there")


def test_a_folder_in_use_is_not_dropped(kept: Path, tmp_path: Path) -> None:
    folder, place = kept, str(tmp_path / "place")
    for one in (folder, unused := _folder(folder.parent / ("a" * 16), days=0)):
        os.utime(one, (0, 0))
    assert json.loads(_run(CALL, NUMBA_CACHE_DIR=place))["hits"] == 1
    assert time.time() - folder.stat().st_mtime < 86_400
    assert unused.exists()  # until another version makes its folder
    shutil.rmtree(folder)
    _run(CALL, NUMBA_CACHE_DIR=place)
    assert not unused.exists()
