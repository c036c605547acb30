"""The extension for Superdesk: typed against the published client, and tried with an article in a browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from plugging import SHEVCHENKOVE, Received, Service

from tests.cms.superdesk.client import SOURCES, compiled

BODY = (
    "<p>🚀 Two missiles hit the town of <b>Shevchenkove</b> on Monday, officials said.</p>"
    "<p>Talks were held in Kyiv &amp; in Paris.</p>"
    "<ul><li>In <i>Bakh</i>mout, as one sign still spells it, nobody was hurt. Bakhmut was quiet.</li></ul>"
)
ARTICLE = {
    "_id": "urn:1",
    "headline": "Missiles hit a town in the east",
    "abstract": "<p>Kyiv reports.</p>",
    "body_html": BODY,
}


def start(page: Page, service: Service, article: dict[str, Any] = ARTICLE, **told: Any) -> Locator:
    """Open the article, and its places; returns the draft."""
    page.goto("/index.html")
    page.evaluate(
        "([config, article]) => start(config, article)",
        [{"exonym": {"url": service.address, "desk": "world", **told}}, article],
    )
    if not told.get("side"):
        page.get_by_role("button", name="Places").click()
    draft = page.locator("exonym-draft")
    expect(draft.locator("li.entry").first).to_be_visible()
    expect(draft).not_to_have_attribute("busy", "")
    return draft


def article(page: Page) -> dict[str, Any]:
    """The article as it is now."""
    return page.evaluate("() => client.article")


def test_types_find_what_the_client_has_not(tmp_path: Path) -> None:
    """So that `it compiles` says something."""
    sources = tmp_path / "src"
    shutil.copytree(SOURCES, sources)
    text = (sources / "places.tsx").read_text()
    (sources / "places.tsx").write_text(
        text.replace("superdesk.entities.article.patch(", "superdesk.entities.article.patched(")
    )
    out = tmp_path / "out"
    out.mkdir()
    done = compiled(out, sources)
    assert done.returncode != 0
    assert "patched" in done.stdout


def test_an_article_is_read_decided_and_changed(page: Page, service: Service, received: Received) -> None:
    draft = start(page, service)
    names = draft.locator("li.entry .name")
    for name in ("Shevchenkove", "Bakhmut", "Kyiv", "Paris"):
        expect(names.filter(has_text=name).first).to_be_visible()

    draft.locator("button.candidate").filter(has_text="Kharkiv Oblast").first.click()
    page.get_by_role("button", name="Remember for the desk").click()
    expect(page.locator(".exonym-places")).to_contain_text("The desk remembers it.")
    assert service.decisions() == {"Shevchenkove": SHEVCHENKOVE}

    draft.get_by_role("button", name="Change Bakhmout to Bakhmut").click()
    expect(draft.get_by_role("button", name="Change Bakhmout to Bakhmut")).to_have_count(0)
    assert article(page)["body_html"] == BODY.replace("<i>Bakh</i>mout", "<i>Bakhmut</i>")
    draft.get_by_role("button", name="Insert").click()
    page.wait_for_function("() => client.article.body_html.includes('Ukraine —')")
    body = article(page)["body_html"]
    dateline, rest = body.split("🚀")
    assert dateline.startswith("<p>")
    assert dateline.endswith(" — ")
    assert rest.startswith(" Two missiles hit the town of <b>Shevchenkove</b>")
    assert page.evaluate("() => client.patches.every((patch) => Object.keys(patch).join() === 'body_html')")
    assert received.holding(service.key) == []


def test_what_is_typed_is_read(page: Page, service: Service) -> None:
    draft = start(page, service)
    page.evaluate("() => client.edit({ body_html: client.article.body_html + '<p>A train left for Lviv.</p>' })")
    expect(draft.locator("li.entry .name").filter(has_text="Lviv")).to_be_visible()


def test_beside_the_text_where_the_client_has_a_place_for_it(page: Page, service: Service) -> None:
    start(page, service, side=True)
    widgets = page.evaluate(
        "() => client.contributions.authoringSideWidgets.map((one) => [one._id, one.label, one.icon, one.order])"
    )
    assert widgets == [["exonym", "Places", "map-marker", 8]]


def test_arabic(page: Page, service: Service) -> None:
    draft = start(
        page,
        service,
        {
            **ARTICLE,
            "headline": "أخبار",
            "abstract": "",
            "body_html": "<p>عقدت المحادثات في كييف، ثم في مدينة باريس.</p>",
        },
    )
    expect(draft.locator("li.entry .name").filter(has_text="Kyiv")).to_be_visible()


def test_without_an_address_nothing_is_shown(page: Page, service: Service) -> None:
    page.goto("/index.html")
    page.evaluate("(article) => start({}, article)", ARTICLE)
    assert page.evaluate("() => client.contributions") == {}


@pytest.mark.parametrize(
    ("html", "change", "told"),
    [
        ("<p>a <b>Kiev</b> b</p>", ["body_html/0", 2, 6, "Kiev", "Kyiv"], "<p>a <b>Kyiv</b> b</p>"),
        ("<p>Ki<b>ev</b></p>", ["body_html/0", 0, 4, "Kiev", "Kyiv"], "<p>Kyiv<b></b></p>"),
        ("<p>🚀 Kiev</p>", ["body_html/0", 3, 7, "Kiev", "Kyiv"], "<p>🚀 Kyiv</p>"),
        ("<p>a</p><ul><li>Kiev</li></ul>", ["body_html/1", 0, 4, "Kiev", "Kyiv"], "<p>a</p><ul><li>Kyiv</li></ul>"),
        ("<p>a &lt;b&gt; Kiev</p>", ["body_html/0", 6, 10, "Kiev", "Kyiv"], "<p>a &lt;b&gt; Kyiv</p>"),
        ("<p>Lviv</p>", ["body_html/0", 0, 4, "Kiev", "Kyiv"], None),
        ("<p>Lviv</p>", ["body_html/7", 0, 4, "Lviv", "Lwów"], None),
        ("<p></p>", ["body_html/0", 0, 0, "", "KYIV — "], "<p>KYIV — </p>"),
    ],
)
def test_changes_keep_the_markup(page: Page, service: Service, html: str, change: list[Any], told: str | None) -> None:
    page.goto("/index.html")
    page.evaluate("(article) => start({}, article)", ARTICLE)
    made = page.evaluate(
        "([body_html, change]) => loaded('./texts').changed({ body_html }, change)",
        [html, dict(zip(("field", "start", "end", "from", "to"), change, strict=True))],
    )
    assert made == (None if told is None else {"body_html": told})
