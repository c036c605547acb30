"""What tests of the page share: what the browser may not report, and how a page is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

PATIENCE = 10_000  # ms that a page may take for anything, on a busy machine
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
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

    def attach(self, context: BrowserContext) -> None:
        """Listen to all pages of a context."""
        context.add_init_script(VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        context.on("request", self._request)

    def unforeseen(self) -> list[str]:
        """The problems that no test has allowed."""
        return [one for one in self.problems if not any(re.search(pattern, one) for pattern in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((*self.origins, "data:", "blob:")):
            self.problems.append(f"request: {request.url}")


class NewPage(Protocol):
    """Opens a page in a context of its own; options are those of Playwright's `new_context`."""

    def __call__(self, **options: Any) -> Page: ...


def violations(page: Page) -> list[str]:
    """What axe finds, each with its elements."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
