"""Pages in a real Chromium, as fixtures: a conftest.py imports them, and has `address`, where the pages are.

Whatever a test does, it fails where the browser reports an error of a script, a violation of the page's policy, or a
request to another origin; `allow` names those that a test is about, or that are not ours to mend.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import DEFAULTS, PATIENCE, NewPage, Pages, Watch
from chromium import ARGUMENTS, MISSING, chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright

__all__ = ["allow", "apart", "browser", "new_page", "page", "pages", "watch"]


class Running:
    """The Chromium of a process. While it runs, nothing else there may start an event loop: `end` it before."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._browser: Browser | None = None

    def browser(self, path: str) -> Browser:
        """That which runs, started where none does."""
        if self._browser is None or not self._browser.is_connected():
            self.end()
            playwright = self._stack.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            self._stack.callback(self._browser.close)
        return self._browser

    def end(self) -> None:
        """Stop it, where it runs."""
        self._browser = None
        self._stack.close()


running = Running()


@pytest.fixture(scope="module")
def browser() -> Browser:
    """A Chromium, which the files of a process share."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    return running.browser(path)


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Pages]:
    """Its pages, which the tests of a file share."""
    pages = Pages(browser)
    yield pages
    pages.close()


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
