// @ts-check
/** Who changed a decision, and when, in a dialog. */

import { asError, saidOf } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, parts, t } from "../elements/words.js";
import { meaningOf, timeOf, viaOf } from "./deciding.js";
import { personOf } from "./own-desk.js";

/**
 * @typedef {import("./memory.js").Decision} Decision
 * @typedef {{ at: string, by: string, via: string, before: Decision | null, after: Decision | null }} Change
 */

/**
 * @param {import("./memory.js").Memory} memory
 * @param {Decision} decision
 */
export async function showHistory(memory, decision) {
  const from = document.activeElement;
  const list = h("ol", { class: "history" });
  const said = h("p", { "aria-live": "polite" });
  const close = h("button", { class: "primary" }, t("Close"));
  const dialog = h("dialog", { class: "wide", "aria-labelledby": "history-title" },
    h("h2", { id: "history-title" }, parts("History of {name}", { name: bdi(decision.name) })), said, list, h("form", { method: "dialog" }, close));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
  try {
    const changes = /** @type {Change[]} */ (await memory.history(decision));
    fill(list, await Promise.all(changes.map((one) => line(memory, one))));
  } catch (error) {
    fill(said, saidOf(asError(error), page));
  }
}

/**
 * @param {import("./memory.js").Memory} memory
 * @param {Change} change
 */
async function line(memory, { at, by, via, before, after }) {
  const label = after?.place == null ? null : await memory.label(after.place);
  const place = bdi(meaningOf(label, after?.place ?? null));
  const what = !after || after.state === "forgotten" ? t("forgotten")
    : before?.state === "forgotten" ? parts("restored: it means {place}", { place }) : parts("means {place}", { place });
  return h("li", null, h("span", null, what), h("small", null, personOf(by), " · ", timeOf(at), " · ", viaOf(via)), after?.note && h("small", { class: "why" }, bdi(after.note)));
}
