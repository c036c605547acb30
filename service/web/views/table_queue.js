// @ts-check
/** The queue of a review: names with most rows first, each with its sign; those that are decided stay, with what they are. */

import { bdi, fill, h } from "../elements/dom.js";
import { glyph } from "../elements/glyphs.js";
import { VERDICTS } from "../elements/verdict.js";
import { page, t } from "../elements/words.js";

/** @typedef {import("./table_names.js").Cluster} Cluster */

export class Queue {
  /** @param {(index: number) => void} onmove */
  constructor(onmove) {
    this.onmove = onmove;
    this.list = h("ol", { class: "queue", onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
    /** @type {HTMLLIElement[]} */
    this.rows = [];
    this.at = -1;
  }

  /** @param {Cluster[]} items */
  show(items) {
    this.rows = items.map((one, index) => this.#row(one, index));
    fill(this.list, this.rows);
  }

  /** @param {Cluster[]} items that are there already, and more */
  more(items) {
    for (const one of items.slice(this.rows.length)) {
      const row = this.#row(one, this.rows.length);
      this.rows.push(row);
      this.list.append(row);
    }
  }

  /** @param {number} index @param {Cluster} item */
  change(index, item) {
    const row = this.#row(item, index);
    const held = this.rows[index]?.contains(document.activeElement);
    this.rows[index]?.replaceWith(row);
    this.rows[index] = row;
    if (held) row.querySelector("button")?.focus();
  }

  /** @param {number} index */
  mark(index) {
    this.rows[this.at]?.querySelector("button")?.removeAttribute("aria-current");
    this.at = index;
    const button = this.rows[index]?.querySelector("button");
    button?.setAttribute("aria-current", "true");
    this.#reveal(this.rows[index]);
  }

  /** Scroll the list, and not the page. @param {HTMLElement | undefined} row */
  #reveal(row) {
    if (!row) return;
    const list = this.list.getBoundingClientRect();
    const box = row.getBoundingClientRect();
    if (box.top < list.top) this.list.scrollTop -= list.top - box.top;
    if (box.bottom > list.bottom) this.list.scrollTop += box.bottom - list.bottom + box.height;
  }

  /** @param {Cluster} one @param {number} index */
  #row(one, index) {
    const decided = one.decision;
    const sign = decided ? (decided.place === null ? "no_match" : "match") : one.verdict === "error" ? "no_match" : one.verdict;
    const said = decided ? (decided.place === null ? t("no place") : meant(one)) : "";
    const word = decided ? t("decided") : t(VERDICTS[sign]);
    const current = index === this.at ? "true" : null;
    return h("li", { class: decided ? "decided" : null }, h("button", { type: "button", "aria-current": current, onclick: () => this.onmove(index) },
      glyph(sign), h("span", { class: "unseen" }, word),
      h("span", { class: "name" }, bdi(one.name), said ? h("small", null, " ", bdi(said)) : null),
      h("span", { class: "rows" }, page.number(one.rows))));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const index = this.rows.findIndex((row) => row.contains(document.activeElement)) + step;
    const button = this.rows[index]?.querySelector("button");
    if (!button) return;
    this.onmove(index);
    this.rows[index].querySelector("button")?.focus();
  }
}

/** What a name was decided to mean, in as few words as tell it: its name where that is another, else where it lies. @param {Cluster} one */
function meant({ name, decision }) {
  const { name: place, admin1, country } = /** @type {NonNullable<Cluster["decision"]>} */ (decision);
  return place && place !== name ? place : admin1 ?? country ?? place ?? "";
}
