"""An article: what is marked, listed and proposed, deciding by keys, changing, the text, list and map in step."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from browsing import NewPage
from drafting import (
    TEXT,
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
    questions,
    text_of,
)
from playwright.sync_api import Dialog, Page, expect

FIRST = "Shevchenkove"


def test_places_are_marked_and_listed_those_to_decide_first(page: Page) -> None:
    opened(page, TEXT)
    assert marked(page, "ambiguous") == ["Shevchenkove", "Shevchenkove"]
    assert marked(page, "no_match") == ["Bakhmoutské"]
    known = ["Bakhmout", "Bakhmut", "Donetsk region", "Kyiv", "Odessa", "Moscow", "Bakhmout", "Odesa"]
    assert marked(page, "match") == known
    assert marked(page, "off") == ["Bakhmout", "Odessa", "Bakhmout"]
    assert names(page)[:3] == ["Bakhmoutské", "Shevchenkove", "Bakhmut"]
    expect(page.locator("exonym-places #places")).to_have_text("Places in this text 7, 2 to decide")
    expect(entries(page).nth(2)).to_contain_text("also Bakhmout")
    expect(entries(page).nth(2).locator(".often")).to_have_text("× 3")
    expect(page.locator("exonym-dateline b")).to_have_text("BAKHMUT, Ukraine —")
    # Two candidates of the name that is to be decided, and four of the five places; Moscow is no country.
    expect(page.locator("exonym-map .pins button")).to_have_count(2 + 5)


def test_a_paste_is_read_from_its_beginning(new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    opened(page)
    text = TEXT + "\n\nOne line.\n" * 60
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field(page).click()
    page.keyboard.press("Control+v")
    expect(entries(page).first).to_be_visible()
    assert text_of(page).rstrip() == text.rstrip()
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Control+z")
    expect(entries(page)).to_have_count(0)


def test_lines_typed_and_broken_are_counted_right(page: Page) -> None:
    opened(page)
    field(page).click()
    for line in ("one", "", "near Kyiv"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.type("and Lviv")
    expect(entries(page)).to_have_count(2)
    assert text_of(page) == "one\n\nnear Kyiv\nand Lviv"
    assert marked(page, "match") == ["Kyiv", "Lviv"]


def test_keys_decide_and_go_on(page: Page) -> None:
    opened(page, TEXT)
    page.evaluate(
        "document.querySelector('exonym-draft').addEventListener('exonym-decide', e => window.heard = e.detail)"
    )
    entries(page).nth(0).locator(".head").focus()
    page.keyboard.press("0")
    expect(page.locator("exonym-places .head:focus .name")).to_have_text(FIRST)
    assert marked(page, "current") == [FIRST, FIRST]
    page.keyboard.press("2")
    heard = page.evaluate("window.heard")
    assert (heard["place"]["name"], heard["remember"]) == (FIRST, None)
    expect(page.locator("exonym-places #places")).to_have_text("Places in this text 7, all settled")
    expect(page.locator("exonym-places #places")).to_be_focused()
    assert marked(page, "desk") == ["Shevchenkove", "Shevchenkove"]
    assert marked(page, "no_match") == []
    expect(page.locator("exonym-places [verdict=desk]")).to_have_count(2)
    page.keyboard.press("u")
    expect(page.locator("exonym-places .head:focus .name")).to_have_text(FIRST)
    expect(page.locator("exonym-places .candidate").first).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("exonym-places #places")).to_have_text("Places in this text 7, 2 to decide")


def test_a_decision_holds_for_what_is_written_later(page: Page) -> None:
    opened(page, TEXT)
    entries(page).nth(1).locator(".head").click()
    entries(page).nth(1).locator(".candidate").first.click()
    expect(page.locator("exonym-places [verdict=desk]")).to_have_count(1)
    put(page, f"{TEXT}\n\nIn Shevchenkove it rained.")
    expect(page.locator("exonym-places .entry:has([verdict=desk]) .often")).to_have_text("× 3")


def test_any_other_place_can_be_taken(page: Page) -> None:
    opened(page, TEXT)
    page.locator("exonym-places exonym-picker input").fill("Soledar")
    page.locator("exonym-places [role=option]").first.click()
    expect(page.locator("exonym-places .entry:has([verdict=desk])")).to_contain_text("Soledar")
    expect(page.locator("exonym-places .entry:has([verdict=desk])")).to_contain_text("also Bakhmoutské")


def test_change_is_typed_and_can_be_undone(page: Page) -> None:
    opened(page, TEXT)
    notes = page.locator("exonym-places .notes")
    notes.get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    expect(notes.get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    assert text_of(page) == TEXT.replace("near Bakhmout", "near Bakhmut")
    field(page).focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == TEXT
    notes.get_by_role("button", name="Change all").click()
    expect(notes.get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    assert text_of(page) == TEXT.replace("near Bakhmout", "near Bakhmut").replace("Odessa", "Odesa")
    expect(notes).to_contain_text("It stands in a quotation, so it is left as it is.")
    expect(notes.get_by_role("button")).to_have_count(0)


def test_text_list_and_map_are_in_step(page: Page) -> None:
    opened(page, TEXT)
    page.evaluate(
        """() => { const range = [...CSS.highlights.get("exonym-match")].find((one) => String(one) === "Kyiv");
          getSelection().setPosition(range.startContainer, range.startOffset + 2); }"""
    )
    current = page.locator("exonym-places [aria-current] .name")
    expect(current).to_have_text("Kyiv")
    expect(page.locator("exonym-map .chosen")).to_have_attribute("aria-label", "Kyiv")
    assert marked(page, "current") == ["Kyiv"]
    entries(page).filter(has_text="Moscow").locator(".head").click()
    expect(page.locator("exonym-map .chosen")).to_have_attribute("aria-label", "Moscow")
    assert marked(page, "current") == ["Moscow"]
    page.locator("exonym-map .pins button[aria-label=Bakhmut]").dispatch_event("click")
    expect(current).to_have_text("Bakhmut")
    expect(page.locator("exonym-places .head:focus .name")).to_have_text("Bakhmut")
    assert marked(page, "current") == ["Bakhmout", "Bakhmut", "Bakhmout"]
    entries(page).filter(has_text="Kyiv").hover()
    expect(page.locator("exonym-map .on")).to_have_attribute("aria-label", "Kyiv")
    assert marked(page, "pointed") == ["Kyiv"]


def test_escape_goes_from_the_text_to_its_places(page: Page) -> None:
    opened(page, TEXT)
    field(page).focus()
    page.keyboard.press("Escape")
    expect(page.locator("exonym-places .head:focus .name")).to_have_text("Bakhmoutské")
    page.keyboard.press("j")
    expect(page.locator("exonym-places .head:focus .name")).to_have_text(FIRST)


def test_slash_goes_to_the_text(page: Page) -> None:
    opened(page, TEXT)
    entries(page).nth(0).locator(".head").focus()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    assert "/" not in field(page).inner_text()


def test_keys_can_be_switched_off(page: Page) -> None:
    opened(page, TEXT)
    page.keyboard.press("?")
    page.get_by_label("Single-letter keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    entries(page).nth(0).locator(".head").focus()
    page.keyboard.press("0")
    expect(page.locator("exonym-places #places")).to_have_text("Places in this text 7, 2 to decide")


def test_a_dateline_begins_the_story_and_not_its_headline(page: Page) -> None:
    opened(page, TEXT)
    page.locator("exonym-dateline select").select_option(label="Kyiv")
    expect(page.locator("exonym-dateline b")).to_have_text("KYIV, Ukraine —")
    page.locator("exonym-dateline").get_by_role("button", name="Insert").click()
    assert text_of(page).split("\n\n")[1].startswith("KYIV, Ukraine — Troops")


def test_peoples_are_marked_where_they_are_wanted(page: Page) -> None:
    opened(page, "The Russian delegation came to Kyiv.")
    assert marked(page, "match") == ["Kyiv"]
    page.get_by_label("Peoples too").check()
    expect(entries(page)).to_have_count(2)
    assert marked(page, "match") == ["Russian", "Kyiv"]


def test_the_language_is_guessed_unless_it_is_told(page: Page) -> None:
    asked = questions(page)
    opened(page, "Explosions à Bakhmout et à Kiev, selon les autorités de la région.")
    expect(page.locator(".sheetbar")).to_contain_text("French")
    expect(field(page)).to_have_attribute("lang", "fr")
    with page.expect_response("**/v1/annotate"):
        page.locator(".sheetbar select").select_option("de")
    assert [(one["lang"], one["offsets"]) for one in asked] == [(None, "utf16"), ("de", "utf16")]


class Spans(HTMLParser):
    """Reads what is marked in HTML, and all of its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str]] = []
        self.tags: set[str] = set()
        self.text = ""
        self._id: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._id = dict(attrs).get("data-exonym")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._id:
            self.found.append((self._id, data))
        self._id = None


