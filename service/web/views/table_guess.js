// @ts-check
/** What was found of a table, as selects, with its first rows: wrong guesses are put right before anything is sent. */

import { asError } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { key, page, t } from "../elements/words.js";
import { send } from "./table_send.js";
import { refusalOf } from "./told.js";

/**
 * @typedef {{ number: number, title: string, holds: string }} Column
 * @typedef {object} Found
 * @property {string} encoding
 * @property {boolean} header
 * @property {Column[]} columns
 * @property {number[]} shown
 * @property {string[][]} rows
 * @property {string[]} remarks
 * @property {string | null} question
 *
 * @typedef {import("./table_choose.js").Choosing & {
 *   file: File, found: Found, again: (choices: Record<string, string>) => Promise<Found>, back: () => void }} Guessing
 */

const ROLES = [
  { role: "name", says: key("Names of places") },
  { role: "country", says: key("Country") },
  { role: "within", says: key("Region") },
  { role: "lat", says: key("Latitude") },
  { role: "lon", says: key("Longitude") },
];

/** @param {Guessing} guessing */
export function guess(guessing) {
  const { place, file } = guessing;
  let { found } = guessing;
  const chosen = /** @type {Record<string, string>} */ ({});
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const shown = h("div", { class: "guessed" });
  const joint = h("input", { type: "checkbox", id: "joint" });
  const go = h("button", { type: "button", class: "primary", onclick: begin }, t("Find the places"));
  const title = h("h1", { tabindex: "-1" }, bdi(file.name));

  /** @param {Record<string, string>} choices */
  async function anew(choices) {
    try {
      found = await guessing.again(choices);
      trouble.hidden = true;
    } catch (error) {
      complain(asError(error));
    }
    draw();
  }

  function draw() {
    for (const { role } of ROLES) chosen[role] = String(found.columns.find((one) => one.holds === role)?.number ?? "");
    const held = document.activeElement?.id;
    const asked = found.question ? h("p", { class: "note" }, t("Say which column has the names of places.")) : null;
    fill(shown, asked, h("div", { class: "guesses" }, encodings(), header(), ROLES.map(column)), preview(),
      found.remarks.map((remark) => h("p", { class: "soft", lang: "en" }, bdi(remark))));
    if (held) document.getElementById(held)?.focus();
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {[string, string][]} options
   * @param {string} value
   * @param {(value: string) => void} onchange
   */
  function select(id, label, options, value, onchange) {
    const field = h("select", { id, onchange: () => onchange(field.value) }, options.map(([one, said]) => h("option", { value: one }, said)));
    field.value = value;
    return h("div", null, h("label", { for: id }, label), field);
  }

  function encodings() {
    const known = (place.dataset.encodings ?? "").split(" ").filter((one) => one !== found.encoding);
    return select("encoding", t("Encoding"), [found.encoding, ...known].map((one) => [one, one]), found.encoding,
      (encoding) => anew({ encoding, header: String(found.header) }));
  }

  function header() {
    return select("header", t("First row"), [["true", t("titles")], ["false", t("a row like others")]], String(found.header),
      (header) => anew({ encoding: found.encoding, header, ...(header === "false" ? { name: chosen.name || "1" } : {}) }));
  }

  /** @param {{ role: string, says: string }} one */
  function column({ role, says }) {
    const options = /** @type {[string, string][]} */ (found.columns.map((one) => [String(one.number), one.title || t("Column {number}", { number: one.number })]));
    return select(`column-${role}`, t(says), role === "name" ? options : [["", t("none")], ...options], chosen[role], (value) => {
      chosen[role] = value;
      mark();
    });
  }

  function preview() {
    const titles = found.shown.map((number) => found.columns[number - 1]);
    const head = h("tr", null, titles.map((one) => h("th", { scope: "col", "data-number": one.number }, bdi(one.title || String(one.number)))));
    const rows = found.rows.map((row) => h("tr", null, row.map((cell, at) => h("td", { "data-number": titles[at].number }, bdi(cell)))));
    const table = h("table", { class: "cells" }, h("caption", { class: "unseen" }, t("The first rows")), h("thead", null, head), h("tbody", null, rows));
    queueMicrotask(mark);
    return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("The first rows") }, table);
  }

  /** Show which columns count. */
  function mark() {
    const used = new Set(ROLES.map(({ role }) => chosen[role]).filter(Boolean));
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (shown.querySelectorAll("[data-number]"))) {
      cell.classList.toggle("used", used.has(cell.dataset.number ?? ""));
    }
  }

  /** A column as the service is to find it: by its title where there is only one of that, else by its number. @param {string} number */
  function named(number) {
    const column = found.columns[Number(number) - 1];
    const same = found.columns.filter((one) => one.title.toLowerCase() === column?.title.toLowerCase());
    return column?.title && same.length === 1 && column.title.length < 100 ? column.title : number;
  }

  async function begin() {
    const wishes = /** @type {Record<string, string>} */ ({ encoding: found.encoding, header: String(found.header), joint: joint.checked ? "true" : "" });
    if (page.lang !== "en") wishes.display = page.lang;
    for (const { role } of ROLES) if (chosen[role]) wishes[role] = named(chosen[role]);
    if (!chosen.lat !== !chosen.lon) return say(t("Give both latitude and longitude, or neither."));
    go.disabled = true;
    const bar = h("progress", { max: 1, value: 0, "aria-label": t("Sending") });
    const said = h("span", { class: "soft", role: "status" }, t("Sending"));
    go.after(bar, " ", said);
    /** @param {number} share */
    const tell = (share) => {
      bar.value = share;
      said.textContent = share < 1 ? `${t("Sending")} ${page.percent(share)}` : t("Sent; the service takes it in.");
    };
    try {
      guessing.onjob(await send(guessing.client, file, wishes, tell));
    } catch (error) {
      complain(asError(error));
    } finally {
      bar.remove();
      said.remove();
      go.disabled = false;
    }
  }

  /** @param {import("../elements/client.js").ExonymError} error */
  function complain(error) {
    say(refusalOf(error));
  }

  /** @param {string} sentence */
  function say(sentence) {
    trouble.hidden = false;
    trouble.textContent = sentence;
  }

  fill(place, title, trouble, shown, h("p", { class: "row" },
    h("label", { class: "row", for: "joint" }, joint, t("All rows are of one country or region: let the column decide together"))),
    h("p", { class: "row" }, go, h("button", { type: "button", class: "small", onclick: guessing.back }, t("Another file"))));
  draw();
  title.focus();
}
