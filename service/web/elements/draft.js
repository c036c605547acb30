// @ts-check
/**
 * `<exonym-draft>`: what a text says of places while it is written: dateline, map, what is not house style, the places.
 * The text itself stays with its editor, who sets `fields` and gets told what to do.
 */

import "./dateline.js";
import "./places.js";
import { Decisions, editOf, isOpen, mentionsOf, notesOf, placesOf, shifted } from "./annotation.js";
import { asError, define, ExonymElement, sheet } from "./base.js";
import { Latest } from "./client.js";
import { fill, h } from "./dom.js";
import { lengthOf, piecesOf } from "./pieces.js";
import { shownOf } from "./places.js";

/**
 * @typedef {import("./annotation.js").Mention} Mention
 * @typedef {import("./annotation.js").PlaceGroup} PlaceGroup
 * @typedef {import("./annotation.js").Note} Note
 * @typedef {import("./pieces.js").Field} Field
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./place.js").Place} Place
 */

const REST = 400; // ms without a change until the text is read
const LIMIT = 200_000; // characters of all fields together
const CANDIDATES = 5;
const MOST_PINS = 200;
const WIDE = /^(PCL|CONT$|OCN$)/; // codes of GeoNames
const MOST_DATELINES = 8;
const AGAIN = [2, 5, 15]; // seconds until it is asked anew where there was no answer
const LONGEST_WAIT = 300; // seconds

const LOOK = sheet(`
:host { display: grid; gap: 16px; align-content: start; }
.state { color: var(--soft); font-size: 0.9rem; margin: 0; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; }
.state:empty, .trouble:empty { display: none; }
.trouble { margin: 0; padding: 10px 14px; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--card); }
.button { min-block-size: 30px; padding: 3px 11px; border: 1px solid var(--edge); border-radius: 7px; background: var(--card);
  font-size: 0.9rem; cursor: pointer; }
exonym-map { --exonym-map-height: 15rem; }
`);

export class ExonymDraft extends ExonymElement {
  static sheets = [LOOK];
  static observedAttributes = [...ExonymElement.observedAttributes, "auto", "desk", "style-id", "demonyms", "mode"];

  /** What the text is called where it comes from, for decisions of a desk about it. @type {string | null} */
  document = null;

  #fields = /** @type {Field[]} */ ([]);
  #read = /** @type {Map<string, { answer: any, lang: string | null }>} */ (new Map()); // answers, by piece
  #found = /** @type {Mention[]} */ ([]); // as the service says, where they stand now
  #mentions = /** @type {Mention[]} */ ([]); // the same as decided
  #groups = /** @type {PlaceGroup[]} */ ([]);
  #notes = /** @type {Note[]} */ ([]);
  #decisions = new Decisions();
  #latest = new Latest();
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #notBefore = 0; // the time before which the service is not asked, as it has told
  #attempts = 0;
  #soon = false;
  #length = 0; // characters of all fields
  #lang = /** @type {string | null} */ (null);
  #shownIn = ""; // the language of the names in what has been read
  #map = /** @type {import("./map.js").ExonymMap | null} */ (null);
  #loading = /** @type {Promise<void> | null} */ (null);
  #pinned = "";
  #onPins = /** @type {(string | number)[]} */ ([]); // the group, or the candidate's number, of each pin

  #state = h("p", { class: "state", part: "note" });
  #trouble = h("p", { class: "trouble", part: "note", role: "alert" });
  #dateline = /** @type {import("./dateline.js").ExonymDateline} */ (h("exonym-dateline"));
  #mapBox = h("div", { hidden: true });
  #places = /** @type {import("./places.js").ExonymPlaces} */ (h("exonym-places", { mode: "decide" }));

