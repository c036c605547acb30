"""Pages of a CMS in a real Chromium, as fixtures: a conftest.py imports them, and has `address`, where the CMS is.

As tests/web has them for our own page, but each page is one of its own, for a CMS keeps who is signed in, and waits a
minute for anything. Whatever a test does, it fails where the browser reports an error of a script, or a request to
another origin; `allow` names those that a test is about, or that are the CMS's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import DEFAULTS, NewPage, Pages, Watch
from chromium import ARGUMENTS, MISSING, chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright
from plugging import PATIENCE


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


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch([address])


@pytest.fixture
def allow(watch: Watch) -> Callable[[str], None]:
    """Names, as a regular expression, a problem that a test provokes."""
    return watch.allowed.append


@pytest.fixture
def new_page(browser: Browser, address: str, watch: Watch) -> Iterator[NewPage]:
    pages = Pages(browser)
    pages.watch = watch

    def new_page(*, alone: bool = True, **options: Any) -> Page:
        page = pages.give(alone, {"base_url": address} | DEFAULTS | options)
        page.context.set_default_timeout(PATIENCE)
        return page

    yield new_page
    pages.take_back()
    assert watch.unforeseen() == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of 1280 × 900, in English, by day."""
    return new_page()
