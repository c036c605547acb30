// @ts-check
/** `<exonym-story-places>`: the places of what is written in the form beside it; its field keeps them with the page. */

import "../elements/draft.js";
import { headers } from "./asking.js";
import { h } from "../elements/dom.js";
import { kept, restore, storyOf } from "./kept.js";
import { clear, paint } from "./marks.js";
import { fieldsOf, show } from "./texts.js";

/**
 * @typedef {import("../elements/draft.js").ExonymDraft} Draft
 * @typedef {import("./remember.js").Remember} Remember
 */

const REST = 100; // ms without a change until the form is looked at
const LIMIT = 200_000; // characters that are read
const PAGE = /\/pages\/(\d+)\/edit\//;

class StoryPlaces extends HTMLElement {
  #draft = /** @type {Draft | null} */ (null);
  #remember = /** @type {Promise<Remember> | null} */ (null); // loaded with the first decision
  #desk = ""; // its title
  #writing = /** @type {typeof import("./writing.js") | null} */ (null); // loaded with the first places
  #dateline = /** @type {number | null} */ (null);
  #known = /** @type {Set<string>} */ (new Set()); // names whose decision the draft knows
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #offered = h("div", { class: "exonym-remember", "aria-live": "polite", tabindex: "-1" });
  #heard = new AbortController();
  #seen = new MutationObserver(() => this.#later());

  connectedCallback() {
    if (!this.field || !this.form) return;
    if (!this.#draft) this.#make();
    this.#heard = new AbortController();
    const { signal } = this.#heard;
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.#later(), { signal });
    this.#seen.observe(this.form, { subtree: true, childList: true, characterData: true });
    this.#begin();
  }

  disconnectedCallback() {
    this.#heard.abort();
    this.#seen.disconnect();
    clearTimeout(this.#timer);
    clear();
  }

  /** The field that keeps the places. @returns {HTMLInputElement | null} */
  get field() {
    return this.querySelector("input[type=hidden]");
  }

  get form() {
    return this.closest("form");
  }

  /** The names of the fields that are read. */
  get texts() {
    return (this.getAttribute("texts") ?? "").split(" ").filter(Boolean);
  }

  #make() {
    const told = { endpoint: this.getAttribute("endpoint"), lang: this.getAttribute("lang") };
    const draft = /** @type {Draft} */ (h("exonym-draft", told));
    draft.headers = headers;
    const page = PAGE.exec(location.pathname);
    if (page) draft.document = `wagtail-${location.host}-${page[1]}`;
    this.#draft = draft;
    this.#hear(draft);
    this.append(draft, this.#offered);
  }

  /** Whose decisions count is asked before the text is read, so that it is read once. */
  async #begin() {
    const draft = /** @type {Draft} */ (this.#draft);
    try {
      const { desk } = await draft.client.get("v1/desk");
      if (desk) draft.setAttribute("desk", desk.id);
      this.#desk = desk?.title ?? "";
    } catch {
      // reading says what is wrong
    }
    this.#look();
  }

  /** Offer to remember; null offers nothing. @param {import("./remember.js").Wish | null} wish */
  async #offer(wish) {
    if (!this.#desk || !(wish || this.#remember)) return;
    this.#remember ??= import("./remember.js").then(({ Remember }) => new Remember(/** @type {Draft} */ (this.#draft), this.#desk, this.#offered));
    (await this.#remember).offer(wish);
  }

  /** @param {Draft} draft */
  #hear(draft) {
    on(draft, "exonym-annotated", () => queueMicrotask(() => this.#annotated()));
    on(draft, "exonym-decide", ({ mention, place }) => {
      const meant = draft.mentions[mention];
      this.#offer(meant ? { name: meant.name, place } : null);
    });
    on(draft, "exonym-undo", () => this.#offer(null));
    on(draft, "exonym-locate", ({ mention, moved }) => {
      if (!moved && draft.mentions[mention] && this.form) show(this.form, draft.mentions[mention].field);
    });
    on(draft, "exonym-change", (detail) => this.#write(({ change }) => {
      if (this.form) change(this.form, detail);
      this.#look();
    }));
    on(draft, "exonym-insert", ({ text, place }) => this.#write(({ begin }) => {
      if (this.form && begin(this.form, this.texts, text)) this.#dateline = place.id;
      this.#keep(); // at once: who saves now saves it
      this.#look();
    }));
  }

  /** Change the text, at once where what does it is loaded. @param {(writing: typeof import("./writing.js")) => void} task */
  async #write(task) {
    if (!this.#writing) this.#writing = await import("./writing.js");
    task(this.#writing);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), REST);
  }

  #look() {
    clearTimeout(this.#timer);
    if (!this.form || !this.#draft) return;
    this.#draft.fields = fieldsOf(this.form, this.texts);
    paint(this.form, this.#draft.mentions); // the editor draws its text anew
  }

  #annotated() {
    const { field, form } = this;
    const draft = /** @type {Draft} */ (this.#draft);
    if (draft.places.length) this.#write(() => {}); // will be wanted
    if (!field || !form || draft.hasAttribute("busy") || draft.fields.reduce((sum, { text }) => sum + text.length, 0) > LIMIT) return;
    if (restore(draft, storyOf(field.value), this.#known)) return;
    paint(form, draft.mentions);
    this.#keep();
  }

  #keep() {
    const { field } = this;
    if (!field || !this.#draft) return;
    const before = storyOf(field.value);
    const now = kept(this.#draft, before, this.#dateline);
    for (const { name } of now.decided) this.#known.add(name);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    field.value = JSON.stringify(now);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} event
 * @param {(detail: any) => void} task
 */
const on = (element, event, task) => element.addEventListener(event, (one) => task(/** @type {CustomEvent} */ (one).detail));

if (!customElements.get("exonym-story-places")) customElements.define("exonym-story-places", StoryPlaces);
