"""Elements that ask through another system: its addresses, its headers, its way to say what went wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import intercept
from playwright.sync_api import Page, Route

from service.pages.assets import version

QUERY = "https://x.example/?rest_route=/exonym/"
URL = "([url, endpoint, path, params]) => import(url).then(({ Client }) => new Client({ endpoint }).url(path, params))"
FAIL = """(url) => import(url).then(({ Client }) => new Client({ endpoint: "/cms/" }).get("v1/suggest"))
  .catch(({ code, message, status }) => [code, message, status])"""
MAP = """(url) => import(url).then(() => {
  const map = document.createElement("exonym-map");
  map.endpoint = "/cms/";
  map.headers = () => ({ "X-WP-Nonce": "a1b2" });
  document.querySelector("main").replaceChildren(map);
  map.pins = [{ lat: 48.6, lon: 38, label: "Bakhmut" }];
})"""


def module(name: str) -> str:
    return f"/web/{version()}/elements/{name}.js"


@pytest.mark.parametrize(
    ("endpoint", "path", "params", "expected"),
    [
        ("https://x.example/", "v1/suggest", {"prefix": "Ky"}, "https://x.example/v1/suggest?prefix=Ky"),
        ("https://x.example/wp-json/exonym", "v1/map/base", {}, "https://x.example/wp-json/exonym/v1/map/base"),
        (QUERY, "v1/map/dots/4/9/5", {}, f"{QUERY}v1/map/dots/4/9/5"),
        (
            QUERY,
            "v1/suggest",
            {"prefix": "a&b", "lang": None, "country": ["UA", "FR"]},
            "https://x.example/?rest_route=%2Fexonym%2Fv1%2Fsuggest&prefix=a%26b&country=UA&country=FR",
        ),
    ],
)
def test_addresses(page: Page, endpoint: str, path: str, params: dict[str, object], expected: str) -> None:
    page.goto("/")
    assert page.evaluate(URL, [module("client"), endpoint, path, params]) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"error": {"code": "bad_query", "message": "No."}}, ["bad_query", "No.", 403]),
        ({"code": "rest_forbidden", "message": "No."}, ["rest_forbidden", "No.", 403]),
        ([], ["http_403", "Forbidden", 403]),
        (None, ["http_403", "Forbidden", 403]),
    ],
)
def test_what_went_wrong(page: Page, allow: Callable[[str], None], body: object, expected: list[object]) -> None:
    allow("Failed to load resource")
    intercept(page, "**/cms/**", lambda route: route.fulfill(status=403, json=body))
    page.goto("/")
    assert page.evaluate(FAIL, module("client")) == expected


def test_the_map_is_asked_for_with_the_headers_too(page: Page) -> None:
    asked: list[tuple[str, str | None]] = []

    def answer(route: Route) -> None:
        asked.append((route.request.url, route.request.headers.get("x-wp-nonce")))
        route.fulfill(status=204)

    intercept(page, "**/cms/**", answer)
    page.goto("/article")
    with page.expect_response("**/cms/v1/map/base?*"):
        page.evaluate(MAP, module("map"))
    assert asked[0][1] == "a1b2"
