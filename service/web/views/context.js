// @ts-check
/** What is known beside the name, as chips: each is added by itself and taken away by pressing it. */

import { fill, h } from "../elements/dom.js";
import { key, page, t } from "../elements/words.js";
import { codeOf, countries } from "./countries.js";

/**
 * @typedef {Record<string, string>} Params
 * @typedef {{ name: string, title: string, type: string, hint?: string }} Field
 */

/** @type {Field[]} */
const FIELDS = [
  { name: "country", title: key("Country"), type: "country" },
  { name: "within", title: key("Region"), type: "text" },
  { name: "near", title: key("Near a point"), type: "text", hint: key("latitude, longitude") },
  { name: "lang", title: key("Language"), type: "lang" },
  { name: "date", title: key("Date"), type: "date" },
  { name: "classes", title: key("Kind"), type: "classes" },
];
const LANGUAGES = "en fr de es it pt nl pl uk ru be ro hu cs bg sr el tr ar he fa hi zh ja ko".split(" ");
/** @type {Record<string, string>} */
const CLASSES = {
  P: key("towns and villages"), A: key("countries and regions"), H: key("waters"), T: key("mountains and islands"),
};
const POINT = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

export class Context {
  /**
   * @param {Params} params those of the address
   * @param {Params} labels what values are called, by parameter
   * @param {() => void} onchange
   */
  constructor(params, labels, onchange) {
    this.values = /** @type {Params} */ ({});
    this.labels = { ...labels };
    this.onchange = onchange;
    this.open = "";
    this.element = h("div", { role: "group", "aria-label": t("What else is known") });
    this.read(params);
  }

  /** Take what an address says. @param {Params} params */
  read(params) {
    const { lat, lon, km } = params;
    this.values = Object.fromEntries(FIELDS.flatMap(({ name }) => (params[name] ? [[name, params[name]]] : [])));
    if (lat && lon) this.values.near = `${lat}, ${lon}`;
    this.km = km ?? "";
    this.draw();
  }

  /** The same as the service takes it. @returns {Params} */
  get params() {
    const { near, ...others } = this.values;
    const point = near ? POINT.exec(near) : null;
    return point ? { ...others, lat: point[1], lon: point[2], ...(this.km ? { km: this.km } : {}) } : others;
  }

  /**
   * @param {string} name
   * @param {string} value blank takes it away
   * @param {string} [label]
   */
  set(name, value, label) {
    if (value) this.values[name] = value;
    else delete this.values[name];
    if (label) this.labels[name] = label;
    else delete this.labels[name];
    this.open = "";
    this.draw();
    this.onchange();
  }

  draw() {
    const chips = FIELDS.map((field) => (field.name in this.values ? this.#chip(field) : this.#add(field)));
    const field = FIELDS.find(({ name }) => name === this.open);
    fill(this.element, h("div", { class: "chips" }, chips), field && this.#editor(field));
  }

  /** @param {Field} field */
  #chip({ name, title }) {
    const value = this.labels[name] ?? this.#said(name, this.values[name]);
    const label = t("{field}: {value}. Take it away", { field: t(title), value });
    const take = () => { this.set(name, ""); this.#button(name)?.focus(); };
    return h("button", { type: "button", class: "chip", "data-field": name, "aria-label": label, onclick: take }, h("bdi", null, value));
  }

  /** @param {Field} field */
  #add({ name, title }) {
    const open = () => {
      this.open = this.open === name ? "" : name;
      this.draw();
      /** @type {HTMLElement | null} */ (this.open ? this.element.querySelector("input, select") : this.#button(name))?.focus();
    };
    const props = { type: "button", class: "add", "data-field": name, "aria-expanded": String(this.open === name), onclick: open };
    return h("button", props, t(title));
  }

  /** @param {Field} field */
  #editor(field) {
    const input = inputOf(field);
    const list = field.type === "country" ? h("datalist", { id: "countries" }, countries().map(([, name]) => h("option", { value: name }))) : null;
    if (list) input.setAttribute("list", list.id);
    const take = () => {
      if (!input.value.trim()) return input.focus();
      if (field.name === "near" && !POINT.test(input.value)) return input.focus();
      const value = input.value.trim();
      this.set(field.name, field.type === "country" ? codeOf(value) ?? value : value);
      this.#button(field.name)?.focus();
    };
    const shut = () => { this.open = ""; this.draw(); this.#button(field.name)?.focus(); };
    input.addEventListener("keydown", (/** @type {any} */ event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      if (event.key === "Enter") take();
      else shut();
    });
    if (input instanceof HTMLSelectElement) {
      // Keys go through the choices, and Enter takes one; what is pressed with a pointer is taken.
      let pressed = false;
      input.addEventListener("pointerdown", () => { pressed = true; });
      input.addEventListener("keydown", () => { pressed = false; });
      input.addEventListener("change", () => { if (pressed) take(); });
    }
    const label = h("label", null, t(field.title), input);
    return h("div", { class: "fields" }, label, list, h("button", { type: "button", class: "small", onclick: take }, t("Add")));
  }

  /** @param {string} name @returns {HTMLElement | null} */
  #button(name) {
    return this.element.querySelector(`[data-field="${name}"]`);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #said(name, value) {
    if (name === "country" && /^[A-Za-z]{2}$/.test(value)) return page.nameOf("region", value.toUpperCase());
    if (name === "lang") return page.nameOf("language", value);
    return name === "classes" && CLASSES[value] ? t(CLASSES[value]) : value;
  }
}

/** @param {Field} field @returns {HTMLInputElement | HTMLSelectElement} */
function inputOf({ type, hint }) {
  if (type === "classes") return select(Object.entries(CLASSES).map(([value, title]) => [value, t(title)]));
  if (type === "lang") {
    const named = LANGUAGES.map((lang) => [lang, page.nameOf("language", lang)]);
    return select(named.sort((one, other) => one[1].localeCompare(other[1], page.lang)));
  }
  return h("input", { type: type === "country" ? "text" : type, dir: "auto", placeholder: hint ? t(hint) : null, maxlength: 300 });
}

/** @param {string[][]} options */
function select(options) {
  return h("select", null, h("option", { value: "" }, "–"), options.map(([value, title]) => h("option", { value }, title)));
}
