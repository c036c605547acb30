"""For everybody: axe's rules of WCAG 2.2 AA and best practice, the keyboard alone, narrow screens."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from browsing import NewPage, intercept, violations
from drafting import ANNOTATE, TEXT, put
from playwright.sync_api import Page, expect

NARROW = 320  # CSS px: 1280 at 400 %


def suggesting(page: Page) -> None:
    page.get_by_role("combobox").fill("Bakhm")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def adding(page: Page) -> None:
    page.locator("[data-field=classes]").click()
    expect(page.locator(".fields select")).to_be_visible()


def helped(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def chosen(page: Page) -> None:
    page.keyboard.press("2")
    expect(page.locator("#place .small").first).to_be_visible()


def refused(page: Page) -> None:
    intercept(page, "**/v1/resolve*", lambda route: route.fulfill(status=500, json={}))
    page.get_by_role("combobox").fill("x")
    page.keyboard.press("Enter")
    expect(page.locator("#answer [role=alert]")).to_be_visible()


def read(page: Page) -> None:
    put(page, TEXT)
    expect(page.locator("exonym-places .candidate").first).to_be_visible()
    expect(page.locator("exonym-map .pins button").first).to_be_visible()


def decided(page: Page) -> None:
    read(page)
    page.keyboard.press("0")
    page.keyboard.press("1")
    page.locator("exonym-places .head").last.click()


def unread(page: Page) -> None:
    intercept(page, ANNOTATE, lambda route: route.fulfill(status=500, json={}))
    put(page, TEXT)
    expect(page.locator("exonym-draft [role=alert]").first).not_to_be_empty()


def nothing(_page: Page) -> None:
    pass


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "start": ("/?", nothing),
    "suggestions": ("/?", suggesting),
    "match": ("/?q=Bakhmout&", nothing),
    "ambiguous": ("/?q=Shevchenkove&within=698738&", nothing),
    "chosen": ("/?q=Shevchenkove&", chosen),
    "no match": ("/?q=Zzyzzqx&", nothing),
    "context": ("/?q=Kiev&country=UA&", adding),
    "keys": ("/?q=Kiev&", helped),
    "refused": ("/?q=Kiev&", refused),
    "place": ("/place/713174?", nothing),
    "no place": ("/place/0?", nothing),
    "article": ("/article?", nothing),
    "article read": ("/article?", read),
    "article decided": ("/article?", decided),
    "article unread": ("/article?", unread),
    "desk": ("/desk/default?", nothing),
}
LOOKS = [("light", "en"), ("dark", "ar"), ("light", "ar"), ("dark", "en")]
# Each view in one look; all states in all looks are for `make test-slow`. The desk and tables have tests of their own.
SOME = list(zip(("suggestions", "ambiguous", "place", "article decided"), LOOKS, strict=True))


def opened(new_page: NewPage, state: str, look: tuple[str, str], **options: Any) -> Page:
    """A page in a state."""
    colours, lang = look
    page = new_page(color_scheme=colours, **options)
    address, act = STATES[state]
    page.goto(f"{address}ui={lang}")
    expect(page.locator("#tools button")).to_have_count(2)
    act(page)
    return page


@pytest.mark.parametrize(("state", "look"), SOME)
def test_axe_finds_nothing(new_page: NewPage, allow: Callable[[str], None], state: str, look: tuple[str, str]) -> None:
    allow("Failed to load resource")
    assert violations(opened(new_page, state, look)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("state", "look"), list(itertools.product(STATES, LOOKS)))
def test_axe_finds_nothing_in_any_look(
    new_page: NewPage, allow: Callable[[str], None], state: str, look: tuple[str, str]
) -> None:
    allow("Failed to load resource")
    assert violations(opened(new_page, state, look, viewport={"width": 390, "height": 844})) == []


@pytest.mark.parametrize(
    ("lang", "states"),
    [
        ("de", ("suggestions", "chosen", "context", "place")),
        pytest.param("de", tuple(STATES), marks=pytest.mark.slow),
        pytest.param("ar", tuple(STATES), marks=pytest.mark.slow),
    ],
)
def test_nothing_is_wider_than_a_narrow_screen(
    new_page: NewPage, allow: Callable[[str], None], lang: str, states: tuple[str, ...]
) -> None:
    allow("Failed to load resource")
    for state in states:
        page = opened(new_page, state, ("light", lang), viewport={"width": NARROW, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, state
        page.context.close()


def test_text_may_be_twice_as_large(new_page: NewPage) -> None:
    page = opened(new_page, "match", ("light", "de"), viewport={"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate("document.body.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_targets_are_large_enough(new_page: NewPage) -> None:
    page = opened(new_page, "context", ("light", "en"), viewport={"width": 390, "height": 844})
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, a, select, input')].filter((one) => !one.matches('.skip, p > a, td a'))"
        ".map((one) => [one.textContent.trim(), one.getBoundingClientRect()])"
        ".filter(([, box]) => box.height > 0).map(([text, box]) => [text, Math.min(box.width, box.height)])"
    )
    assert len(sizes) > 10
    assert [one for one in sizes if one[1] < 24] == []


def test_the_keyboard_is_enough(page: Page) -> None:
    """From the address to a decision between namesakes, and its id copied, by Tab, Enter and typing."""
    page.goto("/")
    expect(page.locator("#tools button")).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("Shevchenkove")
    page.keyboard.press("Enter")
    expect(page.locator(".hint").first).to_be_visible()
    reach(page, ".hint")
    page.keyboard.press("Enter")
    expect(page.locator("#answer exonym-verdict")).to_have_attribute("verdict", "match")
    expect(page.locator(".say")).to_be_focused()
    expect(page.locator("#place button").first).to_be_visible()
    reach(page, "#place button")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).not_to_be_empty()


def reach(page: Page, selector: str) -> None:
    """Tab on until an element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_forced_colours_keep_the_bars(new_page: NewPage) -> None:
    page = new_page(forced_colors="active")
    page.goto("/?q=Shevchenkove")
    bar = page.locator(".bar rect").first
    assert bar.evaluate("(one) => getComputedStyle(one).fill") not in ("rgb(0, 0, 0)", "none")
