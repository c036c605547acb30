from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from dump_server import DumpServer, Fault, dump_server
from shared import shared_path
from tiny import Tiny
from tiny_dump import place_row, tiny_day, tiny_dump

from gazetteer import Gazetteer, build, current_build
from gazetteer.diff import compare, summary
from gazetteer.errors import Busy, NoGazetteer, SourceError
from gazetteer.index.store import BUILDING, BuildWriter, open_build, open_store
from gazetteer.maintain import DOWNLOADS, REJECTED, Updated, build_geonames, update_geonames
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.download import Downloads
from service.cli import main

UKRAINE = Choice(("UA",))
TODAY = date(2026, 11, 24)
BAKHMUT, GONE, INSTEAD = 713174, 694137, 706483
RENAMED = place_row("713174 Bakhmut-Nova 48.6 38.0 P PPLA2 UA 05 1402 80500 2026-11-21") + "\n"
DELETED = f"{GONE}\tShevchenkove\tduplicate of {INSTEAD}\n"


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the tiny dump built, for copies."""
    folder = tmp_path_factory.mktemp("built")
    with dump_server() as server:
        server.files |= tiny_dump()
        build_geonames(folder, UKRAINE, server.url)
    return folder


@pytest.fixture
def built(once_built: Path, tmp_path: Path) -> Path:
    """A data directory of its own with the tiny dump built."""
    return shutil.copytree(once_built, tmp_path / "built", symlinks=True)


def update(server: DumpServer, data_dir: Path, **options: Any) -> Updated:
    return update_geonames(data_dir, server.url, today=TODAY, **options)


def test_a_build_and_its_update(server: DumpServer, built: Path) -> None:
    old = current_build(built)
    server.files |= tiny_day(places=RENAMED, deleted=DELETED)
    done = update(server, built)
    assert done.days == (date(2026, 11, 21),)
    assert done.not_yet == (date(2026, 11, 22), date(2026, 11, 23))
    assert done.before == old
    assert done.summary is not None
    assert (done.summary.changed, done.summary.renamed, done.summary.deleted) == (1, 1, 1)
    gazetteer = Gazetteer.open(built)
    assert gazetteer.place(BAKHMUT).name == "Bakhmut-Nova"
    assert gazetteer.about["updated"] == "2026-11-21"
    assert gazetteer.about["countries"] == ["UA"]
    assert summary(compare(open_build(built / str(old)), open_store(built))) == done.summary


def test_a_second_update_has_nothing_to_do(server: DumpServer, built: Path) -> None:
    server.files |= tiny_day(places=RENAMED)
    update(server, built)
    build_id = current_build(built)
    assert update(server, built).made is None
    assert current_build(built) == build_id


def test_a_day_that_changes_nothing_here_is_applied_once(server: DumpServer, built: Path) -> None:
    server.files |= tiny_day(places=place_row("888 Far 40 -74 P PPL US NY - 5 2026-11-21") + "\n")
    assert update(server, built).made is not None
    assert update(server, built).made is None


def test_a_build_after_an_update_keeps_the_changes(server: DumpServer, built: Path) -> None:
    server.files |= tiny_day(places=RENAMED)
    update(server, built)
    build_geonames(built, UKRAINE, server.url)
    assert Gazetteer.open(built).place(BAKHMUT).name == "Bakhmut-Nova"


def test_what_cannot_be_updated_is_said(server: DumpServer, tmp_path: Path) -> None:
    with pytest.raises(NoGazetteer):
        update(server, tmp_path)
    build(Tiny(), tmp_path)
    with pytest.raises(SourceError, match="exonym build --source geonames"):
        update(server, tmp_path)


def test_an_update_without_its_downloads_says_so(server: DumpServer, built: Path) -> None:
    (built / DOWNLOADS / "UA.zip").unlink()
    with pytest.raises(SourceError, match=r"UA\.zip is missing or damaged"):
        update(server, built)


def test_a_failing_server_leaves_the_gazetteer(server: DumpServer, built: Path) -> None:
    old = current_build(built)
    server.faults["modifications-2026-11-21.txt"] = [Fault(status=403)]
    with pytest.raises(SourceError, match="403"):
        update(server, built)
    assert current_build(built) == old


def test_two_at_once_are_refused(server: DumpServer, built: Path) -> None:
    with Downloads(built / DOWNLOADS, server.url):
        with pytest.raises(Busy, match="Another build or update is at work"):
            build_geonames(built, UKRAINE, server.url)
        with pytest.raises(Busy):
            update(server, built)
    writer = BuildWriter(built)
    with pytest.raises(Busy):
        build(Tiny(), built)
    writer.abandon()
    build(Tiny(), built)


def test_a_full_disk_leaves_nothing_half_built(
    server: DumpServer, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = current_build(built)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("numpy.save", full)
        with pytest.raises(OSError, match="No space left"):
            build_geonames(built, UKRAINE, server.url)
    assert current_build(built) == old
    assert list(built.glob(f"{BUILDING}*")) == []
    build_geonames(built, UKRAINE, server.url)


def test_what_a_killed_build_left_is_cleaned(server: DumpServer, built: Path) -> None:
    (built / f"{BUILDING}12345").mkdir()
    build_geonames(built, UKRAINE, server.url)
    assert list(built.glob(f"{BUILDING}*")) == []


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from gazetteer.maintain import build_geonames, update_geonames
from gazetteer.sources.geonames.choice import Choice

def progress(what, done, total):
    if what.startswith(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

data_dir, url = Path(sys.argv[2]), sys.argv[3]
if __name__ == "__main__":
    if sys.argv[1] == "build":
        build_geonames(data_dir, Choice(("UA",)), url, progress=progress)
    else:
        update_geonames(data_dir, url, progress=progress, today=date(2026, 11, 24))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "point"),
    [
        ("build", "downloaded alternatenames/UA.zip"),
        ("build", "names of alternatenames/UA.zip"),
        ("build", "placing on the globe"),
        ("update", "downloaded deletes"),
        ("update", "places of UA.zip"),
        ("update", "placing on the globe"),
    ],
)
def test_a_kill_leaves_the_gazetteer_and_the_next_run_goes_on(
    server: DumpServer, built: Path, what: str, point: str
) -> None:
    old = current_build(built)
    if what == "build":
        more = place_row("20000001 Nove 48.1 37.9 P PPL UA 05 - 12 2026-11-21") + "\n"
        server.files |= tiny_dump(more, "99\t20000001\tuk\tНове\t\t\t\t\t\t\n")
    else:
        server.files |= tiny_day(places=RENAMED, deleted=DELETED)
    arguments = [sys.executable, "-c", KILLED, what, str(built), server.url, point]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    assert current_build(built) == old
    assert Gazetteer.open(built).place(BAKHMUT).name == "Bakhmut"
    if what == "build":
        build_geonames(built, UKRAINE, server.url)
        assert Gazetteer.open(built).place(20000001).name == "Nove"
    else:
        done = update(server, built)
        assert done.summary is not None
        assert done.summary.renamed == 1
        assert Gazetteer.open(built).place(BAKHMUT).name == "Bakhmut-Nova"
    assert list(built.glob(f"{BUILDING}*")) == []
    assert list((built / DOWNLOADS).rglob("*.part")) == []


@pytest.fixture
def run(server: DumpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("EXONYM_GEONAMES_URL", server.url)
    monkeypatch.setenv("EXONYM_MAP_BORDERS", "none")

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments)
        assert "Traceback" not in result.output
        return result

    return run


def test_on_the_command_line(run: Callable[..., Result], server: DumpServer, tmp_path: Path) -> None:
    house = tmp_path / "house.csv"
    house.write_text("id,name,lang\n713174,Bachmut-Haus,de\nx,Bad,de\n", "utf-8")
    server.files |= tiny_dump(place_row("5 Nowhere 0 0 P PPL UA 05 - 0 2026-01-01") + "\n")
    result = run("build", "--source", "geonames", "--countries", "ua", "--overlay", str(house))
    assert result.exit_code == 0, result.output
    data = tmp_path / "data"
    assert f"1 row left out: see {data / DOWNLOADS / REJECTED}." in result.output
    assert "Line 3 of the overlay left out: id is 'x'" in result.output
    assert "coordinates are 0, 0" in (data / DOWNLOADS / REJECTED).read_text("utf-8")
    shown = run("info").output
    for part in ("countries      UA", "dump           2026-11-22", "house.csv: 0 places, 1 names", "CC BY 4.0"):
        assert part in shown
    old = current_build(data)
    server.files |= tiny_day(places=RENAMED, deleted=DELETED)
    result = run("update")
    assert result.exit_code == 0, result.output
    assert "Applied the changes of 2026-11-21." in result.output
    assert "1 changed (renamed 1, moved 0, reclassified 0), 0 added, 1 deleted." in result.output
    assert Gazetteer.open(data).resolve("Bachmut-Haus").candidates[0].place.id == BAKHMUT
    shown = run("diff", str(old), "current").output
    assert "Bakhmut-Nova" in shown
    assert str(INSTEAD) in shown
    lines = [json.loads(line) for line in run("diff", str(old), "current", "--json").output.splitlines()]
    assert [(one["id"], one["kinds"], one["successor"]) for one in lines] == [
        (GONE, ["deleted"], INSTEAD),
        (BAKHMUT, ["renamed"], None),
    ]
    ids = tmp_path / "ids.txt"
    ids.write_text(f"# ours\n{GONE}\n\n5\n", "utf-8")
    assert "0 changed" in run("diff", str(old), "current", "--ids", str(ids)).output
    assert "Nothing to do" in run("update").output


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["build", "--source", "geonames", "--countries", "XX"], 2, "XX is no country"),
        (["build", "--source", "geonames", "--classes", "Z"], 2, "Z is no feature class"),
        (["build", "--countries", "UA"], 2, "--source geonames"),
        (["build", "--source", "geonames", "--countries", "PL"], 1, "PL.zip is not there (404)"),
        (["build", "--source", "geonames", "--base-url", "nowhere"], 1, "web address"),
        (["build", "--overlay", "/nonexistent.csv"], 2, "does not exist"),
        (["update"], 1, "exonym build"),
        (["diff", "one", "two"], 2, "There is no build one"),
    ],
)
def test_errors_on_the_command_line(
    run: Callable[..., Result], arguments: list[str], status: int, sentence: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == status, result.output
    assert sentence in result.output


def test_ids_that_are_none_are_refused(run: Callable[..., Result], tiny_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("713174\nBakhmut\n")
    build_path = str((tiny_dir / "current").resolve())
    result = run("diff", build_path, build_path, "--ids", str(tmp_path / "ids.txt"))
    assert result.exit_code == 2
    assert "Line 2" in result.output


@pytest.mark.slow
def test_the_mirror(tmp_path: Path) -> None:
    mirror = shared_path("geonames-mirror")
    with dump_server() as server:
        for path in mirror.rglob("*"):
            if path.is_file() and path.name not in ("allCountries.zip", "alternateNamesV2.zip"):
                server.files[str(path.relative_to(mirror))] = path.read_bytes()
        made = build_geonames(tmp_path, UKRAINE, server.url)
        assert made.info.places > 32_611
        gazetteer = Gazetteer.open(tmp_path)
        for name, id in (("Bakhmoutské", 9115288), ("Артемівськ", BAKHMUT), ("Donetsk region", 709716)):
            assert gazetteer.resolve(name).candidates[0].place.id == id
        done = update(server, tmp_path)
        assert done.summary is not None
        assert (done.summary.changed, done.summary.deleted) == (55, 2)
