"""Pages in a real Chromium, as fixtures: a conftest.py imports them, and has `address`, where the pages are.

Whatever a test does, it fails where the browser reports an error of a script, a violation of the page's policy, or a
request to another origin; `allow` names those that a test is about, or that are not ours to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import DEFAULTS, PATIENCE, NewPage, Pages, Watch
from chromium import ARGUMENTS, MISSING, chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright

__all__ = ["allow", "apart", "browser", "new_page", "page", "pages", "watch"]


# One for each file: while it runs, no other test of the process may start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Pages:
    """Its pages, which the tests of a file share."""
    return Pages(browser)


@pytest.fixture(scope="session")
def apart() -> bool:
    """Whether no page is given to a second test: where a site keeps who is signed in."""
    return False


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch([address])


@pytest.fixture
def allow(watch: Watch) -> Callable[[str], None]:
    """Names, as a regular expression, a problem that a test provokes."""
    return watch.allowed.append


@pytest.fixture
def new_page(pages: Pages, address: str, watch: Watch, apart: bool) -> Iterator[NewPage]:
    pages.watch = watch

    def new_page(*, alone: bool = False, **options: Any) -> Page:
        return pages.give(alone or apart, {"base_url": address} | DEFAULTS | options)

    yield new_page
    pages.take_back()
    assert watch.unforeseen() == [], watch.unforeseen()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of 1280 × 900, in English, by day."""
    return new_page()
