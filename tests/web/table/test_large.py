"""A table of 100,000 rows from the file to its result, in the page and by a real job."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import NewPage, Watch
from large_table import ROWS, measure, middle, send
from playwright.sync_api import Page, expect
from serving import serving

from service.app import create_app
from service.settings import Settings

SLOWER = 5  # times that a busy machine may take of what is asked for; bench/page.py prints what it takes
QUEUE, DECISION = 1.0, 100.0  # seconds until names can be decided, milliseconds that a decision takes
DECISIONS = 30


@pytest.fixture
def large(embedded_dir: Path, tmp_path: Path, new_page: NewPage, watch: Watch) -> Iterator[Page]:
    """A page of a service over the embedded gazetteer, with jobs of its own."""
    with serving(create_app(Settings(data_dir=embedded_dir, jobs_dir=str(tmp_path)))) as origin:
        watch.origins.append(origin)
        page = new_page(alone=True, base_url=origin)
        yield page
        page.context.close()


@pytest.mark.slow
def test_a_hundred_thousand_rows(large: Page) -> None:
    found = measure(large, DECISIONS)
    assert found.queue <= QUEUE * SLOWER, found
    assert middle(found.shown) <= DECISION * SLOWER, found
    assert len(found.answered) == DECISIONS
    assert middle(found.answered) <= DECISION * SLOWER, found
    with large.expect_download() as download:
        large.get_by_role("link", name="Download").first.click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"), newline="")))
    assert len(rows) == ROWS
    assert sum("by a person" in "".join(map(str, row.values())) for row in rows) >= DECISIONS


@pytest.mark.slow
def test_what_happens_is_said_from_the_first_moment(large: Page) -> None:
    send(large)
    large.wait_for_url("**/table/*")
    expect(large.get_by_role("status").first).not_to_be_empty()
    expect(large.locator("progress")).to_be_visible()
    assert large.locator("progress").get_attribute("value") is None or large.get_by_text("of 100,000 rows").count() == 1
