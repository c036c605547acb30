// @ts-check
/** The name in question: where it stands in the table, what it may be, any place by search, and what was decided. */

import "../elements/picker.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, parts, t } from "../elements/words.js";
import { Candidates } from "./candidates.js";
import { hintOf } from "./told.js";

/**
 * @typedef {import("./table_names.js").Cluster} Cluster
 * @typedef {import("./table_names.js").Place} Place
 * @typedef {{ number: number, title: string, holds: string }} Column
 *
 * @typedef {object} Asking
 * @property {(place: Place | null) => void} ondecide
 * @property {() => void} onlater
 * @property {() => void} onback takes back what was decided of this name
 * @property {(index: number) => void} onpoint
 */

/** Who decided, as the service calls those that give no name. */
export const ANYBODY = "somebody";

export class Question {
  /** @param {Asking} asking @param {Column[]} columns */
  constructor(asking, columns) {
    this.asking = asking;
    this.columns = columns;
    this.candidates = new Candidates({ onpick: asking.ondecide, onpoint: asking.onpoint });
    this.title = h("h2", { class: "say", tabindex: "-1" });
    this.body = h("div");
    this.picker = /** @type {import("../elements/picker.js").ExonymPicker} */ (
      h("exonym-picker", { label: t("Another place"), placeholder: t("Another place: search by name"), limit: 6 }));
    this.picker.addEventListener("exonym-pick", (event) => {
      const { place } = /** @type {CustomEvent} */ (event).detail;
      this.picker.text = "";
      asking.ondecide(place);
    });
    this.element = h("section", { class: "question", "aria-label": t("The name in question") }, this.title, this.body);
  }

  /** @param {Cluster} one */
  show(one) {
    fill(this.title, bdi(one.name, null, "asked"));
    this.candidates.show({ name: one.name, verdict: one.verdict === "error" ? "no_match" : one.verdict, candidates: one.candidates, none: one.none, hint: null });
    const place = one.decision?.place;
    const chosen = place === undefined ? undefined : place === null ? null : one.candidates.find((candidate) => candidate.id === place);
    if (one.decision) this.candidates.mark(chosen);
    const context = this.#context(one);
    fill(this.body, h("p", { class: "soft" }, t("{count, plural, one {# row} other {# rows}}", { count: one.rows }), context),
      this.#decided(one), one.hint && !one.decision && one.verdict !== "match" ? hinted(one.hint) : null,
      this.#samples(one), this.candidates.list, h("div", { class: "other" }, this.picker),
      h("p", { class: "row" }, h("button", { type: "button", class: "small", onclick: this.asking.onlater }, t("Later"))));
  }

  /** @param {string} sentence @param {string} more @param {Node[]} [beside] */
  say(sentence, more, beside = []) {
    fill(this.title, sentence);
    fill(this.body, h("p", { class: "soft" }, more), beside.length ? h("p", { class: "row" }, beside) : null);
  }

  /** @param {Cluster} one */
  #context(one) {
    const said = [one.country, one.within, one.also].filter(Boolean);
    if (one.lat && one.lon) said.push(`${one.lat}, ${one.lon}`);
    return said.map((text) => [" · ", bdi(text)]);
  }

  /** @param {Cluster} one */
  #decided(one) {
    const decision = one.decision;
    if (!decision) return null;
    const place = bdi([decision.name, decision.admin1, decision.country].filter(Boolean).join(", "));
    const who = bdi(decision.who === ANYBODY ? t("somebody") : decision.who || t("you"));
    const said = decision.place === null ? parts("No place, says {who}.", { who }) : parts("{place}, says {who}.", { place, who });
    return h("p", { class: "note decided-note" }, said, " ",
      h("button", { type: "button", class: "small", onclick: this.asking.onback }, t("Take back")));
  }

  /** @param {Cluster} one */
  #samples(one) {
    if (!one.samples.length) return null;
    const head = h("tr", null, h("th", { scope: "col" }, t("Row")), this.columns.map((column) =>
      h("th", { scope: "col", class: column.holds ? "used" : null }, bdi(column.title || String(column.number)))));
    const rows = one.samples.map(({ row, cells }) => h("tr", null, h("th", { scope: "row" }, page.number(row)),
      cells.map((cell, at) => h("td", { class: this.columns[at]?.holds ? "used" : null }, bdi(cell)))));
    const table = h("table", { class: "cells" }, h("caption", { class: "unseen" }, t("Rows of your table")), h("thead", null, head), h("tbody", null, rows));
    return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("Rows of your table") }, table);
  }
}

/** @param {string} hint */
function hinted(hint) {
  const { said, foreign } = hintOf(hint);
  return h("p", { class: "soft hint-said", lang: foreign ? "en" : null }, said);
}
