"""Excel workbooks: read as they are shown, written with columns, and refused where they are none."""

from __future__ import annotations

import csv
import datetime as dt
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import main

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")


@pytest.fixture
def run(tiny_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(tiny_dir))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ("reconcile", "in.xlsx", "-o", "out.xlsx", "--workers", "1", *arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


def workbook(rows: list[list[Any]], path: str = "in.xlsx", **more: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for title, content in {"Towns": rows, **more}.items():
        sheet = book.active if title == "Towns" else book.create_sheet(title)
        sheet.title = title
        for row in content:
            sheet.append(row)
    book.save(path)


def out() -> list[list[Any]]:
    sheet = openpyxl.load_workbook("out.xlsx").worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_workbook_comes_out_with_columns(run: Any) -> None:
    workbook(
        [
            ["n", "city", "when", "ok"],
            [1, "Київ", dt.datetime(2024, 2, 3), True],
            [2.5, "Springfield", dt.datetime(2024, 2, 3, 4, 5), None],
            [],
            [12345678901234567, None, "=1+1", False],
        ]
    )
    result = run("--review", "review.csv")
    assert result.exit_code == 0, result.output
    assert "The sheet is 'Towns'." in result.stderr
    assert "match 1, ambiguous 1, no match 0, blank 1, error 0" in result.stderr
    rows = out()
    assert rows[0][:6] == ["n", "city", "when", "ok", "exonym_id", "exonym_name"]
    assert rows[1][:5] == [1, "Київ", "2024-02-03", True, 703448]
    assert rows[1][6] == pytest.approx(50.45, abs=0.1)
    assert rows[2][:5] == [2.5, "Springfield", "2024-02-03 04:05:00", None, None]
    assert not any(rows[3])
    assert "Springfield" in Path("review.csv").read_text("utf-8-sig")


def test_the_same_workbook_gives_the_same_bytes(run: Any) -> None:
    workbook([["city"], ["Kyiv"], ["Paris"]])
    assert run("--lock", "the.lock").exit_code == 0
    first = Path("out.xlsx").read_bytes()
    assert run("--lock", "the.lock").exit_code == 0
    assert Path("out.xlsx").read_bytes() == first


def test_the_sheet_is_chosen(run: Any) -> None:
    workbook([["city"], ["Kyiv"]], Other=[["city"], ["Paris"]])
    for sheet in ("other", "2"):
        assert run("--sheet", sheet).exit_code == 0
        assert out()[1][:2] == ["Paris", 2988507]
    missing = run("--sheet", "third")
    assert missing.exit_code == 2
    assert "There are 'Towns', 'Other'" in missing.stderr


def test_rows_are_split_kept_and_merged_cells_fine(run: Any) -> None:
    workbook([["Kyiv; Paris", "x"], ["Odesa", "y"], ["Paris", None]])
    book = openpyxl.load_workbook("in.xlsx")
    book.active.merge_cells("A3:B3")
    book.save("in.xlsx")
    assert "looks like data" not in run("--name", "1", "--split", ";", "--no-header").stderr
    assert [(row[0], row[2], row[-1]) for row in out()] == [
        ("Kyiv", 703448, 1),
        ("Paris", 2988507, 2),
        ("Odesa", 698740, 1),
        ("Paris", 2988507, 1),
    ]


def test_what_is_no_workbook_is_refused(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"PK\x03\x04 it is not", b"city\nKyiv\n"):
        Path("in.xlsx").write_bytes(content)
        result = run()
        assert result.exit_code == 1
        assert "no Excel workbook" in result.stderr
    with zipfile.ZipFile("in.xlsx", "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    assert "cannot be read" in run().stderr
    workbook([])
    assert "The sheet is empty" in run().stderr
    assert not Path("out.xlsx").exists()
    workbook([["city"], ["Kyiv"]])
    monkeypatch.setattr("gazetteer.tables.workbook.UNPACKED", 1000)
    assert "unpacks to more than" in run().stderr


def test_a_review_saved_as_a_workbook_comes_back(run: Any) -> None:
    workbook([["city"], ["Springfield"]])
    run("--review", "review.csv")
    rows: list[list[Any]] = list(csv.reader(Path("review.csv").read_text("utf-8-sig").splitlines()))
    rows[1][-1] = 4951788
    workbook(rows, "review.xlsx")
    assert run("--decisions", "review.xlsx").exit_code == 0
    assert out()[1][1] == 4951788


def test_without_the_extra_it_is_said_what_to_install(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook([["city"], ["Kyiv"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for name in ("gazetteer.tables.xlsx", "gazetteer.tables.workbook"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert "pip install 'exonym[xlsx]'" in run().stderr


def test_a_number_beyond_all_is_kept_as_a_text(run: Any) -> None:
    workbook([["city", "n"], ["Kyiv", 77], ["Bakhmout", 1]])
    with zipfile.ZipFile("in.xlsx") as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile("in.xlsx", "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content.replace(b"<v>77</v>", b"<v>1e999</v>"))
    result = run("--name", "city")
    assert result.exit_code == 0, result.output
    assert [row[1] for row in out()] == ["n", "inf", 1]


@pytest.mark.parametrize("sheet", ["9" * 5_000, "0" * 5_000, "1" + "0" * 20, "፩", "²", "-1"])
def test_a_number_of_a_sheet_that_is_none(run: Any, sheet: str) -> None:
    workbook([["city"], ["Kyiv"]])
    result = run("--sheet", sheet)
    assert result.exit_code != 0
    assert "There is no sheet" in result.output