  constructor() {
    super();
    fill(this.root, this.#trouble, this.#state, this.#dateline, this.#mapBox, this.#places);
    this.#on("exonym-decide", ({ group, place }) => this.decide(group, place));
    this.#on("exonym-undo", (_detail, event) => { if (!this.undo()) event.preventDefault(); });
    this.#on("exonym-change", () => { this.#soon = true; });
    this.#on("exonym-insert", () => { this.#soon = true; });
    this.#on("exonym-locate", ({ group }) => this.#show(group));
    this.#on("exonym-hover", ({ group, index }, event) => {
      if (event.composedPath().includes(this.#places)) return this.#map?.mark(this.#onPins.indexOf(group));
      event.stopPropagation();
      this.#pointed(index);
    });
    this.#on("exonym-select", ({ index }) => this.#selected(index));
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.#fields.length) this.#later(this.auto);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#latest.end();
  }

  /** The texts, in their order: each is read with the others of its language. */
  get fields() {
    return this.#fields;
  }

  set fields(fields) {
    const before = new Map(this.#fields.map((field) => [field.id, field]));
    const after = (fields ?? []).map(({ id, text, lang }) => ({ id: String(id), text: String(text ?? ""), lang: lang ?? null }));
    let changed = after.length !== this.#fields.length;
    for (const { id, text, lang } of after) {
      const known = before.get(id);
      const edit = known ? editOf(id, known.text, text) : null;
      if (edit) this.#found = shifted(this.#found, edit, text, this.#soon);
      changed ||= !known || edit !== null || known.lang !== lang;
    }
    this.#fields = after;
    if (!changed) return;
    this.#length = after.reduce((sum, { text }) => sum + lengthOf(text), 0);
    const ids = new Set(after.map(({ id }) => id));
    this.#found = this.#found.filter(({ field }) => ids.has(field));
    this.#latest.end();
    this.#attempts = 0;
    this.#derive();
    const rest = this.#soon ? 1 : this.auto;
    this.#soon = false;
    if (this.auto) this.#later(rest);
    else this.#say();
  }

  /** Milliseconds of rest until the text is read; 0 where a button is pressed for it. */
  get auto() {
    const told = Number.parseInt(this.getAttribute("auto") ?? "", 10);
    return Number.isFinite(told) && told >= 0 ? told : REST;
  }

  set auto(ms) {
    this.setAttribute("auto", String(ms));
  }

  /** Where places are named, in units of UTF-16, as the text stands now. */
  get mentions() {
    return this.#mentions;
  }

  get places() {
    return this.#groups;
  }

  get notes() {
    return this.#notes;
  }

  /** The language of the text, as told or guessed; null while it is not known. */
  get textLang() {
    return this.#lang;
  }

  /** The place that is looked at: its group. */
  get current() {
    return this.#places.current;
  }

  set current(group) {
    this.#places.current = group;
    this.#show(group);
  }

  /** Show which place is pointed at in the text. @param {string | null} group */
  point(group) {
    this.#places.point(group);
    this.#map?.mark(group === null ? -1 : this.#onPins.indexOf(group));
  }

  /** Look at a place in the list, with the focus. @param {string} group */
  focusPlace(group) {
    this.#places.focusPlace(group);
    this.#show(group);
  }

  /** What a key of the list does. @param {string} key */
  press(key) {
    return this.#places.press(key);
  }

  /**
   * What a place of the text names.
   *
   * @param {string} field
   * @param {number} offset
   */
  mentionAt(field, offset) {
    return this.#mentions.find((one) => one.field === field && one.start <= offset && offset <= one.end) ?? null;
  }

  /**
   * Decide what a group means; it holds for all its mentions, and those that are written later.
   *
   * @param {string} group
   * @param {Place | null} place null is no place
   */
  decide(group, place) {
    const found = this.#groups.find((one) => one.group === group);
    if (!found) return;
    this.#decisions.decide(found.mentions.map((number) => this.#found[number]), this.#found, place);
    this.#derive();
    this.#tell();
  }

  /** Take back the last decision; whether there was one. */
  undo() {
    const group = this.#decisions.undo();
    if (group === null) return false;
    this.#derive();
    this.#places.current = group;
    this.#tell();
    return true;
  }

  /** Read the text now. */
  annotate() {
    this.#later(0);
  }

  render() {
    for (const inner of [this.#dateline, this.#places, this.#map]) {
      if (!inner) continue;
      inner.client = this.client;
      if (this.hasAttribute("display")) inner.display = this.display;
    }
    const desk = this.getAttribute("desk") ?? "";
    if (desk !== this.#dateline.getAttribute("desk")) this.#dateline.setAttribute("desk", desk); // blank is none
    this.#places.mode = this.getAttribute("mode") === "read" ? "read" : "decide";
    this.#map?.setAttribute("label", this.t("Map of this text"));
    if (this.#shownIn !== this.display && this.#read.size) this.#anew();
    this.#shownIn = this.display;
    this.#say();
  }

  /**
   * @param {string} name
   * @param {string | null} old
   * @param {string | null} value
   */
  attributeChangedCallback(name, old, value) {
    super.attributeChangedCallback(name, old, value);
    if (old !== value && this.isConnected && ["desk", "style-id", "demonyms"].includes(name)) this.#anew();
  }

  /** Read all of it again: something else is asked. */
  #anew() {
    this.#latest.end();
    this.#read.clear();
    this.#later(0);
  }

  /** @param {number} rest */
  #later(rest) {
    clearTimeout(this.#timer);
    if (!this.isConnected) return;
    const wait = Math.max(rest, this.#notBefore - performance.now());
    this.#timer = setTimeout(() => this.#annotate(), wait);
  }

  async #annotate() {
    if (this.#tooLong()) {
      this.#found = [];
      this.#read.clear();
      this.#derive();
      this.#done();
      this.#tell();
      return;
    }
    const pieces = piecesOf(this.#fields);
    const keys = new Set(pieces.map(({ key }) => key));
    for (const key of this.#read.keys()) if (!keys.has(key)) this.#read.delete(key);
    try {
      await this.#latest.run(async (signal) => {
        for (const piece of pieces) {
          if (this.#read.has(piece.key)) continue;
          this.#say(pieces.filter(({ key }) => this.#read.has(key)).length / pieces.length);
          const answer = await this.client.post("v1/annotate", this.#question(piece), { signal });
          this.#read.set(piece.key, { answer, lang: answer.lang });
          this.#take(pieces);
        }
        this.#attempts = 0;
        this.#take(pieces);
        this.#done();
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {Piece} piece */
  #question(piece) {
    const told = { desk: this.getAttribute("desk"), style: this.getAttribute("style-id"), document: this.document };
    return {
      text: piece.text, lang: piece.lang || null, offsets: "utf16", limit: CANDIDATES, lint: true, display: this.display,
      demonyms: this.hasAttribute("demonyms"), ...Object.fromEntries(Object.entries(told).filter(([, value]) => value)),
    };
  }

  /** Take what has been read so far; pieces that have not been keep what is known of them. @param {Piece[]} pieces */
  #take(pieces) {
    const order = new Map(this.#fields.map(({ id }, at) => [id, at]));
    const fresh = pieces.flatMap((piece) => {
      const read = this.#read.get(piece.key);
      return read ? mentionsOf(piece, read.answer) : this.#found.filter((one) => within(piece, one));
    });
    fresh.sort((one, other) => (order.get(one.field) ?? 0) - (order.get(other.field) ?? 0) || one.start - other.start);
    this.#found = fresh;
    this.#lang = pieces.map(({ key, lang }) => this.#read.get(key)?.lang ?? (lang || null)).find(Boolean) ?? null;
    this.#derive();
    this.#tell();
  }

  #done() {
    fill(this.#trouble);
    this.#say();
  }

  /** What follows from the mentions and the decisions. */
  #derive() {
    this.#mentions = this.#found.map((mention) => this.#decisions.applied(mention));
    this.#groups = placesOf(this.#mentions);
    this.#notes = notesOf(this.#mentions);
    this.#places.mentions = this.#mentions;
    this.#places.places = this.#groups;
    this.#places.notes = this.#notes;
    this.#dateline.textLang = this.#lang ?? this.words.lang;
    this.#dateline.places = datelines(this.#groups);
    this.#show(this.#places.current);
  }

  #tell() {
    const { place, text } = this.#dateline;
    this.emit("exonym-annotated", { mentions: this.#mentions, places: this.#groups, notes: this.#notes, dateline: place ? { place, text } : null });
  }

  /** How many characters the text has where these are too many, else 0. */
  #tooLong() {
    return this.#length > LIMIT ? this.#length : 0;
  }

  /** Whether what stands there has been read. */
  get #isRead() {
    const pieces = piecesOf(this.#fields);
    return pieces.length > 0 && pieces.every(({ key }) => this.#read.has(key));
  }

  /** Say how far the reading is. @param {number} [share] where it goes on */
  #say(share) {
    const count = this.#tooLong();
    const tooLong = count && this.t("The text has {count} characters: at most {limit} are read.", { count, limit: LIMIT });
    const reading = share && this.t("Reading: {percent}", { percent: this.words.percent(share) });
    const button = !this.auto && this.#fields.length && h("button", { type: "button", class: "button", part: "button", onclick: () => this.annotate() }, this.t("Find the places"));
    if (tooLong) fill(this.#trouble, tooLong);
    const nothing = share === undefined && this.#isRead && !this.#groups.length && !count ? this.t("No place is named here.") : "";
    fill(this.#state, reading || nothing, button);
    this.toggleAttribute("busy", share !== undefined);
  }

  /** Say what went wrong, and ask again: when the service has told, else a few times by itself. @param {unknown} error */
  #failed(error) {
    const { retryAfter, status } = asError(error);
    const wait = retryAfter ?? (status === 0 || status === 503 || status === 429 ? AGAIN[this.#attempts] : undefined);
    this.#attempts++;
    this.#say();
    if (retryAfter) this.#notBefore = performance.now() + Math.min(retryAfter, LONGEST_WAIT) * 1000;
    const again = h("button", { type: "button", class: "button", part: "button", onclick: () => { this.#notBefore = 0; this.annotate(); } }, this.t("Try again"));
    fill(this.#trouble, this.fail(error), " ", again);
    if (wait !== undefined && wait <= LONGEST_WAIT) this.#later(wait * 1000);
  }

  /** Show a group on the map: what is to be decided by its candidates, else where it is. @param {string | null} group */
  #show(group) {
    const located = pinned(this.#groups, group);
    const asked = this.#groups.find((one) => one.group === group && isOpen(one));
    const candidates = asked ? shownOf(asked) : [];
    if (!located.length && !candidates.length) {
      this.#mapBox.hidden = true;
      return;
    }
    this.#mapBox.hidden = false;
    if (!this.#map) {
      this.#loading ??= this.#load();
      return;
    }
    /** @type {import("./map.js").Pin[]} */
    const pins = candidates.map((one, at) => ({ lat: one.lat, lon: one.lon, label: `${at + 1}: ${one.name}`, sign: String(at + 1), state: "ambiguous" }));
    for (const { place, decided } of located) {
      if (place) pins.push({ lat: place.lat, lon: place.lon, label: place.name, sign: "", state: decided ? "desk" : "match" });
    }
    this.#onPins = [...candidates.map((_one, at) => at), ...located.map((one) => one.group)];
    const told = JSON.stringify(pins);
    if (told !== this.#pinned) {
      this.#pinned = told;
      this.#map.pins = pins;
    }
    this.#map.selected = group === null || candidates.length ? -1 : this.#onPins.indexOf(group);
  }

  /** The map comes with the first place. */
  async #load() {
    try {
      await import("./map.js");
      const map = /** @type {import("./map.js").ExonymMap} */ (h("exonym-map", { label: this.t("Map of this text") }));
      map.client = this.client;
      this.#map = map;
      fill(this.#mapBox, map);
      this.#show(this.#places.current);
    } catch {
      this.#loading = null; // the list says the same; the next place tries again
    }
  }

  /** A pin was pressed. @param {number} index */
  #selected(index) {
    const on = this.#onPins[index];
    if (typeof on === "number") return this.#places.pointCandidate(on);
    const group = this.#groups.find((one) => one.group === on);
    if (!group) return;
    this.#places.focusPlace(group.group);
    this.emit("exonym-locate", { mention: group.mentions[0], group: group.group });
  }

  /** A pin is pointed at. @param {number | null} index */
  #pointed(index) {
    const on = index === null ? null : this.#onPins[index];
    if (typeof on === "number" || on === null) this.#places.pointCandidate(on ?? -1);
    this.#places.point(typeof on === "string" ? on : null);
    this.emit("exonym-hover", { group: typeof on === "string" ? on : null });
  }

  /**
   * @param {string} name of an event within
   * @param {(detail: any, event: Event) => void} heard
   */
  #on(name, heard) {
    this.root.addEventListener(name, (event) => heard(/** @type {CustomEvent} */ (event).detail, event));
  }
}

/**
 * Whether a mention stands in a piece.
 *
 * @param {Piece} piece
 * @param {Mention} mention
 */
const within = ({ parts }, { field, start, end }) =>
  parts.some((part) => part.field === field && part.from <= start && end <= part.from + part.length);

/**
 * The places that have a pin: countries and continents, which a map names anyway, only while they are looked at.
 *
 * @param {PlaceGroup[]} groups
 * @param {string | null} current
 */
function pinned(groups, current) {
  const located = groups.filter(({ place }) => place);
  const small = located.filter(({ group, place }) => group === current || !WIDE.test(place?.feature.code ?? ""));
  return (small.length ? small : located).slice(0, MOST_PINS);
}

/**
 * The towns that a text may be told from, those that it names most often first.
 *
 * @param {PlaceGroup[]} groups
 */
function datelines(groups) {
  const towns = groups.filter(({ place }) => place?.feature.class === "P");
  towns.sort((one, other) => other.mentions.length - one.mentions.length || one.mentions[0] - other.mentions[0]);
  return towns.slice(0, MOST_DATELINES).map(({ place }) => /** @type {Place} */ (place));
}

define("exonym-draft", ExonymDraft);
