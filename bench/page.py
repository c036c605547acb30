"""The page in a browser: how much it loads, and how long an answer takes from its response to the screen.

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

from playwright.sync_api import Page, sync_playwright

from bench.page_service import ARGUMENTS, found_chromium, running
from service.pages.assets import assets

NAMES = ("Bakhmout", "Shevchenkove", "Kiev", "Zzyzzqx", "Springfield", "باخموت")
ROUNDS = 5
BUDGETS = {"first view, script": 25_000, "all script": 100_000, "elements without map": 20_000, "answer drawn": 100.0}
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
        page = browser.new_page(base_url=address)
        within = [measure(page) for measure in (sizes, drawn)]
        browser.close()
    sys.exit(not all(within))


def sizes(page: Page) -> bool:
    """What is loaded, compressed."""
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url.partition("/web/")[2].partition("/")[2]))
    page.goto("/?q=Bakhmout", wait_until="networkidle")
    scripts = [path for path in assets() if path.endswith(".js")]
    kinds: dict[str, Callable[[str], bool]] = {
        "first view, script": lambda path: path in loaded and "/map" not in path,
        "all script": lambda _path: True,
        "elements without map": lambda path: path.startswith("elements/") and "/map" not in path,
    }
    within = True
    for kind, is_one in kinds.items():
        meant = [assets()[path] for path in scripts if is_one(path)]
        # The elements are a package, which is compressed as one.
        package = kind.startswith("elements")
        size = (
            len(gzip.compress(b"".join(one.body for one in meant)))
            if package
            else sum(len(one.packed) for one in meant)
        )
        print(f"{kind:24} {size / 1000:7.1f} KB of {BUDGETS[kind] / 1000:.0f}")
        within &= size <= BUDGETS[kind]
    return within


def drawn(page: Page) -> bool:
    """From the response to the drawn answer, in ms."""
    page.goto("/?q=Kyiv", wait_until="networkidle")
    times: list[float] = [page.evaluate(DRAWN, name) for _ in range(ROUNDS) for name in NAMES]
    median = statistics.median(times)
    print(f"{'answer drawn':24} {median:7.1f} ms of {BUDGETS['answer drawn']:.0f}, slowest {max(times):.1f}")
    return median <= BUDGETS["answer drawn"]


if __name__ == "__main__":
    main()
