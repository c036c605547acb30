from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest
from dump_server import DumpServer, Fault
from tiny_dump import MADE, tiny_dump, zipped

from gazetteer.errors import Busy, SourceError
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.download import Downloads, NotThere

NAME = "UA.zip"
LARGE = zipped("UA.txt", os.urandom(300_000).hex() + "\n", zipfile.ZIP_STORED)


def fetch(server: DumpServer, folder: Path, name: str = NAME) -> bytes:
    with Downloads(folder, server.url, pause=0.0) as downloads:
        facts = downloads.fetch(name)
        assert facts.bytes == downloads.path(name).stat().st_size
        return downloads.path(name).read_bytes()


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def test_what_is_fetched_is_checked_and_counted(server: DumpServer, tmp_path: Path) -> None:
    with Downloads(tmp_path, server.url) as downloads:
        facts = downloads.fetch(NAME)
    assert (facts.rows, facts.made) == (10, "2026-11-22")
    assert left(tmp_path) == [NAME, f"{NAME}.json"]


def test_what_is_unchanged_is_not_fetched_again(server: DumpServer, tmp_path: Path) -> None:
    for _ in range(2):
        assert fetch(server, tmp_path) == server.files[NAME]
    assert server.statuses(NAME) == [200, 304]


def test_what_changed_on_the_server_is_fetched_again(server: DumpServer, tmp_path: Path) -> None:
    fetch(server, tmp_path)
    server.files[NAME] = LARGE
    assert fetch(server, tmp_path) == LARGE


def test_a_file_altered_on_disk_is_fetched_again(server: DumpServer, tmp_path: Path) -> None:
    good = fetch(server, tmp_path)
    (tmp_path / NAME).write_bytes(good[:-1] + b"x")
    assert fetch(server, tmp_path) == good


def test_a_file_of_another_server_is_fetched_again(server: DumpServer, tmp_path: Path) -> None:
    fetch(server, tmp_path)
    with Downloads(tmp_path, f"{server.url}elsewhere/", pause=0.0) as downloads, pytest.raises(NotThere):
        downloads.fetch(NAME)


@pytest.mark.parametrize("cuts", [[100_000], [100_000, 50_000, 1], [0, 0, 0, 0]])
def test_a_cut_connection_is_resumed(server: DumpServer, tmp_path: Path, cuts: list[int]) -> None:
    server.files[NAME] = LARGE
    server.faults[NAME] = [Fault(cut=cut) for cut in cuts]
    assert fetch(server, tmp_path) == LARGE
    came, ranges = 0, [""]
    for cut in cuts:
        came += cut
        ranges.append(f"bytes={came}-" if came else "")
    assert [wanted for _name, wanted, _status in server.requests] == ranges


def test_a_part_from_an_earlier_run_is_resumed(
    server: DumpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ATTEMPTS", 1)
    server.files[NAME] = LARGE
    server.faults[NAME] = [Fault(cut=100_000)]
    with pytest.raises(SourceError, match="cannot be fetched"):
        fetch(server, tmp_path)
    assert fetch(server, tmp_path) == LARGE
    assert server.requests[-1] == (NAME, "bytes=100000-", 206)


def test_a_part_of_another_version_is_not_used(server: DumpServer, tmp_path: Path) -> None:
    server.files[NAME] = LARGE
    changed = zipped("UA.txt", os.urandom(300_000).hex() + "\n", zipfile.ZIP_STORED)
    server.faults[NAME] = [Fault(cut=100_000), Fault(status=404)]
    with pytest.raises(NotThere):
        fetch(server, tmp_path)
    server.files[NAME] = changed
    assert fetch(server, tmp_path) == changed


def test_without_a_mark_of_the_version_a_part_is_not_used(server: DumpServer, tmp_path: Path) -> None:
    server.tags = False
    server.files[NAME] = LARGE
    server.faults[NAME] = [Fault(cut=100_000)]
    assert fetch(server, tmp_path) == LARGE
    assert [wanted for _name, wanted, _status in server.requests] == ["", ""]


def test_a_part_longer_than_the_file_is_dropped(server: DumpServer, tmp_path: Path) -> None:
    server.faults[NAME] = [Fault(cut=10), Fault(status=404)]
    with pytest.raises(NotThere):
        fetch(server, tmp_path)
    with (tmp_path / f"{NAME}.part").open("ab") as part:
        part.write(bytes(len(server.files[NAME])))
    assert fetch(server, tmp_path) == server.files[NAME]
    assert 416 in server.statuses(NAME)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failing_server_is_asked_again(server: DumpServer, tmp_path: Path, status: int) -> None:
    server.faults[NAME] = [Fault(status=status)] * 3
    assert fetch(server, tmp_path) == server.files[NAME]
    assert server.statuses(NAME) == [status] * 3 + [200]


def test_a_server_that_goes_on_failing_is_given_up(server: DumpServer, tmp_path: Path) -> None:
    server.faults[NAME] = [Fault(status=503)] * 100
    with pytest.raises(SourceError, match="the server answers 503"):
        fetch(server, tmp_path)
    assert len(server.requests) == limits.ATTEMPTS


def test_pauses_grow(server: DumpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    server.faults[NAME] = [Fault(status=503)] * 4
    with Downloads(tmp_path, server.url) as downloads:
        downloads.fetch(NAME)
    assert [pause for pause in pauses if pause >= 1] == [1, 2, 4, 8]


def test_a_server_that_is_down_is_named(tmp_path: Path) -> None:
    with (
        Downloads(tmp_path, "http://127.0.0.1:9/", pause=0.0) as downloads,
        pytest.raises(SourceError, match=r"http://127\.0\.0\.1:9/UA\.zip cannot be fetched"),
    ):
        downloads.fetch(NAME)


def test_a_file_that_is_not_there_is_not_asked_for_again(server: DumpServer, tmp_path: Path) -> None:
    with pytest.raises(NotThere, match="404"):
        fetch(server, tmp_path, "PL.zip")
    assert server.statuses("PL.zip") == [404]


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "download.geonames.org", ""])
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SourceError, match="web address"):
        Downloads(tmp_path, address)