def downloaded(page: Page, name: str) -> str:
    with page.expect_download() as download:
        page.locator(".downloads").get_by_role("button", name=name, exact=True).click()
    return download.value.path().read_text("utf-8")


def test_exports(page: Page) -> None:
    text = 'Rain <in> "Kyiv" & 😀 =Lviv\nand Kyiv\n\nDry in Shevchenkove'
    lviv = place(702550, '=Lviv"\n', lat=-1.5)
    made = answer(
        mention(text, "Kyiv", "match", place(703448, "Kyiv")),
        mention(text, "=Lviv", "match", lviv),
        mention(text, "Kyiv", "match", place(703448, "Kyiv"), start=text.rindex("Kyiv")),
        mention(text, "Shevchenkove", "ambiguous", place(1, "A"), place(2, "B")),
    )
    answering(page, lambda _text: made)
    opened(page, text)
    html = downloaded(page, "HTML")
    spans = Spans(html)
    assert spans.found == [("703448", "Kyiv"), ("702550", "=Lviv"), ("703448", "Kyiv")]
    assert spans.tags == {"p", "span", "br"}
    assert spans.text.split() == text.split()
    found = json.loads(downloaded(page, "JSON"))
    units = text.encode("utf-16-le")
    assert [units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") for one in found["mentions"]] == [
        "Kyiv", "=Lviv", "Kyiv", "Shevchenkove",
    ]  # fmt: skip
    assert [one["place"] for one in found["mentions"]] == [703448, 702550, 703448, None]
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "CSV"), newline="")))
    assert [(one["id"], one["name"], one["mentions"]) for one in rows] == [
        ("703448", "Kyiv", "2"), ("702550", "'=Lviv\"\n", "1"),
    ]  # fmt: skip
    assert rows[1]["lat"] == "-1.5"
    features = json.loads(downloaded(page, "GeoJSON"))["features"]
    assert [(one["id"], one["geometry"]["coordinates"]) for one in features] == [
        (703448, [37.5, 49.5]), (702550, [37.5, -1.5]),
    ]  # fmt: skip


