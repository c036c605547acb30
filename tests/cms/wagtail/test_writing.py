"""A story written in Wagtail: its places beside it, decided, changed, saved, and there again."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect
from plugging import BAKHMUT, KYIV, PARAGRAPHS, PARIS, SHEVCHENKOVE, UKRAINE, Received, Service

from tests.cms.wagtail.driving import (
    await_form,
    await_kept,
    await_saved,
    draft,
    entry,
    kept,
    marked,
    new_story,
    publish,
    settled,
    texts,
    write_story,
)
from tests.cms.wagtail.site import Site


def test_a_story_is_written_and_its_places_are_kept(
    editor: Page, site: Site, service: Service, received: Received
) -> None:
    new_story(editor, site)
    write_story(editor)
    settled(editor)
    for name in ("Shevchenkove", "Bakhmut", "Kyiv", "Paris"):
        expect(entry(editor, name)).to_be_visible()
    assert marked(editor, "match") == ["Bakhmut", "Kyiv", "Paris"]
    assert marked(editor, "ambiguous") == ["Shevchenkove"]
    assert marked(editor, "style") == ["Bakhmout"]

    draft(editor).locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    expect(entry(editor, "Shevchenkove").locator("exonym-verdict")).to_have_attribute("verdict", "desk")
    editor.get_by_role("button", name="Remember for").click()
    expect(editor.locator(".exonym-remember")).to_contain_text("remembers: Shevchenkove means Shevchenkove")
    assert service.decisions() == {"Shevchenkove": SHEVCHENKOVE}

    draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    draft(editor).get_by_role("button", name="Insert").click()
    expect(draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    written = texts(editor)
    assert written[0].endswith(PARAGRAPHS[0])
    assert written[0].startswith("BAKHMUT, Ukraine —")
    assert written[2] == PARAGRAPHS[2].replace("Bakhmout", "Bakhmut")
    await_kept(editor, SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE)
    await_saved(editor)
    address = editor.url
    link = publish(editor)

    editor.goto(address)
    await_form(editor)
    assert texts(editor) == written
    assert kept(editor)[BAKHMUT]["role"] == "dateline"
    settled(editor)
    await_kept(editor, SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE)
    _public(editor, urlsplit(link).path)
    assert received.holding(service.key) == []


def _public(page: Page, path: str) -> None:
    page.goto(path)
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    assert {one["name"] for one in told["contentLocation"]} == {"Shevchenkove", "Bakhmut", "Kyiv", "Paris", "Ukraine"}
    assert told["locationCreated"]["sameAs"] == f"https://sws.geonames.org/{BAKHMUT}/"
    assert told["contentLocation"][0]["geo"]["@type"] == "GeoCoordinates"
    expect(page.locator('meta[name="geo.position"]')).to_have_attribute("content", "48.59419;37.99886")
