// @ts-check
/**
 * `<exonym-places mode="decide">`: the places of a text, those to decide first, and what is not house style.
 *
 * Keys act while the list has the focus: 1–5 this candidate, 0 none, u undo, arrows or j k move.
 */

import "./picker.js";
import "./verdict.js";
import { define, ExonymElement, sheet } from "./base.js";
import { isOpen, otherSpellings } from "./annotation.js";
import { bdi, fill, h } from "./dom.js";
import { noteRows, remark } from "./notes.js";
import { kindOf, whereOf } from "./place.js";

/**
 * @typedef {import("./annotation.js").Mention} Mention
 * @typedef {import("./annotation.js").PlaceGroup} PlaceGroup
 * @typedef {import("./annotation.js").Note} Note
 * @typedef {import("./place.js").Place} Place
 */

const CANDIDATES = 5;
const SPELLINGS = 6;
const LEAST = 0.01; // a probability below which a candidate is not worth a line

const LOOK = sheet(`
h2, p, ol, ul { margin: 0; padding: 0; } ol, ul { list-style: none; }
h2 { font: 600 0.95rem/1.3 var(--font); margin-block: 0 8px; }
h2 small { margin-inline-start: 6px; }
small { color: var(--soft); font-size: 0.875rem; font-weight: 400; }
.entry { border-block-start: 1px solid var(--line); }
.head { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 0 10px; align-items: baseline; inline-size: 100%;
  padding: 8px 6px; border: 0; background: none; text-align: start; cursor: pointer; border-inline-start: 3px solid transparent; }
.head:hover, .pointed > .head { background: var(--wash); }
.head[aria-current] { border-inline-start-color: var(--mark); background: var(--wash); }
.head exonym-verdict { align-self: center; font-size: 0.85rem; }
.name { font: 500 1.05rem/1.4 var(--name-font); overflow-wrap: anywhere; }
.spelt { display: block; overflow-wrap: anywhere; }
.often { color: var(--soft); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.pick { display: grid; gap: 6px; padding-block: 2px 12px; padding-inline: 36px 6px; }
.candidate { display: grid; grid-template-columns: 22px minmax(0, 1fr) auto; gap: 8px; align-items: baseline; min-block-size: 36px;
  padding: 6px 10px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); text-align: start; cursor: pointer;
  overflow-wrap: anywhere; }
.candidate:hover, .candidate.pointed { border-color: var(--mark); }
.candidate[aria-pressed="true"] { border-color: var(--mark); box-shadow: inset 0 0 0 1px var(--mark); }
.number { display: grid; place-items: center; inline-size: 20px; block-size: 20px; border: 1.5px solid var(--edge); border-radius: 50%;
  color: var(--soft); font: 600 0.75rem/1 var(--font); }
.share { font-variant-numeric: tabular-nums; color: var(--soft); font-size: 0.875rem; }
.notes { margin-block-end: 16px; padding: 4px 12px; border: 1px solid color-mix(in srgb, var(--ambiguous-fill) 55%, var(--card));
  border-radius: var(--radius); background: var(--ambiguous-wash); }
.notes h2 { margin-block: 8px 4px; }
.notes li, .notes .all { display: flex; gap: 10px; align-items: center; min-block-size: 40px; padding: 4px 0;
  border-block-start: 1px solid color-mix(in srgb, var(--ambiguous-fill) 30%, transparent); }
.notes li > span, .notes .all > span { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
.notes s, .notes b { font: 500 1.02rem/1.3 var(--name-font); } .notes b { font-weight: 600; }
.notes small { display: block; color: var(--ink); }
.button { min-block-size: 30px; padding: 3px 11px; border: 1px solid var(--edge); border-radius: 7px; background: var(--card);
  font-size: 0.9rem; cursor: pointer; }
.button:hover { border-color: var(--ink); }
.keys { display: flex; flex-wrap: wrap; gap: 4px 16px; padding-block: 10px; border-block-start: 1px solid var(--line);
  color: var(--soft); font-size: 0.85rem; }
kbd { font: 600 0.78rem/1 var(--font); border: 1px solid var(--edge); border-block-end-width: 2px; border-radius: 4px;
  padding: 2px 5px; background: var(--card); color: var(--ink); }
[hidden] { display: none; }
`);

export class ExonymPlaces extends ExonymElement {
  static sheets = [LOOK];
  static observedAttributes = [...ExonymElement.observedAttributes, "mode"];

