// @ts-check
/**
 * `<exonym-picker name="place">`: a field for a place, which submits its id.
 *
 * A combobox by the ARIA Authoring Practices, "editable with list autocomplete": the focus stays in the field, arrows move
 * in the list, Enter takes, Tab leaves and takes nothing, Escape closes and then clears.
 */

import { define, ExonymElement, sheet } from "./base.js";
import { Latest, pause } from "./client.js";
import { bdi, fill, h } from "./dom.js";
import { kindOf, whereOf } from "./place.js";

/** @typedef {import("./place.js").Place & { matched?: string }} Suggestion */

const REST = 120; // ms of rest before the service is asked
const LIMIT = 8;
const MOST = 300; // characters of a name

const LOOK = sheet(`
:host { position: relative; }
input {
  inline-size: 100%; min-block-size: 38px; padding: var(--exonym-field-padding, 6px 12px); border: 1px solid var(--edge);
  border-radius: var(--radius); background: var(--card); font: var(--exonym-field-font, inherit);
}
input::-webkit-search-cancel-button { display: none; }
:host(:invalid:not(:focus-within)[touched]) input { border-color: var(--mark); }
.list {
  position: absolute; z-index: 5; inset-inline: 0; inset-block-start: 100%; max-block-size: 24rem; overflow: auto; margin: 4px 0 0;
  padding: 4px; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--card); list-style: none;
  box-shadow: 0 6px 24px #0003;
}
.list[hidden] { display: none; }
.option { padding: 6px 10px; border-radius: 7px; cursor: pointer; overflow-wrap: anywhere; }
.option[aria-selected="true"] { background: var(--wash); outline: 2px solid var(--mark); outline-offset: -2px; }
.name { font: 500 1.05rem/1.3 var(--name-font); }
small { color: var(--soft); font-size: 0.875rem; }
.matched { display: block; }
.trouble { margin: 4px 0 0; color: var(--soft); font-size: 0.875rem; }
.trouble:empty { display: none; }
.trouble button { min-block-size: 28px; border: 1px solid var(--edge); border-radius: 7px; background: var(--card); }
`);

export class ExonymPicker extends ExonymElement {
  static formAssociated = true;
  static shadow = { delegatesFocus: true };
  static sheets = [LOOK];
  static observedAttributes = [
    ...ExonymElement.observedAttributes, "label", "placeholder", "required", "disabled", "value",
  ];

