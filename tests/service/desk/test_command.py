"""`exonym desk`, and the commands that heed what a desk decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main

KHERSON, KHARKIV = "694126", "694137"


@pytest.fixture
def folder(desk_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(desk_dir))
    return desk_dir


def run(*words: object, stdin: str = "") -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin, catch_exceptions=False)


def first_id(*words: object) -> int | None:
    result = json.loads(run("resolve", "Shevchenkove", "--json", *words).stdout)["results"][0]
    return result["candidates"][0]["id"] if result["verdict"] == "match" else None


def test_a_decision_from_the_command_line_and_back(folder: Path, tmp_path: Path) -> None:
    assert first_id() is None
    made = run("desk", "decide", "world", "Shevchenkove", KHERSON, "--by", "Olena", "--note", "the one in the south")
    assert made.exit_code == 0
    assert first_id("--desk", "world") == int(KHERSON)
    assert "Olena" in run("desk", "show", "world").stdout
    assert run("desk", "decide", "world", "Shevchenkove", KHARKIV).exit_code == 1
    assert run("desk", "decide", "world", "Shevchenkove", KHARKIV, "--replace").exit_code == 0
    assert first_id("--desk", "world") == int(KHARKIV)
    assert first_id("--desk", "world@1") == int(KHERSON)
    export = run("desk", "export", "world").stdout
    assert run("desk", "forget", "world", "SHEVCHENKOVE").exit_code == 0
    assert first_id("--desk", "world") is None
    file = folder / "world.csv"
    file.write_text(export, "utf-8")
    assert first_id("--memory", file) == int(KHARKIV)
    assert "new 1" in run("desk", "import", "world", file, "--dry-run").stdout
    assert run("desk", "import", "world", "-", stdin=export).exit_code == 0
    assert first_id("--desk", "world") == int(KHARKIV)
    assert "world" in run("desk", "list").stdout


def test_it_is_said_that_not_all_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.commands.desk.LISTED", 2)
    for name in ("Shevchenkove", "Shevchenko", "Schewtschenkowe"):
        run("desk", "decide", "world", name, KHARKIV)
    assert "newest 2" in run("desk", "show", "world").stderr
    assert run("desk", "show", "world", "--find", "Schew").stderr == ""


def test_what_was_forgotten_is_restored(folder: Path) -> None:
    south = run("desk", "decide", "world", "Shevchenkove", KHERSON, "--collection", "south").stdout.strip()
    anywhere = run("desk", "decide", "world", "Shevchenkove", KHARKIV).stdout.strip()
    assert run("desk", "forget", "world", anywhere).stdout.split() == ["Forgot", "1:", anywhere]
    assert (first_id("--desk", "world"), first_id("--desk", "world", "--collection", "south")) == (None, int(KHERSON))
    assert anywhere in run("desk", "show", "world", "--forgotten").stdout
    assert anywhere not in run("desk", "show", "world").stdout
    assert run("desk", "restore", "world", anywhere).stdout.strip() == anywhere
    assert first_id("--desk", "world") == int(KHARKIV)
    assert set(run("desk", "forget", "world", "shevchenkove").stdout.split()) == {"Forgot", "2:", south, anywhere}
    run("desk", "decide", "world", "Shevchenkove", KHERSON)
    assert run("desk", "restore", "world", anywhere).exit_code == 1  # it is decided otherwise by now
    assert run("desk", "restore", "world", "nothing").exit_code == 1


def test_a_draft_is_checked_as_its_desk_writes(folder: Path) -> None:
    from gazetteer.model import SOMEBODY
    from service.commands.memories import store_of
    from service.desk.records import Author

    style = json.dumps(
        {"entries": [{"place": 703448, "text": "Kyiv", "avoid": ["Kiev"]}], "lint": {"off": ["unknown"]}}
    )
    store_of(folder).change("world", Author(SOMEBODY, "api"), lambda writer: writer.describe("", "en", None, style))

    def rules(*words: str) -> set[str]:
        answer = run("annotate", "--lang", "en", "--lint", "--json", *words, stdin="He is in Kiev.")
        return {one["rule"] for one in json.loads(answer.stdout)["findings"]}

    assert "off-style" in rules("--desk", "world")
    assert "off-style" not in rules()


def test_what_is_wrong_is_said(folder: Path) -> None:
    assert run("desk", "show", "nowhere").exit_code == 1
    assert run("desk", "decide", "No!", "Lyman", "1").exit_code == 2
    assert run("desk", "decide", "world", "Lyman", "there").exit_code == 2
    assert run("desk", "decide", "world", "Lyman", "1").exit_code == 1
    assert run("desk", "import", "world", "-", stdin="name,place\nLyman,1\n").exit_code == 1
    assert run("resolve", "Lyman", "--desk", "nowhere").exit_code == 1


def test_a_table_keeps_to_the_desk_as_it_was(folder: Path) -> None:
    run("desk", "decide", "world", "Shevchenkove", KHERSON)
    table, placed, lock = folder / "in.csv", folder / "out.csv", folder / "places.lock"
    table.write_text("name\nShevchenkove\nBakhmut\n", "utf-8")
    words = ("reconcile", table, "-o", placed, "--lock", lock, "--workers", 1)
    assert run(*words, "--desk", "world").exit_code == 0
    assert KHERSON in placed.read_text("utf-8")
    told = json.loads(lock.read_text("utf-8"))["options"]["memory"]
    assert (told["desk"], told["revision"]) == ("world", 1)
    run("desk", "decide", "world", "Bakhmut", "none")
    assert run(*words, "--desk", "world").exit_code == 1
    assert run(*words, "--desk", "world@1").exit_code == 0


def test_stale_decisions_are_listed(folder: Path) -> None:

    from gazetteer import Decision
    from service.commands.memories import store_of
    from service.desk.records import Author

    store_of(folder).decide("world", [Decision("Lyman", 5)], Author("Olena"))
    assert "Lyman: 5 is gone" in run("desk", "diff", "world").stdout


def test_a_desk_is_based_on_another_by_whoever_runs_the_service(folder: Path) -> None:
    assert run("desk", "decide", "world", "Shevchenkove", KHERSON).exit_code == 0
    assert run("desk", "decide", "sport", "Lyman", "none").exit_code == 0
    assert first_id("--desk", "sport") is None
    assert run("desk", "base", "sport", "world").exit_code == 0
    assert first_id("--desk", "sport") == int(KHERSON)
    assert run("desk", "base", "sport", "none").exit_code == 0
    assert first_id("--desk", "sport") is None
    assert run("desk", "base", "sport", "nowhere").exit_code == 1