def test_html_is_copied(new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    opened(page, "Rain in Kyiv")
    page.get_by_role("button", name="Copy as HTML").click()
    expect(page.locator(".toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == '<p>Rain in <span data-exonym="703448">Kyiv</span></p>\n'


def test_nothing_of_a_text_is_kept_or_in_the_address(page: Page) -> None:
    opened(page, TEXT)
    page.keyboard.press("1")
    expect(page.locator("exonym-places [verdict=desk]")).to_have_count(1)
    kept = "[localStorage.length, sessionStorage.length, document.cookie, location.search + location.hash]"
    assert page.evaluate(kept) == [0, 0, "", ""]
    assert page.evaluate("indexedDB.databases().then(({ length }) => length)") == 0


def test_an_example_for_who_has_no_text(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator("exonym-places #places")).to_have_text(re.compile("to decide"))
    expect(page.get_by_role("button", name="Try an example")).to_be_hidden()


@pytest.mark.parametrize("lacks", ["highlights", "plaintext"])
def test_browsers_that_cannot_paint_get_a_copy_with_marks(new_page: NewPage, lacks: str) -> None:
    page = new_page(alone=True)
    page.add_init_script(
        "delete CSS.__proto__.highlights; delete CSS.highlights"
        if lacks == "highlights"
        else """const own = Object.getOwnPropertyDescriptor(HTMLElement.prototype, "contentEditable");
        Object.defineProperty(HTMLElement.prototype, "contentEditable", { ...own, set(value) {
          if (value === "plaintext-only") throw new DOMException("", "SyntaxError"); own.set.call(this, value); } });"""
    )
    opened(page, TEXT)
    assert field(page).evaluate("one => one.tagName") == "TEXTAREA"
    copy = page.get_by_role("region", name="The text with its places")
    assert copy.inner_text() == TEXT
    expect(copy.locator(".mention.ambiguous")).to_have_text(["Shevchenkove", "Shevchenkove"])
    copy.get_by_role("button", name="Kyiv").click()
    expect(page.locator("exonym-places [aria-current] .name")).to_have_text("Kyiv")
    expect(copy.locator(".current")).to_have_text("Kyiv")
    page.locator("exonym-places").get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    expect(field(page)).to_have_value(TEXT.replace("near Bakhmout", "near Bakhmut"))


def test_without_scripts_the_view_says_so(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/article?ui=de")
    expect(page.locator("noscript p")).to_contain_text("Diese Ansicht braucht Skripte")


def test_a_text_is_not_left_without_a_word(new_page: NewPage) -> None:
    page = new_page(alone=True)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    opened(page)
    field(page).click()  # a browser asks only for who has done something
    page.reload()
    assert asked == []
    opened(page, "Rain in Kyiv")
    field(page).click()
    page.reload()
    assert asked == ["beforeunload"]
    opened(page, "Rain in Kyiv")
    downloaded(page, "JSON")
    page.reload()
    assert asked == ["beforeunload"]


def test_capitals_alone_are_no_other_spelling(page: Page) -> None:
    opened(page, "BAKHMUT, Ukraine (AP) — Shells fell on Bakhmut. Nobody in the city of Bakhmout was hurt.")
    expect(entries(page).filter(has_text="Bakhmut").locator(".spelt")).to_have_text("also Bakhmout")
