// @ts-check
/** The signs of the verdicts: each differs by its shape, whatever colours a reader sees. */

import { s } from "./dom.js";

const TICK = { fill: "none", "stroke-width": 2.2, "stroke-linecap": "round", "stroke-linejoin": "round" };
const LINE = { fill: "none", stroke: "currentColor", "stroke-width": 2 };
const PAPER = "var(--exonym-paper, light-dark(#faf8f3, #11181b))";

/** @type {Record<string, () => SVGElement[]>} */
const DRAWN = {
  match: () => [
    s("circle", { cx: 10, cy: 10, r: 9, fill: "currentColor" }),
    s("path", { d: "m5.8 10.3 2.9 3 5.6-6.3", stroke: PAPER, ...TICK }),
  ],
  ambiguous: () => [
    s("circle", { cx: 10, cy: 10, r: 8, ...LINE }),
    s("path", { d: "M10 2a8 8 0 0 1 0 16z", fill: "currentColor" }),
  ],
  no_match: () => [
    s("circle", { cx: 10, cy: 10, r: 8, ...LINE, "stroke-dasharray": "3.1 2.4" }),
    s("path", { d: "M6.5 10h7", ...LINE, "stroke-linecap": "round" }),
  ],
  desk: () => [
    s("path", { d: "M10 1.2 18 5v6.2c0 4-3.4 6.6-8 7.8-4.6-1.2-8-3.8-8-7.8V5z", fill: "currentColor" }),
    s("path", { d: "m6.4 9.8 2.6 2.7 4.8-5.4", stroke: PAPER, ...TICK }),
  ],
};

/**
 * The sign of a verdict, or `desk` for what a desk has decided. Its colour is that of the text around it.
 *
 * @param {string} verdict match, ambiguous, no_match or desk
 */
export function glyph(verdict) {
  const drawn = (DRAWN[verdict] ?? DRAWN.no_match)();
  const box = { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true", focusable: "false" };
  return s("svg", { class: `glyph ${verdict}`, ...box }, ...drawn);
}
