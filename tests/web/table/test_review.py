"""The names of a table decided in the browser, by keys."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect
from reviewing import (
    SMALL,
    Asked,
    name_in_question,
    open_review,
    review_table,
    settled,
    until,
    versions,
)


@pytest.mark.parametrize("names", [25, pytest.param(100, marks=pytest.mark.slow)])
def test_so_many_names_take_so_many_keys(page: Page, service: str, job: Callable[[bytes], str], names: int) -> None:
    key = job(review_table(names))
    open_review(page, key)
    waiting = Asked(service, key).all()
    places = [one["candidates"][0]["id"] for one in waiting]
    for number in range(names):
        expect(page.locator(".question .soft").first).to_contain_text(waiting[number]["within"])
        page.keyboard.press("1" if number % 3 else "0")
        if number % 10 == 0:
            expect(page.locator(".question .say")).to_be_focused()
    expect(page.locator(".question .say")).to_have_text("Nothing is left to decide here")
    expect(page.locator(".question .say")).to_be_focused()
    settled(page, Asked(service, key), names)
    found = Asked(service, key).all()
    assert [one["decision"]["place"] for one in found] == [places[n] if n % 3 else None for n in range(names)]
    assert {one["version"] for one in found} == {1}


def test_a_key_that_is_held_decides_once(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    for _ in range(5):
        page.keyboard.down("0")
    page.keyboard.up("0")
    settled(page, asked, 1)


def test_moving_leaving_for_later_and_taking_back(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    first = name_in_question(page)
    page.keyboard.press("s")
    second = name_in_question(page)
    page.keyboard.press("k")
    assert name_in_question(page) == first
    page.keyboard.press("j")
    assert name_in_question(page) == second
    page.keyboard.press("1")
    page.keyboard.press("0")
    settled(page, asked, 2)
    page.keyboard.press("u")
    page.keyboard.press("u")
    assert name_in_question(page) == second
    settled(page, asked, 0)
    expect(page.locator(".question .candidate").first).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_have_text("There is nothing to take back.")
    assert versions(asked) == [0, 0, 0, 0, 2, 2]
    page.keyboard.press("1")
    page.keyboard.press("k")
    page.get_by_role("button", name="Take back").click()
    settled(page, asked, 0)


def test_any_place_may_be_found_by_its_name(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Another place")).to_be_focused()
    page.keyboard.type("Kramat1")  # a figure in a field decides nothing
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page, asked, 1)
    assert asked.all("decided")[0]["decision"]["name"] == "Kramatorsk"


def test_filters_and_the_spot_check(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    page.keyboard.press("0")
    settled(page, asked, 1)
    page.get_by_role("button", name="decided 1").click()
    expect(page.locator(".queue li")).to_have_count(1)
    page.get_by_role("button", name="ambiguous 5").click()
    expect(page.locator(".queue li")).to_have_count(5)
    page.get_by_role("button", name="spot check 3").click()
    expect(page.locator(".queue li")).to_have_count(3)
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.get_by_text("1 of 2 that you looked at were right")).to_be_visible()
    until(page, lambda: asked.counts()["checked"]["names"], 2)
    assert asked.counts()["decided"]["names"] == 1


def test_who_gave_no_name_is_somebody_in_the_reader_s_language(
    page: Page, service: str, job: Callable[[bytes], str]
) -> None:
    key = job(review_table(SMALL))
    open_review(page, key, "?ui=fr")
    page.keyboard.press("0")
    settled(page, Asked(service, key), 1)
    open_review(page, key, "?ui=fr")
    page.get_by_role("button", name="décidé").click()
    expect(page.locator(".decided-note")).to_contain_text("quelqu’un")


def test_a_decision_is_remembered_for_the_desk(page: Page, service: str, job: Callable[[bytes], str]) -> None:
    decisions = f"{service}/v1/desks/default/decisions"
    open_review(page, job(review_table(SMALL)))
    page.keyboard.press("1")
    expect(page.locator(".remember")).to_contain_text("Springfield means Springfield")
    assert httpx.get(decisions).json()["decisions"] == []
    page.keyboard.press("m")
    expect(page.locator(".remember")).to_contain_text("remembers")
    [kept] = httpx.get(decisions).json()["decisions"]
    assert (kept["name"], kept["via"]) == ("Springfield", "table")
    page.locator(".remember .undo").click()
    expect(page.locator(".remember")).to_contain_text("Taken back")
    assert httpx.get(decisions).json()["decisions"] == []


@pytest.mark.parametrize("ui", ["fr", "uk", "de", "ar"])
def test_what_would_decide_is_said_in_the_reader_s_language(page: Page, job: Callable[[bytes], str], ui: str) -> None:
    open_review(page, job(review_table(SMALL)), f"?ui={ui}")
    expect(page.locator(".hint-said")).to_be_visible()
    expect(page.locator(".question [lang=en]")).to_have_count(0)
