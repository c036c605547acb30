"""Builds that can be trusted: damage is found, said once, and never answered from, whatever opening a build dies of."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from damage import DAMAGES, damaged, files_of
from damaged_builds import FOUND, SAME, damage_each, tried_within
from linked import known_whole
from tiny import Tiny

from gazetteer import build, current_build, verification
from gazetteer.errors import CorruptIndex, GazetteerError
from service import trial
from service.app import create_app
from service.cli import main
from service.live_gazetteer import LiveGazetteer
from service.settings import Settings

BAKHMUT = 713174
TROUBLE = {
    "a signal": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
    "a status": ("import sys; sys.exit(7)", "status 7"),
    "an exception": ("raise MemoryError('too much')", "MemoryError: too much"),
    "a hang": ("import time; time.sleep(60)", "did not end within"),
}


@pytest.fixture
def folder(tiny_dir: Path, tmp_path: Path) -> Path:
    """A copy of the tiny gazetteer, to be damaged."""
    target = tmp_path / "data"
    shutil.copytree(tiny_dir, target, symlinks=True)
    return target


@pytest.fixture
def within() -> Iterator[None]:
    """Tries builds in this process: for tests that try many, of which none kills."""

    with tried_within():
        yield


@pytest.fixture
def dying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the process that tries a build run something else."""

    def let(code: str) -> None:
        program = tmp_path / "program"
        program.write_text(f"#!{os.path.realpath('/proc/self/exe')}\n{code}\n")
        program.chmod(0o755)
        monkeypatch.setattr("service.trial.sys.executable", str(program))

    return let


def damage_file(file: Path, kind: str = "flip") -> None:
    after = damaged(file, kind)
    assert after is not None
    file.write_bytes(after)


def run_verify(folder: Path) -> Any:
    return CliRunner().invoke(main, ["verify", "--data-dir", str(folder)])


def test_verify_says_that_a_build_is_whole(folder: Path) -> None:
    result = run_verify(folder)
    assert result.exit_code == 0, result.output
    assert f"{current_build(folder)} (current): {len(files_of(folder / 'current'))} files" in result.output


def test_verify_names_every_damaged_file_and_what_to_run(folder: Path) -> None:
    for name in ("key_heap.npy", "place_lat.npy"):
        damage_file(folder / str(current_build(folder)) / name)
    (folder / "current" / "place_id.npy").unlink()
    result = run_verify(folder)
    assert result.exit_code == 1
    for said in ("key_heap.npy was altered", "place_lat.npy was altered", "place_id.npy cannot be read"):
        assert said in result.output
    assert "exonym build" in result.output


def test_verify_without_a_gazetteer_says_what_to_run(tmp_path: Path) -> None:
    result = run_verify(tmp_path)
    assert result.exit_code == 1
    assert "exonym build" in result.output


@pytest.mark.parametrize("field", ["places", "built", "credits", "tables", "about", "files", "build", "readings"])
def test_a_manifest_that_says_something_else_is_found(folder: Path, field: str) -> None:
    file = folder / "current" / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    manifest[field] = manifest[field] + 1 if isinstance(manifest.get(field), int) else {"altered": 1}
    file.write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(CorruptIndex, match=r"manifest\.json was altered|manifest\.json cannot be read"):
        verification.verify(folder, str(current_build(folder)))


def test_a_build_is_read_whole_once_while_its_files_stay_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(trial, "_run", lambda _folder, name: tried.append(name))
    name = str(current_build(folder))
    for _ in range(3):
        trial.try_build(folder, name)
    assert tried == [name]
    os.utime(folder / name / "key_heap.npy")
    trial.try_build(folder, name)
    assert tried == [name, name]


