// @ts-check
/** What has become of the rows, as one bar: those that are a match, that are decided, and that wait. */

import { fill, h, s } from "../elements/dom.js";
import { key, page, t } from "../elements/words.js";

/**
 * @typedef {{ names: number, rows: number }} Tally
 * @typedef {Record<"ambiguous" | "no_match" | "error" | "decided" | "spot" | "checked", Tally>} Counts
 */

const WIDTH = 1000;
const PARTS = [
  { part: "match", says: key("match") },
  { part: "desk", says: key("decided") },
  { part: "ambiguous", says: key("ambiguous") },
  { part: "no_match", says: key("no match") },
  { part: "rest", says: key("without a name, or not readable") },
];

export class Share {
  constructor() {
    this.element = h("div", { class: "shares" });
  }

  /**
   * @param {Record<string, number>} verdicts rows by verdict, before anybody decided
   * @param {Counts} counts
   */
  show(verdicts, counts) {
    const rows = {
      match: verdicts.match ?? 0,
      desk: counts.decided.rows,
      ambiguous: counts.ambiguous.rows,
      no_match: counts.no_match.rows,
      rest: (verdicts.blank ?? 0) + counts.error.rows,
    };
    const all = Object.values(rows).reduce((sum, one) => sum + one, 0) || 1;
    let at = 0;
    const shown = PARTS.flatMap(({ part, says }) => {
      const count = rows[/** @type {keyof typeof rows} */ (part)];
      return count ? [{ part, count, said: t(says) }] : [];
    });
    const bars = shown.map(({ part, count }) => {
      const width = Math.max((count / all) * WIDTH, 2);
      const bar = s("rect", { class: part, x: at, width, height: 10 });
      at += width;
      return bar;
    });
    const box = { viewBox: `0 0 ${Math.max(at, WIDTH)} 10`, preserveAspectRatio: "none", "aria-hidden": "true" };
    fill(this.element, s("svg", box, ...bars), h("ul", { class: "legend" }, shown.map(({ part, count, said }) =>
      h("li", null, h("span", { class: `key ${part}` }), h("b", null, page.number(count)), " ", said))));
  }
}
