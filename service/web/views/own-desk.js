// @ts-check
/** The reader's desk: what the page says of it, whether it is in force, and the name that decisions are signed with. */

import { bdi, h } from "../elements/dom.js";
import { key, t } from "../elements/words.js";
import { keep, kept } from "./settings.js";

/** @typedef {{ id: string, title: string, role: string, fixed: boolean }} OwnDesk fixed is the key's: always in force */

const ASIDE = "off";
const MOST = 60; // characters of a person's name
const { desk: id, deskTitle, deskRole, deskFixed } = document.body.dataset;

/** @type {Record<string, string>} */
const NOBODY = { somebody: key("somebody"), "a former colleague": key("a former colleague") };

/** Who decided. @param {string} by */
export const personOf = (by) => bdi(NOBODY[by] ? t(NOBODY[by]) : by);

/** The reader's own; null where there is none. @type {OwnDesk | null} */
export const own = id ? { id, title: deskTitle ?? id, role: deskRole ?? "reader", fixed: deskFixed !== undefined } : null;

/** The desk whose decisions count now. */
export const inForce = () => (own && (own.fixed || kept("desk") !== ASIDE) ? own : null);

/** Where a desk's decisions about a name are seen. @param {string} root @param {string} name */
export function linkTo(root, name) {
  const ui = new URLSearchParams(location.search).get("ui");
  return `${root}desk/${own?.id}?${new URLSearchParams({ q: name, ...(ui ? { ui } : {}) })}`;
}

/** The parameter that a question needs for it. */
export const asked = () => ({ desk: inForce()?.id });

export const mayDecide = () => own !== null && own.role !== "reader";

/** Who decides, where no key says so. */
export function person() {
  try {
    return decodeURIComponent(kept("person") ?? "");
  } catch {
    return "";
  }
}

/** @param {string} name */
export const setPerson = (name) => keep("person", encodeURIComponent(name.trim().slice(0, MOST).toWellFormed()));

/**
 * Whether the desk is in force; null where there is no choice.
 *
 * @param {(desk: OwnDesk | null) => void} onchange
 */
export function deskChoice(onchange) {
  if (!own || own.fixed) return null;
  const choice = h("input", { type: "checkbox", checked: inForce() !== null });
  choice.addEventListener("change", () => {
    keep("desk", choice.checked ? "" : ASIDE);
    onchange(inForce());
    dispatchEvent(new Event("exonym-desk"));
  });
  return h("label", { class: "desks", title: t("Decisions of {desk} count.", { desk: own.title }) }, choice, bdi(own.title));
}
