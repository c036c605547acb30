"""The index on disk: what is refused and how it is said, and that a reader never sees half a build."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny import Tiny

from gazetteer import Gazetteer, build, current_build
from gazetteer.errors import CorruptIndex, NoGazetteer, SourceError, WrongFormat
from gazetteer.index.build import builder
from gazetteer.index.build.reuse import KEY
from gazetteer.index.store import open_store, verify
from gazetteer.sources.records import NameRecord


@pytest.fixture
def copy(tiny_dir: Path, tmp_path: Path) -> Path:
    """A copy of the tiny gazetteer, to be damaged."""
    target = tmp_path / "copy"
    shutil.copytree(tiny_dir, target, symlinks=True)
    return target


def test_nothing_built(tmp_path: Path) -> None:
    with pytest.raises(NoGazetteer, match="exonym build"):
        Gazetteer.open(tmp_path)


def _cut(path: Path) -> None:
    file = path / "current" / "key_heap.npy"
    file.write_bytes(file.read_bytes()[:-1])


def _remove(path: Path) -> None:
    (path / "current" / "place_id.npy").unlink()


def _empty_manifest(path: Path) -> None:
    (path / "current" / "manifest.json").write_text("")


def _listless(path: Path) -> None:
    file = path / "current" / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"files": None}))


@pytest.mark.parametrize("damage", [_cut, _remove, _empty_manifest, _listless])
def test_damage_is_refused_with_what_to_run(copy: Path, damage: Callable[[Path], None]) -> None:
    damage(copy)
    with pytest.raises(CorruptIndex, match="exonym build"):
        Gazetteer.open(copy)


@pytest.mark.parametrize("found", [0, 99, None, "1"])
def test_other_formats_are_refused(copy: Path, found: object) -> None:
    file = copy / "current" / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": found}))
    with pytest.raises(WrongFormat, match="exonym build"):
        Gazetteer.open(copy)


def test_verify_finds_one_altered_byte(copy: Path) -> None:
    verify(open_store(copy))
    file = copy / "current" / "place_lat.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(CorruptIndex, match="altered"):
        verify(open_store(copy))


def test_the_same_data_has_the_same_id(tiny_dir: Path, tmp_path: Path) -> None:
    again = build(Tiny(), tmp_path)
    assert again.build == current_build(tiny_dir)
    other = build(Tiny(more={713174: "Bachmoet:nl"}), tmp_path)
    assert other.build != again.build
    assert current_build(tmp_path) == other.build


def test_the_same_data_read_by_other_code_says_so(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, manifest = current_build(copy), copy / "current" / "manifest.json"
    seen = manifest.stat().st_mtime_ns
    build(Tiny(), copy)
    assert manifest.stat().st_mtime_ns == seen
    monkeypatch.setattr(builder, "readings_version", lambda: "other")
    build(Tiny(), copy)
    assert current_build(copy) == before
    assert json.loads(manifest.read_text())[KEY] == "other"
    verify(open_store(copy))


def test_the_same_data_is_built_where_its_folder_cannot_be_written(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, replace = (copy / "current" / "manifest.json").read_bytes(), os.replace

    def refused(source: Path, target: Path) -> None:
        if target.name == "manifest.json":
            raise OSError(errno.EROFS, "Read-only file system")
        replace(source, target)

    monkeypatch.setattr(builder, "readings_version", lambda: "other")
    monkeypatch.setattr(os, "replace", refused)
    assert build(Tiny(), copy).build == current_build(copy)
    assert (copy / "current" / "manifest.json").read_bytes() == before
    assert not list(copy.glob(".building-*"))
    verify(open_store(copy))


def test_a_reader_keeps_its_build_while_others_come(tmp_path: Path) -> None:
    build(Tiny(), tmp_path)
    before = Gazetteer.open(tmp_path)
    for number in range(4):
        build(Tiny(more={713174: f"Artwinsk{number}:xx"}), tmp_path)
    assert before.resolve("Bakhmout").candidates[0].place.id == 713174
    assert len(list(tmp_path.glob("*/manifest.json"))) <= 3, "older builds are dropped"
    assert Gazetteer.open(tmp_path).resolve("Artwinsk3").candidates[0].place.id == 713174


def test_a_build_that_fails_leaves_the_current_one(tmp_path: Path) -> None:
    build(Tiny(), tmp_path)
    before = current_build(tmp_path)

    class Broken(Tiny):
        def names(self, *_args: object) -> list[NameRecord]:
            raise SourceError("the names are gone")

    with pytest.raises(SourceError):
        build(Broken(), tmp_path)
    assert current_build(tmp_path) == before
    assert not list(tmp_path.glob(".building-*"))
