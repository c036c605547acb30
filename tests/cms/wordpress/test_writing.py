"""A story written in WordPress: its places beside it, decided, changed, saved, and there again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from plugging import BAKHMUT, KYIV, PARAGRAPHS, PARIS, SHEVCHENKOVE, UKRAINE, Received, Service

from tests.cms.wordpress.driving import (
    OF_WORDPRESS,
    await_editor,
    await_kept,
    canvas,
    entry,
    kept,
    new_post,
    open_sidebar,
    save,
    settled,
    texts,
    write_story,
)
from tests.cms.wordpress.site import Site


@pytest.fixture(autouse=True)
def _of_wordpress(allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)


def test_set_up_from_nothing_a_story_is_written_and_its_places_are_kept(
    editor: Page, site: Site, service: Service, received: Received
) -> None:
    _set_up(editor, site, service)
    new_post(editor)
    write_story(editor)
    draft = open_sidebar(editor)
    settled(draft)
    for name in ("Shevchenkove", "Bakhmut", "Kyiv", "Paris"):
        expect(entry(draft, name)).to_be_visible()
    marks = canvas(editor).locator("mark[class*='annotation-text-exonym']")
    expect(marks).to_have_text(["Shevchenkove", "Kyiv", "Paris", "Bakhmout", "Bakhmut"])

    draft.locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    expect(entry(draft, "Shevchenkove").locator("exonym-verdict")).to_have_attribute("verdict", "desk")
    editor.get_by_role("button", name="Remember for World desk").click()
    expect(editor.locator(".exonym-remember")).to_contain_text("World desk remembers: Shevchenkove means Shevchenkove")
    assert service.decisions() == {"Shevchenkove": SHEVCHENKOVE}

    draft.get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    draft.get_by_role("button", name="Insert").click()
    expect(draft.get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    written = texts(editor)
    assert written[0].endswith(PARAGRAPHS[0])
    assert written[0].startswith("BAKHMUT, Ukraine —")
    assert written[2] == PARAGRAPHS[2].replace("Bakhmout", "Bakhmut")
    await_kept(editor, SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE)
    link = save(editor)

    editor.reload()
    await_editor(editor)
    assert texts(editor) == written
    assert kept(editor)[BAKHMUT]["role"] == "dateline"
    await_kept(editor, SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE)
    _public(editor, link)
    assert received.holding(service.key) == []


def _set_up(page: Page, site: Site, service: Service) -> None:
    site.php("delete_option('exonym');")
    page.goto("/wp-admin/options-general.php?page=exonym")
    page.get_by_label("Address of the service").fill(service.address)
    page.get_by_label("Key", exact=True).fill(service.key)
    page.get_by_label("Tell search engines").check()
    page.get_by_role("button", name="Save Changes").click()
    expect(page.locator(".notice-success, .updated").first).to_contain_text("Exonym answers, for World desk.")
    expect(page.get_by_label("Key", exact=True)).to_have_value("")


def _public(page: Page, link: str) -> None:
    page.goto(link)
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    assert {one["name"] for one in told["contentLocation"]} == {"Shevchenkove", "Bakhmut", "Kyiv", "Paris", "Ukraine"}
    assert told["locationCreated"]["sameAs"] == f"https://sws.geonames.org/{BAKHMUT}/"
    assert told["contentLocation"][0]["geo"]["@type"] == "GeoCoordinates"
    expect(page.locator('meta[name="geo.position"]')).to_have_attribute("content", "48.59419;37.99886")
