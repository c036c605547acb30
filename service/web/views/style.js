// @ts-check
/** How a desk writes places, and which places are contested: lists that are asked for when they are opened. */

import { asError, saidOf } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, t } from "../elements/words.js";
import { root } from "./frame.js";

/**
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {{ place: number | string, text: string, lang?: string, also?: string[], avoid?: string[], note?: string }} Entry
 * @typedef {{ id: string, title: string, note: string, as_of: string, areas: (number | string)[] }} Contested
 */

const SHOWN = 200; // entries

/** @param {Memory} memory */
export const stylePart = (memory) => part(t("House style"), async () => {
  const style = await memory.style();
  const entries = /** @type {Entry[]} */ (style.entries ?? []);
  const lang = style.lang ? h("p", { class: "soft" }, t("Names are written in {language}.", { language: page.nameOf("language", style.lang) })) : null;
  if (!entries.length) return [lang, h("p", { class: "soft" }, t("This desk has no spellings of its own."))];
  const head = h("thead", null, h("tr", null, [t("Place"), t("is written"), t("not")].map((title) => h("th", { scope: "col" }, title))));
  return [lang, h("table", { class: "spelt" }, head, h("tbody", null, entries.slice(0, SHOWN).map(entry)))];
});

/** @param {Memory} memory */
export const contestedPart = (memory) => part(t("Contested places"), async () => {
  const found = /** @type {Contested[]} */ (await memory.contested());
  const list = h("dl", { class: "contested", lang: page.lang === "en" ? null : "en" }, found.map(({ title, note, as_of: day }) =>
    h("div", null, h("dt", null, title), h("dd", null, note, " ", h("small", null, day)))));
  return [h("p", { class: "soft" }, t("Shown as a note; it decides nothing.")), list];
});

/** @param {Entry} one */
function entry({ place, text, lang, avoid = [], note }) {
  return h("tr", null, h("td", null, h("a", { href: `${root}place/${place}` }, String(place))),
    h("th", { scope: "row" }, bdi(text, lang || null), note && h("small", null, bdi(note))), h("td", null, avoid.map((name) => h("span", { class: "tag" }, bdi(name)))));
}

/**
 * @param {string} title
 * @param {() => Promise<any[]>} load
 */
function part(title, load) {
  const box = h("div");
  const details = h("details", { class: "part", ontoggle: () => { if (details.open && !box.hasChildNodes()) show(); } }, h("summary", null, h("h2", null, title)), box);
  async function show() {
    try {
      fill(box, await load());
    } catch (error) {
      const again = h("button", { type: "button", class: "small", onclick: show }, t("Try again"));
      fill(box, h("p", { class: "trouble", role: "alert" }, saidOf(asError(error), page), " ", again));
    }
  }
  return details;
}
