"""`exonym reconcile`, as a process or in this one."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny import Tiny

from gazetteer import build
from service.cli import main

PATIENCE = 600.0  # seconds after which a process will not end any more, however busy the machine is
TEXT = b"n,city\n1,Bakhmout\n2,Springfield\n3,Zzyzzqx\n4,Springfield\n"


@pytest.fixture
def run(tiny_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(tiny_dir))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, ("reconcile", *arguments, "--workers", "1"), input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


def process(*arguments: str, data_dir: Path, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "service.cli", "reconcile", *arguments, "--data-dir", str(data_dir)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_file_comes_out_with_columns_and_a_summary(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    result = run("in.csv", "-o", "out.csv")
    assert result.exit_code == 0, result.output
    assert "taking the name from column 2 'city'" in result.stderr
    assert "4 rows in" in result.stderr
    assert "match 1, ambiguous 2, no match 1, blank 0, error 0" in result.stderr
    assert [row["exonym_id"] for row in csv.DictReader((tmp_path / "out.csv").read_text().splitlines())] == [
        "713174",
        "",
        "",
        "",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_the_output_is_a_file_of_its_own_and_what_its_name_says(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    (tmp_path / "link.csv").symlink_to("in.csv")
    for name in ("in.csv", "./in.csv", "link.csv", "out.geojson.gz", "out.csv.GZ", "out.zip"):
        result = run("in.csv", "-o", name)
        assert result.exit_code != 0, name
        assert "name" in result.stderr
    assert (tmp_path / "in.csv").read_bytes() == TEXT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "link.csv"]


def test_files_that_could_not_be_written_are_named_before_the_work(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    for arguments in (
        ("-o", "none/x.csv"),
        ("-o", "none/x.geojson"),
        ("-o", "out.csv", "--review", "none/x.csv"),
        ("-o", "out.csv", "--lock", "none/x.lock"),
    ):
        result = run("in.csv", *arguments)
        assert result.exit_code == 1
        assert "exonym: none/x." in result.stderr
        assert "there is no folder none." in result.stderr
        assert ".part" not in result.stderr
        assert "taking the name" not in result.stderr
    result = run("in.csv", "-o", "out.csv", "--review", "review.xlsx")
    assert result.exit_code == 2
    assert "The review is a CSV" in result.stderr
    result = run("in.csv", "-o", f"{'x' * 250}.csv")
    assert result.exit_code == 1
    assert ".part" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_pipes_go_through(run: Any) -> None:
    result = run("-", "-o", "-", "--name", "2", stdin=TEXT)
    assert result.stdout.splitlines()[1].startswith("1,Bakhmout,713174,Bakhmut,")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("in.csv", "-o", "out.csv", "--name", "stadt"), 2, "There are 1 'n', 2 'city'"),
        (("none.csv", "-o", "out.csv"), 1, "No such file"),
        (("in.csv", "-o", "out.xlsx"), 2, "A text does not come out as .xlsx"),
        (("in.csv", "-o", "out.csv", "--country", "n"), 2, "Give --name"),
        (("in.csv", "-o", "no/such/folder.csv"), 1, "there is no folder no/such"),
        (("image.csv", "-o", "out.csv"), 1, "PNG image"),
        (("in.csv", "-o", "out.csv", "--update-lock"), 2, "--lock"),
        (("in.csv", "-o", "/dev/full"), 1, "No space left"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_leaves_no_file(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\r\n")
    result = run(*arguments)
    assert result.exit_code == status
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["image.csv", "in.csv"]


def test_a_full_disk_leaves_what_was_there(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    (tmp_path / "out.csv").write_bytes(b"before")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("in.csv", "-o", "out.csv")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert (tmp_path / "out.csv").read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_review_comes_back_as_decisions(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    run("in.csv", "-o", "out.csv", "--review", "review.csv")
    with (tmp_path / "review.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["name"], row["rows"], row["verdict"]) for row in rows] == [
        ("Springfield", "2", "ambiguous"),
        ("Zzyzzqx", "1", "no_match"),
    ]
    assert rows[0]["candidate_1"].endswith(")")
    rows[0]["decision"] = rows[0]["candidate_2"]  # copied whole, as people do
    rows[1]["decision"] = "none"
    with (tmp_path / "back.csv").open("w", encoding="cp1252", newline="") as stream:  # as a spreadsheet saves it
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    run("in.csv", "-o", "out.csv", "--review", "rest.csv", "--decisions", "back.csv")
    out = list(csv.DictReader((tmp_path / "out.csv").read_text().splitlines()))
    assert out[1]["exonym_id"] == out[3]["exonym_id"] == rows[0]["candidate_2"].split()[0]
    assert out[1]["exonym_how"] == "decided: by a person"
    assert out[2]["exonym_how"] == "decided: by a person, no place of the gazetteer"
    assert len((tmp_path / "rest.csv").read_text("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,decision\nSpringfield,1\n", "no place with the id 1"),
        (b"name,decision\nSpringfield,Ohio\n", "give an id, or none"),
        (b"name,x\nSpringfield,1\n", "no column 'decision'"),
    ],
)
def test_decisions_that_cannot_be_read_are_refused(run: Any, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    (tmp_path / "back.csv").write_bytes(content)
    result = run("in.csv", "-o", "out.csv", "--decisions", "back.csv")
    assert result.exit_code == 1
    assert message in result.stderr


def test_the_lock_gives_the_same_bytes_or_says_what_differs(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    arguments = ("in.csv", "-o", "out.csv", "--lock", "the.lock")
    assert run(*arguments).exit_code == 0
    first = (tmp_path / "out.csv").read_bytes()
    assert json.loads((tmp_path / "the.lock").read_text())["output"] == hashlib.sha256(first).hexdigest()
    assert run(*arguments).exit_code == 0
    assert (tmp_path / "out.csv").read_bytes() == first

    refused = run(*arguments, "--strict")
    assert refused.exit_code == 1
    assert "options: {" in refused.stderr

    build(Tiny({698740: "Zzyzzqx"}), tmp_path / "newer")
    monkeypatch.setenv("EXONYM_DATA_DIR", str(tmp_path / "newer"))
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "build of the gazetteer: " in refused.stderr
    assert (tmp_path / "out.csv").read_bytes() == first
    assert run(*arguments, "--update-lock").exit_code == 0
    assert (tmp_path / "out.csv").read_bytes() != first
    assert run(*arguments).exit_code == 0


def test_parquet_comes_out_as_parquet(run: Any, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"city": ["Bakhmout", None, "Springfield"], "n": [1, 2, 3]}), tmp_path / "in.parquet")
    result = run("in.parquet", "-o", "out.parquet", "--review", "review.csv")
    assert result.exit_code == 0, result.output
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column("n").to_pylist() == [1, 2, 3]
    assert table.column("exonym_id").to_pylist() == [713174, None, None]
    assert table.column("exonym_verdict").to_pylist() == ["match", "blank", "ambiguous"]
    assert "Springfield" in (tmp_path / "review.csv").read_text("utf-8-sig")
    (tmp_path / "no.parquet").write_bytes(b"PAR1 it is not")
    assert "no Parquet file" in run("no.parquet", "-o", "out.parquet").stderr


def test_a_worker_that_is_killed_loses_nothing(tiny_dir: Path, tmp_path: Path) -> None:
    rows = [f"{number},Bakhmut {number}" for number in range(1_500)]
    (tmp_path / "in.csv").write_text("n,city\n" + "\n".join(rows) + "\n")
    child = process(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--workers", "2", data_dir=tiny_dir)
    until = time.monotonic() + PATIENCE
    killed = False
    while child.poll() is None and not killed and time.monotonic() < until:
        time.sleep(0.05)
        for worker in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split():
            if b"popen_loky" in Path(f"/proc/{worker}/cmdline").read_bytes():
                os.kill(int(worker), signal.SIGKILL)
                killed = True
                break
    _, errors = child.communicate(timeout=PATIENCE)
    assert killed
    assert child.returncode == 0, errors
    out = (tmp_path / "out.csv").read_text().splitlines()[1:]
    assert [line.split(",")[:2] for line in out] == [row.split(",") for row in rows]


def test_a_reader_that_goes_away_ends_it(tiny_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT + b"5,Kyiv\n" * 200_000)
    child = process(str(tmp_path / "in.csv"), "-o", "-", "--workers", "1", data_dir=tiny_dir)
    assert child.stdout is not None
    child.stdout.read(100)
    child.stdout.close()
    assert child.wait(timeout=PATIENCE) != 0
    assert child.stderr is not None
    assert b"Traceback" not in child.stderr.read()
    child.stderr.close()


def test_a_first_row_of_data_is_never_lost(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"1,Kyiv\n2,Paris\n")
    result = run("in.csv", "-o", "out.csv", "--name", "2", "--lock", "the.lock")
    assert "The first row looks like data ('1', 'Kyiv'), so it is kept as a row" in result.stderr
    assert (tmp_path / "out.csv").read_bytes().count(b",match,") == 2
    assert run("in.csv", "-o", "out.csv", "--name", "2", "--lock", "the.lock", "--no-header").exit_code == 0
    told = run("in.csv", "-o", "out.csv", "--name", "2", "--header")
    assert "looks like data" not in told.stderr
    assert (tmp_path / "out.csv").read_bytes().count(b",match,") == 1


def test_several_name_columns(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("town,province\nOdessa,Texas\n,Київ\n".encode())
    assert run("in.csv", "-o", "out.csv", "--name", "town", "--name", "province").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text().splitlines()))
    assert [row["exonym_id"] for row in rows] == ["5527554", "703448"]
