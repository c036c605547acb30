"""What is compiled for a gazetteer of two places serves every other; it is done beside the first build."""

from __future__ import annotations

import os
import subprocess
import sys
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
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands of the processes that would be started."""
    commands: list[list[str]] = []

    def start(command: list[str], **_options: Any) -> None:
        commands.append(command)

    monkeypatch.setattr(subprocess, "Popen", start)
    return commands


def test_nothing_is_started_where_kernels_are_kept(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compile_ahead(tiny_dir, str(current_build(tiny_dir))).whole
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with compiling_beside():
        pass


def test_where_none_is_kept_a_process_compiles_beside(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(miniature, "any_kept", lambda: False)
    with compiling_beside():
        ((python, *_, folder),) = started
        assert python == sys.executable
        assert os.path.isdir(folder)
    assert not os.path.exists(folder)


def test_a_process_that_cannot_be_started_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miniature, "any_kept", lambda: False)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with compiling_beside():
        pass
