// @ts-check
/** `<exonym-dateline>`: where a story is told from, as it stands at its beginning, to be inserted. */

import { define, ExonymElement, sheet } from "./base.js";
import { Latest } from "./client.js";
import { bdi, fill, h } from "./dom.js";

/** @typedef {import("./place.js").Place} Place */

const LOOK = sheet(`
.line { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; }
.soft { color: var(--soft); font-size: 0.875rem; }
b { font: 600 1.02rem/1.3 var(--name-font); overflow-wrap: anywhere; }
select, .button { min-block-size: 30px; padding: 3px 11px; border: 1px solid var(--edge); border-radius: 7px; background: var(--card);
  font-size: 0.9rem; cursor: pointer; max-inline-size: 100%; }
.button:hover { border-color: var(--ink); }
`);

export class ExonymDateline extends ExonymElement {
  static sheets = [LOOK];
  static observedAttributes = [...ExonymElement.observedAttributes, "text-lang", "desk", "style-id"];

  #places = /** @type {Place[]} */ ([]);
  #place = /** @type {Place | null} */ (null);
  #told = /** @type {{ key: string, text: string } | null} */ (null); // by the service
  #date = /** @type {Date | null} */ (null);
  #latest = new Latest();

  /** The places to choose from; the first is proposed. */
  get places() {
    return this.#places;
  }

  set places(places) {
    this.#places = places ?? [];
    if (!this.#places.some(({ id }) => id === this.#place?.id)) this.#place = this.#places[0] ?? null;
    this.render();
  }

  /** The place that the story is told from. @returns {Place | null} */
  get place() {
    return this.#place;
  }

  set place(place) {
    this.#place = place;
    this.render();
  }

  /** The day, where it is to be said. */
  get date() {
    return this.#date;
  }

  set date(date) {
    this.#date = date ? new Date(date) : null;
    this.render();
  }

  /** The language of the text, by whose rules capitals are made. */
  get textLang() {
    return this.getAttribute("text-lang") || this.words.lang;
  }

  set textLang(lang) {
    if (lang !== this.getAttribute("text-lang")) this.setAttribute("text-lang", lang);
  }

  /** The line as it would stand in the text. */
  get text() {
    if (this.#told?.key === this.#key) return this.#told.text;
    return this.#place ? datelineOf(this.#place, this.textLang, this.#date) : "";
  }

  get #key() {
    return JSON.stringify([this.#place?.id, this.textLang, this.getAttribute("desk"), this.#date]);
  }

  render() {
    this.hidden = !this.#place;
    if (!this.#place) return fill(this.root);
    this.#ask();
    const choice = h(
      "select", { "aria-label": this.t("Place of the dateline"), onchange: () => { this.place = this.#places[choice.selectedIndex]; } },
      this.#places.map((one) => h("option", { value: one.id, selected: one.id === this.#place?.id }, one.name)),
    );
    const insert = h("button", { type: "button", class: "button", part: "button", onclick: () => this.#insert() }, this.t("Insert"));
    const held = this.root.activeElement?.tagName;
    fill(
      this.root,
      h("div", { class: "line", role: "group", "aria-label": this.t("Dateline") }, h("span", { class: "soft", "aria-hidden": "true" }, this.t("Dateline")), h("b", null, bdi(this.text, this.textLang)), this.#places.length > 1 ? choice : null, insert),
    );
    if (held === "SELECT") choice.focus();
    else if (held === "BUTTON") insert.focus();
  }

  /** As the desk writes it; without one, with the place's name in the text's language where it is not known in it. */
  async #ask() {
    const place = /** @type {Place} */ (this.#place);
    const desk = this.getAttribute("desk");
    const key = this.#key;
    if (this.#told?.key === key || (!desk && base(this.textLang) === base(this.display))) return;
    this.#told = { key, text: datelineOf(place, this.textLang, this.#date) };
    const date = this.#date?.toISOString().slice(0, "2026-11-29".length);
    try {
      const found = await this.#latest.run((signal) => desk
        ? this.client.get("v1/dateline", { place: place.id, desk, date }, { signal })
        : this.client.place(place.id, { display: this.textLang }, { signal }));
      if (!found || key !== this.#key) return;
      this.#told = { key, text: desk ? `${found.dateline} ` : datelineOf(found, this.textLang, this.#date) };
      this.render();
    } catch (error) {
      this.fail(error); // what is made here stays
    }
  }

  #insert() {
    this.emit("exonym-insert", { text: this.text, place: this.#place });
  }
}

/**
 * A dateline: "KRAMATORSK, Ukraine — ".
 *
 * @param {Place} place
 * @param {string} lang
 * @param {Date | null} [date]
 */
export function datelineOf(place, lang, date = null) {
  const country = place.country_name && place.country_name !== place.name ? place.country_name : null;
  const day = date && new Intl.DateTimeFormat(lang, { day: "numeric", month: "short" }).format(date);
  const comma = base(lang) === "ar" ? "، " : ", ";
  return `${[upper(place.name, lang), country, day].filter(Boolean).join(comma)} — `;
}

/**
 * @param {string} text
 * @param {string} lang
 */
function upper(text, lang) {
  try {
    return text.toLocaleUpperCase(lang);
  } catch {
    return text.toLocaleUpperCase("en"); // not a tag that there may be
  }
}

/** @param {string} lang */
const base = (lang) => lang.toLowerCase().split("-")[0];

define("exonym-dateline", ExonymDateline);
