"""What tests of the page share: what the browser may not report, and how a page is opened."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, WebError
from playwright.sync_api import Error as PlaywrightError

PATIENCE = 60_000  # ms that a page may take for anything, on a busy machine
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # no rule that is run wants other documents' style sheets or media
}
DEFAULTS: dict[str, Any] = {"locale": "en", "reduced_motion": "reduce"}
# What a page can be told while it is open, and what it is told where a test says nothing of it.
SIZE = {"width": 1280, "height": 900}
MEDIA: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none"}
BLANK = "about:blank"
LATE = "was preloaded using link preload but not used within a few seconds"  # of a busy machine, not of a page
FORGET = "() => { try { sessionStorage.clear(); } catch {} }"
PROBE = "**/*intercepted"
PROBED = "() => fetch(`${location.pathname}?intercepted`, { method: 'HEAD' }).then(({ status }) => status)"
VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


@dataclass  # without slots: Playwright keeps something on who listens
class Watch:
    """What the browser reports that it should not have to."""

    origins: list[str]
    allowed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def unforeseen(self) -> list[str]:
        """The problems that no test has allowed."""
        return [one for one in self.problems if not any(re.search(pattern, one) for pattern in self.allowed)]

    def console(self, message: ConsoleMessage) -> None:
        """A message of a script or of the browser."""
        if message.type in ("error", "warning") and LATE not in message.text:
            self.problems.append(f"{message.type}: {message.text} ({message.location['url']})")

    def error(self, error: WebError) -> None:
        """What no script has caught."""
        self.problems.append(f"error: {error.error}")

    def request(self, request: Request) -> None:
        """A request of a page."""
        if not request.url.startswith((*self.origins, "data:", "blob:")):
            self.problems.append(f"request: {request.url}")


class NewPage(Protocol):
    """Gives a page that has seen nothing, in a context of its own; options are those of Playwright's `new_context`.

    `alone` is for a test that leaves something behind that cannot be taken back: scripts that run before a page's own,
    a clock, listeners to its dialogs.
    """

    def __call__(self, *, alone: bool = False, **options: Any) -> Page: ...


class Pages:
    """Pages of a browser, which are made once and given to one test after the other: making one takes longer than most
    of what is done with it. What a page has kept is forgotten in between.

    Args:
        browser: whose pages they are.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[Page]] = {}
        self._given: list[tuple[str | None, Page]] = []
        self.watch = Watch([])

    def give(self, alone: bool, options: dict[str, Any]) -> Page:
        """A page with the options of a context."""
        media = {name: options.pop(name, usual) for name, usual in MEDIA.items()}
        size = options.pop("viewport", SIZE)
        key = json.dumps(options, sort_keys=True)
        idle = [] if alone else self._idle.get(key, [])
        page = idle.pop() if idle else self._made(options)
        self._given.append((None if alone else key, page))
        page.set_viewport_size(size)
        page.emulate_media(**media, reduced_motion="reduce")
        return page

    def take_back(self) -> None:
        """Have all pages that were given forget what they have seen; those that cannot are closed."""
        given, self._given = self._given, []
        for key, page in given:
            if key is not None and self._forgets(page):
                self._idle.setdefault(key, []).append(page)
            else:
                page.context.close()

    def close(self) -> None:
        """Close all pages."""
        for page in itertools.chain(*self._idle.values()):
            page.context.close()

    def _made(self, options: dict[str, Any]) -> Page:
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(VIOLATIONS)
        context.on("console", lambda message: self.watch.console(message))
        context.on("weberror", lambda error: self.watch.error(error))
        context.on("request", lambda request: self.watch.request(request))
        return context.new_page()

    def _forgets(self, page: Page) -> bool:
        if page.is_closed():
            return False
        context = page.context
        try:
            for other in context.pages:
                if other is not page:
                    other.close()
            page.unroute_all(behavior="ignoreErrors")
            page.mouse.move(0, 0)
            if page.url.startswith("http"):
                origin = "/".join(page.url.split("/")[:3])
                page.evaluate(FORGET)
                page.goto(BLANK)
                session = context.new_cdp_session(page)
                session.send(
                    "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"}
                )
                session.detach()
            context.clear_cookies()
        except PlaywrightError:  # as where a test has failed in the middle
            return False
        return True


def intercept(page: Page, pattern: str, handler: Callable[[Route], Any]) -> None:
    """Answer requests in the page's place from now on.

    What a page sends in the moment after `page.route` may still pass it by, for the browser tells a page that is open
    already to send its requests another way, and does not wait until it does.
    """
    page.route(pattern, handler)
    if not page.url.startswith("http"):
        return
    page.route(PROBE, lambda route: route.fulfill(status=204))
    end = time.monotonic() + PATIENCE / 1000
    while page.evaluate(PROBED) != 204 and time.monotonic() < end:
        pass
    page.unroute(PROBE)


def violations(page: Page) -> list[str]:
    """What axe finds, each with its elements."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
