"""The picker: a combobox by the ARIA practice, and a field of a form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from browsing import intercept
from playwright.sync_api import Locator, Page, Route, expect


@pytest.fixture
def field(page: Page) -> Locator:
    page.goto("/")
    return page.get_by_role("combobox")


def test_it_is_announced(page: Page, field: Locator) -> None:
    assert field.get_attribute("aria-label") == "Name of a place, in any script"
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("Bakhm")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    expect(page.locator("exonym-picker [role=status]")).to_have_text(re.compile(r"\d places"))
    field.press("ArrowDown")
    option = page.get_by_role("option").first
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    expect(field).to_be_focused()
    assert "combobox" in page.locator("exonym-picker").aria_snapshot()


def test_arrows_go_round(page: Page, field: Locator) -> None:
    field.fill("Bakhm")
    expect(page.get_by_role("option").first).to_be_visible()
    count = page.get_by_role("option").count()
    field.press("ArrowUp")
    expect(page.get_by_role("option").nth(count - 1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")


def test_tab_leaves_and_takes_nothing(page: Page, field: Locator) -> None:
    field.fill("Bakhm")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    field.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("Bakhm")
    expect(page.locator(".say")).to_have_count(0)
    expect(page.get_by_role("button", name="Look up")).to_be_focused()


def test_escape_closes_then_clears(page: Page, field: Locator) -> None:
    field.fill("Bakhm")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("Bakhm")
    field.press("Escape")
    expect(field).to_have_value("")


@pytest.mark.parametrize("how", ["click", "enter"])
def test_a_place_is_taken(page: Page, field: Locator, how: str) -> None:
    field.fill("Bakhm")
    expect(page.get_by_role("option").first).to_contain_text("Donetsk Oblast, Ukraine")
    if how == "click":
        page.get_by_role("option").first.click()
    else:
        field.press("ArrowDown")
        field.press("Enter")
    expect(field).to_have_value("Bakhmut")
    expect(page.locator(".say")).to_contain_text("Bakhmut")
    expect(page.locator("button.candidate").first).to_have_attribute("aria-pressed", "true")


def test_nothing_is_asked_while_a_word_is_composed(page: Page, field: Locator) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/suggest" in request.url else None)
    field.focus()
    page.evaluate(
        """() => {
          const input = document.querySelector("exonym-picker").shadowRoot.querySelector("input");
          input.dispatchEvent(new CompositionEvent("compositionstart"));
          input.value = "バフ";
          input.dispatchEvent(new InputEvent("input"));
        }"""
    )
    page.wait_for_timeout(300)
    assert asked == []
    page.evaluate(
        "document.querySelector('exonym-picker').shadowRoot.querySelector('input').dispatchEvent("
        "new CompositionEvent('compositionend'))"
    )
    expect(page.locator("exonym-picker [role=status]")).not_to_be_empty()
    assert len(asked) == 1


def test_typing_fast_asks_once(page: Page, field: Locator) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/suggest" in request.url else None)
    field.press_sequentially("Bakhmut", delay=10)
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) < 4


def test_an_older_list_never_replaces_a_newer_one(page: Page, field: Locator) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "prefix=Lon&" in route.request.url:
            held.append(route)
        else:
            route.continue_()

    intercept(page, "**/v1/suggest*", hold)
    field.fill("Lon")
    page.wait_for_timeout(250)
    field.fill("Bakhm")
    expect(page.get_by_role("option").first).to_contain_text("Bakhm")
    assert len(held) == 1
    held[0].fulfill(json={"suggestions": []})
    page.wait_for_timeout(100)
    expect(page.get_by_role("option").first).to_contain_text("Bakhm")


def test_what_was_typed_stays_when_the_service_is_gone(
    page: Page, field: Locator, allow: Callable[[str], None]
) -> None:
    allow("Failed to load resource|ERR_FAILED")
    intercept(page, "**/v1/suggest*", lambda route: route.abort())
    field.fill("Bakhm")
    alert = page.locator("exonym-picker [role=alert]")
    expect(alert).to_contain_text("The service cannot be reached.")
    expect(field).to_have_value("Bakhm")
    page.unroute("**/v1/suggest*")
    field.focus()
    alert.get_by_role("button", name="Try again").click()
    field.focus()
    expect(alert).to_be_empty()


FORM = """async () => {
  const form = document.createElement("form");
  const picker = document.createElement("exonym-picker");
  picker.setAttribute("name", "place");
  picker.setAttribute("label", "Where");
  picker.toggleAttribute("required", true);
  form.append(picker);
  document.querySelector("main").append(form);
  const before = { valid: form.checkValidity(), sent: [...new FormData(form).entries()] };
  const events = [];
  for (const name of ["exonym-clear", "change"]) form.addEventListener(name, () => events.push(name));
  picker.place = { id: 713174, name: "Bakhmut" };
  const after = { valid: form.checkValidity(), sent: [...new FormData(form).entries()] };
  const input = picker.shadowRoot.querySelector("input");
  input.value = "Bakhmu";
  input.dispatchEvent(new InputEvent("input"));
  const typed = { valid: form.checkValidity(), sent: [...new FormData(form).entries()] };
  picker.setAttribute("value", "1");
  form.reset();
  picker.removeAttribute("required");
  return { before, after, typed, events, text: picker.text, valid: form.checkValidity() };
}"""


def test_it_is_a_field_of_a_form(page: Page, field: Locator) -> None:
    found = page.evaluate(FORM)
    assert found["before"] == {"valid": False, "sent": []}
    assert found["after"] == {"valid": True, "sent": [["place", "713174"]]}
    assert found["typed"] == {"valid": False, "sent": []}
    assert found["events"] == ["exonym-clear"]
    assert found["text"] == ""
    assert found["valid"]
