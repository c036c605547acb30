"""Look up, as an editor uses it."""

from __future__ import annotations

import re

import pytest
from browsing import NewPage, intercept
from playwright.sync_api import Page, Route, expect

FORBIDDEN = """
const no = () => { throw new Error("no"); };
Object.defineProperty(Document.prototype, "cookie", { get: no, set: no });
"""


def ask(page: Page, name: str) -> None:
    page.get_by_role("combobox").fill(name)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("name", "said", "verdict"),
    [
        ("Bakhmout", "Bakhmout is Bakhmut, Donetsk Oblast, Ukraine", "match"),
        ("Shevchenkove", "Shevchenkove may be several places", "ambiguous"),
        ("Zzyzzqx", "Zzyzzqx is no place we know", "no_match"),
        ("باخموت", "باخموت is Bakhmut, Donetsk Oblast, Ukraine", "match"),
    ],
)
def test_a_name_is_answered_in_a_sentence(page: Page, name: str, said: str, verdict: str) -> None:
    page.goto("/")
    ask(page, name)
    expect(page.locator(".say")).to_have_text(said)
    expect(page.locator("#answer exonym-verdict")).to_have_attribute("verdict", verdict)
    expect(page.locator("#answer + [role=status]")).to_have_text(said)
    assert 1 <= page.locator("button.candidate").count() <= 6
    expect(page.locator("button.candidate").last).to_contain_text("None of these")
    assert f"q={name}" in page.evaluate("decodeURIComponent(location.search)")
    assert name in page.title()


def test_one_click_on_a_hint_decides(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    page.get_by_role("button", name="Kharkiv Oblast", exact=True).click()
    expect(page.locator(".say")).to_have_text("Shevchenkove is in Kharkiv Oblast, Ukraine")
    expect(page.locator(".say")).to_be_focused()
    page.get_by_role("button", name="Region: Kharkiv Oblast. Take it away").click()
    expect(page.locator(".say")).to_have_text("Shevchenkove may be several places")
    expect(page.get_by_role("button", name="Region")).to_be_focused()


@pytest.mark.slow
def test_each_hint_decides(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    names = page.locator("button.hint").all_text_contents()
    assert len(names) > 2
    for name in names:
        page.goto("/?q=Shevchenkove")
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("#answer exonym-verdict")).to_have_attribute("verdict", "match")


def test_the_address_is_the_state(page: Page) -> None:
    page.goto("/?q=Shevchenkove&within=698738")
    expect(page.locator(".say")).to_have_text("Shevchenkove is in Odesa Oblast, Ukraine")
    expect(page.get_by_role("button", name="Region: Odesa Oblast. Take it away")).to_be_visible()
    ask(page, "Bakhmout")
    expect(page.locator(".say")).to_contain_text("Bakhmout")
    page.go_back()
    expect(page.locator(".say")).to_contain_text("Shevchenkove")
    expect(page.get_by_role("combobox")).to_have_value("Shevchenkove")


@pytest.mark.parametrize(
    ("field", "value", "chip", "query"),
    [
        ("Country", "ukraine", "Ukraine", "country=UA"),
        ("Near a point", "45.5, 29.3", "45.5, 29.3", "lat=45.5&lon=29.3"),
        ("Date", "1985-04-01", "1985-04-01", "date=1985-04-01"),
    ],
)
def test_context_is_added_as_a_chip(page: Page, field: str, value: str, chip: str, query: str) -> None:
    page.goto("/?q=Shevchenkove")
    page.get_by_role("button", name=field, exact=True).click()
    page.locator(".fields input").fill(value)
    page.locator(".fields input").press("Enter")
    expect(page.locator(".chip")).to_have_text(chip)
    expect(page.locator(".chip")).to_be_focused()
    assert query in page.url


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=Austr", "We know no country called Austr: it was not used."),
        ("country=UA&within=Zzyzzqx", "We know no region called Zzyzzqx: it was not used."),
    ],
)
def test_what_was_given_and_not_used_is_said(new_page: NewPage, query: str, said: str) -> None:
    for scripts in (True, False):
        page = new_page(java_script_enabled=scripts)
        page.goto(f"/?q=Shevchenkove&{query}")
        expect(page.locator(".note")).to_have_text(said)


