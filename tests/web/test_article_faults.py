"""An article when the service is slow, busy or cut off, when it is very long, and when somebody means ill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import PATIENCE, NewPage, Watch, intercept
from drafting import (
    ANNOTATE,
    answer,
    answering,
    entries,
    field,
    marked,
    mention,
    names,
    opened,
    place,
    put,
    sent,
    text_of,
)
from playwright.sync_api import Page, Route, expect

LIMIT = 200_000
HOSTILE = "<img src=x onerror=alert(1)>&\"'"
OVERRIDE = "\u202eevil\u2066Kyiv"


def alert(page: Page) -> Any:
    return page.locator("exonym-draft [role=alert]").first


def kyiv(text: str) -> dict[str, Any]:
    return answer(*([mention(text, "Kyiv", "match", place(703448, "Kyiv"))] if "Kyiv" in text else []))


def test_an_older_answer_never_overwrites_a_newer_one(page: Page) -> None:
    held: list[Route] = []
    given_up: list[str] = []
    page.on("requestfailed", lambda one: given_up.append(sent(one)["text"]) if "annotate" in one.url else None)

    def hold(route: Route) -> None:
        text = sent(route.request)["text"]
        if text == "old Kyiv":
            held.append(route)
        else:
            route.fulfill(json=kyiv(text))

    intercept(page, ANNOTATE, hold)
    opened(page)
    with page.expect_request(ANNOTATE):
        put(page, "old Kyiv")
    put(page, "this is newer: Kyiv")
    expect(entries(page)).to_have_count(1)
    assert given_up == ["old Kyiv"]
    for route in held:
        route.fulfill(json=answer(mention("old Kyiv", "old", "no_match")))
    page.wait_for_timeout(100)
    assert names(page) == ["Kyiv"]
    assert marked(page, "match") == ["Kyiv"]


def test_marks_stay_on_their_names_while_it_is_slow(page: Page) -> None:
    opened(page, "Rain in Kyiv and Lviv")
    intercept(page, ANNOTATE, lambda _route: None)
    put(page, "😀 Heavy rain in Kyiv and Lviv")
    put(page, "😀 Heavy rain in Kyiv and in Lviv and Odesa")
    put(page, "😀 Heavy rain in Kyiv and in Odesa")
    assert marked(page, "match") == ["Kyiv"]
    expect(entries(page)).to_have_count(1)
    entries(page).first.locator(".head").click()
    assert marked(page, "current") == ["Kyiv"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (503, "The service is busy. Try again in 7 seconds."),
        (429, "Too many questions at once. Try again in 7 seconds."),
    ],
)
def test_it_waits_as_told_and_asks_again(
    new_page: NewPage, allow: Callable[[str], None], status: int, said: str
) -> None:
    allow("Failed to load resource")
    page = new_page(alone=True)  # its clock stays another
    tries: list[str] = []

    def busy(route: Route) -> None:
        tries.append(sent(route.request)["text"])
        if len(tries) == 1:
            route.fulfill(status=status, headers={"Retry-After": "7"}, json={"error": {"code": "busy"}})
        else:
            route.fulfill(json=kyiv(tries[-1]))

    page.clock.install()
    intercept(page, ANNOTATE, busy)
    opened(page)
    put(page, "Kyiv")
    page.clock.run_for(100)
    expect(alert(page)).to_contain_text(said)
    put(page, "in Kyiv")
    page.clock.run_for(6000)
    assert tries == ["Kyiv"]
    page.clock.run_for(1500)
    expect(entries(page)).to_have_count(1)
    assert tries == ["Kyiv", "in Kyiv"]
    expect(alert(page)).to_be_empty()


@pytest.mark.parametrize(
    ("how", "said"), [("gone", "The service cannot be reached."), ("cut", "The answer was cut off.")]
)
def test_no_answer_is_said_and_nothing_is_lost(page: Page, allow: Callable[[str], None], how: str, said: str) -> None:
    allow("Failed to load resource|net::")
    opened(page, "Rain in Kyiv")
    intercept(page, ANNOTATE, lambda one: one.abort() if how == "gone" else one.fulfill(body='{"places": [{"sta'))
    put(page, "Rain in Kyiv and Lviv")
    expect(alert(page)).to_contain_text(said)
    assert text_of(page) == "Rain in Kyiv and Lviv"
    assert marked(page, "match") == ["Kyiv"]
    page.unroute(ANNOTATE)
    alert(page).get_by_role("button", name="Try again").click()
    expect(entries(page)).to_have_count(2)
    expect(alert(page)).to_be_empty()


@pytest.mark.parametrize("status", [400, 401, 413, 500])
def test_a_refusal_is_said_once(new_page: NewPage, allow: Callable[[str], None], status: int) -> None:
    allow("Failed to load resource")
    page = new_page(alone=True)  # its clock stays another
    tries: list[Route] = []

    def refuse(route: Route) -> None:
        tries.append(route)
        route.fulfill(status=status, json={"error": {"code": "x", "message": "No."}})

    page.clock.install()
    intercept(page, ANNOTATE, refuse)
    opened(page)
    put(page, "Kyiv")
    page.clock.run_for(100)
    expect(alert(page)).not_to_be_empty()
    page.clock.run_for(60_000)
    assert len(tries) == 1


def test_a_text_beyond_the_limit_is_not_sent(page: Page) -> None:
    asked = answering(page, kyiv)
    opened(page, "Kyiv")
    put(page, "Kyiv " * (LIMIT // 5) + "!")
    expect(alert(page)).to_have_text("The text has 200,001 characters: at most 200,000 are read.")
    expect(entries(page)).to_have_count(0)
    expect(page.locator(".sheetbar")).to_contain_text("200,001 characters")
    assert asked == ["Kyiv"]
    put(page, ("😀" * 49 + "\n") * (LIMIT // 50 - 1) + "Kyiv")  # twice as many units of UTF-16
    expect(entries(page)).to_have_count(1, timeout=PATIENCE)
    expect(alert(page)).to_be_empty()


def test_of_a_long_text_only_the_piece_is_sent_that_was_changed(page: Page) -> None:
    asked = answering(page, kyiv)
    lines = [f"{number} {'rain and wind ' * (number % 9)}in Kyiv\n" for number in range(2400)]
    opened(page, "".join(lines))
    expect(page.locator("exonym-draft:not([busy])")).to_be_attached()
    expect(page.locator("exonym-places .often")).to_have_text(f"× {len(asked)}")
    assert "".join(asked) == "".join(lines)
    assert len(asked) > 8
    assert max(map(len, asked)) < 13_000
    before = len(asked)
    lines[1200] = "Snow in Kyiv\n"
    with page.expect_request(ANNOTATE):
        put(page, "".join(lines))
    expect(page.locator("exonym-draft:not([busy])")).to_be_attached()
    assert 1 <= len(asked) - before <= 2
    assert any("Snow in Kyiv" in one for one in asked[before:])


def test_names_and_texts_that_are_markup_stay_what_they_are(new_page: NewPage, watch: Watch) -> None:
    page = new_page(alone=True)
    page.on("dialog", lambda dialog: watch.problems.append(f"dialog: {dialog.message}"))
    text = f"{HOSTILE} and {OVERRIDE} and \0 and \ud800 and Lviv"
    note = {"rule": "off-style", "start": 0, "end": 4, "text": HOSTILE, "message": HOSTILE, "replacement": OVERRIDE}

    def made(asked: str) -> dict[str, Any]:
        if HOSTILE not in asked:
            return answer()
        here = mention(asked, HOSTILE, "match", place(1, HOSTILE, country_name=OVERRIDE)) | {"findings": [0]}
        note.update(start=here["start"], end=here["end"])
        other = mention(asked, OVERRIDE, "ambiguous", place(2, OVERRIDE), place(3, HOSTILE)) | {"hint": HOSTILE}
        return answer(here, other) | {"findings": [note]}

    asked = answering(page, made)
    intercept(page, "**/v1/dateline?**", lambda route: route.fulfill(json={"dateline": HOSTILE}))
    opened(page, text)
    assert asked == [text.replace("\ud800", "\ufffd")]
    assert names(page) == [OVERRIDE, HOSTILE]
    assert marked(page, "match") == [HOSTILE]
    assert page.locator("exonym-draft img, #text *").count() == 0
    assert page.locator("exonym-places .name:not(:has(bdi))").count() == 0
    page.locator("exonym-places .notes button").click()
    assert text_of(page).startswith(OVERRIDE + " and ")


def test_what_is_astral_moves_nothing(page: Page) -> None:
    text = "😀👩‍👩‍👧 Rain in 𝕂 Kyiv, 🇺🇦 Lviv and e\u0301 Odesa"
    opened(page, text)
    assert marked(page, "match") == ["Kyiv", "Lviv", "Odesa"]


def test_the_real_service_reads_what_nobody_should_send(page: Page) -> None:
    opened(page, f"a\0b {OVERRIDE} <b>Lviv</b> \ufeffOdesa \ud83d Kyiv")
    assert marked(page, "match") == ["Lviv", "Odesa", "Kyiv"]


def test_a_long_line_of_nothing_is_quick(page: Page) -> None:
    answering(page, kyiv)
    opened(page, " " * 150_000 + "Kyiv")
    with page.expect_download() as download:
        page.locator(".downloads").get_by_role("button", name="HTML", exact=True).click()
    assert download.value.path().read_text().startswith('<p><span data-exonym="703448">')
    assert page.evaluate("performance.now()") < 30_000
    expect(field(page)).to_be_visible()
