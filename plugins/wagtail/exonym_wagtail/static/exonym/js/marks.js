// @ts-check
/** Marks places in the text: painted over it, and never written into it. */

import { rangeOf } from "./texts.js";

/** @typedef {import("../elements/annotation.js").Mention} Mention */

const LOOKS = ["match", "ambiguous", "unknown", "style"];
const MOST = 2000; // a browser draws each anew when it scrolls

/** Mark these and no others, where the browser can. @param {HTMLFormElement} form @param {Mention[]} mentions */
export function paint(form, mentions) {
  if (!globalThis.CSS?.highlights || typeof Highlight !== "function") return;
  const looks = new Map(LOOKS.map((look) => [look, new Highlight()]));
  for (const mention of mentions.slice(0, MOST)) {
    const range = rangeOf(form, mention);
    if (range) looks.get(lookOf(mention))?.add(range);
  }
  for (const [look, highlight] of looks) CSS.highlights.set(`exonym-${look}`, highlight);
}

/** Mark nothing. */
export function clear() {
  for (const look of LOOKS) globalThis.CSS?.highlights?.delete(`exonym-${look}`);
}

/** @param {Mention} mention */
function lookOf({ verdict, place, findings }) {
  if (place && findings.some(({ replacement }) => replacement !== null)) return "style";
  return verdict === "match" || verdict === "ambiguous" ? verdict : "unknown";
}