def test_hints_and_candidates_name_the_same_region(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    hints = page.locator("button.hint").all_text_contents()
    lines = page.locator("button.candidate .name small").all_text_contents()
    assert all(any(hint.split(", ")[-1] in line for line in lines) for hint in hints), (hints, lines)


def test_a_point_that_is_none_is_not_taken(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    page.get_by_role("button", name="Near a point").click()
    page.locator(".fields input").fill("north of the river")
    page.locator(".fields input").press("Enter")
    expect(page.locator(".fields input")).to_be_focused()
    assert "lat" not in page.url


def test_keys_choose(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    page.keyboard.press("2")
    expect(page.locator("button.candidate").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#place")).to_contain_text("Copy the id")
    expect(page.locator("#place a")).to_have_attribute("href", re.compile(r"/place/694152$"))
    page.keyboard.press("0")
    expect(page.locator("button.candidate.none")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#place")).to_contain_text("say what else is known above")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("2")
    expect(page.get_by_role("combobox")).to_have_value(re.compile("2"))


def test_help_lists_the_keys_and_switches_them_off(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for word in ("Look up", "this one", "None of these", "search"):
        expect(dialog).to_contain_text(word)
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("2")
    page.reload()
    page.keyboard.press("2")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_ids_links_and_json_are_copied(new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/?q=Bakhmout")
    for label, part in (
        ("Copy the id", "713174"),
        ("Copy the link", "/place/713174"),
        ("Copy as JSON", '"id": 713174'),
    ):
        page.get_by_role("button", name=label).click()
        expect(page.locator(".toast")).to_have_text("Copied")
        assert part in page.evaluate("navigator.clipboard.readText()")


def test_a_former_name_has_its_note(page: Page) -> None:
    page.goto("/?q=Artemivsk&ui=en")
    expect(page.locator(".say")).to_contain_text("Bakhmut")


@pytest.mark.parametrize(("ui", "dir", "said"), [("fr", "ltr", "c’est Bakhmut"), ("ar", "rtl", "هو Bakhmut")])
def test_the_interface_speaks_the_reader_s_language(new_page: NewPage, ui: str, dir: str, said: str) -> None:
    page = new_page(locale=ui)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", ui)
    expect(page.locator("html")).to_have_attribute("dir", dir)
    ask(page, "Bakhmout")
    expect(page.locator(".say")).to_contain_text(said)
    page.get_by_role("link", name="English").click()
    expect(page.locator(".say")).to_have_text("Bakhmout is Bakhmut, Donetsk Oblast, Ukraine")


def test_light_and_dark_are_kept(page: Page) -> None:
    page.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Colours: As the system").click()
    page.get_by_role("button", name="Colours: Light").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/?q=Bakhmout")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate(paper) == dark


def test_what_a_browser_may_not_keep_holds_until_the_page_is_left(new_page: NewPage) -> None:
    page = new_page(alone=True)
    page.add_init_script(FORBIDDEN)
    page.goto("/")
    page.get_by_role("button", name="Colours: As the system").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    ask(page, "Bakhmout")
    expect(page.locator(".say")).to_contain_text("Bakhmut")


@pytest.mark.parametrize("name", ["Shevchenkove", "Zzyzzqx"])
def test_after_enter_the_answer_has_the_focus_and_keys_act(page: Page, name: str) -> None:
    page.goto("/")
    ask(page, name)
    expect(page.locator(".say")).to_be_focused()
    page.keyboard.press("0")
    expect(page.locator("button.candidate.none")).to_have_attribute("aria-pressed", "true")


def test_who_types_on_keeps_the_field(page: Page) -> None:
    held: list[Route] = []
    intercept(page, "**/v1/resolve*", lambda route: held.append(route))
    page.goto("/")
    with page.expect_request("**/v1/resolve*"):
        ask(page, "Kiev")
    page.keyboard.type("2")
    held[0].continue_()
    expect(page.locator(".say")).to_contain_text("Kiev")
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("combobox")).to_have_value("Kiev2")


@pytest.mark.parametrize(
    ("ui", "typed", "code"), [("de", "deutschland", "DE"), ("fr", "Etats-Unis", "US"), ("en", "ua", "ua")]
)
def test_a_country_is_known_by_its_name_in_the_reader_s_language(page: Page, ui: str, typed: str, code: str) -> None:
    page.goto(f"/?q=Shevchenkove&ui={ui}")
    page.locator("[data-field=country]").click()
    assert page.locator("#countries option").count() > 240
    page.locator(".fields input").fill(typed)
    page.locator(".fields input").press("Enter")
    expect(page.locator(".chip")).to_be_focused()
    assert f"country={code}" in page.url


def test_keys_go_through_a_list_and_only_enter_takes_of_it(page: Page) -> None:
    page.goto("/?q=Shevchenkove")
    page.locator("[data-field=classes]").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".fields select")).to_have_value("A")
    expect(page.locator(".chip")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)


@pytest.mark.parametrize("ui", ["fr", "uk", "de", "ar"])
def test_why_is_said_in_the_reader_s_language(page: Page, ui: str) -> None:
    for name in ("Bakhmout", "باخموت", "Kiew", "Springfeld"):
        page.goto(f"/?q={name}&ui={ui}")
        expect(page.locator("button.candidate").first).to_be_visible()
        expect(page.locator(".why [lang=en]")).to_have_count(0)


def test_names_in_two_directions_are_kept_apart(page: Page) -> None:
    page.goto("/?q=Bakhmout&ui=ar")
    where = page.locator("button.candidate .name small bdi").first
    expect(where).to_have_text("\u200f\u2068Donetsk Oblast\u2069، \u2068أوكرانيا\u2069")
    region, country = where.evaluate(
        """(bdi) => [0, 1].map((at) => {
          const text = bdi.firstChild;
          const range = new Range();
          const from = at ? text.data.indexOf("أ") : text.data.indexOf("D");
          range.setStart(text, from);
          range.setEnd(text, from + 1);
          return range.getBoundingClientRect().left;
        })"""
    )
    assert country < region  # it is read from the right
