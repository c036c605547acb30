// @ts-check
/** How far a table has come: a bar that counts rows, and the verdicts so far. It waits however long the service is away. */

import { asError, saidOf } from "../elements/base.js";
import { pause } from "../elements/client.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, t } from "../elements/words.js";

/**
 * @typedef {object} Job as GET /v1/jobs/{id} gives it
 * @property {string} id
 * @property {"queued" | "running" | "done" | "failed"} state
 * @property {string} filename
 * @property {number} rows_done
 * @property {number} rows_total
 * @property {Record<string, number>} verdicts
 * @property {number} seconds
 * @property {string[]} remarks
 * @property {string | null} error
 */

const LOOK = 300; // ms between looks, and a bit more each time
const RARELY = 700; // names can be decided within a second of the end
const MORE = 1.3;

/**
 * Follow a table to its end.
 *
 * @param {{ place: HTMLElement, client: import("../elements/client.js").Client, id: string, another: () => HTMLElement }} following
 * @returns {Promise<Job | null>} the job that is done; null where it has failed, which is said
 */
export async function follow({ place, client, id, another }) {
  const bar = h("progress", { class: "progress", max: 1, "aria-label": t("Rows that are done") });
  const said = h("p", { class: "soft", role: "status" });
  const title = h("h1", { tabindex: "-1" });
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const began = performance.now();
  let drawn = false;
  fill(place, h("h1", null, t("Table")), h("p", { class: "soft", role: "status" }, t("Opening the table")));
  for (let wait = LOOK; ; wait = Math.min(wait * MORE, RARELY)) {
    try {
      const job = /** @type {Job} */ (await client.get(`v1/jobs/${encodeURIComponent(id)}`));
      trouble.hidden = true;
      if (job.state === "done") return job;
      if (!drawn) fill(place, title, trouble, bar, said, h("p", { class: "row" }, another()));
      drawn = true;
      fill(title, bdi(job.filename || t("Table")));
      if (job.state === "failed") {
        bar.hidden = true;
        fill(said, t("This table cannot be done."), " ", h("span", { lang: "en" }, bdi(job.error ?? "")));
        title.focus();
        return null;
      }
      bar.max = Math.max(job.rows_total, 1);
      if (job.rows_done) bar.value = job.rows_done;
      else bar.removeAttribute("value"); // it moves all the same
      fill(said, doing(job), h("span", { "aria-hidden": "true" }, job.rows_done ? "" : ` · ${seconds(performance.now() - began)}`));
    } catch (error) {
      const failed = asError(error);
      const away = !failed.status || failed.status === 429 || failed.status >= 500;
      if (!away) throw error;
      if (!drawn) fill(said);
      if (!drawn) fill(place, title, trouble, said, h("p", { class: "row" }, another()));
      trouble.hidden = false;
      trouble.textContent = `${saidOf(failed, page)} ${t("The table goes on as soon as it is back.")}`;
    }
    await pause(wait);
  }
}

/** What is happening to a table. @param {Job} job */
function doing(job) {
  const rows = t("{count, plural, one {# row} other {# rows}}", { count: job.rows_total });
  if (job.state === "queued") return t("{rows} are here. It begins as soon as its turn comes.", { rows });
  if (!job.rows_done) return t("{rows} are read, and names that are alike put together.", { rows });
  return t("{done} of {total, plural, one {# row} other {# rows}}", { done: job.rows_done, total: job.rows_total });
}

/** @param {number} ms */
const seconds = (ms) => new Intl.NumberFormat(page.lang, { style: "unit", unit: "second", maximumFractionDigits: 0 }).format(ms / 1000);
