// @ts-check
/** What is said of decisions: who decided, when, from where; and the choice where somebody else was quicker. */

import { bdi, h } from "../elements/dom.js";
import { key, page, parts, t } from "../elements/words.js";
import { personOf } from "./own-desk.js";

/** @typedef {import("./memory.js").Decision} Decision */

/** @type {Record<string, string>} */
const VIAS = {
  page: key("in the page"),
  table: key("in a table"),
  openrefine: key("in OpenRefine"),
  cms: key("in an editor"),
  api: key("by a program"),
  import: key("from a file"),
};

/** Where it was decided. @param {string} via */
export const viaOf = (via) => (VIAS[via] ? t(VIAS[via]) : via);

/** When: the day, the time on pointing. @param {string} at */
export function timeOf(at) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return h("span", null, at);
  const day = new Intl.DateTimeFormat(page.lang, { dateStyle: "medium" }).format(time);
  const whole = new Intl.DateTimeFormat(page.lang, { dateStyle: "long", timeStyle: "short" }).format(time);
  return h("time", { datetime: at, title: whole }, day);
}

/**
 * What is decided, in words.
 *
 * @param {string | null | undefined} label
 * @param {number | string | null} place
 */
export const meaningOf = (label, place) => (place === null ? t("no place") : (label ?? String(place)));

/**
 * Somebody else was quicker: their answer, and the choice.
 *
 * @param {Decision} present what holds
 * @param {string} label what its place is called
 * @param {{ keep: () => void, mine: () => void }} choices
 */
export function otherwise(present, label, { keep, mine }) {
  const values = { name: bdi(present.name), place: bdi(label), person: personOf(present.by), day: timeOf(present.at) };
  const said = present.state === "forgotten"
    ? parts("{person} has forgotten what {name} means, {day}.", values)
    : parts("The desk decided otherwise: {name} means {place}. By {person}, {day}.", values);
  return h(
    "div", { class: "otherwise" }, h("p", null, said),
    h("p", { class: "row" },
      h("button", { type: "button", class: "small keep", onclick: keep }, t("Leave it so")),
      h("button", { type: "button", class: "small", onclick: mine }, t("Decide mine instead"))),
  );
}
