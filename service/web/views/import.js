// @ts-check
/** Decisions from a file, in a dialog: first what would become of each line, then, if that is wanted, so it is. */

import { asError, saidOf } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { key, page, t } from "../elements/words.js";

/** @typedef {{ line: number, name?: string, place?: number | string | null, message?: string }} Line */

const SHOWN = 20; // lines of each kind
/** @type {Record<string, string>} */
const KINDS = {
  new: key("new"),
  same: key("as they are already"),
  changed: key("decided otherwise until now"),
  contradictory: key("contradict each other: not taken"),
  unknown: key("places that are not known: not taken"),
  unread: key("lines that cannot be read"),
};

/**
 * @param {import("./memory.js").Memory} memory
 * @param {() => void} ondone
 */
export function showImport(memory, ondone) {
  const from = document.activeElement;
  const file = h("input", { type: "file", accept: ".csv,.json,.tsv,.txt,text/csv,application/json", onchange: () => run(true) });
  const said = h("div", { class: "report", "aria-live": "polite" });
  const take = h("button", { type: "button", class: "primary", hidden: true, onclick: () => run(false) });
  const close = h("button", { class: "small" }, t("Close"));
  const dialog = h(
    "dialog", { class: "wide", "aria-labelledby": "import-title" },
    h("h2", { id: "import-title" }, t("Import")),
    h("p", { class: "soft" }, t("A file that was exported here, a review file, or the export of OpenRefine. Nothing is kept before you say so.")),
    h("p", null, h("label", { class: "row" }, t("File"), file)), said, h("form", { method: "dialog", class: "row" }, take, close),
  );

  /** @param {boolean} dry */
  async function run(dry) {
    const chosen = file.files?.[0];
    if (!chosen || take.disabled) return;
    take.disabled = true;
    try {
      const report = await memory.take(chosen, dry);
      const count = report.counts.new + report.counts.changed;
      fill(said, h("p", null, dry ? t("What would become of the lines:") : t("Done:")), kinds(report), remarks(report.remarks));
      take.textContent = t("Take them in");
      take.hidden = !dry || !count;
      if (!dry) {
        close.focus();
        ondone();
      }
    } catch (error) {
      fill(said, h("p", { class: "trouble", role: "alert" }, saidOf(asError(error), page), " ", h("button", { type: "button", class: "small", onclick: () => run(dry) }, t("Try again"))));
    }
    take.disabled = false;
  }

  dialog.addEventListener("close", () => {
    dialog.remove();
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  file.focus();
}

/** @param {any} report */
function kinds(report) {
  const there = Object.keys(KINDS).filter((kind) => report.counts[kind]);
  return h("ul", { class: "kinds" }, there.map((kind) => {
    const lines = /** @type {Line[]} */ (report[kind] ?? []);
    const title = [h("b", null, page.number(report.counts[kind])), " ", t(KINDS[kind])];
    if (!lines.length) return h("li", null, title);
    const more = report.counts[kind] > SHOWN && h("li", null, "…");
    return h("li", null, h("details", null, h("summary", null, title), h("ul", null, lines.slice(0, SHOWN).map(told), more)));
  }));
}

/** @param {Line} line */
function told({ line, name, place, message }) {
  const number = h("small", null, t("line {line}", { line }), " ");
  if (message !== undefined) return h("li", null, number, h("span", { lang: page.lang === "en" ? null : "en" }, message));
  return h("li", null, number, bdi(name ?? ""), " → ", place === null ? t("no place") : bdi(String(place)));
}

/** @param {string[]} lines */
const remarks = (lines) => lines.map((one) => h("p", { class: "soft", lang: page.lang === "en" ? null : "en" }, one));
