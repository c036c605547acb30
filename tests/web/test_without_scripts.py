"""The page as the service sends it: without scripts the same is said, and its headers are strict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from browsing import NewPage
from playwright.sync_api import Page, expect
from serving import serving

from service.app import create_app
from service.settings import Settings

NAMES = ["Bakhmout", "Shevchenkove", "Zzyzzqx", "Kiev", "Ukraine", "Springfield", "Lake Baikal", "Georgia"]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}


def said(page: Page) -> dict[str, object]:
    """The words of an answer, with any space as one, and without marks of direction."""

    def texts(selector: str) -> list[str]:
        return [" ".join(text.replace("\u200e", "").split()) for text in page.locator(selector).all_text_contents()]

    return {
        "say": texts(".say"),
        "more": texts(".verdict .soft"),
        "hints": texts(".hint"),
        "names": texts(".candidate .name"),
        "why": texts(".candidate .why"),
        "share": texts(".candidate .share"),
        "bars": [bar.get_attribute("width") for bar in page.locator(".bar rect").all()],
        "spellings": texts(".spellings dd"),
        "languages": texts(".spellings dt"),
    }


def test_the_same_is_said_with_and_without_scripts(new_page: NewPage) -> None:
    compare(new_page, "en", NAMES[:3])
    compare(new_page, "ar", NAMES[1:2])


@pytest.mark.slow
@pytest.mark.parametrize("ui", ["en", "fr", "uk", "de", "ar"])
def test_the_same_is_said_in_every_language(new_page: NewPage, ui: str) -> None:
    compare(new_page, ui, NAMES)


def compare(new_page: NewPage, ui: str, names: Sequence[str]) -> None:
    """Fail where a page says other words with scripts than without."""
    plain, whole = new_page(java_script_enabled=False), new_page()
    for name in names:
        for page in (plain, whole):
            page.goto(f"/?q={name}&ui={ui}")
            expect(page.locator(".say")).to_be_visible()
        expect(whole.locator("button.candidate").first).to_be_visible()
        if whole.locator("#answer exonym-verdict").get_attribute("verdict") == "match":
            expect(whole.locator("#place .small").first).to_be_visible()
        assert said(whole) == said(plain), name


def test_a_form_and_links_do_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/?ui=fr")
    page.get_by_role("searchbox").fill("Shevchenkove")
    page.keyboard.press("Enter")
    expect(page.locator(".say")).to_have_text("Shevchenkove peut désigner plusieurs lieux")
    page.locator("a.hint").first.click()
    expect(page.locator(".say")).to_contain_text("se trouve ici")
    page.locator("summary").click()
    page.locator("a.candidate").first.click()
    expect(page.locator("h1")).to_have_text("Shevchenkove")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/?q=Bakhmout", "/place/713174", "/place/0"])
def test_the_policy_is_strict(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<[^>]*\s(style|on\w+)=", answer.text)
    assert "<style" not in answer.text


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/?q=Bakhmout")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/?q=Bakhmout", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/?q=Kiev", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_programs_get_an_index(client: httpx.Client) -> None:
    index = client.get("/", headers={"Accept": "application/json"}).json()
    assert index["name"] == "Exonym"
    described = client.get("/openapi.json").json()["paths"]
    assert {route for route in index["routes"] if route.startswith("/v1")} <= set(described)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en;q=0.3, fr-CA;q=0.9", "fr"),
        ("ja, uk;q=0.1", "uk"),
        ("xx;q=a, *", "en"),
        ("," * 5000, "en"),
    ],
)
def test_the_browser_s_language_is_taken(client: httpx.Client, header: str, lang: str) -> None:
    answer = client.get("/", headers={"Accept-Language": header})
    assert answer.headers["content-language"] == lang
    assert f'<html lang="{lang}"' in answer.text
    assert client.get("/?ui=ar", headers={"Accept-Language": header}).headers["content-language"] == "ar"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "x" * 400, 400),
        ("q=x&lat=200", 400),
        ("q=%20", 200),
        ("q=a&q=b&within=999999999", 200),
    ],
)
def test_what_cannot_be_read_is_said_in_the_page(client: httpx.Client, query: str, status: int) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert ("trouble" in answer.text) == (status != 200)


def test_without_a_key_the_page_says_that_one_is_needed(embedded_dir: Path) -> None:
    app = create_app(Settings(data_dir=embedded_dir, require_key=True))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        assert client.get("/").status_code == 200
        refused = client.get("/?q=Bakhmout")
        assert refused.status_code == 401
        assert "A key is needed to ask." in refused.text
        assert "713174" not in refused.text


def test_without_a_gazetteer_the_page_says_so(tmp_path: Path) -> None:
    with serving(create_app(Settings(data_dir=tmp_path))) as address, httpx.Client(base_url=address) as client:
        assert client.get("/").status_code == 200
        answer = client.get("/?q=Bakhmout")
        assert answer.status_code == 503
        assert "The service is busy." in answer.text or "exonym build" in answer.text
