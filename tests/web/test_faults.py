"""The service slow, busy, gone or cut off: said plainly, tried again, and nothing that stood there is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import NewPage, Watch, intercept
from playwright.sync_api import Page, Route, expect
from serving import serving
from tiny import Tiny

from gazetteer import build
from service.app import create_app
from service.settings import Settings

BUSY = {"error": {"code": "overloaded", "message": "Busy.", "where": None}}
RESOLVE = "**/v1/resolve*"
HOSTILE = "<img src=x onerror=alert(1)>&\"'"
OVERRIDE = "\u202eevil\u2066Bakhmut"


@pytest.fixture
def asked(page: Page, allow: Callable[[str], None]) -> Page:
    """A page with an answer, whose next ones will fail."""
    allow("Failed to load resource|ERR_FAILED|net::")
    page.goto("/?q=Bakhmout")
    expect(page.locator(".say")).to_contain_text("Bakhmut")
    return page


def ask(page: Page, name: str) -> None:
    page.get_by_role("combobox").fill(name)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (503, {"Retry-After": "60"}, "The service is busy. Try again in 60 seconds."),
        (429, {"Retry-After": "7"}, "Too many questions at once. Try again in 7 seconds."),
        (500, {}, "Something went wrong."),
        (401, {}, "A key is needed to ask."),
    ],
)
def test_a_refusal_is_said(asked: Page, status: int, headers: dict[str, str], said: str) -> None:
    code = "unauthorized" if status == 401 else "x"
    intercept(
        asked, RESOLVE, lambda route: route.fulfill(status=status, headers=headers, json={"error": {"code": code}})
    )
    ask(asked, "Shevchenkove")
    alert = asked.locator("#answer [role=alert]")
    expect(alert).to_contain_text(said)
    expect(asked.locator(".say")).to_contain_text("Bakhmut")
    expect(asked.get_by_role("combobox")).to_have_value("Shevchenkove")
    asked.unroute(RESOLVE)
    alert.get_by_role("button", name="Try again").click()
    expect(asked.locator(".say")).to_have_text("Shevchenkove may be several places")
    expect(alert).to_have_count(0)


def test_who_is_told_to_wait_a_moment_waits(asked: Page) -> None:
    tries: list[Route] = []

    def busy_once(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"}, json=BUSY)
        else:
            route.continue_()

    intercept(asked, RESOLVE, busy_once)
    ask(asked, "Shevchenkove")
    expect(asked.locator(".say")).to_have_text("Shevchenkove may be several places")
    assert len(tries) == 2


@pytest.mark.parametrize("how", ["gone", "cut"])
def test_no_answer_is_said(asked: Page, how: str) -> None:
    if how == "gone":
        intercept(asked, RESOLVE, lambda route: route.abort())
    else:
        intercept(asked, RESOLVE, lambda route: route.fulfill(status=200, body='{"results": [{"na'))
    ask(asked, "Shevchenkove")
    said = "The service cannot be reached." if how == "gone" else "The answer was cut off."
    expect(asked.locator("#answer [role=alert]")).to_contain_text(said)


def test_an_older_answer_never_replaces_a_newer_one(page: Page) -> None:
    page.goto("/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "q=Shevchenkove" in route.request.url:
            held.append(route)
        else:
            route.continue_()

    intercept(page, RESOLVE, hold)
    ask(page, "Shevchenkove")
    ask(page, "Bakhmout")
    expect(page.locator(".say")).to_contain_text("Bakhmut")
    for route in held:
        route.fulfill(json={"results": [{"name": "old", "verdict": "no_match", "candidates": [], "none": 1}]})
    page.wait_for_timeout(100)
    expect(page.locator(".say")).to_contain_text("Bakhmut")


def test_names_that_are_markup_stay_names(
    new_page: NewPage, tmp_path_factory: pytest.TempPathFactory, watch: Watch, allow: Callable[[str], None]
) -> None:
    allow("400 .Bad Request")  # a name of which nothing is left but signs
    path = tmp_path_factory.mktemp("hostile")
    build(Tiny({713174: f"{HOSTILE} {OVERRIDE}"}), path)
    with serving(create_app(Settings(data_dir=path, map_borders="none"))) as address:
        watch.origins.append(address)
        page = new_page(alone=True, base_url=address)
        page.on("dialog", lambda dialog: watch.problems.append(f"dialog: {dialog.message}"))
        for query in (HOSTILE, OVERRIDE, "</script><script>alert(1)</script>x", "</title><b>x", "Bakhmut"):
            page.goto("/")
            ask(page, query)
            expect(page.locator(".say, #answer .trouble").first).to_be_visible()
            page.reload()
            expect(page.locator(".say, #answer .trouble").first).to_be_visible()
            assert page.locator("#answer img, #answer script, main b").count() == 0
            assert page.locator(".say:not(:has(bdi))").count() == 0
        page.goto("/place/713174")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator(".place img").count() == 0
