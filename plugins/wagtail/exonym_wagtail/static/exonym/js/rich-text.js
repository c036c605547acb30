// @ts-check
/** The dialogs of rich text: which place a mark names, and which places of the text are to be marked. */

import "../elements/picker.js";
import { mentionsOf, placesOf } from "../elements/annotation.js";
import { asError, saidOf } from "../elements/base.js";
import { Client } from "../elements/client.js";
import { bdi, fill, h } from "../elements/dom.js";
import { piecesOf } from "../elements/pieces.js";
import { whereOf } from "../elements/place.js";
import { wordsOf } from "../elements/words.js";
import { headers } from "./asking.js";

/**
 * @typedef {import("../elements/place.js").Place} Place
 * @typedef {import("../elements/annotation.js").Mention} Mention
 * @typedef {import("../elements/words.js").Words} Words
 */

const words = () => wordsOf(document.documentElement.lang || "en");

/**
 * Ask which place is meant.
 *
 * @param {{ endpoint: string, text: string, marked: { id: string, name: string } | null }} told
 * @returns {Promise<{ place: Place | null } | null>} null where it was closed; no place where the mark is to go
 */
export async function choose({ endpoint, text, marked }) {
  const said = await words();
  return opened(said.t("Place"), (done) => {
    const picker = /** @type {import("../elements/picker.js").ExonymPicker} */ (h("exonym-picker", { endpoint, lang: said.lang, label: said.t("Place"), autofocus: true }));
    picker.headers = headers;
    picker.text = text;
    picker.addEventListener("exonym-pick", (event) => done({ place: /** @type {CustomEvent} */ (event).detail.place }));
    const now = marked && h("p", null, bdi(marked.name));
    const remove = marked && button(said.t("no place"), () => done({ place: null }));
    return { body: [now, picker], buttons: [remove, button(said.t("Cancel"), () => done(null))] };
  });
}

/**
 * Propose the places of a text.
 *
 * @param {{ endpoint: string, fields: { id: string, text: string }[], isFree: (mention: Mention) => boolean }} told
 * @returns {Promise<Mention[]>} those to mark
 */
export async function propose({ endpoint, fields, isFree }) {
  const said = await words();
  const found = opened(said.t("Find the places"), (done) => {
    const box = h("div", { "aria-live": "polite" }, h("p", null, "…"));
    const mark = button(said.t("Add"), () => done(wanted()), "button");
    mark.hidden = true;
    /** @type {ReturnType<typeof rowsOf>} */
    let rows = [];
    const wanted = () => rows.filter(({ check }) => check.checked).flatMap(({ mentions }) => mentions);
    const read = async () => {
      try {
        const mentions = (await mentionsIn(endpoint, fields, said.lang)).filter((one) => one.place && one.verdict === "match" && isFree(one));
        rows = rowsOf(mentions);
        fill(box, rows.length ? h("ul", { class: "list" }, rows.map(({ item }) => item)) : h("p", null, said.t("No place is named here.")));
        mark.hidden = !rows.length;
      } catch (error) {
        fill(box, h("p", null, saidOf(asError(error), said)), button(said.t("Try again"), read));
      }
    };
    read();
    return { body: [box], buttons: [mark, button(said.t("Cancel"), () => done(null))] };
  });
  return (await found) ?? [];
}

/** @param {string} endpoint @param {{ id: string, text: string }[]} fields @param {string} display */
async function mentionsIn(endpoint, fields, display) {
  const client = new Client({ endpoint, headers });
  /** @type {Mention[]} */
  const out = [];
  for (const piece of piecesOf(fields)) {
    const answer = await client.post("v1/annotate", { text: piece.text, offsets: "utf16", limit: 1, display });
    out.push(...mentionsOf(piece, answer));
  }
  return out;
}

/** @param {Mention[]} mentions */
function rowsOf(mentions) {
  return placesOf(mentions).map(({ place, spellings, mentions: at }) => {
    const check = h("input", { type: "checkbox", checked: true });
    const label = h("label", null, check, h("span", null, bdi(spellings.join(", ")), " ", h("small", null, bdi([place?.name, place && whereOf(place)].filter(Boolean).join(", ")))));
    return { check, mentions: at.map((number) => mentions[number]), item: h("li", null, label) };
  });
}

/**
 * A dialog; it gives back what it was closed with.
 *
 * @template T
 * @param {string} title
 * @param {(done: (result: T | null) => void) => { body: any[], buttons: any[] }} make
 * @returns {Promise<T | null>}
 */
function opened(title, make) {
  return new Promise((resolve) => {
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    /** @param {T | null} result */
    const done = (result) => {
      dialog.remove();
      held?.focus();
      resolve(result);
    };
    const { body, buttons } = make(done);
    const dialog = h("dialog", { class: "exonym-dialog", "aria-label": title, oncancel: () => done(null) },
      h("h2", null, title), body, h("div", { class: "buttons" }, buttons));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** @param {string} says @param {() => void} onclick @param {string} [look] */
const button = (says, onclick, look = "button button-secondary") => h("button", { type: "button", class: look, onclick }, says);
