"""What happens to a post otherwise: it is autosaved, brought back from a revision, opened without the plugin."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect
from plugging import KYIV

from tests.cms.wordpress.driving import (
    OF_WORDPRESS,
    await_editor,
    await_kept,
    entry,
    kept,
    new_post,
    open_sidebar,
    save,
    settled,
    texts,
    write,
)
from tests.cms.wordpress.site import Site

LVIV = 702550
FIRST, MORE = "Rain fell on Kyiv.", "Rain fell on Kyiv and on Lviv."
TYPE = """(text) => {
  const [block] = wp.data.select('core/block-editor').getBlocks();
  wp.data.dispatch('core/block-editor').updateBlockAttributes(block.clientId, { content: text });
}"""
AUTOSAVE = "async () => { await wp.data.dispatch('core/editor').autosave(); }"
ID = "() => wp.data.select('core/editor').getCurrentPostId()"
AUTOSAVED = "$one = wp_get_post_autosave((int) getenv('ID')); echo $one ? $one->post_content : '';"
STORED = "echo json_encode(array_column(get_post_meta((int) getenv('ID'), 'exonym_places', true), 'id'));"
BRING_BACK = """$all = array_filter(wp_get_post_revisions((int) getenv('ID')), fn($one) => !wp_is_post_autosave($one));
wp_restore_post_revision(end($all)->ID);"""
PLUGIN = "require_once ABSPATH . 'wp-admin/includes/plugin.php'; %s('exonym/exonym.php');"


@pytest.fixture(autouse=True)
def _of_wordpress(allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)


@pytest.fixture
def without(ready: Site) -> Iterator[Callable[[], None]]:
    """Takes the plugin away, until the test ends."""
    yield lambda: print(ready.php(PLUGIN % "deactivate_plugins"))
    ready.php(PLUGIN % "activate_plugin")


def written(page: Page) -> tuple[str, str]:
    """A post that is published with its place: its id and its address."""
    new_post(page)
    write(page, "Rain", [["core/paragraph", {"content": FIRST}]])
    settled(open_sidebar(page))
    await_kept(page, KYIV)
    return save(page), str(page.evaluate(ID))


def given(link: str) -> list[str]:
    """The places that readers are told."""
    page = httpx.get(link, timeout=60).text
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    return [one["name"] for one in told["contentLocation"]]


def test_an_autosave_and_a_revision_that_is_brought_back(editor: Page, ready: Site) -> None:
    link, post = written(editor)
    editor.evaluate(TYPE, MORE)
    await_kept(editor, KYIV, LVIV)
    editor.evaluate(AUTOSAVE)
    assert MORE in ready.php(AUTOSAVED, ID=post)
    assert given(link) == ["Kyiv"]  # what is published is what was saved
    assert json.loads(ready.php(STORED, ID=post)) == [KYIV]

    save(editor)
    assert given(link) == ["Kyiv", "Lviv"]
    ready.php(BRING_BACK, ID=post)
    has_places = json.loads(ready.php(STORED, ID=post))
    assert has_places == ([KYIV] if ready.kind == "npm" else [KYIV, LVIV])  # before 6.4 no revision has them
    editor.reload()
    await_editor(editor)
    assert texts(editor) == [FIRST]
    draft = editor.locator("exonym-draft")
    if not draft.count():
        open_sidebar(editor)
    settled(draft)
    await_kept(editor, KYIV)  # and opening the sidebar sees to it


def test_what_is_kept_outlives_the_plugin(
    editor: Page, ready: Site, without: Callable[[], None], allow: Callable[[str], None]
) -> None:
    allow(r"404 .*rest_route=/exonym/")  # the open page's map may still ask while the plugin is away
    link, post = written(editor)
    without()
    editor.reload()
    await_editor(editor)
    expect(editor.locator("exonym-draft")).to_have_count(0)
    editor.evaluate(TYPE, MORE)
    save(editor)
    assert "ld+json" not in httpx.get(link, timeout=60).text
    assert json.loads(ready.php(STORED, ID=post)) == [KYIV]
    ready.php(PLUGIN % "activate_plugin")
    editor.reload()
    await_editor(editor)
    assert list(kept(editor)) == [KYIV]
    draft = editor.locator("exonym-draft")
    if not draft.count():
        open_sidebar(editor)
    expect(entry(draft, "Lviv")).to_be_visible()
    await_kept(editor, KYIV, LVIV)
