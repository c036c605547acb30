"""How long the map takes in a browser: until it is painted, and a frame while it is dragged.

python -m bench.map_frames [DATA_DIR]

A headless Chromium, without a graphics card, of 660 by 560 pixels: `script` is the time of our script in a frame,
`frame` that from one frame to the next, at best 16.7 ms.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from service.app import create_app
from service.pages.assets import assets, version
from service.settings import Settings

ROOT = Path(__file__).parents[1]
ZOOMS = (2.0, 3.5, 4.6, 6.5, 9.0)
SCRIPTS = ("elements/map.js", "elements/map-data.js", "elements/map-paint.js")
# What runs in a frame is timed before the map's own script is there.
TIMED = """
window.costs = [];
const frame = requestAnimationFrame;
window.requestAnimationFrame = (call) => frame((time) => {
  const begun = performance.now();
  call(time);
  costs.push(performance.now() - begun);
});
"""
FIRST = """async (version) => {
  await import(`/web/${version}/elements/map.js`);
  const map = document.createElement("exonym-map");
  map.style.inlineSize = "660px";
  map.style.setProperty("--exonym-map-height", "560px");
  const begun = performance.now();
  map.pins = [{ lat: 48.595, lon: 38, label: "Bakhmut" }];
  document.querySelector("main").replaceChildren(map);
  while (!map.root.querySelector(".credit").textContent) await new Promise((done) => setTimeout(done, 1));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  window.map = map;
  return performance.now() - begun;
}"""
DRAG = """async () => {
  const ground = map.root.querySelector(".map");
  ground.setPointerCapture = () => {};
  const box = ground.getBoundingClientRect();
  let x = 330;
  const say = (name) => ground.dispatchEvent(
    new PointerEvent(name, { bubbles: true, pointerId: 1, clientX: box.left + x, clientY: box.top + 280 }));
  costs.length = 0;
  const gaps = [];
  say("pointerdown");
  let last = performance.now();
  for (let step = 0; step < 120; step++) {
    x += 4;
    say("pointermove");
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    gaps.push(performance.now() - last);
    last = performance.now();
  }
  say("pointerup");
  const script = costs.filter((cost) => cost > 0.02);
  const sorted = [script, gaps].map((all) => all.sort((a, b) => a - b));
  return sorted.flatMap((all) => [all[all.length >> 1], all[Math.floor(all.length * 0.95)], all.at(-1)]);
}"""


def main(data_dir: Path) -> None:
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from chromium import ARGUMENTS, MISSING, chromium
    from serving import serving

    path = chromium()
    if path is None:
        raise SystemExit(MISSING)
    sizes = [len(assets()[script].packed) for script in SCRIPTS]
    print(f"script: {sum(sizes):,} bytes compressed {sizes}")
    with serving(create_app(Settings(data_dir=data_dir))) as address, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=path, args=ARGUMENTS).new_page()
        page.add_init_script(TIMED)
        for turn in ("first", "again"):
            page.goto(address)
            print(f"painted after {page.evaluate(FIRST, version()):.0f} ms ({turn})")
        for zoom in ZOOMS:
            report(page, zoom)


def report(page: Any, zoom: float) -> None:
    """Drag the map at a zoom, and print what that took."""
    page.evaluate("map.fit()")
    page.wait_for_timeout(600)
    page.evaluate("(by) => map.zoom(by)", zoom - 6.5)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)
    names = ("script, median", "95 %", "most", "frame, median", "95 %", "most")
    figures = zip(names, page.evaluate(DRAG), strict=True)
    print(f"zoom {zoom}: " + "; ".join(f"{name} {figure:.1f} ms" for name, figure in figures))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data"))
