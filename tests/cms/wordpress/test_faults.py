"""What an editor sees where the service fails: it is said, nothing written is lost, and it goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from browsing import NewPage
from playwright.sync_api import Page, expect
from plugging import KYIV, Received, Service

from tests.cms import hostile
from tests.cms.wordpress.asking import ASK_OURS, Fake, asking_fake
from tests.cms.wordpress.driving import OF_WORDPRESS, await_kept, entry, new_post, open_sidebar, save, signed_in, write
from tests.cms.wordpress.site import Site

REFUSED = "Failed to load resource"
TEXT = [["core/paragraph", {"content": "A convoy left Kyiv in the evening."}]]


@pytest.fixture(autouse=True)
def _of_wordpress(allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)
    allow(REFUSED)


@pytest.fixture
def fake(ready: Site) -> Iterator[Fake]:
    with asking_fake(ready) as fake:
        yield fake


def test_a_service_that_is_away_comes_back(editor: Page, ready: Site, fake: Fake, service: Service) -> None:
    ready.php(ASK_OURS, URL="http://127.0.0.1:9")
    new_post(editor)
    write(editor, "News", TEXT)
    draft = open_sidebar(editor)
    expect(draft.get_by_role("alert")).to_contain_text("The service cannot be reached.")
    expect(draft.get_by_role("button", name="Try again")).to_be_visible()
    ready.php(ASK_OURS, URL=service.address)
    expect(entry(draft, "Kyiv")).to_be_visible()
    expect(draft.get_by_role("alert")).to_have_count(0)
    await_kept(editor, KYIV)


def test_what_the_service_says_is_never_markup(editor: Page, ready: Site, fake: Fake) -> None:
    fake.body = hostile.answer(f"News\n\n{hostile.TEXT}")
    new_post(editor)
    write(editor, "News", [["core/paragraph", {"content": hostile.TEXT}], ["exonym/map", {}]])
    draft = open_sidebar(editor)
    expect(draft.locator("button.candidate").first).to_contain_text("<script>")
    draft.locator("button.candidate").first.click()
    expect(editor.locator(".exonym-remember")).to_contain_text("<script>")
    draft.get_by_role("button", name="Insert").click()
    editor.goto(save(editor))
    assert editor.evaluate(hostile.HARMED) is None
    expect(editor.locator("figure")).to_have_count(1)
    assert editor.locator("figure img, figure script").count() == 0


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (401, {}, "A key is needed"),
        (429, {"Retry-After": "60"}, "Too many questions at once. Try again in 60 seconds."),
    ],
)
def test_a_service_that_refuses(
    editor: Page, fake: Fake, received: Received, status: int, headers: dict[str, str], said: str
) -> None:
    fake.status, fake.headers, fake.body = status, headers, b"{}"
    new_post(editor)
    write(editor, "News", TEXT)
    draft = open_sidebar(editor)
    expect(draft.get_by_role("alert")).to_contain_text(said)
    key = fake.asked[0][1]["X-API-Key"]
    assert key.startswith("exo_")
    assert received.holding(key) == []


def test_rubbish_is_no_places(editor: Page, fake: Fake) -> None:
    fake.body = b"<html>a proxy says hello"
    new_post(editor)
    write(editor, "News", TEXT)
    draft = open_sidebar(editor)
    expect(draft.get_by_role("alert")).to_be_visible()
    assert editor.evaluate("() => wp.data.select('core/editor').getEditedPostAttribute('meta').exonym_places") == []


def test_two_editors_and_one_place(editor: Page, ready: Site, service: Service, new_page: NewPage) -> None:
    """What a colleague has decided for the desk is there, with who did, and is not overwritten unasked."""
    other = signed_in(new_page(), ready.address, "author")
    text = [["core/paragraph", {"content": "Two missiles hit the town of Shevchenkove on Monday."}]]
    drafts = []
    for page in (editor, other):
        new_post(page)
        write(page, "News", text)
        drafts.append(open_sidebar(page))
        expect(drafts[-1].locator("button.candidate").first).to_be_visible()
    drafts[0].locator("button.candidate").first.click()
    drafts[1].locator("button.candidate").nth(1).click()
    editor.get_by_role("button", name="Remember for World desk").click()
    expect(editor.locator(".exonym-remember")).to_contain_text("World desk remembers")
    other.get_by_role("button", name="Remember for World desk").click()
    expect(other.locator(".exonym-remember")).to_contain_text("admin decided otherwise about Shevchenkove.")
    before = service.decisions()
    other.get_by_role("button", name="Decide mine instead").click()
    expect(other.locator(".exonym-remember")).to_contain_text("World desk remembers")
    assert service.decisions() != before
    other.locator(".exonym-remember").get_by_role("button", name="Undo").click()
    expect(other.get_by_role("button", name="Remember for World desk")).to_be_visible()
    assert service.decisions() == {}