@pytest.mark.usefixtures("within")
def test_verify_finds_what_changed_neither_size_nor_time(folder: Path) -> None:
    name = str(current_build(folder))
    trial.try_build(folder, name)
    file = folder / name / "place_lat.npy"
    before = file.stat()
    damage_file(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "place_lat.npy was altered" in run_verify(folder).output


@pytest.mark.usefixtures("within")
def test_a_directory_that_cannot_be_written_remembers_nothing_and_answers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_rest: object, **_more: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("gazetteer.verification.os.open", refuse)
    monkeypatch.setattr("gazetteer.verification.os.replace", refuse)
    live = LiveGazetteer(folder)
    assert live.refresh()
    assert not verification.remembered(folder, live.take().info.build, verification.fingerprint(folder, "current"))


@pytest.mark.parametrize("trouble", TROUBLE)
def test_whatever_a_new_build_dies_of_the_one_before_answers(
    folder: Path,
    trouble: str,
    dying: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    live = LiveGazetteer(known_whole(folder))
    assert live.refresh()
    first = live.take().info.build
    build(Tiny(more={BAKHMUT: "Zweitbau"}), folder)
    code, said = TROUBLE[trouble]
    dying(code)
    monkeypatch.setattr(trial, "SECONDS", 0.5 if trouble == "a hang" else 60.0)
    caplog.set_level(logging.ERROR, "exonym")
    for _ in range(3):
        assert not live.refresh()
        live._again = 0.0
    assert live.take().info.build == first
    assert [said in record.getMessage() for record in caplog.records] == [True], "said once"
    assert said in str(live.refused)


@pytest.mark.usefixtures("within")
def test_at_the_start_an_older_build_stands_in_and_the_new_one_takes_over_once_mended(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = current_build(folder)
    second = build(Tiny(more={BAKHMUT: "Zweitbau"}), folder).build
    damage_file(folder / second / "key_heap.npy")
    live = LiveGazetteer(folder)
    assert live.refresh()
    assert live.take().info.build == first
    assert live.refused is not None
    assert "key_heap.npy was altered" in str(live.refused)
    assert f"Answering from the older gazetteer {first}" in caplog.text
    assert build(Tiny(more={BAKHMUT: "Zweitbau"}), folder).build == second, "building anew replaces the damaged files"
    assert live.refresh()
    assert live.take().info.build == second
    assert live.refused is None


@pytest.mark.usefixtures("within")
def test_at_the_start_without_an_older_build_it_says_what_to_run(folder: Path) -> None:
    damage_file((folder / "current").resolve() / "place_lat.npy")
    live = LiveGazetteer(folder)
    assert not live.refresh()
    with pytest.raises(CorruptIndex, match=r"place_lat\.npy was altered(.|\n)*exonym build"):
        live.take()


@pytest.mark.usefixtures("within")
def test_files_that_change_under_an_open_build_are_noticed(folder: Path) -> None:
    live = LiveGazetteer(folder)
    assert live.refresh()
    file = (folder / "current").resolve() / "place_lat.npy"
    content = file.read_bytes()
    damage_file(file)
    assert not live.refresh()
    assert "place_lat.npy was altered" in str(live.refused)
    file.write_bytes(content)
    assert live.refresh()
    assert live.refused is None


def test_the_metrics_say_that_a_build_was_refused(folder: Path, serve: Any) -> None:
    with serve(create_app(Settings(data_dir=known_whole(folder), poll_seconds=0.05))) as client:
        assert "exonym_gazetteer_refused 0.0" in client.get("/metrics").text
        second = build(Tiny(more={BAKHMUT: "Zweitbau"}), folder).build
        damage_file(folder / second / "name_heap.npy")
        deadline = time.monotonic() + 60
        while "exonym_gazetteer_refused 1.0" not in client.get("/metrics").text and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "exonym_gazetteer_refused 1.0" in client.get("/metrics").text
        assert client.get("/v1/resolve?q=Bakhmout").json()["results"][0]["verdict"] == "match"


def test_a_build_is_flushed_before_the_link_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    plain_sync, plain_replace = os.fsync, os.replace

    def sync(descriptor: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        plain_sync(descriptor)

    def replace(old: Any, new: Any) -> None:
        flushed.append(f"link {new}")
        plain_replace(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    name = build(Tiny(), tmp_path).build
    linked = flushed.index(f"link {tmp_path / 'current'}")
    folder = tmp_path.resolve() / name
    assert {str(file) for file in files_of(folder)} | {str(folder), str(tmp_path.resolve())} <= set(flushed[:linked])
    assert str(tmp_path.resolve()) in flushed[linked:]


def found(folder: Path, name: str) -> GazetteerError | None:
    try:
        verification.verify(folder, name)
    except GazetteerError as error:
        return error
    return None


@pytest.mark.parametrize("kind", DAMAGES)
def test_every_file_damaged_is_found_and_named(folder: Path, kind: str) -> None:
    name = str(current_build(folder))
    files = files_of(folder / name)
    tried = 0
    for file in files:
        after = damaged(file, kind)
        if after is None:
            continue
        content = file.read_bytes()
        file.write_bytes(after)
        error = found(folder, name)
        file.write_bytes(content)
        assert error is not None or file.name == "manifest.json", f"{kind} of {file.name}"
        assert error is None or file.name in str(error), f"{kind} of {file.name}: {error}"
        tried += 1
    assert tried > len(files) // 2
    assert found(folder, name) is None


@pytest.mark.slow
@pytest.mark.usefixtures("within")
@pytest.mark.parametrize("kind", DAMAGES)
def test_every_file_damaged_is_refused_by_command_and_service_or_answers_the_same(folder: Path, kind: str) -> None:
    counts = damage_each(folder, kind)
    assert counts.total() > len(files_of(folder / "current")) // 2
    assert {outcome for outcome, _ in counts} <= {FOUND, SAME}, counts