  #mentions = /** @type {Mention[]} */ ([]);
  #places = /** @type {PlaceGroup[]} */ ([]);
  #notes = /** @type {Note[]} */ ([]);
  #current = /** @type {string | null} */ (null);
  #changing = /** @type {string | null} */ (null); // the settled group that is to be decided anew
  #later = false;
  #turns = /** @type {Map<string, number>} */ (new Map()); // which mention of a place was shown last
  #entries = /** @type {Map<string, { drawn: string, element: HTMLElement }>} */ (new Map());
  #notesBox = h("section", { class: "notes", part: "note", "aria-labelledby": "notes" });
  #title = h("h2", { id: "places", tabindex: "-1" });
  #list = h("ol", { part: "list", "aria-labelledby": "places" });
  #foot = h("p", { class: "keys" });

  constructor() {
    super();
    fill(this.root, this.#notesBox, this.#title, this.#list, this.#foot, h("slot", { name: "empty" }));
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Where places are named, as `exonym-draft` has them. */
  get mentions() {
    return this.#mentions;
  }

  set mentions(mentions) {
    this.#mentions = mentions ?? [];
    this.#draw();
  }

  /** The places, in the order in which they are listed. */
  get places() {
    return this.#places;
  }

  set places(places) {
    this.#places = places ?? [];
    if (!this.#group(this.#current)) this.#current = null;
    this.#draw();
  }

  /** What is not house style. */
  get notes() {
    return this.#notes;
  }

  set notes(notes) {
    this.#notes = notes ?? [];
    this.#draw();
  }

  /** `read`, or `decide` for a list by which candidates are chosen. */
  get mode() {
    return this.getAttribute("mode") === "decide" ? "decide" : "read";
  }

  set mode(mode) {
    this.setAttribute("mode", mode);
  }

  /** The group that is looked at; the first to decide where none was chosen. */
  get current() {
    return this.#group(this.#current)?.group ?? (this.mode === "decide" ? (this.#places.find(isOpen)?.group ?? null) : null);
  }

  set current(group) {
    this.#current = group;
    this.#changing = null;
    this.render();
    const entry = this.#entries.get(this.current ?? "")?.element;
    if (entry) showWithin(entry);
  }

  /** Look at a place, and move the focus to it. @param {string} group */
  focusPlace(group) {
    this.current = group;
    /** @type {HTMLElement | null | undefined} */ (this.#entries.get(group)?.element.querySelector(".head"))?.focus();
  }

  /** Show which candidate of the present place is pointed at, as on a map; -1 is none. @param {number} index */
  pointCandidate(index) {
    const candidates = this.#entries.get(this.current ?? "")?.element.querySelectorAll(".candidate") ?? [];
    candidates.forEach((one) => one.classList.toggle("pointed", /** @type {HTMLButtonElement} */ (one).value === String(index + 1)));
  }

  /** Show which place is pointed at in the text or on the map. @param {string | null} group */
  point(group) {
    for (const [one, { element }] of this.#entries) element.classList.toggle("pointed", one === group);
  }

  /**
   * What a key does; whether it does anything.
   *
   * @param {string} key
   */
  press(key) {
    if (key === "ArrowDown" || key === "j") return this.#move(1);
    if (key === "ArrowUp" || key === "k") return this.#move(-1);
    if (this.mode !== "decide") return false;
    if (key === "u") return this.#undo();
    const group = this.#group(this.current);
    if (!group || !this.#isAsked(group) || !/^[0-5]$/.test(key)) return false;
    const candidate = key === "0" ? null : shownOf(group)[Number(key) - 1];
    if (candidate === undefined) return false;
    this.#decide(group, candidate);
    return true;
  }

  /** Drawn once for all properties that are set together. */
  #draw() {
    if (this.#later || !this.isConnected) return;
    this.#later = true;
    queueMicrotask(() => { this.#later = false; this.render(); });
  }

  render() {
    const open = this.#places.filter(isOpen).length;
    const count = this.#places.length;
    const settled = open ? this.t("{open, plural, one {# to decide} other {# to decide}}", { open }) : count ? this.t("all settled") : "";
    fill(this.#title, this.t("Places in this text"), " ", h("small", null, count ? [this.words.number(count), settled].join(", ") : ""));
    fill(this.#notesBox, noteRows(this, this.#notes, (notes) => this.#change(notes)));
    this.#notesBox.hidden = !this.#notes.length;
    this.#rows();
    const keys = /** @type {[string, string][]} */ ([
      ["1 – 5", this.t("this one")], ["0", this.t("None of these")], ["u", this.t("undo")], ["↑ ↓", this.t("move")],
    ]);
    fill(this.#foot, keys.map(([key, says]) => h("span", null, h("kbd", null, key), " ", says)));
    this.#foot.hidden = this.mode !== "decide" || !count;
    this.#title.hidden = !count;
  }

  /** Entries that are the same stay the same elements, and with them the focus. */
  #rows() {
    const held = this.#held();
    const current = this.current;
    const entries = new Map(this.#places.map((group) => {
      const state = [this.mode, this.words.lang, group.group === current, this.#isAsked(group)];
      const drawn = JSON.stringify([...state, signature(group)]);
      const known = this.#entries.get(group.group);
      return [group.group, known?.drawn === drawn ? known : { drawn, element: this.#entry(group, group.group === current) }];
    }));
    this.#entries = entries;
    const wanted = [...entries.values()].map(({ element }) => element);
    const kept = new Set(/** @type {Element[]} */ (wanted));
    for (const element of [...this.#list.children]) if (!kept.has(element)) element.remove();
    wanted.forEach((element, at) => {
      if (this.#list.children[at] !== element) this.#list.insertBefore(element, this.#list.children[at] ?? null);
    });
    if (held && !this.#held()) /** @type {HTMLElement | null | undefined} */ (entries.get(held)?.element.querySelector(".head"))?.focus();
  }

  /** The group of the entry that has the focus. */
  #held() {
    return this.root.activeElement?.closest("[data-group]")?.getAttribute("data-group") ?? null;
  }

  /**
   * @param {PlaceGroup} group
   * @param {boolean} current
   */
  #entry(group, current) {
    const { place, decided, verdict, mentions } = group;
    const spelt = otherSpellings(group, this.words.lang);
    const where = place ? whereOf(place) || this.t(kindOf(place)) : decided ? this.t("no place") : verdict === "ambiguous" ? this.t("which one?") : this.t("unknown");
    const head = h(
      "button",
      { type: "button", class: "head", part: "item", "aria-current": current ? "true" : null, onclick: () => this.#locate(group) },
      h("exonym-verdict", { verdict: decided ? "desk" : verdict }),
      h("span", null, h("span", { class: "name" }, bdi(group.name)), " ", h("small", null, bdi(where)), this.#spelt(spelt)),
      h("span", { class: "often" }, mentions.length > 1 ? `× ${this.words.number(mentions.length)}` : ""),
    );
    const entry = h("li", { class: "entry", "data-group": group.group }, head, current && this.mode === "decide" ? this.#below(group) : null);
    entry.addEventListener("mouseenter", () => this.emit("exonym-hover", { group: group.group }));
    entry.addEventListener("mouseleave", () => this.emit("exonym-hover", { group: null }));
    return entry;
  }

  /** @param {string[]} spelt */
  #spelt(spelt) {
    if (!spelt.length) return null;
    const shown = spelt.slice(0, SPELLINGS).flatMap((one, at) => [at ? ", " : "", bdi(one)]);
    return h("small", { class: "spelt" }, this.t("also"), " ", shown, spelt.length > SPELLINGS ? " …" : null);
  }

  /** Whether the candidates of a group are shown. @param {PlaceGroup} group */
  #isAsked(group) {
    return isOpen(group) || this.#changing === group.group;
  }

  /** @param {PlaceGroup} group */
  #below(group) {
    if (this.#isAsked(group)) return this.#pick(group);
    const change = () => {
      this.#changing = group.group;
      this.render();
      /** @type {HTMLElement | null | undefined} */ (this.#entries.get(group.group)?.element.querySelector(".candidate"))?.focus();
    };
    return h("div", { class: "pick" }, h("p", null, h("button", { type: "button", class: "button", part: "button", onclick: change }, this.t("Another place"))));
  }

  /** @param {PlaceGroup} group */
  #pick(group) {
    const shown = shownOf(group);
    const rows = shown.map((one, at) => {
      const chosen = group.place?.id === one.id;
      const props = { type: "button", class: "candidate", part: "button", value: at + 1, "aria-pressed": String(chosen), onclick: () => this.#decide(group, one) };
      const lies = whereOf(one, shown);
      const about = [lies ? [bdi(lies), " · "] : "", bdi(this.t(kindOf(one)))];
      return h("button", props, h("span", { class: "number" }, at + 1), h("span", null, bdi(one.name, one.name_lang), " ", h("small", null, about)), h("span", { class: "share" }, this.words.percent(one.score)));
    });
    const none = h(
      "button", { type: "button", class: "candidate", part: "button", value: 0, "aria-pressed": String(group.decided && !group.place), onclick: () => this.#decide(group, null) },
      h("span", { class: "number" }, 0), h("span", null, this.t("None of these")), h("span", { class: "share" }, shown.length || group.none ? this.words.percent(group.none) : ""),
    );
    const picker = /** @type {import("./picker.js").ExonymPicker} */ (h("exonym-picker", {
      label: this.t("Another place"), placeholder: this.t("Another place"), limit: 6, display: this.display, endpoint: this.getAttribute("endpoint"),
    }));
    picker.client = this.client;
    picker.addEventListener("exonym-pick", (event) => this.#decide(group, /** @type {CustomEvent} */ (event).detail.place));
    const remarks = group.remarks.map((one, at) => remark(this, group.rules[at], one));
    return h("div", { class: "pick", role: "group", "aria-label": group.name }, remarks, rows, none, picker);
  }

  /** @param {string | null} group */
  #group(group) {
    return group === null ? undefined : this.#places.find((one) => one.group === group);
  }

  /** Show where a place is named; pressed again, where it is named next. @param {PlaceGroup} group */
  #locate(group) {
    const again = this.#current === group.group;
    const turn = again ? ((this.#turns.get(group.group) ?? -1) + 1) % group.mentions.length : 0;
    this.#turns.set(group.group, turn);
    this.#current = group.group;
    this.render();
    this.emit("exonym-locate", { mention: group.mentions[turn], group: group.group });
  }

  /**
   * @param {PlaceGroup} group
   * @param {Place | null} place
   */
  #decide(group, place) {
    const open = this.#places.filter(isOpen);
    const others = open.filter((one) => one !== group);
    const held = this.root.activeElement !== null;
    const mention = group.mentions[0];
    const next = isOpen(group) ? others[open.indexOf(group)] ?? others[0] : null;
    this.#changing = null;
    this.emit("exonym-decide", { group: group.group, mention, place, remember: null });
    const same = this.#places.find((one) => one.mentions.includes(mention)); // its group may be another now
    this.#current = (next ?? same)?.group ?? null;
    this.render();
    if (held) this.#rest(isOpen(group) ? next?.group : same?.group);
  }

  /** The focus goes to the next name to decide, else stays in the list. @param {string | undefined} group */
  #rest(group) {
    queueMicrotask(() => {
      if (group && this.#entries.has(group)) this.#goTo(group);
      else if (this.root.activeElement === null) this.#title.focus();
    });
  }

  #undo() {
    const held = this.root.activeElement !== null;
    const done = this.emit("exonym-undo", {}, true);
    if (held) this.#rest(this.current ?? undefined);
    return done;
  }

  /** From the last in the text to the first, so that where the others stand stays true. @param {Note[]} notes */
  #change(notes) {
    const fields = [...new Set(this.#mentions.map(({ field }) => field))];
    const changes = notes.flatMap((note) => note.changes);
    changes.sort((one, other) => fields.indexOf(other.field) - fields.indexOf(one.field) || other.start - one.start);
    const held = this.root.activeElement !== null;
    for (const change of changes) this.emit("exonym-change", change);
    if (held) setTimeout(() => /** @type {HTMLElement} */ (this.#notesBox.querySelector("button") ?? this.#title).focus());
  }

  /** @param {number} step */
  #move(step) {
    const count = this.#places.length;
    if (!count) return false;
    const at = this.#places.findIndex((one) => one.group === (this.#held() ?? this.current));
    this.#goTo(this.#places[Math.max(0, Math.min(count - 1, at + step))].group);
    return true;
  }

  /** Go on to a place; the text follows. @param {string} group */
  #goTo(group) {
    this.focusPlace(group);
    this.emit("exonym-locate", { mention: this.#group(group)?.mentions[0], group, moved: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement) return;
    if (this.press(event.key)) event.preventDefault();
  }
}

/** What an entry shows, in short. @param {PlaceGroup} group */
const signature = ({ name, verdict, decided, place, mentions, spellings, candidates, none, remarks }) =>
  [name, verdict, decided, place?.id, mentions.length, spellings, candidates.map(({ id, score }) => [id, score]), none, remarks];

/** The candidates of a place that are worth a line. @param {PlaceGroup} group */
export function shownOf(group) {
  return group.candidates.filter(({ score }, at) => at === 0 || score >= LEAST).slice(0, CANDIDATES);
}

/** Scroll what an entry stands in, but not the page: that is where the text is. @param {HTMLElement} entry */
function showWithin(entry) {
  for (let at = /** @type {Node | null} */ (entry.parentNode); at && at !== document.body; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (!(at instanceof HTMLElement) || at.scrollHeight <= at.clientHeight + 1 || !/auto|scroll/.test(getComputedStyle(at).overflowY)) continue;
    const [inner, outer] = [entry.getBoundingClientRect(), at.getBoundingClientRect()];
    if (inner.top < outer.top) at.scrollTop -= outer.top - inner.top;
    else if (inner.bottom > outer.bottom) at.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top);
    return;
  }
}

define("exonym-places", ExonymPlaces);
