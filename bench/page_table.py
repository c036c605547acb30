"""A table of 100,000 rows in the page: its queue, its decisions, its keys."""

from __future__ import annotations

from playwright.sync_api import Page

from bench.page_service import ROWS, measure, middle
from bench.said import said

DECISIONS = 100


def large(page: Page) -> bool:
    """Send it, wait for its end, and decide names by a key each."""
    found = measure(page, DECISIONS)
    print(f"{f'job of {ROWS:,} rows':24} {found.job:8.1f} s")
    return all(
        [
            said("queue after its end", 1000 * found.queue, "ms", 1000),
            said("next name shown", middle(found.shown), "ms", 100, f"slowest {max(found.shown):.1f}"),
            said("decision answered", middle(found.answered), "ms", 100, f"slowest {max(found.answered):.1f}"),
            said("keys per decision", DECISIONS / found.decided, "", 1),
        ]
    )
