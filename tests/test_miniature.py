"""What is compiled for a gazetteer of two places serves every other; it is done beside the first build."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Gazetteer, Query, build, current_build, miniature
from gazetteer.index.store import open_build
from gazetteer.miniature import Miniature, compiling_beside
from gazetteer.processes import environment
from gazetteer.warming import compile_ahead, kernel_types


def types_of(data_dir: Path) -> str:
    return kernel_types(open_build(data_dir / str(current_build(data_dir))).arrays)


def test_it_is_built_without_a_compiler_and_has_the_types_of_any_other(tiny_dir: Path, tmp_path: Path) -> None:
    compile_ahead(tiny_dir, str(current_build(tiny_dir)))
    told = {**environment(), "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "gazetteer.miniature", str(tmp_path)]
    assert subprocess.run(command, env=told, capture_output=True, timeout=120).returncode == 0
    assert types_of(tmp_path) == types_of(tiny_dir)
    assert current_build(tmp_path) == build(Miniature(), tmp_path / "by kernels").build


def test_it_answers(tmp_path: Path) -> None:
    build(Miniature(), tmp_path)
    for text, row in (("Bakhmut", 2), ("Бахмут", 2), ("Україна", 1)):
        assert Gazetteer.open(tmp_path).resolve(Query(text)).candidates[0].place.id == row


@pytest.fixture
def ends() -> list[str]:
    """What was done with those processes."""
    return []


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, ends: list[str]) -> list[list[str]]:
    """The commands of the processes that would be started."""
    commands: list[list[str]] = []

    class Started:
        def __init__(self, command: list[str], **_options: Any) -> None:
            commands.append(command)

        def kill(self) -> None:
            ends.append("killed")

        def wait(self) -> None:
            ends.append("waited for")

    monkeypatch.setattr(subprocess, "Popen", Started)
    return commands


def test_nothing_is_started_where_kernels_are_kept(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compile_ahead(tiny_dir, str(current_build(tiny_dir))).whole
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with compiling_beside():
        pass


def test_where_none_is_kept_a_process_compiles_beside_and_ends_with_the_build(
    started: list[list[str]], ends: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(miniature, "any_kept", lambda: False)
    with compiling_beside():
        ((python, *_, folder, parent),) = started
        assert (python, parent) == (sys.executable, str(os.getpid()))
        assert os.path.isdir(folder)
        assert not ends
    assert ends == ["killed", "waited for"]
    assert not os.path.exists(folder)


def test_it_ends_though_the_build_had_ended_before_it_began_and_leaves_nothing(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = tmp_path / "exonym-1"
    folder.mkdir()
    command = [sys.executable, "-m", "gazetteer.miniature", str(folder), str(gone.pid)]
    assert subprocess.run(command, env=environment(), capture_output=True, timeout=120).returncode == 1
    assert not folder.exists()


def test_nowhere_to_write_is_no_error(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miniature, "any_kept", lambda: False)
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    with compiling_beside():
        assert not started


def test_a_process_that_cannot_be_started_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miniature, "any_kept", lambda: False)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with compiling_beside():
        pass
