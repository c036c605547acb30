"""Whatever is asked after warming compiles nothing, and what is compiled ahead is kept for those that come after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from gazetteer import current_build, warming
from gazetteer.index.kept_kernels import kept
from gazetteer.processes import environment
from gazetteer.warming import compile_ahead
from service.cli import main

ROOT = Path(__file__).parents[1]
# Another kernel calls the one, so that it is compiled into it; builds alone call the other.
NOT_CALLED = {
    "gazetteer.matching.compare.compare",
    "gazetteer.index.strings._find_many",
    "gazetteer.index.search.walk.fill",
}

SMALL = {"_find", "_names_of_key"}  # are compiled in no time, by whoever looks for a key


def test_no_request_compiles_anything(embedded_dir: Path) -> None:
    command = [sys.executable, str(ROOT / "tests/support/kernels.py"), str(embedded_dir.absolute())]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["more"] == []
    assert set(found["never"]) <= NOT_CALLED


def test_what_is_compiled_is_not_compiled_again(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = str(current_build(tiny_dir))
    heard: list[tuple[str, int, int | None]] = []
    assert compile_ahead(tiny_dir, build).whole
    monkeypatch.setattr(warming, "_compile", lambda *_: pytest.fail("compiled again"))
    assert compile_ahead(tiny_dir, build, lambda *told: heard.append(told)).whole
    assert heard == []


def test_other_types_are_kept_apart() -> None:
    assert kept("one").mark != kept("other").mark


def test_a_process_that_cannot_be_started_is_no_error(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert warming._compile(tiny_dir, str(current_build(tiny_dir)), lambda *_: None) is False


def test_the_command_says_where_it_is_kept(tiny_dir: Path) -> None:
    result = CliRunner().invoke(main, ["warm", "--data-dir", str(tiny_dir)])
    assert result.exit_code == 0, result.output
    assert "The search is compiled, and kept in " in result.output


def test_the_command_without_a_gazetteer_says_what_to_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["warm", "--data-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert f"Run `exonym build --data-dir {tmp_path}` first." in result.output


@pytest.mark.slow
def test_the_two_parts_compile_what_the_other_does_not(tiny_dir: Path, tmp_path: Path) -> None:
    kept_by = []
    for part in warming.PARTS:
        place = tmp_path / part.__name__
        command = [sys.executable, "-m", "gazetteer.warming", str(tiny_dir.absolute())]
        command += [str(current_build(tiny_dir)), part.__name__]
        told = {**environment(), "NUMBA_CACHE_DIR": str(place)}
        assert subprocess.run(command, env=told, capture_output=True, timeout=600).returncode == 0
        kept_by.append({file.stem.rsplit("-", 1)[0].rsplit(".", 1)[-1] for file in place.rglob("*.nbi")})
    both = kept_by[0] & kept_by[1]
    assert min(map(len, kept_by)) > len(both)
    assert both <= SMALL, both


def test_it_is_heard_that_another_has_compiled_it_meanwhile(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = str(current_build(tiny_dir))
    whole = compile_ahead(tiny_dir, build)
    looks = iter((replace(whole, whole=False), whole))
    heard: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr(warming, "kept", lambda _types: next(looks))
    assert compile_ahead(tiny_dir, build, lambda *told: heard.append(told)).whole
    assert [done for _what, done, _all in heard] == [0, len(warming.PARTS)]


def test_a_part_ends_though_who_asked_for_it_had_ended_before_it_began(tiny_dir: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    command = [sys.executable, "-m", "gazetteer.warming", str(tiny_dir.absolute()), str(current_build(tiny_dir))]
    command += ["weigh", str(gone.pid)]
    assert subprocess.run(command, env=environment(), timeout=120).returncode == 1
