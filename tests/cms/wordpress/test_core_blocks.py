"""Every type of block that WordPress has, within others too; the Classic block, and blocks of other posts."""

from __future__ import annotations

from collections.abc import Callable

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
)
from tests.cms.wordpress.site import Site

# They show pictures of people from another machine, or stand for a part of a page that is no post.
APART = ["core/avatar", "core/comment-author-avatar", "core/comments", "core/post-comments"]
APART += ["core/navigation"]  # which fills itself with what the site has
APART += ["core/freeform", "core/block"]  # in a test of their own
# Their text stands in blocks within them; what they had before is turned into such when they are drawn.
OLDER = {"core/list": "values", "core/quote": "value"}
RICH = "(schema) => ['html', 'rich-text'].includes(schema.source)"
MAKE = f"""([apart, older]) => {{
  const made = wp.blocks.getBlockTypes()
    .filter(({{ name }}) => name.startsWith('core/') && !apart.includes(name))
    .map(({{ name, attributes }}) => {{
      const rich = Object.entries(attributes)
        .filter(([at, schema]) => ({RICH})(schema) && older[name] !== at).map(([at]) => at);
      return [wp.blocks.createBlock(name, Object.fromEntries(rich.map((at) => [at, 'Near <b>Kyiv</b>, 🚆.']))), rich];
    }});
  const within = (name, inner) => wp.blocks.createBlock(name, {{}}, inner);
  const all = made.map(([block]) => block);
  const half = all.splice(0, all.length / 2);
  wp.data.dispatch('core/block-editor').resetBlocks([
    within('core/group', [within('core/columns', [within('core/column', [within('core/group', half)])])]), ...all,
  ]);
  return made.map(([block, rich]) => [block.name, rich.map((at) => [block.clientId, at].join('/'))]);
}}"""
FOUND = """() => Object.fromEntries(
  document.querySelector('exonym-draft').mentions.map(({ field, text }) => [field, text]))"""
NO_TEXT = {"core/html", "core/code", "core/shortcode", "core/missing"}
OTHERS = """<!-- wp:paragraph --><p>A train left Kyiv.</p><!-- /wp:paragraph -->
<!-- wp:freeform --><p>It came from <b>Sofia</b>.</p>

<p>[gallery]</p><!-- /wp:freeform -->
<!-- wp:block {"ref":%s} /-->
<!-- wp:someone/elses {"who":"me"} --><p>Of Bucharest.</p><!-- /wp:someone/elses -->"""
SHARED = """echo wp_insert_post(array('post_type' => 'wp_block', 'post_status' => 'publish', 'post_title' => 'Trains',
  'post_content' => '<!-- wp:paragraph --><p>Trains from Zagreb.</p><!-- /wp:paragraph -->'));"""
PUT = "(html) => wp.data.dispatch('core/block-editor').resetBlocks(wp.blocks.parse(html))"
WRITTEN = "() => wp.blocks.serialize(wp.data.select('core/block-editor').getBlocks())"


@pytest.fixture(autouse=True)
def _of_wordpress(allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)


def test_every_type_of_block_within_others_too(editor: Page, allow: Callable[[str], None]) -> None:
    allow("Failed to load resource|[Bb]lock")  # blocks of a site ask for what a post has not
    new_post(editor)
    made = dict(editor.evaluate(MAKE, [APART, OLDER]))
    before = editor.evaluate(WRITTEN)
    draft = open_sidebar(editor)
    settled(draft)
    expect(entry(draft, "Kyiv")).to_be_visible()
    found = editor.evaluate(FOUND)
    rich = {field: name for name, fields in made.items() for field in fields}
    assert len(made) > 60
    assert {rich[field] for field in rich if field not in found} <= NO_TEXT
    assert set(found.values()) == {"Kyiv"}
    assert editor.evaluate(WRITTEN) == before
    await_kept(editor, KYIV)


def test_what_belongs_to_others_stays_as_it_is(editor: Page, ready: Site, allow: Callable[[str], None]) -> None:
    """The text of the Classic block, of a block that posts share, of one whose plugin has gone."""
    allow("block-directory")  # in which WordPress looks for that plugin, and may not
    shared = ready.php(SHARED)
    new_post(editor)
    editor.evaluate(PUT, OTHERS % shared)
    before = editor.evaluate(WRITTEN)
    draft = open_sidebar(editor)
    settled(draft)
    await_kept(editor, KYIV)
    expect(draft.locator("li.entry")).to_have_count(1)
    save(editor)
    editor.reload()
    await_editor(editor)
    assert editor.evaluate(WRITTEN) == before
    assert list(kept(editor)) == [KYIV]
