"""The page in a browser: how much it loads, and how fast it answers, draws and decides.

Headless, over loopback, with a Chromium as tests/support/chromium.py finds it; a busy machine is slower.

    python -m bench.page --data-dir data
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.page_map import base_size, dragged, map_drawn
from bench.page_service import ARGUMENTS, found_chromium, running
from bench.page_table import large
from bench.said import said
from service.pages.assets import assets

NAMES = ("Bakhmout", "Shevchenkove", "Kiev", "Zzyzzqx", "Springfield", "باخموت")
ROUNDS = 5
NARROW = 320  # CSS px: 1280 at 400 %
VIEWS = ("/?q=Shevchenkove", "/article", "/table", "/desk/default", "/place/713174")
# From the end of the answer's transfer to the frame after the next: what was drawn is on the screen then.
DRAWN = """async (name) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const answer = document.getElementById("answer");
  performance.clearResourceTimings();
  const changed = new Promise((done) => {
    new MutationObserver((_all, observer) => { observer.disconnect(); done(); }).observe(answer, { childList: true });
  });
  document.querySelector("exonym-picker").text = name;
  document.getElementById("ask").requestSubmit();
  await changed;
  await frame();
  await frame();
  const until = performance.now();
  const loaded = performance.getEntriesByType("resource").filter((one) => one.name.includes("/v1/resolve")).at(-1);
  return until - loaded.responseEnd;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    data_dir = parser.parse_args().data_dir
    path = found_chromium()
    with running(data_dir) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        asked = elsewhere(context, address)
        steps: tuple[Callable[[Page], bool], ...] = (sizes, drawn, base_size, map_drawn, dragged, large, narrow)
        within = [measured(context, step) for step in steps]
        within.append(said("requests elsewhere", len(asked), "", 0))
        browser.close()
    sys.exit(not all(within))


def measured(context: BrowserContext, step: Callable[[Page], bool]) -> bool:
    """Measure something in a page of its own."""
    page = context.new_page()
    try:
        return step(page)
    finally:
        page.close()


def elsewhere(context: BrowserContext, address: str) -> list[str]:
    """What is asked of another origin from now on."""
    found: list[str] = []
    ours = (address, "data:", "blob:")
    context.on("request", lambda request: None if request.url.startswith(ours) else found.append(request.url))
    return found


def sizes(page: Page) -> bool:
    """What is loaded, compressed."""
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url.partition("/web/")[2].partition("/")[2]))
    page.goto("/?q=Bakhmout", wait_until="networkidle")
    scripts = [path for path in assets() if path.endswith(".js")]
    first = [assets()[path] for path in scripts if path in loaded and "/map" not in path]
    # The elements are a package, which is compressed as one.
    package = [assets()[path] for path in scripts if path.startswith("elements/") and "/map" not in path]
    map_scripts = [assets()[path] for path in scripts if "elements/map" in path]
    return all(
        [
            said("first view, script", sum(len(one.packed) for one in first) / 1000, "KB", 25),
            said("all script", sum(len(assets()[path].packed) for path in scripts) / 1000, "KB", 100),
            said("elements without map", len(gzip.compress(b"".join(one.body for one in package))) / 1000, "KB", 20),
            said("script of the map", sum(len(one.packed) for one in map_scripts) / 1000, "KB", 12),
        ]
    )


def drawn(page: Page) -> bool:
    """From the response to the drawn answer."""
    page.goto("/?q=Kyiv", wait_until="networkidle")
    times: list[float] = [page.evaluate(DRAWN, name) for _ in range(ROUNDS) for name in NAMES]
    return said("answer drawn", statistics.median(times), "ms", 100, f"slowest {max(times):.1f}")


def narrow(page: Page) -> bool:
    """By how much the widest view is wider than a narrow screen."""
    page.set_viewport_size({"width": NARROW, "height": 640})
    over = 0
    for view in VIEWS:
        page.goto(view, wait_until="networkidle")
        over = max(over, page.evaluate("document.documentElement.scrollWidth") - NARROW)
    return said(f"wider than {NARROW} px", over, "px", 0)


if __name__ == "__main__":
    main()