def test_two_at_once_are_refused(server: DumpServer, tmp_path: Path) -> None:
    with Downloads(tmp_path, server.url), pytest.raises(Busy, match="Another build"):
        Downloads(tmp_path, server.url)
    assert fetch(server, tmp_path)


def archive_of(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member, MADE), "1\n")
    return out.getvalue()


BOMB = zipped("UA.txt", bytes(40 << 20))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        pytest.param(tiny_dump()[NAME][:-100], "cut short or damaged", id="truncated"),
        pytest.param(tiny_dump()[NAME][:60] + b"\xff" * 40 + tiny_dump()[NAME][100:], "damaged", id="altered"),
        pytest.param(BOMB, "would unpack", id="bomb"),
        pytest.param(archive_of("UA.txt", "../../etc/passwd"), "leads out of it", id="path outside"),
        pytest.param(archive_of("UA.txt", "..\\evil.txt"), "leads out of it", id="path outside, backslashes"),
        pytest.param(archive_of("UA.txt", "/etc/passwd"), "leads out of it", id="absolute path"),
        pytest.param(archive_of("PL.txt"), "holds no UA.txt", id="another file"),
        pytest.param(b"<!DOCTYPE html><title>Not found</title>", "web page", id="page"),
        pytest.param(b"\n <html>", "web page", id="page without a doctype"),
        pytest.param(b"error\n", "not a zip", id="text"),
        pytest.param(b"", "not a zip", id="nothing"),
        pytest.param(zipped("UA.txt", ""), "is empty", id="empty table"),
    ],
)
def test_an_archive_that_is_not_fit_is_refused_and_not_kept(
    server: DumpServer, tmp_path: Path, body: bytes, sentence: str
) -> None:
    server.files[NAME] = body
    with pytest.raises(SourceError, match=sentence):
        fetch(server, tmp_path)
    assert left(tmp_path) == []
    server.files[NAME] = tiny_dump()[NAME]
    assert fetch(server, tmp_path) == server.files[NAME]


def test_a_bad_archive_does_not_replace_a_good_one(server: DumpServer, tmp_path: Path) -> None:
    good = fetch(server, tmp_path)
    server.files[NAME] = b"<html>"
    with pytest.raises(SourceError):
        fetch(server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == good


def test_a_page_by_its_type_is_refused_before_it_is_read(server: DumpServer, tmp_path: Path) -> None:
    server.faults[NAME] = [Fault(html=True)]
    with pytest.raises(SourceError, match="is a web page"):
        fetch(server, tmp_path)


def test_a_full_disk_is_said_before_the_download(
    server: DumpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage(100, 90, 10))
    with pytest.raises(SourceError, match="make room"):
        fetch(server, tmp_path)


def test_a_disk_that_takes_no_more_is_said_and_the_part_is_kept(server: DumpServer, tmp_path: Path) -> None:
    server.files[NAME] = LARGE
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "import sys; from pathlib import Path; from gazetteer.sources.geonames.download import Downloads\n"
        f"Downloads(Path(sys.argv[1]), {server.url!r}).fetch({NAME!r})"
    )
    result = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert f"{NAME}.part cannot be written: {os.strerror(errno.EFBIG)}." in result.stderr
    assert left(tmp_path) == [f"{NAME}.part", f"{NAME}.part.json"]
    assert fetch(server, tmp_path) == LARGE


def test_progress_says_the_rate(server: DumpServer, tmp_path: Path) -> None:
    said: list[str] = []
    with Downloads(tmp_path, server.url, lambda what, _done, _total: said.append(what)) as downloads:
        downloads.fetch(NAME)
    assert said[0] == f"downloading {NAME}"
    assert any("MB/s" in what for what in said)


def test_a_killed_download_goes_on(server: DumpServer, tmp_path: Path) -> None:
    server.files[NAME] = LARGE
    hold = threading.Event()
    server.faults[NAME] = [Fault(cut=100_000, slow=hold)]
    code = (
        "import sys; from pathlib import Path; from gazetteer.sources.geonames.download import Downloads\n"
        f"Downloads(Path(sys.argv[1]), {server.url!r}).fetch({NAME!r})"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    part = tmp_path / f"{NAME}.part"
    deadline = time.monotonic() + 30
    while (not part.exists() or part.stat().st_size < 100_000) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    hold.set()
    assert part.stat().st_size == 100_000
    assert fetch(server, tmp_path) == LARGE
    assert server.requests[-1] == (NAME, "bytes=100000-", 206)
