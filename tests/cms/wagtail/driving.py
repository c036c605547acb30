"""Wagtail by hand: signing in, writing, looking at the places, saving."""

from __future__ import annotations

import json
import secrets
from typing import Any

from playwright.sync_api import Locator, Page, expect
from plugging import PARAGRAPHS, TITLE, sign_in_once

from tests.cms.wagtail.site import PASSWORD, Site

TEXTS = """(name) => document.querySelector(`input[name="${name}"]`).draftailEditor.getEditorState()
  .getCurrentContent().getBlocksAsArray().map((block) => block.getText())"""
# Wagtail takes what stands in a form two seconds after it was opened for what stood there before.
WATCHED = """addEventListener('w-unsaved:watch-edits', () => { document.documentElement.dataset.watched = ''; });
addEventListener('w-unsaved:add', () => { document.documentElement.dataset.unsaved = ''; });
addEventListener('w-unsaved:clear', () => { delete document.documentElement.dataset.unsaved; });"""
# So it waits half a second and more before it looks for changes, and before it saves them.
QUICK = """const later = window.setTimeout;
window.setTimeout = (run, ms, ...told) => later(run, ms >= 300 ? ms / 8 : ms, ...told);"""
READY = '(name) => Boolean(document.querySelector(`input[name="${name}"]`)?.draftailEditor)'
SELECT = """([name, word]) => {
  const { draftailEditor: editor } = document.querySelector(`input[name="${name}"]`);
  const state = editor.getEditorState();
  const block = state.getCurrentContent().getBlocksAsArray().find((one) => one.getText().includes(word));
  const at = block.getText().indexOf(word);
  const where = DraftJS.SelectionState.createEmpty(block.getKey())
    .merge({ anchorOffset: at, focusOffset: at + word.length });
  editor.onChange(DraftJS.EditorState.forceSelection(state, where));
}"""
MARKED = """(look) => [...(CSS.highlights.get(`exonym-${look}`) ?? [])].map(String)"""


def signed_in(page: Page, address: str, who: str, *, quick: bool = True) -> Page:
    """A page of a user, who signs in by the form the first time.

    Args:
        page: a page of a browser in which nobody is.
        address: of the site.
        who: the user.
        quick: cut the seconds that Wagtail waits at each form, which nearly every test opens.
    """
    page.add_init_script(WATCHED + QUICK if quick else WATCHED)

    def by_form() -> None:
        page.goto("/admin/login/")
        page.get_by_label("Username").fill(who)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")

    sign_in_once(page, address, who, by_form)
    return page


def new_story(page: Page, site: Site) -> None:
    """Open the form of a new story."""
    page.goto(f"/admin/pages/add/stories/story/{site.home}/")
    await_form(page)


def await_form(page: Page) -> None:
    page.wait_for_function(READY, arg="body")
    page.wait_for_function("() => customElements.get('exonym-story-places')")
    page.wait_for_function("() => 'watched' in document.documentElement.dataset")


def write_story(page: Page, title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> None:
    """Write the title and the paragraphs, by the keyboard."""
    write_title(page, title)
    write(page, paragraphs)


def write_title(page: Page, title: str = TITLE) -> None:
    """Write a title that no other story has: Wagtail makes the address of it."""
    page.locator("#id_title").fill(f"{title} {secrets.token_hex(4)}")


def write(page: Page, paragraphs: tuple[str, ...]) -> None:
    """Write paragraphs into the body."""
    text = page.locator("#panel-child-content-body-section [contenteditable=true]")
    text.click()
    for at, paragraph in enumerate(paragraphs):
        if at:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def draft(page: Page) -> Locator:
    """The places beside the text."""
    return page.locator("exonym-story-places exonym-draft")


TOLD = """() => [...document.querySelectorAll('input')].filter((one) => one.draftailEditor).every((one) => {
  const shape = (blocks) => JSON.stringify(blocks.filter(({ text }) => text)
    .map(({ text, entityRanges }) => [text, entityRanges.map(({ offset, length }) => [offset, length])]));
  const seen = DraftJS.convertToRaw(one.draftailEditor.getEditorState().getCurrentContent()).blocks;
  return shape(seen) === shape(JSON.parse(one.value || 'null')?.blocks ?? []);
})"""


def entry(page: Page, name: str) -> Locator:
    """A place of the list, by its name."""
    return draft(page).locator("li.entry").filter(has=page.locator(".name", has_text=name))


def settled(page: Page) -> None:
    """Wait until the text has been read."""
    expect(draft(page).locator("li.entry").first).to_be_visible()
    expect(draft(page)).not_to_have_attribute("busy", "")


def texts(page: Page, name: str = "body") -> list[str]:
    """The paragraphs of a field."""
    found: list[str] = page.evaluate(TEXTS, name)
    return found


def marked(page: Page, look: str) -> list[str]:
    """What is painted in the text in one way."""
    found: list[str] = page.evaluate(MARKED, look)
    return sorted(found)


def await_marked(page: Page, look: str, names: set[str]) -> None:
    """Wait until these are painted in the text in one way, and no others."""
    page.wait_for_function(
        f"([look, names]) => [...new Set(({MARKED})(look))].sort().join() === names.join()", arg=[look, sorted(names)]
    )


def kept(page: Page) -> dict[int, dict[str, Any]]:
    """The places as they would be saved, by id."""
    held = page.locator("input[name=places]").input_value()
    return {one["id"]: one for one in json.loads(held or "{}").get("places", [])}


def await_kept(page: Page, *ids: int) -> None:
    """Wait until these are the places of the story, and no others."""
    page.wait_for_function(
        """(ids) => {
          const { places = [] } = JSON.parse(document.querySelector('input[name=places]').value || '{}');
          return places.length === ids.length && places.every(({ id }) => ids.includes(id));
        }""",
        arg=list(ids),
    )


def await_saved(page: Page) -> None:
    """Wait until Wagtail has made the story by itself, lest it be made twice, is not saving it nor about to, and until
    the form has what is seen, marks too: of rich text Wagtail tells it a quarter of a second after a change."""
    page.wait_for_url("**/edit/")
    page.wait_for_function(TOLD)
    page.wait_for_function("() => !('unsaved' in document.documentElement.dataset)")
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_hidden()


def save(page: Page) -> None:
    """Save a draft by the keyboard, which loads the form anew."""
    await_saved(page)
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    await_form(page)


def select_word(page: Page, word: str, name: str = "body") -> None:
    """Select a word of rich text, where it stands first."""
    page.evaluate(SELECT, [name, word])


def publish(page: Page) -> str:
    """Publish, and wait until it is done; returns the address of the story."""
    await_saved(page)
    page.locator("footer .w-dropdown__toggle-icon, footer [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/admin/pages/*/")
    link = page.locator(".messages a", has_text="View live").get_attribute("href")
    assert link
    return link
