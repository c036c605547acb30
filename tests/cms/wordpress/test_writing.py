"""A story written in WordPress: its places beside it, decided, changed, saved, and there again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from plugging import BAKHMUT, SHEVCHENKOVE, STORIES, Received, Service, Story

from tests.cms.wordpress.driving import (
    OF_WORDPRESS,
    await_editor,
    await_kept,
    await_marks,
    canvas,
    entry,
    kept,
    new_post,
    open_sidebar,
    save,
    settled,
    texts,
    write,
    write_story,
)
from tests.cms.wordpress.site import Site


@pytest.fixture(autouse=True)
def _of_wordpress(allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)


@pytest.mark.parametrize("told", STORIES)
def test_set_up_from_nothing_a_story_is_written_and_its_places_are_kept(
    editor: Page, site: Site, service: Service, received: Received, told: str
) -> None:
    story = STORIES[told]()
    _set_up(editor, site, service)
    new_post(editor)
    write_story(editor, story.title, story.paragraphs)
    draft = open_sidebar(editor)
    settled(draft)
    expect(entry(draft, "Shevchenkove")).to_be_visible()
    expect(canvas(editor).locator("mark.annotation-text-exonym-style")).to_have_text(["Bakhmout"])
    await_marks(editor, story.marks)

    if not story.marks["ambiguous"]:
        entry(draft, "Shevchenkove").locator(".head").click()
        entry(draft, "Shevchenkove").get_by_role("button", name="Another place").click()
    draft.locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    expect(entry(draft, "Shevchenkove").locator("exonym-verdict")).to_have_attribute("verdict", "desk")
    editor.get_by_role("button", name="Remember for World desk").click()
    expect(editor.locator(".exonym-remember")).to_contain_text("World desk remembers: Shevchenkove means Shevchenkove")
    assert service.decisions() == {"Shevchenkove": SHEVCHENKOVE}

    draft.get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    draft.get_by_role("button", name="Insert").click()
    expect(draft.get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    written = texts(editor)
    assert written[0].startswith("BAKHMUT, Ukraine —")
    assert written[0].endswith(story.paragraphs[0])
    assert written[1:] == [text.replace("Bakhmout,", "Bakhmut,") for text in story.paragraphs[1:]]
    await_kept(editor, *story.places)
    expect(canvas(editor).locator("mark.annotation-text-exonym-match").first).to_have_text(re.compile("bakhmut", re.I))
    link = save(editor)

    editor.reload()
    await_editor(editor)
    assert texts(editor) == written
    assert kept(editor)[BAKHMUT]["role"] == "dateline"
    await_kept(editor, *story.places)
    _public(editor, link, story)
    assert received.holding(service.key) == []


DECIDED = "() => wp.data.select('core/editor').getEditedPostAttribute('meta').exonym_decided.map(({ place }) => place)"
IS = f"(wanted) => JSON.stringify(({DECIDED})()) === JSON.stringify(wanted)"
CLEAN = "() => !wp.data.select('core/editor').isEditedPostDirty()"


@pytest.mark.parametrize("text", ["Two missiles hit Shevchenkove.", "Missiles hit Shevchenkove in the Kharkiv region."])
def test_what_was_decided_in_a_story_is_kept_and_taken_back(editor: Page, ready: Site, text: str) -> None:
    new_post(editor)
    write(editor, "News", [["core/paragraph", {"content": text}]])
    draft = open_sidebar(editor)
    settled(draft)
    if "Kharkiv" in text:  # which says which one it is
        entry(draft, "Shevchenkove").locator(".head").click()
        entry(draft, "Shevchenkove").get_by_role("button", name="Another place").click()
    draft.locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    editor.wait_for_function(IS, arg=[SHEVCHENKOVE])
    save(editor)
    editor.reload()
    await_editor(editor)
    if not draft.count():
        open_sidebar(editor)
    expect(entry(draft, "Shevchenkove").locator("exonym-verdict")).to_have_attribute("verdict", "desk")
    assert editor.evaluate(DECIDED) == [SHEVCHENKOVE]
    assert editor.evaluate(CLEAN)

    entry(draft, "Shevchenkove").locator(".head").click()
    editor.keyboard.press("u")
    expect(entry(draft, "Shevchenkove").locator("exonym-verdict")).not_to_have_attribute("verdict", "desk")
    editor.wait_for_function(IS, arg=[])


def _set_up(page: Page, site: Site, service: Service) -> None:
    site.php("delete_option('exonym');")
    page.goto("/wp-admin/options-general.php?page=exonym")
    page.get_by_label("Address of the service").fill(service.address)
    page.get_by_label("Key", exact=True).fill(service.key)
    page.get_by_label("Tell search engines").check()
    page.get_by_role("button", name="Save Changes").click()
    expect(page.locator(".notice-success, .updated").first).to_contain_text("Exonym answers, for World desk.")
    expect(page.get_by_label("Key", exact=True)).to_have_value("")


def _public(page: Page, link: str, story: Story) -> None:
    page.goto(link)
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    meant = {f"https://sws.geonames.org/{id}/" for id in story.places}
    assert {one["sameAs"] for one in told["contentLocation"]} == meant
    assert "Shevchenkove" in {one["name"] for one in told["contentLocation"]}
    assert told["locationCreated"]["sameAs"] == f"https://sws.geonames.org/{BAKHMUT}/"
    assert told["contentLocation"][0]["geo"]["@type"] == "GeoCoordinates"
    expect(page.locator('meta[name="geo.position"]')).to_have_attribute("content", "48.59419;37.99886")
