"""Blocks of every kind that has text: what is read of them, where places are marked, and how they are changed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.cms.wordpress.driving import OF_WORDPRESS, canvas, entry, new_post, open_sidebar, settled, texts

BLOCKS = Path(__file__).with_name("blocks.html").read_text("utf-8")
READ = {
    "Berlin", "Madrid", "Oslo", "Rome", "Vienna", "Lisbon", "Dublin", "Athens", "Prague", "Warsaw", "Budapest",
    "Helsinki", "Stockholm", "Beirut",
}  # fmt: skip
NOT_READ = {"Sofia", "Bucharest", "Zagreb"}
PUT = "(html) => wp.data.dispatch('core/block-editor').resetBlocks(wp.blocks.parse(html))"
SAID = """() => {
  const draft = document.querySelector('exonym-draft');
  const texts = new Map(draft.fields.map(({ id, text }) => [id, text]));
  return draft.mentions.map(({ field, start, end, text }) => [text, texts.get(field).slice(start, end)]);
}"""
RENAMED = (
    "(told) => document.querySelector('exonym-draft').dispatchEvent(new CustomEvent('exonym-change', { detail: told }))"
)
CHANGE = """([name, to]) => {
  const draft = document.querySelector('exonym-draft');
  const { field, start, end, text } = draft.mentions.find((one) => one.text === name);
  draft.dispatchEvent(new CustomEvent('exonym-change', { detail: { mention: 0, field, start, end, from: text, to } }));
}"""
OURS = re.compile(r"/plugins/exonym/.*\.js")
MOST = 30_000  # bytes of script until the first places are there, compressed
WRITTEN = "() => wp.blocks.serialize(wp.data.select('core/block-editor').getBlocks())"


@pytest.fixture(autouse=True)
def _of_wordpress(allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)


@pytest.fixture
def draft(editor: Page) -> Any:
    new_post(editor)
    editor.evaluate(PUT, BLOCKS)
    draft = open_sidebar(editor)
    settled(draft)
    expect(entry(draft, "Beirut")).to_be_visible()
    return draft


def test_every_text_is_read_and_changed_where_it_stands(editor: Page, draft: Any) -> None:
    found = dict(editor.evaluate(SAID))
    assert {name: found.get(name) for name in READ} == {name: name for name in READ}
    assert NOT_READ.isdisjoint(found)
    assert any(re.search("[\u0600-\u06ff]", name) for name in found)
    marks = canvas(editor).locator("mark[class*='annotation-text-exonym']")
    for name in ("Berlin", "Oslo", "Rome", "Vienna", "Helsinki", "Beirut"):  # the last come a moment after the first
        expect(marks.filter(has_text=re.compile(f"^{name}$")).first).to_be_attached()
    assert "exonym" not in editor.evaluate(WRITTEN)

    for name, to in (
        ("Madrid", "Barcelona"),
        ("Prague", "Brno"),
        ("Vienna", "Graz"),
        ("Athens", "Patras"),
        ("Budapest", "Szeged"),
    ):
        editor.evaluate(CHANGE, [name, to])
    written = editor.evaluate(WRITTEN)
    assert "In <strong>Barcelona</strong> it" in written
    assert 'and in <a href="#">Oslo</a>.' in written
    assert "<td>He flew to Brno.</td>" in written
    assert "<li>Graz, Austria</li>" in written
    assert "A street in Patras</figcaption>" in written
    assert "<p>We stay in Szeged.</p>" in written
    assert "a  road\nto   Helsinki" in written.replace("<br>", "\n")
    editor.evaluate("() => wp.data.dispatch('core/editor').undo()")
    assert "Szeged" not in editor.evaluate(WRITTEN)
    expect(entry(draft, "Barcelona")).to_be_visible()
    entry(draft, "Helsinki").locator(".head").click()
    editor.wait_for_function("() => wp.data.select('core/block-editor').getSelectedBlock()?.name === 'core/verse'")


def test_what_stands_no_longer_there_is_not_changed(editor: Page, draft: Any) -> None:
    before = texts(editor)
    field = editor.evaluate("() => document.querySelector('exonym-draft').mentions[0].field")
    editor.evaluate(RENAMED, {"mention": 0, "field": field, "start": 3, "end": 5, "from": "Berlin", "to": "Bonn"})
    editor.evaluate(
        RENAMED, {"mention": 0, "field": "gone/content", "start": 0, "end": 5, "from": "Berlin", "to": "Bonn"}
    )
    assert texts(editor) == before


def test_fifty_thousand_words(editor: Page) -> None:
    new_post(editor)
    one = "<!-- wp:paragraph --><p>" + "Talks were held in Kyiv today. " * 17 + "</p><!-- /wp:paragraph -->\n"
    editor.evaluate(PUT, one * 500)
    draft = open_sidebar(editor)
    expect(draft).to_contain_text("at most 200,000 are read")
    editor.evaluate(PUT, one)
    expect(entry(draft, "Kyiv")).to_be_visible()


def test_a_draft_of_a_thousand_words_is_read_at_once(editor: Page, capsys: pytest.CaptureFixture[str]) -> None:
    scripts: list[Response] = []
    editor.on("response", lambda told: scripts.append(told) if OURS.search(told.url) else None)
    new_post(editor)
    one = (
        "<!-- wp:paragraph --><p>"
        + "A train went to Kyiv at nine and came back. " * 10
        + "</p><!-- /wp:paragraph -->\n"
    )
    editor.evaluate(PUT, one * 11)
    began = editor.evaluate("() => performance.now()")
    draft = open_sidebar(editor)
    expect(entry(draft, "Kyiv")).to_be_visible()
    took = editor.evaluate("() => performance.now()") - began
    with capsys.disabled():
        print(f"\nThe first places of 1,000 words came {took:.0f} ms after the click.")
    assert took < 10_000
    sizes = {told.url: len(gzip.compress(told.body(), 9, mtime=0)) for told in scripts}
    assert any("elements/draft.js" in url for url in sizes)
    assert sum(size for url, size in sizes.items() if "/map" not in url) <= MOST
