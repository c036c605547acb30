// @ts-check
/** `<exonym-place-input>`: a field of the form that holds a place as JSON, and the picker that fills it. */

import "../elements/picker.js";
import { headers } from "./asking.js";
import { h } from "../elements/dom.js";

/** @typedef {import("../elements/picker.js").ExonymPicker} ExonymPicker */

const TOLD = ["endpoint", "lang", "country", "required", "disabled"];

class PlaceInput extends HTMLElement {
  #picker = /** @type {ExonymPicker | null} */ (null);

  connectedCallback() {
    if (this.#picker || !this.field) return;
    const told = Object.fromEntries(TOLD.map((name) => [name, this.getAttribute(name)]).filter(([, value]) => value !== null));
    const label = this.field.id ? document.querySelector(`label[for="${CSS.escape(this.field.id)}"]`) : null;
    const picker = /** @type {ExonymPicker} */ (h("exonym-picker", { ...told, label: (label?.firstChild?.textContent ?? "").trim() || null }));
    picker.headers = headers;
    picker.addEventListener("exonym-pick", (event) => this.#keep(/** @type {CustomEvent} */ (event).detail.place));
    picker.addEventListener("exonym-clear", () => this.#keep(null));
    label?.addEventListener("click", () => picker.focus());
    this.#picker = picker;
    this.append(picker);
    this.refresh();
  }

  /** The field that is sent. @returns {HTMLInputElement | null} */
  get field() {
    return this.querySelector("input[type=hidden]");
  }

  /** What the field holds, as JSON. */
  get value() {
    return this.field?.value ?? "";
  }

  set value(value) {
    if (this.field) this.field.value = value;
    this.refresh();
  }

  /** The name of the place. */
  get label() {
    return read(this.value)?.name ?? "";
  }

  focus() {
    this.#picker?.focus();
  }

  /** Show what the field holds. */
  refresh() {
    const place = read(this.value);
    if (!this.#picker) return;
    if (place) this.#picker.place = place;
    else this.#picker.text = "";
  }

  /** @param {any} place */
  #keep(place) {
    const field = /** @type {HTMLInputElement} */ (this.field);
    const { id, name, lat, lon, country } = place ?? {};
    field.value = place ? JSON.stringify({ id, name, lat, lon, country: country ?? "" }) : "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** @param {string} text @returns {any} null where it is no place */
function read(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

if (!customElements.get("exonym-place-input")) customElements.define("exonym-place-input", PlaceInput);
