"""Tables that are done, for tests of their review, and what they share."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from browsing import PATIENCE
from jobbing import add, done
from playwright.sync_api import Page, expect

from gazetteer import Columns
from gazetteer.tables.delimited import TableFormat
from gazetteer.tables.task import TableRequest
from service.jobs.store import JobStore
from service.settings import Settings

ASKED = TableRequest(TableFormat(Columns("city", within="area"), header=True))
LIMIT = 2_000_000  # bytes of a table that the service takes
SMALL = 6  # names of a table that takes no time
# A browser may drop keys that are pressed before it has drawn a page for the first time.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
HOSTILE = ("<img src=x onerror=alert(1)>", "\u202eevil\u2066Bakhmut", "{count}", "Springfield\u0000", "=HYPERLINK(1)")


def review_table(names: int) -> bytes:
    """A table of so many names to decide, the first with the most rows."""
    rows = [
        f"{name},Springfield,Area {name},note {row}"
        for name in range(names)
        for row in range(max(1, (names - name) // 10))
    ]
    matches = ["0,Bakhmut,,", "0,Kyiv,,", "0,Kramatorsk,,"]
    return ("n,city,area,note\n" + "\n".join([*rows, *matches]) + "\n").encode()


def hostile_table() -> bytes:
    """Cells that are no names, in a table that is."""
    rows = [f'"{cell}","{cell}","{cell}","{cell}"' for cell in HOSTILE]
    return ("n,city,area,<script>alert(2)</script>\n" + "\n".join(rows) + "\n").encode()


def ready(settings: Settings, aside: Path, text: bytes) -> str:
    """Do a table aside, where no runner of the service begins it too, and put it among the jobs of the service."""
    store, jobs = JobStore(aside), Path(settings.jobs_dir)
    jobs.mkdir(parents=True, exist_ok=True)
    key = done(store, settings.data_dir, add(store, text, "", ASKED))
    (aside / key).rename(jobs / key)
    return key


class Asked:
    """What the service says of a job, asked beside the page.

    Args:
        address: of the service.
        key: of the job.
    """

    def __init__(self, address: str, key: str) -> None:
        self.path = f"{address}/v1/jobs/{key}/clusters"

    def all(self, state: str = "all") -> list[dict[str, Any]]:
        """The names in a state."""
        found: list[dict[str, Any]] = self._page(state)["clusters"]
        return found

    def counts(self) -> dict[str, dict[str, int]]:
        """How many there are in each."""
        found: dict[str, dict[str, int]] = self._page("all")["counts"]
        return found

    def decide(self, cluster: str, place: int | None, version: int = 0) -> None:
        """Decide a name, as somebody else would."""
        body = {"place": place, "version": version, "who": "Ольга"}
        assert httpx.put(f"{self.path}/{cluster}", json=body, timeout=30).status_code == 200

    def _page(self, state: str) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(self.path, params={"state": state, "limit": 100}, timeout=30).json()
        return found


def open_review(page: Page, key: str, more: str = "") -> None:
    page.goto(f"/table/{key}{more}")
    expect(page.locator(".question .candidate").first).to_be_visible()
    page.evaluate(PAINTED)


def name_in_question(page: Page) -> str:
    """The area tells the names apart, which are all called the same."""
    return page.locator(".question .soft").first.inner_text().partition("·")[2].strip()


def choose_file(page: Page, name: str, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def until(page: Page, told: Callable[[], object], wanted: object) -> None:
    """Wait until the service tells what is wanted of it."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := told()) != wanted and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert found == wanted


def settled(page: Page, asked: Asked, names: int) -> None:
    """Wait until so many names are decided."""
    until(page, lambda: asked.counts()["decided"]["names"], names)


def versions(asked: Asked) -> list[int]:
    return sorted(one["version"] for one in asked.all())