  #internals = this.attachInternals();
  #latest = new Latest();
  #place = /** @type {Suggestion | null} */ (null);
  #found = /** @type {Suggestion[]} */ ([]);
  #at = -1;
  #composing = false;
  #input = h("input", {
    type: "search", part: "input", role: "combobox", dir: "auto", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", enterkeyhint: "search", maxlength: MOST, "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": "list",
  });
  #list = h("ul", { class: "list", part: "list", id: "list", role: "listbox", hidden: true });
  #status = h("p", { class: "unseen", role: "status" });
  #trouble = h("p", { class: "trouble", part: "note", role: "alert" });

  constructor() {
    super();
    fill(this.root, this.#input, this.#list, this.#status, this.#trouble);
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("compositionstart", () => { this.#composing = true; });
    this.#input.addEventListener("compositionend", () => { this.#composing = false; this.#typed(); });
    this.#input.addEventListener("blur", () => { this.#close(); this.toggleAttribute("touched", true); });
    // The field keeps the focus while an option is pressed.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  disconnectedCallback() {
    this.#latest.end();
  }

  /** What stands in the field. */
  get text() {
    return this.#input.value;
  }

  set text(text) {
    this.#input.value = text;
    this.#set(null);
  }

  /** The id of the place that was picked, as text; blank while there is none. */
  get value() {
    return this.#place ? String(this.#place.id) : (this.getAttribute("value") ?? "");
  }

  /** The place that was picked. */
  get place() {
    return this.#place;
  }

  set place(place) {
    if (place) this.#input.value = place.name;
    this.#set(place);
  }

  get form() {
    return this.#internals.form;
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    return this.#internals.reportValidity();
  }

  formResetCallback() {
    this.text = "";
  }

  /** @param {boolean} disabled */
  formDisabledCallback(disabled) {
    this.#input.disabled = disabled;
  }

  /** @param {any} state */
  formStateRestoreCallback(state) {
    if (typeof state === "string") this.setAttribute("value", state);
  }

  render() {
    const named = [...this.#internals.labels].map((label) => label.textContent?.trim()).join(" ");
    this.#input.setAttribute("aria-label", this.getAttribute("label") || named || this.t("Place"));
    this.#input.placeholder = this.getAttribute("placeholder") ?? "";
    this.#input.required = this.hasAttribute("required");
    this.#list.setAttribute("aria-label", this.t("Places"));
    this.#set(this.#place);
    if (!this.#list.hidden) this.#draw();
  }

  #typed() {
    if (this.#composing) return;
    if (this.#place || this.hasAttribute("value")) {
      this.removeAttribute("value");
      this.#set(null);
      this.emit("exonym-clear");
    }
    const typed = this.text.trim();
    if (!typed) {
      this.#latest.end();
      this.#close();
    } else this.#ask(typed);
  }

  /** @param {string} typed */
  async #ask(typed) {
    fill(this.#trouble);
    const params = {
      prefix: typed, lang: this.display, country: this.getAttribute("country") ?? "",
      desk: this.getAttribute("desk") ?? "",
      limit: Number(this.getAttribute("limit")) || LIMIT,
    };
    try {
      const answer = await this.#latest.run(async (signal) => {
        await pause(REST, signal);
        return this.client.suggest(params, { signal });
      });
      if (answer && this.root.activeElement === this.#input) this.#open(answer.suggestions);
    } catch (error) {
      this.#close();
      const again = h("button", { type: "button", part: "button", onclick: () => this.#ask(typed) }, this.t("Try again"));
      fill(this.#trouble, this.fail(error), " ", again);
    }
  }

  /** @param {Suggestion[]} found */
  #open(found) {
    this.#found = found;
    this.#at = -1;
    this.#draw();
    const count = found.length;
    this.#status.textContent = this.t("{count, plural, one {# place} other {# places}}", { count });
  }

  #draw() {
    fill(this.#list, this.#found.map((place, at) => this.#option(place, at)));
    const shown = this.#found.length > 0;
    this.#list.hidden = !shown;
    this.#input.setAttribute("aria-expanded", String(shown));
    this.#mark();
  }

  /**
   * @param {Suggestion} place
   * @param {number} at
   */
  #option(place, at) {
    const where = [whereOf(place, this.#found), this.t(kindOf(place))].filter(Boolean).join(" · ");
    const other = place.matched && place.matched !== place.name ? place.matched : null;
    return h(
      "li",
      { id: `o${at}`, class: "option", part: "option", role: "option", "aria-selected": "false", onclick: () => this.#take(at) },
      bdi(place.name, place.name_lang, "name"), " ", h("small", null, bdi(where)),
      other && h("small", { class: "matched" }, ...this.words.parts("found as {name}", { name: bdi(other) })),
    );
  }

  #mark() {
    [...this.#list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#at)));
    const option = this.#list.children[this.#at];
    if (option) {
      this.#input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.#input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#list.hidden = true;
    this.#at = -1;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.#status.textContent = "";
  }

  /** @param {number} at */
  #take(at) {
    const place = this.#found[at];
    const typed = this.text;
    this.#latest.end();
    this.place = place;
    this.#close();
    this.emit("exonym-pick", { place, typed });
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.#composing || event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.#list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.#move(event.key === "ArrowDown" ? 1 : -1);
      else if (this.text.trim()) this.#ask(this.text.trim());
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open && this.#at >= 0) this.#take(this.#at);
      else this.#submit();
    } else if (event.key === "Escape" && (open || this.text)) {
      event.preventDefault();
      event.stopPropagation();
      if (open) this.#close();
      else {
        this.#input.value = "";
        this.#typed();
      }
    }
  }

  #submit() {
    this.#latest.end();
    this.#close();
    this.#internals.form?.requestSubmit();
  }

  /** From the field to the first, from the last to the field. @param {number} step */
  #move(step) {
    const places = this.#found.length + 1;
    this.#at = ((this.#at + 1 + step + places) % places) - 1;
    this.#mark();
  }

  /** @param {Suggestion | null} place */
  #set(place) {
    this.#place = place;
    this.#internals.setFormValue(this.value || null);
    const missing = this.hasAttribute("required") && !this.value;
    this.#internals.setValidity(missing ? { valueMissing: true } : {}, missing ? this.t("Pick a place from the list.") : "", this.#input);
  }
}

define("exonym-picker", ExonymPicker);
