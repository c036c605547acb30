// @ts-check
/** Look up: one field, what is known beside it, and the answer. The address is the state. */

import "../elements/picker.js";
import { asError, saidOf } from "../elements/base.js";
import { Client, Latest } from "../elements/client.js";
import { fill, h } from "../elements/dom.js";
import { whereOf } from "../elements/place.js";
import { page, t } from "../elements/words.js";
import { decidedIn, note, unused, verdict, written } from "./answer.js";
import { Candidates } from "./candidates.js";
import { Context } from "./context.js";
import { drawn, root } from "./frame.js";
import { addKeys } from "./keys.js";
import { Offer } from "./offer.js";
import { asked, inForce, mayDecide } from "./own-desk.js";

/**
 * @typedef {import("../elements/place.js").Answer} Answer
 * @typedef {import("../elements/place.js").Candidate} Candidate
 * @typedef {import("./answer.js").WholePlace} WholePlace
 */

const LIMIT = 20; // candidates: hints are to decide between those that are not shown, too
const client = new Client();
const asking = new Latest();
const detailing = new Latest();
const place = h("div", { id: "place" });
const offered = new Offer(client);
let arriving = false; // whether the focus goes to the answer when it comes
const status = h("p", { class: "unseen", role: "status" }); // hears an answer as its sentence, and not as the whole list
/** @type {ReturnType<typeof start>} */
let view;

function start() {
  const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
  const context = new Context(params(), data.labels ?? {}, () => ask());
  document.getElementById("context")?.replaceChildren(context.element);
  const candidates = new Candidates({ onpick, onpoint });
  section("answer").after(status);
  return { context, candidates, field: makeField(), answer: section("answer"), beside: section("beside"), map: /** @type {any} */ (null), found: /** @type {Answer} */ (/** @type {unknown} */ (null)) };
}

/** @param {string} id */
const section = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The parameters of the address. @returns {Record<string, string>} */
const params = () => Object.fromEntries(new URLSearchParams(location.search));

/** The picker in the place of the plain field, with what stands in it already. */
function makeField() {
  const plain = /** @type {HTMLInputElement} */ (section("q"));
  const focused = document.activeElement === plain;
  const field = /** @type {import("../elements/picker.js").ExonymPicker} */ (
    h("exonym-picker", { label: t("Name of a place, in any script"), limit: 6 })
  );
  plain.previousElementSibling?.remove();
  plain.replaceWith(field);
  field.text = plain.value;
  if (focused) field.focus();
  field.addEventListener("focusin", () => field.setAttribute("desk", asked().desk ?? ""));
  field.addEventListener("exonym-pick", (event) => picked(/** @type {CustomEvent} */ (event).detail.place));
  return field;
}

/**
 * Whether to go to the answer from the field, where it was asked and nothing else was typed since: keys of one letter act there.
 *
 * @param {Answer} found
 */
function arrives(found) {
  const wanted = arriving && document.activeElement === view.field && view.field.text.trim() === found.name.trim();
  arriving = false;
  return wanted;
}

/** Ask what stands in the field means, and put the question into the address. @param {Candidate["id"]} [chosen] */
function ask(chosen) {
  const q = view.field.text.trim();
  if (!q) return view.field.focus();
  const ui = params().ui;
  const query = new URLSearchParams({ q, ...view.context.params, ...(ui ? { ui } : {}) });
  if (`?${query}` !== location.search) history.pushState(null, "", `?${query}`);
  answer(chosen);
}

/** Answer what the address asks. @param {Candidate["id"]} [chosen] */
async function answer(chosen) {
  const { q, ui: _ui, ...known } = params();
  detailing.end();
  view.answer.setAttribute("aria-busy", "true");
  try {
    const found = await asking.run((signal) => client.resolve({ ...known, ...asked(), q, limit: LIMIT, display: page.lang }, { signal }));
    if (found) show(found, null, chosen);
  } catch (error) {
    trouble(error, () => answer(chosen));
  }
}

/**
 * @param {Answer} found
 * @param {WholePlace | null} whole
 * @param {Candidate["id"]} [chosen]
 */
function show(found, whole = null, chosen) {
  view.answer.removeAttribute("aria-busy");
  document.title = `${found.name} · Exonym`;
  const held = view.answer.contains(document.activeElement) || arrives(found);
  view.candidates.show(found);
  fill(place);
  offered.show(null);
  view.found = found;
  fill(view.answer, verdict(found, (name, value, label) => view.context.set(name, value, label)), note(found), unused(found), view.candidates.list, offered.element, place);
  const keys = h("p", { class: "keys" }, h("span", null, h("kbd", null, "1"), "–", h("kbd", null, "5"), " ", t("this one")),
    h("span", null, h("kbd", null, "0"), " ", t("None of these")), inForce() && mayDecide() && h("span", null, h("kbd", null, "m"), " ", t("remember for the desk")),
    h("span", null, h("kbd", null, "/"), " ", t("search")),
    h("span", null, h("kbd", null, "?"), " ", t("all keys")));
  section("keys").replaceWith(Object.assign(keys, { id: "keys" }));
  const best = view.candidates.shown.find((one) => one.id === chosen) ?? (found.verdict === "match" ? view.candidates.shown[0] : undefined);
  view.candidates.mark(best);
  if (best) {
    offer(best);
    details(best, whole);
  }
  if (!whole) status.textContent = view.answer.querySelector(".say")?.textContent ?? "";
  if (held) /** @type {HTMLElement | null} */ (view.answer.querySelector(".say"))?.focus();
  showMap(found.verdict);
}

