"""A page in a real Chromium, as fixtures: a conftest.py imports them, and has `address`, what the pages come from.

Whatever a test does, it fails where the browser reports an error of a script, a violation of the page's policy, or a
request to another origin; `allow` names those that a test is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import PATIENCE, NewPage, Watch
from chromium import ARGUMENTS, MISSING, chromium
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright


# One for each file: while it runs, no other test of the process may start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def patience() -> int:
    """Milliseconds that a page may take for anything."""
    return PATIENCE


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch([address])


@pytest.fixture
def allow(watch: Watch) -> Callable[[str], None]:
    """Names, as a regular expression, a problem that a test provokes."""
    return watch.allowed.append


@pytest.fixture
def new_page(browser: Browser, address: str, watch: Watch, patience: int) -> Iterator[NewPage]:
    contexts: list[BrowserContext] = []

    def new_page(**options: Any) -> Page:
        context = browser.new_context(**{"base_url": address, "locale": "en", "reduced_motion": "reduce"} | options)
        contexts.append(context)
        context.set_default_timeout(patience)
        watch.attach(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
    assert watch.unforeseen() == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of 1280 × 900, in English, by day."""
    return new_page(viewport={"width": 1280, "height": 900})
