// @ts-check
/** Table: choose a file, see what is found, wait, decide. The address says which table. */

import { asError, saidOf } from "../elements/base.js";
import { Client } from "../elements/client.js";
import { fill, h } from "../elements/dom.js";
import { page, t } from "../elements/words.js";
import { drawn, root } from "./frame.js";
import { needsKey, signIn } from "./sign_in.js";
import { choose } from "./table_choose.js";
import { follow } from "./table_progress.js";

/** @typedef {import("./table_progress.js").Job} Job */

const client = new Client();

/** @returns {HTMLElement} */
const place = () => /** @type {HTMLElement} */ (document.getElementById("table"));

/** The address of a table, or of the choice of one. @param {string} [id] */
function addressOf(id = "") {
  const ui = new URLSearchParams(location.search).get("ui");
  return `${root}table${id ? `/${id}` : ""}${ui ? `?ui=${ui}` : ""}`;
}

/** A link to another table. */
const another = () => h("a", { class: "small", href: addressOf() }, t("Another file"));

/** Ask for a table. */
function ask() {
  document.title = `${t("Table")} · Exonym`;
  // A page of its own, for links within it are relative to its address.
  choose({ place: place(), client, limit: Number(place().dataset.limit), onjob: (job) => location.assign(addressOf(job.id)) });
}

/** Show a table: its progress, and its review when it is done. @param {Pick<Job, "id">} job */
async function show(job) {
  try {
    const done = await follow({ place: place(), client, id: job.id, another });
    if (!done) return;
    document.title = `${done.filename || t("Table")} · Exonym`;
    const { review } = await import("./table_review.js");
    await review({ place: place(), client, job: done, another });
  } catch (error) {
    const { code, status } = asError(error);
    if (status === 401 && (await signIn(client))) return show(job);
    const said = code === "unknown_job" ? t("There is no such table here: it may have expired, or belong to another key.")
      : saidOf(asError(error), page);
    fill(place(), h("h1", null, t("Table")), h("p", { class: "trouble", role: "alert" }, said), h("p", { class: "row" },
      h("button", { type: "button", class: "small", onclick: () => show(job) }, t("Try again")), another()));
  }
}

async function start() {
  if (place().dataset.required !== undefined && (await needsKey(client)) && !(await signIn(client))) {
    fill(place(), h("h1", null, t("Table")), h("p", { class: "trouble" }, t("A key is needed to ask."), " ",
      h("button", { type: "button", class: "small", onclick: start }, t("Sign in"))));
    return;
  }
  const id = place().dataset.job;
  if (id) show({ id });
  else ask();
}

drawn.then(start);
