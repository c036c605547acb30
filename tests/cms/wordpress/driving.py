"""WordPress by hand: signing in, writing, opening the sidebar, saving."""

from __future__ import annotations

import time
from typing import Any

from browsing import PATIENCE
from playwright.sync_api import FrameLocator, Locator, Page, expect
from plugging import PARAGRAPHS, TITLE, sign_in_once

from tests.cms.wordpress.site import PASSWORD

WRITE = """([title, blocks]) => {
  const made = ([name, attributes, inner]) => wp.blocks.createBlock(name, attributes, (inner ?? []).map(made));
  wp.data.dispatch('core/editor').editPost({ title });
  wp.data.dispatch('core/block-editor').resetBlocks(blocks.map(made));
}"""
KEPT = """(ids) => {
  const kept = wp.data.select('core/editor').getEditedPostAttribute('meta').exonym_places.map(({ id }) => id);
  return ids.length === kept.length && ids.every((id) => kept.includes(id));
}"""
TEXTS = "() => wp.data.select('core/block-editor').getBlocks().map((one) => String(one.attributes.content ?? ''))"
# WordPress' own scripts say of themselves.
OF_WORDPRESS = r"JQMIGRATE|is deprecated|wp-includes/|wp-admin/|Permissions-Policy|React"


def signed_in(page: Page, address: str, who: str) -> Page:
    """A page of a user, who signs in by the form the first time."""

    def by_form() -> None:
        page.goto("/wp-login.php")
        page.locator("#user_login").fill(who)
        page.locator("#user_pass").fill(PASSWORD)
        page.locator("#wp-submit").click()
        page.wait_for_url("**/wp-admin/**")

    sign_in_once(page, address, who, by_form)
    return page


def new_post(page: Page) -> None:
    """Open the editor with an empty post."""
    page.goto("/wp-admin/post-new.php")
    await_editor(page)


def await_editor(page: Page) -> None:
    page.wait_for_function("() => window.wp?.data?.select('core/editor')?.__unstableIsEditorReady?.()")


def write(page: Page, title: str, blocks: list[Any]) -> None:
    """Put a title and blocks into the post."""
    page.evaluate(WRITE, [title, blocks])


def write_story(page: Page, title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> None:
    write(page, title, [["core/paragraph", {"content": text}] for text in paragraphs])


def open_sidebar(page: Page) -> Locator:
    """Open the sidebar by its button; returns the draft in it."""
    page.get_by_role("button", name="Places of the story", exact=True).click()
    return page.locator("exonym-draft")


def texts(page: Page) -> list[str]:
    """The contents of the blocks."""
    found: list[str] = page.evaluate(TEXTS)
    return found


def canvas(page: Page) -> Page | FrameLocator:
    """What holds the text: a frame, in newer versions."""
    frame = page.locator('iframe[name="editor-canvas"]')
    return page.frame_locator('iframe[name="editor-canvas"]') if frame.count() else page


def marked(page: Page, look: str) -> set[str]:
    """What is marked in the text in one way."""
    return set(canvas(page).locator(f"mark.annotation-text-exonym-{look}").all_text_contents())


def await_marks(page: Page, marks: dict[str, set[str]]) -> None:
    """Wait until these are marked, by how, and no others."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := {look: marked(page, look) for look in marks}) != marks and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert found == marks


def kept(page: Page) -> dict[int, dict[str, Any]]:
    """The places of the post as they would be saved, by id."""
    found = page.evaluate("() => wp.data.select('core/editor').getEditedPostAttribute('meta').exonym_places")
    return {one["id"]: one for one in found}


def await_kept(page: Page, *ids: int) -> None:
    """Wait until these are the places of the post, and no others."""
    page.wait_for_function(KEPT, arg=ids)


SAVE = """async () => {
  wp.data.dispatch('core/editor').editPost({ status: 'publish' });
  await wp.data.dispatch('core/editor').savePost();
}"""
SAVED = """() => {
  const editor = wp.data.select('core/editor');
  return !editor.isSavingPost() && editor.didPostSaveRequestSucceed() && !editor.isEditedPostDirty();
}"""


def save(page: Page) -> str:
    """Publish, and wait until it is done; returns the address of the post."""
    page.evaluate(SAVE)
    page.wait_for_function(SAVED)
    link: str = page.evaluate("() => wp.data.select('core/editor').getPermalink()")
    return link


def entry(draft: Locator, name: str) -> Locator:
    """A place of the list, by its name."""
    return draft.locator("li.entry").filter(has=draft.page.locator(".name", has_text=name))


def settled(draft: Locator) -> None:
    """Wait until the text has been read."""
    expect(draft.locator("li.entry").first).to_be_visible()
    expect(draft).not_to_have_attribute("busy", "")
