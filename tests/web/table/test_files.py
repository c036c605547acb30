"""A table in the browser, from the file to its result: chosen, guessed, sent, whatever the file is like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from browsing import NewPage, Watch, intercept
from playwright.sync_api import Page, expect
from reviewing import (
    LIMIT,
    choose_file,
    hostile_table,
)
from serving import serving

from gazetteer import verification
from service.app import create_app
from service.keys import add_key
from service.settings import Settings


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "This file is empty."),
        ("photo.csv", b"\x89PNG\r\n\x1a\n0000", "This is an image, not a table."),
        ("sheet.xlsx", b"PK\x03\x04000000", "save the sheet as CSV"),
        ("large.csv", b"a,b\n" * (LIMIT // 4 + 1), "this service takes 2 MB"),
    ],
)
def test_what_is_no_table_is_refused_before_it_is_sent(page: Page, name: str, content: bytes, said: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/table")
    choose_file(page, name, content)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator("#file")).to_be_focused()
    assert "POST" not in sent


def test_a_thousand_columns(page: Page) -> None:
    titles = ",".join(f"c{n}" for n in range(999)) + ",city"
    page.goto("/table")
    choose_file(page, "wide.csv", f"{titles}\n{'x,' * 999}Kyiv\n".encode())
    expect(page.get_by_label("Names of places")).to_have_value("1000")
    expect(page.get_by_label("Names of places").locator("option")).to_have_count(1000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator(".cells th").count() < 30


def test_cells_that_are_pasted_and_questions_that_are_asked(page: Page) -> None:
    page.goto("/table")
    page.get_by_label("or paste cells").fill("foo\tbar\nKyiv\t1\nOdesa\t2")
    page.get_by_role("button", name="Read these cells").click()
    expect(page.get_by_text("Say which column has the names of places.")).to_be_visible()
    page.locator("#header").select_option("false")
    expect(page.locator(".cells tbody tr")).to_have_count(3)
    page.get_by_label("Latitude").select_option("2")
    page.get_by_role("button", name="Find the places").click()
    expect(page.get_by_role("alert")).to_contain_text("Give both latitude and longitude")


def test_a_sending_that_breaks_off_may_be_tried_again(page: Page, allow: Callable[[str], None]) -> None:
    allow("Failed to load resource|net::")
    page.goto("/table")
    choose_file(page, "a.csv", b"city\nKyiv\n")
    intercept(page, "**/v1/jobs", lambda route: route.abort())
    page.get_by_role("button", name="Find the places").click()
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached.")
    body = {"error": {"code": "too_many_jobs", "message": "20 of your jobs wait already.", "where": None}}
    page.unroute("**/v1/jobs")
    intercept(page, "**/v1/jobs", lambda route: route.fulfill(status=429, json=body))
    page.get_by_role("button", name="Find the places").click()
    expect(page.get_by_role("alert")).to_contain_text("20 of your jobs wait already.")


def test_hostile_cells_are_text(page: Page, job: Callable[[bytes], str]) -> None:
    page.goto(f"/table/{job(hostile_table())}")
    expect(page.locator(".queue li")).to_have_count(5)
    for index in range(5):
        page.locator(".queue button").nth(index).click()
        expect(page.locator(".question .say bdi")).to_have_count(1)
    assert page.locator(".question img, .queue img, .question script").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".queue").inner_text()


def test_a_table_that_is_not_there_is_said(page: Page, allow: Callable[[str], None]) -> None:
    allow("404")
    page.goto("/table/00000000000000000000000000000000")
    expect(page.get_by_role("alert")).to_contain_text("There is no such table here")


def test_progress_is_shown_and_a_service_that_is_away_waited_for(page: Page, allow: Callable[[str], None]) -> None:
    allow("Failed to load resource|net::")
    told = {"id": "a", "filename": "a.csv", "rows_done": 40, "rows_total": 100, "verdicts": {}, "seconds": 1}
    states = iter([{"state": "queued"}, {"state": "running"}])
    intercept(page, "**/v1/jobs/a", lambda route: route.fulfill(json=told | next(states, {"state": "running"})))
    page.goto("/table/a")
    expect(page.get_by_role("status").first).to_have_text("40 of 100 rows")
    assert page.locator("progress").evaluate("(one) => one.value / one.max") == 0.4
    intercept(page, "**/v1/jobs/a", lambda route: route.abort())
    expect(page.get_by_role("alert")).to_contain_text("goes on as soon as it is back")
    failed = told | {"state": "failed", "error": "The table is empty."}
    intercept(page, "**/v1/jobs/a", lambda route: route.fulfill(json=failed))
    expect(page.get_by_text("The table is empty.")).to_be_visible()


def test_a_key_is_asked_for_once(
    new_page: NewPage, watch: Watch, tiny_dir: Path, tmp_path: Path, allow: Callable[[str], None]
) -> None:
    allow("401")
    build = (tiny_dir / "current").resolve()
    (tmp_path / "current").symlink_to(build)
    verification.remember(tmp_path, str(build), verification.fingerprint(tmp_path, str(build)))
    key = add_key(tmp_path, "desk")
    with serving(create_app(Settings(data_dir=tmp_path, require_key=True))) as origin:
        watch.origins.append(origin)
        page = new_page(base_url=origin)
        page.goto("/table")
        field = page.get_by_label("Key", exact=True)
        field.fill("exo_wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("This key does not hold.")
        field.fill(key)
        page.keyboard.press("Enter")
        choose_file(page, "a.csv", b"city\nKyiv\n")
        expect(page.get_by_label("Names of places")).to_have_value("1")
        page.goto("/table")
        expect(page.locator(".drop")).to_be_visible()
        assert key not in str(page.context.storage_state())


def test_from_a_file_to_its_result(page: Page, service: str) -> None:
    page.goto("/table")
    choose_file(
        page, "orders.csv", "id;Ort;Land\n1;Springfield;USA\n2;Köln;DE\n3;Zzyzz;\n4;Springfield;USA\n".encode("cp1252")
    )
    expect(page.locator("h1")).to_have_text("orders.csv")
    expect(page.get_by_label("Names of places")).to_have_value("2")
    expect(page.get_by_label("Country", exact=True)).to_have_value("3")
    expect(page.get_by_label("Encoding")).to_have_value("cp1252")
    expect(page.locator(".cells tbody tr")).to_have_count(4)
    page.get_by_role("button", name="Find the places").click()
    expect(page.locator(".question .say")).to_have_text("Springfield", timeout=60_000)
    page.keyboard.press("1")
    expect(page.locator(".question .say")).to_have_text("Zzyzz")
    page.keyboard.press("0")
    expect(page.locator(".question .say")).to_have_text("Nothing is left to decide here")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    key = page.url.rsplit("/", 1)[1]
    text = Path(download.value.path()).read_bytes()
    assert text == httpx.get(f"{service}/v1/jobs/{key}/result.csv?decided=true").content
    assert text.count(b"decided: by a person") == 3
