"""A place as a field, as a block, and as a mark in rich text: picked, saved, there again, and given to readers."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect
from plugging import BAKHMUT, KYIV

from tests.cms.wagtail.driving import (
    await_saved,
    new_story,
    publish,
    save,
    select_word,
    settled,
    texts,
    write,
    write_title,
)
from tests.cms.wagtail.site import Site

BODY = "Rain fell on Bakhmout and on Kyiv."


def pick(field: Locator, typed: str, name: str) -> None:
    """Pick a place by the keyboard."""
    box = field.get_by_role("combobox")
    box.fill(typed)
    expect(field.get_by_role("option").first).to_contain_text(name)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(name)


def test_a_field_holds_a_place(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    scene = editor.locator("#panel-child-content-scene-section exonym-place-input")
    pick(scene, "Bachmut", "Bakhmut")
    held = json.loads(editor.locator("input[name=scene]").input_value())
    assert (held["id"], held["name"], held["country"]) == (BAKHMUT, "Bakhmut", "UA")
    save(editor)
    expect(scene.get_by_role("combobox")).to_have_value("Bakhmut")
    link = publish(editor)
    editor.goto(urlsplit(link).path)
    expect(editor.locator(".scene")).to_have_text("Bakhmut")


def test_what_is_cleared_is_no_place(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    scene = editor.locator("#panel-child-content-scene-section exonym-place-input")
    pick(scene, "Kyiv", "Kyiv")
    scene.get_by_role("combobox").fill("")
    expect(editor.locator("input[name=scene]")).to_have_value("")
    save(editor)
    expect(scene.get_by_role("combobox")).to_have_value("")


def test_blocks_hold_places_and_are_read(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor, "Two visits")
    more = editor.locator("#panel-child-content-more-section")
    _add(editor, more, "Visit")
    more.get_by_label("Who").fill("Somebody from Odesa")
    visit = more.locator("exonym-place-input").first
    pick(visit, "Kyjiw", "Kyiv")
    _add(editor, more, "Quote")
    more.locator("textarea[name=more-1-value]").fill("“We left Kramatorsk.”")
    settled(editor)
    names = editor.locator("exonym-story-places li.entry .name")
    expect(names.filter(has_text="Odesa")).to_be_visible()
    expect(names.filter(has_text="Kramatorsk")).to_be_visible()
    save(editor)
    expect(visit.get_by_role("combobox")).to_have_value("Kyiv")
    held = json.loads(editor.locator("input[name=more-0-value-where]").input_value())
    assert held["id"] == KYIV
    more.get_by_role("button", name="Delete").last.click()
    expect(names.filter(has_text="Kramatorsk")).to_have_count(0)
    expect(names.filter(has_text="Odesa")).to_be_visible()


def _add(page: Page, stream: Locator, kind: str) -> None:
    stream.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=kind).or_(page.get_by_role("button", name=kind, exact=True)).first.click()


def test_a_mark_in_rich_text_is_kept_both_ways(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, (BODY,))
    select_word(editor, "Bakhmout")
    editor.locator("button[name=PLACE]").first.click()
    dialog = editor.locator("dialog.exonym-dialog")
    box = dialog.get_by_role("combobox")
    expect(box).to_have_value("Bakhmout")
    box.press("ArrowDown")
    expect(dialog.get_by_role("option").first).to_contain_text("Bakhmut")
    box.press("ArrowDown")
    box.press("Enter")
    expect(dialog).to_have_count(0)
    save(editor)
    assert texts(editor) == [BODY]
    expect(editor.locator(".Draftail-Editor [data-draftail-trigger]")).to_have_text("Bakhmout")
    await_saved(editor)
    link = publish(editor)
    editor.goto(urlsplit(link).path)
    mark = editor.locator(f"span[data-exonym='{BAKHMUT}']")
    expect(mark).to_have_text("Bakhmout")
    expect(mark).to_have_attribute("title", "Bakhmut")


def test_a_dialog_that_is_left_changes_nothing(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, (BODY,))
    for leave in ("Cancel", "Escape"):
        select_word(editor, "Bakhmout")
        editor.locator("button[name=PLACE]").first.click()
        dialog = editor.locator("dialog.exonym-dialog")
        box = dialog.get_by_role("combobox")
        box.press("ArrowDown")
        expect(dialog.get_by_role("option").first).to_be_visible()
        if leave == "Cancel":
            dialog.get_by_role("button", name="Cancel").click()
        else:
            box.press("Escape")  # the list
            box.press("Escape")  # what is typed
            box.press("Escape")
        expect(dialog).to_have_count(0)
        expect(editor.locator("#panel-child-content-body-section [contenteditable=true]")).to_be_visible()
    assert texts(editor) == [BODY]
    expect(editor.locator(".Draftail-Editor [data-draftail-trigger]")).to_have_count(0)


def test_places_are_found_and_marked_where_that_is_wanted(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, (BODY,))
    editor.get_by_role("button", name="Find the places").first.click()
    dialog = editor.locator("dialog.exonym-dialog")
    expect(dialog.locator("li")).to_have_count(2)
    dialog.get_by_role("checkbox", name="Kyiv").uncheck()
    dialog.get_by_role("button", name="Add").click()
    expect(editor.locator(".Draftail-Editor [data-draftail-trigger]")).to_have_text(["Bakhmout"])
    editor.get_by_role("button", name="Find the places").first.click()
    expect(dialog.locator("li")).to_have_count(1)  # what is marked is not proposed again
    dialog.get_by_role("button", name="Cancel").click()
    assert texts(editor) == [BODY]
