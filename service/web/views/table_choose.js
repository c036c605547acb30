// @ts-check
/** Choosing a table: a file that is dropped or chosen, or cells that are pasted. What cannot be one is said at once. */

import { asError, saidOf } from "../elements/base.js";
import { fill, h } from "../elements/dom.js";
import { page, t } from "../elements/words.js";
import { signIn } from "./sign_in.js";
import { beginningOf, fits, unreadable } from "./table_file.js";
import { guess } from "./table_guess.js";
import { refusalOf } from "./told.js";

/**
 * @typedef {object} Choosing
 * @property {HTMLElement} place where it is drawn
 * @property {import("../elements/client.js").Client} client
 * @property {number} limit bytes that a table may have
 * @property {(job: import("./table_progress.js").Job) => void} onjob
 */

/** @param {Choosing} choosing */
export function choose(choosing) {
  const { place, limit } = choosing;
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const file = h("input", { type: "file", id: "file", class: "unseen", accept: ".csv,.tsv,.txt,.tab,text/*",
    onchange: () => { if (file.files?.[0]) take(file.files[0]); } });
  const most = t("CSV or TSV, up to {size}. The file stays on this service.", { size: sizeOf(limit) });
  const busy = h("p", { class: "soft reading", role: "status" });
  const drop = h("label", { class: "drop", for: "file" },
    h("span", { class: "drop-say" }, t("Drop a file here, or choose one")), h("span", { class: "soft" }, most), file);
  const cells = h("textarea", { id: "cells", rows: 5, dir: "auto", spellcheck: "false", placeholder: "Bakhmout\tUkraine" });
  const read = h("button", { type: "button", class: "small", onclick: () => pasted(cells.value) }, t("Read these cells"));

  /** @param {File} chosen */
  async function take(chosen) {
    file.value = "";
    const refused = await unreadable(chosen, limit);
    if (refused) return refuse(t(refused, { size: sizeOf(chosen.size), limit: sizeOf(limit) }));
    say("");
    busy.textContent = t("Reading {name}", { name: chosen.name });
    drop.classList.add("busy");
    try {
      const found = await examine(choosing, chosen);
      guess({ ...choosing, file: chosen, found, again: (choices) => examine(choosing, chosen, choices), back: () => choose(choosing) });
    } catch (error) {
      const failed = asError(error);
      if (failed.status === 401 && (await signIn(choosing.client))) return take(chosen);
      refuse(failed.code === "bad_table" ? refusalOf(failed) : saidOf(failed, page));
    } finally {
      drop.classList.remove("busy");
      busy.textContent = "";
    }
  }

  /** @param {string} text */
  function pasted(text) {
    if (!text.trim()) return cells.focus();
    take(new File([text.endsWith("\n") ? text : `${text}\n`], t("pasted cells") + ".tsv", { type: "text/tab-separated-values" }));
  }

  /** @param {string} sentence */
  function say(sentence) {
    trouble.hidden = !sentence;
    trouble.textContent = sentence;
  }

  /** @param {string} sentence */
  function refuse(sentence) {
    say(sentence);
    file.focus();
  }

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const dropped = event.dataTransfer?.files[0];
    if (dropped) take(dropped);
  });
  fill(place, h("h1", null, t("Which places does a table mean?")),
    h("p", { class: "soft lead" }, t("Names in one column, one row each. What is sure is filled in; what is not, you decide by keys, most rows first.")),
    trouble, drop, busy, h("div", { class: "paste" }, h("label", { for: "cells" }, t("or paste cells from a spreadsheet")), cells, read));
}

/**
 * What the service finds of a table by its beginning.
 *
 * @param {Choosing} choosing
 * @param {File} file
 * @param {Record<string, string>} [choices]
 * @returns {Promise<import("./table_guess.js").Found>}
 */
async function examine({ client }, file, choices = {}) {
  const body = await beginningOf(file);
  const url = client.url("v1/tables/examine", fits(choices));
  return client.send(url, { method: "POST", body, headers: { "Content-Type": "text/csv" } });
}

/** @param {number} bytes */
function sizeOf(bytes) {
  const units = [["gigabyte", 1e9], ["megabyte", 1e6], ["kilobyte", 1e3], ["byte", 1]];
  const [unit, size] = /** @type {[string, number]} */ (units.find(([, least]) => bytes >= Number(least)) ?? units[3]);
  const digits = { maximumFractionDigits: bytes / size < 10 ? 1 : 0 };
  return new Intl.NumberFormat(page.lang, { style: "unit", unit, unitDisplay: "short", ...digits }).format(bytes / size);
}
