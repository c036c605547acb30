// @ts-check
/** What is not house style, as rows: what stands there, what is proposed, why, and a button that changes it. */

import { bdi, h } from "./dom.js";
import { key } from "./words.js";

/** @typedef {import("./annotation.js").Note} Note */

/** @type {Record<string, string>} */
const KINDS = {
  "two-spellings": key("one place, two spellings"),
  "off-style": key("not the house's spelling"),
  historic: key("a former name"),
  transcription: key("another language's spelling"),
  "first-mention": key("named here first"),
  qualifier: key("wants a word with it"),
};

/**
 * @param {import("./base.js").ExonymElement} element whose words are used
 * @param {Note[]} notes
 * @param {(notes: Note[]) => void} change
 */
export function noteRows(element, notes, change) {
  const able = notes.filter((note) => note.changes.length);
  const rows = notes.map((note) => h("li", null, said(element, note), note.changes.length
    ? h("button", { type: "button", class: "button", part: "button", "aria-label": element.t("Change {from} to {to}", { from: note.from, to: note.to ?? "" }), onclick: () => change([note]) }, element.t("Change"))
    : null));
  const all = h(
    "p", { class: "all" }, h("span", null, element.t("{count, plural, one {# spelling can be changed} other {# spellings can be changed}}", { count: able.length })),
    h("button", { type: "button", class: "button", part: "button", onclick: () => change(able) }, element.t("Change all")),
  );
  return [h("h2", { id: "notes" }, element.t("Not house style")), h("ul", null, rows), able.length > 1 ? all : null];
}

/**
 * What the service says of a name: its sentence for who reads English, else what kind of sentence it is.
 *
 * @param {import("./base.js").ExonymElement} element
 * @param {string} rule
 * @param {string} message
 */
export function remark(element, rule, message) {
  if (element.words.lang !== "en" && KINDS[rule]) return h("small", null, element.t(KINDS[rule]));
  return h("small", { lang: "en", dir: "auto" }, message);
}

/**
 * @param {import("./base.js").ExonymElement} element
 * @param {Note} note
 */
function said(element, note) {
  const often = note.mentions.length > 1 ? ` × ${element.words.number(note.mentions.length)}` : "";
  const kinds = note.kind.map((one) => (KINDS[one] ? element.t(KINDS[one]) : one)).join("; ");
  const english = element.words.lang === "en";
  const why = [h("small", null, `${kinds}${often}`), note.to === null && english ? h("small", null, note.message) : null];
  const names = note.to === null ? [h("b", null, bdi(note.from))] : [h("s", null, bdi(note.from)), " ", h("b", null, bdi(note.to))];
  return h("span", { title: english ? note.message : null }, names, why);
}
