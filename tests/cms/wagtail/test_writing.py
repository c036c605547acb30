"""A story written in Wagtail: its places beside it, decided, changed, saved, and there again."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from plugging import BAKHMUT, SHEVCHENKOVE, STORIES, Received, Service, Story

from tests.cms.wagtail.driving import (
    await_form,
    await_kept,
    await_marked,
    await_saved,
    draft,
    entry,
    kept,
    new_story,
    publish,
    save,
    settled,
    texts,
    write,
    write_story,
    write_title,
)
from tests.cms.wagtail.site import Site

DECIDED = """(wanted) => {
  const { decided = [] } = JSON.parse(document.querySelector('input[name=places]').value || '{}');
  return JSON.stringify(decided.map(({ place }) => place)) === JSON.stringify(wanted);
}"""


@pytest.mark.parametrize("told", STORIES)
def test_a_story_is_written_and_its_places_are_kept(
    editor: Page, site: Site, service: Service, received: Received, told: str
) -> None:
    story = STORIES[told]()
    new_story(editor, site)
    write_story(editor, story.title, story.paragraphs)
    settled(editor)
    expect(entry(editor, "Shevchenkove")).to_be_visible()
    for look, names in story.marks.items():
        await_marked(editor, look, names)

    if not story.marks["ambiguous"]:
        entry(editor, "Shevchenkove").locator(".head").click()
        entry(editor, "Shevchenkove").get_by_role("button", name="Another place").click()
    draft(editor).locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    expect(entry(editor, "Shevchenkove").locator("exonym-verdict")).to_have_attribute("verdict", "desk")
    editor.get_by_role("button", name="Remember for").click()
    expect(editor.locator(".exonym-remember")).to_contain_text("remembers: Shevchenkove means Shevchenkove")
    assert service.decisions() == {"Shevchenkove": SHEVCHENKOVE}

    draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    draft(editor).get_by_role("button", name="Insert").click()
    expect(draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    written = texts(editor)
    assert written[0].startswith("BAKHMUT, Ukraine —")
    assert written[0].endswith(story.paragraphs[0])
    assert written[1:] == [text.replace("Bakhmout,", "Bakhmut,") for text in story.paragraphs[1:]]
    await_kept(editor, *story.places)
    await_saved(editor)
    address = editor.url
    link = publish(editor)

    editor.goto(address)
    await_form(editor)
    assert texts(editor) == written
    assert kept(editor)[BAKHMUT]["role"] == "dateline"
    settled(editor)
    await_kept(editor, *story.places)
    _public(editor, urlsplit(link).path, story)
    assert received.holding(service.key) == []


@pytest.mark.parametrize("text", ["Two missiles hit Shevchenkove.", "Missiles hit Shevchenkove in the Kharkiv region."])
def test_what_was_decided_in_a_story_is_kept_and_taken_back(editor: Page, site: Site, text: str) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, (text,))
    settled(editor)
    if "Kharkiv" in text:  # which says which one it is
        entry(editor, "Shevchenkove").locator(".head").click()
        entry(editor, "Shevchenkove").get_by_role("button", name="Another place").click()
    draft(editor).locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    editor.wait_for_function(DECIDED, arg=[SHEVCHENKOVE])
    save(editor)
    expect(entry(editor, "Shevchenkove").locator("exonym-verdict")).to_have_attribute("verdict", "desk")
    editor.wait_for_function(DECIDED, arg=[SHEVCHENKOVE])

    entry(editor, "Shevchenkove").locator(".head").click()
    editor.keyboard.press("u")
    expect(entry(editor, "Shevchenkove").locator("exonym-verdict")).not_to_have_attribute("verdict", "desk")
    editor.wait_for_function(DECIDED, arg=[])


def _public(page: Page, path: str, story: Story) -> None:
    page.goto(path)
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    meant = {f"https://sws.geonames.org/{id}/" for id in story.places}
    assert {one["sameAs"] for one in told["contentLocation"]} == meant
    assert "Shevchenkove" in {one["name"] for one in told["contentLocation"]}
    assert told["locationCreated"]["sameAs"] == f"https://sws.geonames.org/{BAKHMUT}/"
    assert told["contentLocation"][0]["geo"]["@type"] == "GeoCoordinates"
    expect(page.locator('meta[name="geo.position"]')).to_have_attribute("content", "48.59419;37.99886")
