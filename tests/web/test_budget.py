"""How much a browser has to load, compressed."""

from __future__ import annotations

import gzip

from browsing import NewPage
from playwright.sync_api import expect

from service.pages.assets import assets

KILOBYTE = 1000
FIRST_VIEW = 25 * KILOBYTE
ELEMENTS = 20 * KILOBYTE
ALL = 100 * KILOBYTE
BASE = "elements/map/base"  # data of the map, which counts for itself


def size(paths: list[str]) -> int:
    return sum(len(assets()[path].packed) for path in paths)


def packed_together(paths: list[str]) -> int:
    """The size of a package: what a bundler or npm makes one file of."""
    return len(gzip.compress(b"".join(assets()[path].body for path in paths), mtime=0))


def test_the_first_view(new_page: NewPage) -> None:
    loaded: set[str] = set()
    page = new_page(alone=True)  # which keeps no file
    page.on("request", lambda request: loaded.add(request.url.partition("/web/")[2].partition("/")[2]))
    page.goto("/?q=Bakhmout")
    expect(page.locator("button.candidate").first).to_be_visible()
    scripts = [path for path in loaded if path.endswith(".js") and not path.startswith("elements/map")]
    assert len(scripts) > 8
    assert size(scripts) <= FIRST_VIEW


def test_all_scripts_and_the_elements() -> None:
    scripts = [path for path in assets() if path.endswith(".js")]
    assert size(scripts) <= ALL
    elements = [path for path in scripts if path.startswith("elements/") and not path.startswith("elements/map")]
    assert packed_together(elements) <= ELEMENTS
