"""A service that fails, long texts, other scripts, revisions: nothing is lost, and what is wrong is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from plugging import KYIV, PARAGRAPHS, Service

from tests.cms import hostile
from tests.cms.wagtail.driving import (
    await_form,
    await_kept,
    await_saved,
    draft,
    entry,
    kept,
    marked,
    new_story,
    save,
    settled,
    texts,
    write,
    write_title,
)
from tests.cms.wagtail.faulty import Faulty, faulty
from tests.cms.wagtail.site import Site

KEY = "exo_the-key-of-the-newsroom"
LONG = """(text) => {
  const { draftailEditor: editor } = document.querySelector('input[name=body]');
  const { ContentState, EditorState } = DraftJS;
  editor.onChange(EditorState.push(editor.getEditorState(), ContentState.createFromText(text), 'insert-fragment'));
}"""


@pytest.fixture
def failing(site: Site) -> Iterator[Faulty]:
    """A service that fails."""
    with faulty() as told:
        yield told


@pytest.fixture
def provoked(allow: Callable[[str], None]) -> None:
    """Errors of HTTP are what the test is about."""
    allow(r"Failed to load resource: the server responded with a status of (4|5)\d\d")


@pytest.mark.usefixtures("provoked")
@pytest.mark.parametrize(
    ("status", "said"),
    [(None, "The service cannot be reached."), (401, "Something went wrong."), (429, "Too many questions at once.")],
)
def test_what_was_kept_stays_while_the_service_fails(
    editor: Page, site: Site, failing: Faulty, status: int | None, said: str
) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, ("Rain fell on Kyiv.",))
    await_kept(editor, KYIV)
    save(editor)
    settled(editor)
    failing.status, failing.headers = status or 200, {"Retry-After": "600"}
    failing.body = b'{"error": {"code": "rate_limited", "message": "Slowly."}}'
    site.point(failing.address if status else "http://127.0.0.1:9", KEY)
    editor.locator("#panel-child-content-body-section [contenteditable=true]").click()
    editor.keyboard.press("Control+End")
    editor.keyboard.insert_text(" And more.")
    expect(draft(editor).get_by_role("alert").first).to_contain_text(said)
    assert list(kept(editor)) == [KYIV]
    save(editor)
    assert texts(editor) == ["Rain fell on Kyiv. And more."]
    assert list(kept(editor)) == [KYIV]
    expect(draft(editor).get_by_role("alert").first).to_contain_text(said)


@pytest.mark.usefixtures("provoked")
def test_what_the_service_says_is_never_markup(editor: Page, site: Site, failing: Faulty) -> None:
    failing.body = hostile.answer(hostile.TEXT)
    site.point(failing.address, KEY)
    new_story(editor, site)
    editor.locator("#id_lead").fill(hostile.TEXT)
    expect(draft(editor).locator("button.candidate").first).to_contain_text("<script>")
    draft(editor).locator("button.candidate").first.click()
    expect(editor.locator(".exonym-remember")).to_contain_text("<script>")
    draft(editor).get_by_role("button", name="Insert").click()
    editor.locator("exonym-place-input").first.get_by_role("combobox").press_sequentially("Ky")
    expect(editor.get_by_role("option").first).to_contain_text("<script>")
    assert editor.evaluate(hostile.HARMED) is None
    assert "<script>" in str(kept(editor))


RENDERED = """
from django.template import Context, Template
from stories.models import Story
place = {"id": 5, "name": %r, "lat": 1, "lon": 2, "country": %r}
story = Story(title=%r, places={"places": [place]}, scene=place, more=[("where", place)])
told = "{%% load exonym wagtailcore_tags %%}{%% exonym_json_ld page %%}{%% exonym_position page %%}{{ page.more }}"
told += "{%% for one in page.more %%}{%% include_block one %%}{%% endfor %%}{{ page.scene }}"
print(Template(told).render(Context({"page": story})))
"""


@pytest.mark.usefixtures("service")
def test_what_is_kept_is_never_markup_for_readers(site: Site) -> None:
    page = site.run(RENDERED % ((hostile.MARKUP,) * 3))
    assert page.count("<script") == page.count("</script>") == 1  # that of JSON-LD
    assert "<img" not in page
    assert "&lt;img" in page


def test_an_emoji_counts_as_the_browser_counts_it(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, ("👩‍🚒🚒 Kyiv 🇺🇦 and Bakhmout.",))
    settled(editor)
    assert marked(editor, "match") == ["Kyiv"]
    draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    expect(draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    assert texts(editor) == ["👩‍🚒🚒 Kyiv 🇺🇦 and Bakhmut."]


def test_arabic(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor, "أخبار")
    write(editor, ("عقدت المحادثات في كييف، ثم في مدينة باريس.",))
    settled(editor)
    assert "كييف" in marked(editor, "match")
    expect(entry(editor, "Kyiv")).to_be_visible()
    assert KYIV in kept(editor)


def test_a_text_that_is_too_long_is_not_read_and_keeps_its_places(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, ("Rain fell on Kyiv.",))
    await_kept(editor, KYIV)
    await_saved(editor)
    editor.evaluate(LONG, "Rain fell on Kyiv, again and again. \n" * 6_000)
    expect(draft(editor).get_by_role("alert").first).to_contain_text("at most 200,000 are read")
    assert list(kept(editor)) == [KYIV]


def test_changes_in_a_line_of_text(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    editor.locator("#id_lead").fill("Kyiv and Bakhmout, says the lead.")
    settled(editor)
    draft(editor).get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    expect(editor.locator("#id_lead")).to_have_value("Kyiv and Bakhmut, says the lead.")


def test_a_dateline_is_inserted_once(editor: Page, site: Site) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, ("Rain fell on Kyiv.",))
    settled(editor)
    for _ in range(2):
        draft(editor).get_by_role("button", name="Insert").click()
        editor.wait_for_timeout(300)
    assert texts(editor) == ["KYIV, Ukraine — Rain fell on Kyiv."]


def test_revisions_keep_the_places_of_their_text(editor: Page, site: Site, service: Service) -> None:
    new_story(editor, site)
    write_title(editor)
    write(editor, (PARAGRAPHS[1],))
    settled(editor)
    save(editor)
    address = editor.url
    first = len(kept(editor))
    assert first == 2
    editor.locator("#panel-child-content-body-section [contenteditable=true]").click()
    editor.keyboard.press("Control+End")
    editor.keyboard.insert_text(" And in Lviv.")
    expect(entry(editor, "Lviv")).to_be_visible()
    save(editor)
    assert len(kept(editor)) == 3
    compared = editor.goto(address.replace("/edit/", "/revisions/compare/earliest...latest/"))
    assert compared
    assert compared.ok
    expect(editor.get_by_role("main")).to_contain_text("And in Lviv.")
    editor.goto(address)
    await_form(editor)
    settled(editor)
    assert len(kept(editor)) == 3


def test_who_asks_another_machine_is_found(site: Site) -> None:
    with pytest.raises(RuntimeError, match="NotHere"):
        site.run("import urllib.request; urllib.request.urlopen('http://192.0.2.1/')")
    assert site.asked_elsewhere() == ["socket.getaddrinfo '192.0.2.1'"]
    site.asked.unlink()
