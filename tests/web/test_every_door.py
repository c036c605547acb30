"""Decided once in the page, a name answers in resolve, the command, a job and OpenRefine; its undo ends it there.

By `make test-openrefine` in the real OpenRefine; else by the request that it sends.
"""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browsing import intercept
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from serving import serving

from service.app import create_app
from service.cli import main
from service.settings import Settings
from tests.openrefine.refine import HOW_TO_GET, Refine, find, running
from tests.web.test_desk import data_dir

NAME, ODESA = "Shevchenkove", 694152
TYPE = {"id": "P", "name": "populated place"}
TABLE = f"name,note\n{NAME},a\nKyiv,b\n"
JOB_SECONDS = 120

Door = Callable[[str], int | None]


@pytest.fixture(scope="module")
def folder(embedded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_dir(tmp_path_factory.mktemp("desk"), embedded_dir)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A service with desks of its own."""
    with serving(create_app(Settings(data_dir=folder))) as address:
        httpx.put(f"{address}/v1/desks/default", json={"title": "Default desk"}).raise_for_status()
        yield address


def resolved(address: str) -> Door:
    def door(name: str) -> int | None:
        answer = httpx.get(f"{address}/v1/resolve", params={"q": name, "desk": "default"}).json()["results"][0]
        return answer["candidates"][0]["id"] if answer["verdict"] == "match" else None

    return door


def _placed(text: str, name: str) -> int | None:
    [row] = [row for row in csv.DictReader(io.StringIO(text)) if row["name"] == name]
    return int(row["exonym_id"]) if row["exonym_id"] else None


def commanded(folder: Path, beside: Path) -> Door:
    def door(name: str) -> int | None:
        source, output = beside / "in.csv", beside / "out.csv"
        source.write_text(TABLE)
        told = ["reconcile", str(source), "-o", str(output), "--desk", "default", "--data-dir", str(folder)]
        result = CliRunner().invoke(main, [*told, "--workers", "1"])
        assert result.exit_code == 0, result.output
        return _placed(output.read_text(), name)

    return door


def done_as_a_job(address: str) -> Door:
    def door(name: str) -> int | None:
        with httpx.Client(base_url=address) as client:
            headers = {"Content-Type": "text/csv"}
            made = client.post("/v1/jobs", params={"desk": "default"}, content=TABLE, headers=headers).json()
            until = time.monotonic() + JOB_SECONDS
            while (state := client.get(f"/v1/jobs/{made['id']}").json())["state"] not in ("done", "failed"):
                assert time.monotonic() < until
                time.sleep(0.2)
            assert state["state"] == "done", state
            return _placed(client.get(f"/v1/jobs/{made['id']}/result.csv").text, name)

    return door


def as_openrefine_asks(address: str) -> Door:
    def door(name: str) -> int | None:
        query = {"query": name, "type": TYPE["id"], "type_strict": "should"}
        answer = httpx.post(f"{address}/reconcile/desk/default", data={"queries": json.dumps({"q0": query})})
        rows = answer.json()["q0"]["result"]
        return int(rows[0]["id"]) if rows and rows[0]["match"] else None

    return door


def in_openrefine(address: str, refine: Refine) -> Door:
    def door(name: str) -> int | None:
        project = refine.create("door", f"place\n{name}\nKyiv\n")
        project.reconcile("place", f"{address}/reconcile/desk/default", TYPE, {})
        cell = project.rows()[0][0]
        assert cell is not None
        recon = cell["recon"]
        return int(recon["m"]["id"]) if recon["j"] == "matched" else None

    return door


def decided_and_taken_back(page: Page, doors: dict[str, Door]) -> None:
    """Decide in the page, look behind each door, take it back in the page, look again."""
    before = {label: door(NAME) for label, door in doors.items()}
    assert ODESA not in before.values()
    intercept(page, "**/v1/map/**", lambda route: route.fulfill(status=204))
    page.goto(f"/?q={NAME}")
    page.keyboard.press("2")
    page.keyboard.press("m")
    expect(page.locator(".remember")).to_contain_text("Default desk remembers")
    assert {label: door(NAME) for label, door in doors.items()} == dict.fromkeys(doors, ODESA)
    page.keyboard.press("u")
    expect(page.locator(".remember")).to_contain_text("Taken back")
    assert {label: door(NAME) for label, door in doors.items()} == before


def test_a_decision_in_the_page_answers_behind_every_door(
    page: Page, address: str, folder: Path, tmp_path: Path
) -> None:
    doors = {
        "resolve": resolved(address),
        "command": commanded(folder, tmp_path),
        "job": done_as_a_job(address),
        "OpenRefine": as_openrefine_asks(address),
    }
    decided_and_taken_back(page, doors)


@pytest.mark.openrefine
def test_so_it_does_in_the_real_openrefine(
    pytestconfig: pytest.Config, page: Page, address: str, folder: Path, tmp_path: Path
) -> None:
    if "openrefine" not in pytestconfig.getoption("markexpr"):
        pytest.skip("OpenRefine takes a minute: run by `make test-openrefine`")
    command = find()
    if command is None:
        pytest.skip(HOW_TO_GET)
    with running(command, tmp_path) as refine:
        doors = {
            "resolve": resolved(address),
            "command": commanded(folder, tmp_path),
            "job": done_as_a_job(address),
            "OpenRefine": in_openrefine(address, refine),
        }
        decided_and_taken_back(page, doors)
