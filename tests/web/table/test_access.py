"""A table in the browser for everybody: axe in its states and looks, narrow screens."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from browsing import NewPage, violations
from playwright.sync_api import Page, expect
from reviewing import SMALL, choose_file, open_review, review_table


def chosen(page: Page, _key: str) -> None:
    page.goto("/table")
    choose_file(page, "a.csv", b"foo,bar\nKyiv,1\nOdesa,2\n")
    expect(page.locator(".cells tbody tr").first).to_be_visible()


def at_first(page: Page, _key: str) -> None:
    page.goto("/table")
    expect(page.locator(".drop")).to_be_visible()


def in_review(page: Page, key: str) -> None:
    open_review(page, key)


def decided(page: Page, key: str) -> None:
    open_review(page, key)
    page.keyboard.press("1")
    page.keyboard.press("k")
    expect(page.locator(".decided-note")).to_be_visible()


def finished_all(page: Page, key: str) -> None:
    open_review(page, key)
    for _ in range(SMALL):
        page.keyboard.press("0")
    expect(page.locator(".question .primary")).to_be_visible()


STATES = {"start": at_first, "guessed": chosen, "review": in_review, "decided": decided, "finished": finished_all}
LOOKS = [("light", "en"), ("dark", "ar"), ("light", "ar"), ("dark", "en")]
# What is before a review and the review itself, each in one look; all in all looks are for `make test-slow`.
SOME = [("guessed", LOOKS[0]), ("decided", LOOKS[1])]


def look_at(new_page: NewPage, key: str, state: str, look: tuple[str, str], width: int) -> Page:
    colours, lang = look
    page = new_page(color_scheme=colours, locale=lang, viewport={"width": width, "height": 800})
    STATES[state](page, key)
    return page


@pytest.mark.parametrize(("state", "look"), SOME)
def test_axe_finds_nothing(new_page: NewPage, job: Callable[[bytes], str], state: str, look: tuple[str, str]) -> None:
    page = look_at(new_page, job(review_table(SMALL)), state, look, 1280)
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize(("state", "look"), list(itertools.product(STATES, LOOKS)))
def test_axe_finds_nothing_in_any_look(
    new_page: NewPage, job: Callable[[bytes], str], state: str, look: tuple[str, str]
) -> None:
    page = look_at(new_page, job(review_table(SMALL)), state, look, 390)
    assert violations(page) == []


@pytest.mark.parametrize(
    "states", [("guessed", "decided"), pytest.param(tuple(STATES), marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_nothing_is_wider_than_a_narrow_screen(
    new_page: NewPage, job: Callable[[bytes], str], states: tuple[str, ...]
) -> None:
    for state in states:
        page = look_at(new_page, job(review_table(SMALL)), state, ("light", "de"), 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
        page.context.close()
