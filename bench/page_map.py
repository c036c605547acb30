"""The map of the page: how large its base is, how soon it is drawn, how long a frame takes while it is dragged."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from bench.said import said

ROUNDS = 5
NAMES = ("Bakhmout", "Shevchenkove", "Springfield", "Kyiv", "Odesa")
# Notes when anything was painted on a canvas last, and how long callbacks of frames take.
WATCHED = """
globalThis.painted = 0;
globalThis.frames = [];
const { fill, drawImage } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fill = function (...all) { fill.apply(this, all); painted = performance.now(); };
CanvasRenderingContext2D.prototype.drawImage = function (...all) {
  drawImage.apply(this, all);
  painted = performance.now();
};
const next = requestAnimationFrame;
globalThis.requestAnimationFrame = (run) => next((time) => {
  const began = performance.now();
  run(time);
  frames.push(performance.now() - began);
});
"""
# From the end of the answer's transfer until the map was painted whole, its tiles of dots too.
PAINTED = """async (name) => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  performance.clearResourceTimings();
  painted = 0;
  document.querySelector("exonym-picker").text = name;
  document.getElementById("ask").requestSubmit();
  while (!painted || performance.now() - painted < 400) await pause(20);
  const loaded = performance.getEntriesByType("resource").filter((one) => one.name.includes("/v1/resolve")).at(-1);
  return painted - loaded.responseEnd;
}"""


def base_size(page: Page) -> bool:
    """The base that is loaded with the first map, compressed."""
    page.goto("/")
    size = page.evaluate(
        """async () => {
          await (await fetch("v1/map/base?level=0&display=en")).arrayBuffer();
          const loaded = performance.getEntriesByType("resource");
          return loaded.find(({ name }) => name.includes("/map/base")).encodedBodySize;
        }"""
    )
    return said("base of the map", size / 1000, "KB", 30)


def map_drawn(page: Page) -> bool:
    """The first map of a page, each time in a page anew."""
    page.add_init_script(WATCHED)
    times: list[float] = []
    for name in NAMES:
        page.goto("/", wait_until="networkidle")
        times.append(page.evaluate(PAINTED, name))
    return said("map drawn", statistics.median(times), "ms", 500, f"slowest {max(times):.1f}")


def dragged(page: Page) -> bool:
    """Frames while a map is dragged: the script of one in twenty takes longer than this."""
    page.add_init_script(WATCHED)
    page.goto("/?q=Shevchenkove", wait_until="networkidle")
    box = page.locator("exonym-map .map").bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] / 2, box["y"] + 40
    page.evaluate("frames.splice(0)")
    for _ in range(ROUNDS):
        page.mouse.move(left, top)
        page.mouse.down()
        page.mouse.move(left + 120, top + 60, steps=30)
        page.mouse.up()
    frames = sorted(page.evaluate("frames"))
    slow = frames[int(0.95 * len(frames))]
    return said("frame while dragging", slow, "ms", 8, f"slowest {frames[-1]:.1f}")
