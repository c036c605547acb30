"""`make audit` with a database beside it; and what the lock files are."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bench.advisories import is_affected, locked, main

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def affected(*events: dict[str, str], versions: tuple[str, ...] = ()) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}, {"type": "GIT", "events": [{"introduced": "0"}]}]
    return {"package": {"ecosystem": "PyPI", "name": "Jinja_2"}, "ranges": ranges, "versions": list(versions)}


@pytest.mark.parametrize(
    ("version", "events", "hit"),
    [
        ("3.1.2", [{"introduced": "0"}, {"fixed": "3.1.3"}], True),
        ("3.1.3", [{"introduced": "0"}, {"fixed": "3.1.3"}], False),
        ("3.1.10", [{"introduced": "3.1.2"}, {"last_affected": "3.1.10"}], True),
        ("3.1.11", [{"introduced": "3.1.2"}, {"last_affected": "3.1.10"}], False),
        ("2.0", [{"introduced": "3.0"}], False),
        ("5.1", [{"introduced": "0"}, {"fixed": "4.0"}, {"introduced": "5.0"}, {"fixed": "5.2"}], True),
        ("4.5", [{"introduced": "0"}, {"fixed": "4.0"}, {"introduced": "5.0"}, {"fixed": "5.2"}], False),
    ],
)
def test_which_versions_are_affected(version: str, events: list[dict[str, str]], hit: bool) -> None:
    assert is_affected(version, affected(*events)) is hit


@pytest.mark.parametrize("zipped", [True, False])
def test_what_is_found_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], zipped: bool) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("jinja-2==3.1.2 \\\n    --hash=sha256:00\nclick==8.1 ; python_version < '4' \\\n")
    told = {"id": "X-1", "summary": "Bad.", "affected": [affected({"introduced": "0"}, {"fixed": "3.1.3"})]}
    withdrawn = told | {"id": "X-2", "withdrawn": "2024-01-01"}
    files = {"X-1.json": json.dumps(told), "X-2.json": json.dumps(withdrawn), "README.md": "no advisory"}
    database = tmp_path / ("all.zip" if zipped else "all")
    if zipped:
        with zipfile.ZipFile(database, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    else:
        database.mkdir()
        for name, text in files.items():
            (database / name).write_text(text)
    assert main(database, lock) == 1
    assert capsys.readouterr().out == (
        "jinja-2 3.1.2: X-1, fixed in 3.1.3. Bad.\n2 packages, 1 known vulnerabilities.\n"
    )
    assert main(tmp_path / "none.zip", lock) == 2


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_has_a_hash_for_each_package(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", text, re.MULTILINE)
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(parts) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 50
    assert [part.splitlines()[0] for part in parts if "--hash=sha256:" not in part] == []


def test_what_serves_is_the_same_in_both_locks() -> None:
    served, all_of_it = (locked((ROOT / name).read_text("utf-8")) for name in LOCKS)
    assert served <= all_of_it
