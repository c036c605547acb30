// @ts-check
/** The sign of light and dark. */

import { s } from "../elements/dom.js";

export function glyphOfTheme() {
  return s(
    "svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" },
    s("circle", { cx: 10, cy: 10, r: 7.2, fill: "none", stroke: "currentColor", "stroke-width": 1.6 }),
    s("path", { d: "M10 2.8a7.2 7.2 0 0 1 0 14.4z", fill: "currentColor" }),
  );
}