/** @param {Candidate | null} candidate */
function onpick(candidate) {
  offer(candidate);
  if (candidate) details(candidate);
  else {
    detailing.end();
    fill(place, h("p", { class: "note" }, t("None of these: say what else is known above, or spell it otherwise.")));
  }
  if (view.map) view.map.selected = candidate ? view.candidates.shown.indexOf(candidate) : -1;
}

/** What it would mean to remember this; nothing where the desk does already. @param {Candidate | null} candidate */
function offer(candidate) {
  const { name, verdict: said, candidates } = view.found;
  const held = decidedIn(view.found) && (candidate ? candidate.id === candidates[0]?.id : said === "no_match");
  const label = candidate && [candidate.name, whereOf(candidate, view.candidates.shown)].filter(Boolean).join(", ");
  offered.show(held ? null : { name, place: candidate?.id ?? null, label });
}

/** @param {number} index */
function onpoint(index) {
  view.map?.mark(index);
}

/**
 * How the place is written that was chosen.
 *
 * @param {Candidate} candidate
 * @param {WholePlace | null} [whole]
 */
async function details(candidate, whole = null) {
  try {
    const found = whole?.id === candidate.id ? whole : await detailing.run((signal) => client.place(candidate.id, { display: page.lang }, { signal }));
    if (found) fill(place, written(found, root));
  } catch (error) {
    fill(place, h("p", { class: "trouble" }, saidOf(asError(error), page), " ", again(() => details(candidate))));
  }
}

/** A place from the list while typing: its name is asked, and it is the one that is chosen. @param {Candidate} found */
function picked(found) {
  arriving = true;
  ask(found.id);
}

/**
 * Say what went wrong; what stood there stays.
 *
 * @param {unknown} error
 * @param {() => void} retry
 */
function trouble(error, retry) {
  view.answer.removeAttribute("aria-busy");
  view.answer.querySelector(".trouble")?.remove();
  view.answer.prepend(h("p", { class: "trouble", role: "alert" }, saidOf(asError(error), page), " ", again(retry)));
}

/** @param {() => void} retry */
const again = (retry) => h("button", { type: "button", class: "small", onclick: retry }, t("Try again"));

/** The map, where this service has one; loaded when it is first needed. @param {string} verdict */
async function showMap(verdict) {
  const module = document.body.dataset.map;
  if (!module) return;
  try {
    await import(new URL(module, document.baseURI).href);
  } catch {
    return; // the list says the same
  }
  if (!view.map) {
    view.map = h("exonym-map", { label: t("Map of the candidates") });
    view.map.addEventListener("exonym-hover", (/** @type {CustomEvent} */ event) => view.candidates.point(event.detail.index ?? -1));
    view.map.addEventListener("exonym-select", (/** @type {CustomEvent} */ event) => {
      const chosen = view.candidates.shown[event.detail.index];
      if (chosen) view.candidates.pick(chosen);
    });
    fill(view.beside, view.map);
  }
  const state = verdict === "no_match" ? "none" : verdict;
  const shown = view.candidates.shown;
  const chosen = view.candidates.buttons.findIndex((one) => one.value !== "0" && one.getAttribute("aria-pressed") === "true");
  view.beside.hidden = !shown.length;
  view.map.pins = shown.map((one, at) => ({ lat: one.lat, lon: one.lon, label: one.name, sign: String(at + 1), state }));
  view.map.selected = chosen;
}

drawn.then(() => {
  const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
  view = start();
  if (data.answer) show(data.answer, data.place);
  section("ask").addEventListener("submit", (event) => { event.preventDefault(); arriving = true; ask(); });
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-try]"))) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      view.field.text = link.dataset.try ?? "";
      view.context.read({});
      ask();
    });
  }
  addEventListener("exonym-desk", () => { if (params().q) answer(); });
  addEventListener("popstate", () => {
    const known = params();
    view.field.text = known.q ?? "";
    view.context.labels = {};
    view.context.read(known);
    if (known.q) answer();
    else fill(view.answer);
  });
  addKeys(
    { keys: ["1", "2", "3", "4", "5"], shown: "1 – 5", says: t("this one"), run: (key) => view.candidates.press(Number(key)) },
    { keys: ["0"], says: t("None of these"), run: () => view.candidates.press(0) },
    { keys: ["m"], says: t("remember for the desk"), run: () => offered.remember() },
    { keys: ["u"], says: t("undo"), run: () => { offered.undo(); } },
    { keys: ["/"], says: t("search"), run: () => view.field.focus() },
  );
});
