"""A build goes into one file and comes out as it was; whatever else a file holds, nothing comes out of it."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest
from click.testing import CliRunner

from gazetteer import CorruptIndex, ExonymError, Gazetteer, NoGazetteer, WrongFormat, current_build
from gazetteer.archive import kernels as carried
from gazetteer.archive import pack, take_kernels, unpack
from gazetteer.index import kernel_cache
from gazetteer.index.integrity import MANIFEST, SEAL, build_id, damage, seal, sha256_of
from service.cli import main

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture(scope="module")
def packed(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tiny_dir, tmp_path_factory.mktemp("packed") / "tiny.tar", kernels=False).path


@pytest.fixture(scope="module")
def members(packed: Path) -> Members:
    with tarfile.open(packed) as tar:
        return [(info, b"" if not info.isreg() else tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]


def written(members: Members, format: int = tarfile.GNU_FORMAT) -> io.BytesIO:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=format) as tar:
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
    raw.seek(0)
    return raw


def file(name: str, content: bytes = b"x", **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    for field, value in more.items():
        setattr(info, field, value)
    content = content if info.isreg() else b""
    info.size = len(content)
    return info, content


def remade(members: Members, change: Callable[[dict[str, Any]], None]) -> Members:
    """The archive of another manifest, sealed and named anew as its maker could."""
    manifest = json.loads(members[0][1])
    change(manifest)
    manifest["build"] = build_id(manifest)
    manifest[SEAL] = seal(manifest)
    out = [file(f"{manifest['build']}/{MANIFEST}", json.dumps(manifest).encode())]
    for info, content in members[1:]:
        if info.isreg():
            out.append(file(f"{manifest['build']}/{Path(info.name).name}", content))
    return out


@pytest.mark.parametrize("ending", [".tar", ".tar.gz"])
def test_what_comes_out_is_what_went_in(tiny_dir: Path, tiny: Gazetteer, tmp_path: Path, ending: str) -> None:
    build = str(current_build(tiny_dir))
    first = pack(tiny_dir, tmp_path / f"one{ending}", kernels=False)
    again = pack(tiny_dir / build, tmp_path / f"two{ending}", kernels=False)
    assert sha256_of(first.path) == sha256_of(again.path)
    assert (first.build, first.size, first.kernels) == (build, first.path.stat().st_size, 0)
    found = unpack(first.path, tmp_path / "out")
    assert (found.build, found.kernels) == (build, False)
    assert damage(tmp_path / "out" / build) == ()
    assert current_build(tmp_path / "out") == build
    for one in (tiny_dir / build).iterdir():
        assert (tmp_path / "out" / build / one.name).read_bytes() == one.read_bytes()
    assert Gazetteer.open(tmp_path / "out").info == tiny.info
    assert unpack(again.path, tmp_path / "out").build == build, "a second time is no error"
    assert {one.name for one in tmp_path.iterdir()} == {f"one{ending}", f"two{ending}", "out"}


def test_other_tools_make_a_data_directory_of_it(packed: Path, tiny: Gazetteer, tmp_path: Path) -> None:
    shutil.unpack_archive(packed, tmp_path, filter="data")
    assert Gazetteer.open(tmp_path).info == tiny.info


def test_a_damaged_build_is_not_packed(tiny_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_dir, tmp_path / "data", symlinks=True)
    one = next((tmp_path / "data" / "current").glob("*.npy")).resolve()
    raw = bytearray(one.read_bytes())
    raw[-1] ^= 1
    one.write_bytes(raw)
    with pytest.raises(CorruptIndex, match=re.escape(one.name)):
        pack(tmp_path / "data", tmp_path / "out.tar", kernels=False)
    with pytest.raises(NoGazetteer):
        pack(tmp_path, tmp_path / "out.tar", kernels=False)
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


ESCAPES = [
    "../out",
    "/tmp/out",
    "..",
    "{build}/../../out.npy",
    "{build}/more.npy",
    "{build}/sub/one.npy",
    "a\nb",
    "current",
]
STRANGE: dict[str, Callable[[Members, str], Members]] = {
    **{name: lambda all, build, name=name: [*all, file(name.format(build=build))] for name in ESCAPES},  # type: ignore[misc]
    "one twice": lambda all, _: [*all, all[-1]],
    "the manifest twice": lambda all, _: [*all, all[0]],
    "a link elsewhere": lambda all, _: [*all, file("current", type=tarfile.SYMTYPE, linkname="/etc")],
    "a link for the build": lambda all, build: [file(build, b"", type=tarfile.SYMTYPE, linkname="/tmp"), *all],
    "a link for an array": lambda all, _: [
        *all[:-1],
        file(all[-1][0].name, b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    ],
    "a hard link": lambda all, _: [
        *all[:-1],
        file(all[-1][0].name, b"", type=tarfile.LNKTYPE, linkname=all[0][0].name),
    ],
    "a device": lambda all, _: [*all[:-1], file(all[-1][0].name, b"", type=tarfile.CHRTYPE)],
    "a pipe": lambda all, _: [*all[:-1], file(all[-1][0].name, b"", type=tarfile.FIFOTYPE)],
    "a sparse file": lambda all, _: [*all[:-1], file(all[-1][0].name, b"", type=tarfile.GNUTYPE_SPARSE)],
    "a long name": lambda all, build: [*all, file(f"{build}/{'a' * 300}.npy")],
    "one too few": lambda all, _: all[:-1],
    "the manifest not first": lambda all, _: [all[-1], *all[:-1]],
    "no member": lambda _all, _: [],
    "one too long": lambda all, _: [*all[:-1], file(all[-1][0].name, all[-1][1] + b"x")],
    "one altered": lambda all, _: [*all[:-1], file(all[-1][0].name, all[-1][1][:-1] + b"\xfe")],
    "a manifest of many megabytes": lambda all, _: [file(all[0][0].name, bytes(20_000_000)), *all[1:]],
    "a manifest so deep": lambda all, _: [file(all[0][0].name, b"[" * 1_000_000), *all[1:]],
    "a manifest that is a list": lambda all, _: [file(all[0][0].name, b"[]"), *all[1:]],
    "kernels without what is said of them": lambda all, _: [*all, file("kernels/a.nbi")],
    "kernels of another name": lambda all, _: [*all, file("kernels/about.json", b"{}"), file("kernels/../a.nbi")],
    "no end of links": lambda all, build: [*all, *[file("current", type=tarfile.SYMTYPE, linkname=build)] * 6_000],
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_hostile_archive_leaves_nothing(members: Members, tmp_path: Path, case: str) -> None:
    build = members[0][0].name.partition("/")[0]
    raw = written(STRANGE[case](members, build), tarfile.PAX_FORMAT if case == "a long name" else tarfile.GNU_FORMAT)
    with pytest.raises(CorruptIndex, match="cannot be unpacked"):
        unpack(raw, tmp_path / "data", kernels=True)
    assert not list(tmp_path.iterdir())


def lacking_credits(manifest: dict[str, Any]) -> None:
    del manifest["credits"]


def with_a_name(manifest: dict[str, Any]) -> None:
    manifest["files"]["../../x"] = {"bytes": 1, "sha256": "0"}


def of_endless_size(manifest: dict[str, Any]) -> None:
    next(iter(manifest["files"].values()))["bytes"] = 1 << 60


def of_a_size_beyond_numbers(manifest: dict[str, Any]) -> None:
    next(iter(manifest["files"].values()))["bytes"] = 10**400


def without_a_count(manifest: dict[str, Any]) -> None:
    manifest["places"] = None


def writing_on_the_screen(manifest: dict[str, Any]) -> None:
    manifest["source"] = "embedded\x1b[2J"


def crediting_a_list(manifest: dict[str, Any]) -> None:
    manifest["credits"][0]["what"] = ["a"]


LIES = [
    lacking_credits,
    with_a_name,
    of_endless_size,
    of_a_size_beyond_numbers,
    without_a_count,
    writing_on_the_screen,
    crediting_a_list,
]


@pytest.mark.parametrize("change", LIES)
def test_a_manifest_that_lies_leaves_nothing(
    members: Members, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises((CorruptIndex, OSError)) as found:
        unpack(written(remade(members, change)), tmp_path / "data")
    assert isinstance(found.value, CorruptIndex) or "MB are free" in str(found.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x",
        b"city\nKyiv\n" * 200,
        bytes(range(256)) * 8,
        gzip.compress(b"x" * 5_000),
        b"PK\x03\x04" + bytes(2_000),
    ],
    ids=["nothing", "a letter", "a table", "noise", "gzip of something", "zip"],
)
def test_what_is_no_archive_is_told_so(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "some.txt").write_bytes(raw)
    with pytest.raises(CorruptIndex, match=r"some\.txt cannot be unpacked: it is no archive\. Give one that"):
        unpack(tmp_path / "some.txt", tmp_path / "data")
    assert [one.name for one in tmp_path.iterdir()] == ["some.txt"]


def test_a_failed_unpack_leaves_no_folder_that_was_not_there(packed: Path, tmp_path: Path) -> None:
    cut = packed.read_bytes()[: packed.stat().st_size // 2]
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/keys.json").write_text("{}")
    for folder in ("new", "new/deep/er", "empty", "empty/new", "full"):
        with pytest.raises(CorruptIndex, match="cut short"):
            unpack(io.BytesIO(cut), tmp_path / folder)
        assert {one.name for one in tmp_path.iterdir()} == {"empty", "full"}
        assert {one.name for one in tmp_path.rglob("*")} <= {"empty", "full", "keys.json", ".lock"}


def test_a_folder_that_is_not_there_is_named(tiny_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(ExonymError, match=r"no/x\.tar cannot be written: there is no folder .*no\.$"):
        pack(tiny_dir, tmp_path / "no/x.tar")
    with pytest.raises(OSError, match="too long") as raised:
        pack(tiny_dir, tmp_path / f"{'x' * 250}.tar", kernels=False)
    assert str(raised.value.filename).endswith("x.tar")


@pytest.mark.parametrize(
    ("format", "said"), [(1, "1"), (10**30, "1000"), ("4\x1b[2J", r"'4\\x1b\[2J'"), ([4], r"\[4\]")]
)
def test_another_format_is_refused(members: Members, tmp_path: Path, format: Any, said: str) -> None:
    def change(manifest: dict[str, Any]) -> None:
        del manifest["places"]  # another format may have other fields
        manifest["format"] = format

    with pytest.raises(WrongFormat, match=f"has format {said}.*; this version .* the version that packed it"):
        unpack(written(remade(members, change)), tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_names_the_file(
    tiny_dir: Path, members: Members, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full.tar").mkdir()
    with pytest.raises(OSError, match=r"full\.tar"):
        pack(tiny_dir, tmp_path / "full.tar", kernels=False)
    opened = Path.open
    last = f"{Path(members[-1][0].name).stem}.npy"

    def full(path: Path, *how: Any) -> Any:
        return opened(Path("/dev/full"), "wb") if path.name == last and "xb" in how else opened(path, *how)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match=f"No space left on device.*{last}"):
        unpack(packed, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_what_was_there_stays_where_the_new_one_is_broken(members: Members, tmp_path: Path, packed: Path) -> None:
    unpack(packed, tmp_path)
    before = sorted(one.name for one in tmp_path.rglob("*"))
    for keep in (0.1, 0.5, 0.9):
        with pytest.raises(CorruptIndex, match="cut short"):
            unpack(io.BytesIO(packed.read_bytes()[: int(packed.stat().st_size * keep)]), tmp_path)
    assert sorted(one.name for one in tmp_path.rglob("*")) == before
    assert Gazetteer.open(tmp_path).resolve("Bakhmout").candidates


def test_no_bytes_do_more_than_raise_our_own_errors(packed: Path, tmp_path: Path) -> None:
    raw = packed.read_bytes()
    head = gzip.compress(raw[: 64 * 512], 1)
    dice = random.Random(20)
    for turn in range(60):
        source = head if turn % 2 else raw[: 40 * 512]
        changed = bytearray(source)
        for _ in range(dice.randrange(1, 6)):
            changed[dice.randrange(min(len(changed), 4_000))] = dice.randrange(256)
        with pytest.raises(ExonymError):
            unpack(io.BytesIO(bytes(changed)), tmp_path)
    for odd in (b"", b"\x1f\x8b", b"\x1f\x8bno gzip", b"PK\x03\x04", bytes(2_000), os.urandom(2_000)):
        with pytest.raises(CorruptIndex):
            unpack(io.BytesIO(odd), tmp_path)


def test_kernels_come_along_where_they_are_wanted_and_fit(
    tiny_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pack(tiny_dir, tmp_path / "with.tar")
    assert made.kernels > 10
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    kernel_cache.folders.cache_clear()
    try:
        found = unpack(made.path, tmp_path / "out")
        assert not found.kernels
        assert "--kernels" in found.remark
        assert list((tmp_path / "cache").rglob("*.nbi")) == []
        assert unpack(made.path, tmp_path / "out", kernels=True).kernels
        kept = {one.name for one in (tmp_path / "cache").rglob("*.nb[ic]")}
        assert len(kept) == made.kernels
        shutil.rmtree(tmp_path / "cache")
        shutil.unpack_archive(made.path, tmp_path / "worker", filter="data")
        assert take_kernels(tmp_path / "worker", made.build) is None
        assert {one.name for one in (tmp_path / "cache").rglob("*.nb[ic]")} == kept
        shutil.rmtree(tmp_path / "cache")
        one = next((tmp_path / "worker/kernels").glob("*.nbi"))
        one.write_bytes(one.read_bytes() + b"x")
        assert "was altered" in str(take_kernels(tmp_path / "worker", made.build))
        monkeypatch.setattr(carried, "numba_version", "0.1")
        monkeypatch.setattr("gazetteer.index.kept_kernels.numba_version", "0.1")
        found = unpack(made.path, tmp_path / "out", kernels=True)
        assert not found.kernels
        assert "here it is Python" in found.remark
        assert "numba 0.1" in found.remark
    finally:
        monkeypatch.undo()
        kernel_cache.folders.cache_clear()


def test_the_commands(tiny_dir: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    archive = str(tmp_path / "one.tar")
    done = run(main, ["pack", "--data-dir", str(tiny_dir), "-o", archive, "--no-kernels"])
    assert done.exit_code == 0, done.output
    assert "Elsewhere: exonym unpack one.tar\n" in done.output
    done = run(main, ["unpack", archive, "--data-dir", str(tmp_path / "data")])
    assert done.exit_code == 0, done.output
    assert f"build {current_build(tiny_dir)}, " in done.output
    assert "carries no compiled kernels" in done.output
    for raw in (Path(archive).read_bytes(), gzip.compress(Path(archive).read_bytes(), 1)):
        command = [sys.executable, "-m", "service.cli", "unpack", "-", "--data-dir", str(tmp_path / "piped")]
        piped = subprocess.run(command, input=raw, capture_output=True, check=True)
        assert f"build {current_build(tiny_dir)}, " in piped.stdout.decode()
    broken = tmp_path / "broken.tar"
    broken.write_bytes(Path(archive).read_bytes()[:100_000])
    done = run(main, ["unpack", str(broken), "--data-dir", str(tmp_path / "data")])
    assert done.exit_code == 1
    assert "broken.tar cannot be unpacked: it is cut short" in done.output
