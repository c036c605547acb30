"""A table of 100,000 rows, what is measured of it in the page, and how."""

from __future__ import annotations

import random
import re
import statistics
import time
from dataclasses import dataclass

import httpx
from playwright.sync_api import Page, expect

ROWS = 100_000
NAMES = (
    "Springfield", "Shevchenkove", "Mykolaivka", "San Antonio", "Santa Rosa", "Newport", "Franklin", "Clinton",
    "Georgetown", "Salem", "Kyiv", "Bakhmout", "Odesa", "Lviv", "Paris", "London", "Berlin", "Warsaw", "Cairo", "Lagos",
)  # fmt: skip
COUNTRIES = ("", "", "US", "UA", "GB")
RARE = 20  # of so many rows one has a name that nothing is called
RARE_NAMES = 3000
PATIENCE = 600  # seconds that a busy machine may take for all of it
LOOKS = 0.03  # seconds between looks at whether the job has ended, and whether the page shows it
QUEUED = ".question .candidate"
# From the key to the frame after the next name stands there.
NEXT_NAME = """() => new Promise((done) => {
  const began = performance.now();
  const frame = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  const body = document.querySelector(".question");
  new MutationObserver((_all, observer) => { observer.disconnect(); frame(() => done(performance.now() - began)); })
    .observe(body, { childList: true, subtree: true });
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "0", bubbles: true, cancelable: true }));
})"""
ANSWERED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => /\\/v1\\/jobs\\/[^/]+\\/clusters\\/[^/?]+$/.test(name)).map(({ duration }) => duration)"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a large table takes.

    Args:
        job: seconds from the button to the end of the job.
        queue: seconds from the end of the job until names can be decided.
        shown: milliseconds from a key to the next name on the screen.
        answered: milliseconds that the service takes to answer a decision, seen from the page.
        decided: names that the service has as decided then.
    """

    job: float
    queue: float
    shown: list[float]
    answered: list[float]
    decided: int


def large_table() -> bytes:
    """The table, the same each time."""
    chance = random.Random(7)
    lines = ["id,city,country"]
    for row in range(ROWS):
        name = chance.choice(NAMES) if row % RARE else f"Qwrtz{row % RARE_NAMES}burg"
        lines.append(f"{row},{name},{chance.choice(COUNTRIES)}")
    return ("\n".join(lines) + "\n").encode()


def send(page: Page) -> None:
    """Drop it, and press the button; what is happening is said all along."""
    page.goto("/table")
    page.locator("#file").set_input_files({"name": "large.csv", "mimeType": "text/csv", "buffer": large_table()})
    expect(page.get_by_label("Names of places")).to_have_value("2")
    page.get_by_role("button", name="Find the places").click()


def measure(page: Page, decisions: int) -> Measured:
    """Send the table, wait for its queue, and decide some names by a key each."""
    send(page)
    began = time.monotonic()
    page.wait_for_url(re.compile("/table/[0-9a-f]+"))
    job = page.url.replace("/table/", "/v1/jobs/")
    ended = None
    with httpx.Client(timeout=PATIENCE) as client:
        while ended is None or not page.locator(QUEUED).first.is_visible():
            if ended is None and client.get(job).json()["state"] == "done":
                ended = time.monotonic()
            assert time.monotonic() - began < PATIENCE, "the job does not end"
            page.wait_for_timeout(1000 * LOOKS)
    queue = time.monotonic() - ended
    page.evaluate("performance.setResourceTimingBufferSize(10_000)")
    shown: list[float] = [page.evaluate(NEXT_NAME) for _ in range(decisions)]
    with httpx.Client(timeout=PATIENCE) as client:
        while (decided := client.get(f"{job}/clusters").json()["counts"]["decided"]["names"]) < decisions:
            assert time.monotonic() - began < PATIENCE, "decisions are not kept"
            page.wait_for_timeout(1000 * LOOKS)
    return Measured(ended - began, queue, shown, page.evaluate(ANSWERED), decided)


def middle(times: list[float]) -> float:
    """The median."""
    return statistics.median(times)
