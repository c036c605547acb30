// @ts-check
/** A decision made or changed, in a dialog: spelling, place, where it counts, why. Nothing typed is lost by a fault. */

import "../elements/picker.js";
import { asError, saidOf } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, parts, t } from "../elements/words.js";
import { meaningOf, otherwise } from "./deciding.js";
import { languageOptions } from "./languages.js";
import { presentOf } from "./memory.js";

/**
 * @typedef {import("./memory.js").Decision} Decision
 * @typedef {import("./memory.js").Wanted} Wanted
 * @typedef {(now: Decision, back: (() => Promise<Decision>) | null) => void} Done
 */

const CODE = /^[A-Za-z]{2}$/;

export class DecisionForm {
  /**
   * @param {import("./memory.js").Memory} memory
   * @param {Decision | null} before null makes a new one
   * @param {Done} ondone
   */
  constructor(memory, before, ondone) {
    this.memory = memory;
    this.before = before;
    this.ondone = ondone;
    const when = before?.when ?? {};
    this.label = before?.label ?? (before?.place ? String(before.place) : "");
    this.name = h("input", { required: true, maxlength: 200, dir: "auto", value: before?.name ?? "" });
    this.picker = /** @type {import("../elements/picker.js").ExonymPicker} */ (h("exonym-picker", { label: t("Place"), limit: 6 }));
    this.none = h("input", { type: "checkbox", checked: before !== null && before.place === null, onchange: () => this.#turn() });
    this.prefers = h("input", { type: "checkbox", checked: before?.strength === "prefers" });
    this.countries = h("input", { value: (when.country ?? []).join(", "), maxlength: 200, placeholder: "UA, MD", autocapitalize: "characters" });
    this.lang = h("select", null, h("option", { value: "" }, t("any")), ...(when.lang ? [h("option", { value: when.lang }, page.nameOf("language", when.lang))] : []), languageOptions().filter(({ value }) => value !== when.lang));
    this.lang.value = when.lang ?? "";
    this.note = h("textarea", { rows: 2, maxlength: 500, dir: "auto" });
    this.note.value = before?.note ?? "";
    this.said = h("div", { "aria-live": "assertive" });
    this.save = h("button", { class: "primary" }, before ? t("Change") : t("Decide"));
    this.form = h("form", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.submit(); } }, this.#fields(), this.said,
      h("p", { class: "row" }, this.save, h("button", { type: "button", class: "small cancel", onclick: () => this.dialog.close() }, t("Cancel"))));
    const title = before ? parts("What does {name} mean?", { name: bdi(before.name) }) : t("Add a decision");
    this.dialog = h("dialog", { class: "wide", "aria-labelledby": "form-title" }, h("h2", { id: "form-title" }, title), this.form);
  }

  #fields() {
    return h(
      "div", { class: "stack" },
      !this.before && h("label", null, t("Spelling"), this.name),
      h("div", { class: "field" }, h("span", { "aria-hidden": "true" }, t("Place")), this.picker),
      h("label", { class: "check" }, this.none, t("It means no place")),
      h("label", null, t("Only where one of these countries is named, by its code"), this.countries),
      h("label", null, t("Only in texts in"), this.lang),
      h("label", { class: "check" }, this.prefers, t("Only where it may be several places")),
      h("label", null, t("Why, for colleagues"), this.note),
    );
  }

  show() {
    const from = document.activeElement;
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.picker.text = this.label;
    this.#turn();
    if (this.before) this.picker.focus();
    else this.name.focus();
  }

  #turn() {
    this.picker.toggleAttribute("disabled", this.none.checked);
  }

  /** The place that is meant; undefined where none was picked. */
  get place() {
    if (this.none.checked) return null;
    if (this.picker.place) return this.picker.place.id;
    return this.before?.place != null && this.picker.text === this.label ? this.before.place : undefined;
  }

  /** @returns {Wanted | null} null where something is missing, which is said */
  get wanted() {
    const place = this.place;
    if (place === undefined) return this.#refuse(t("Pick a place from the list."), this.picker);
    const country = this.countries.value.split(/[\s,;]+/).filter(Boolean);
    if (!country.every((code) => CODE.test(code))) return this.#refuse(t("Countries are given by codes of two letters, as UA."), this.countries);
    const { country: _country, lang: _lang, ...others } = this.before?.when ?? {};
    const when = { ...others, ...(country.length ? { country: country.map((code) => code.toUpperCase()) } : {}), ...(this.lang.value ? { lang: this.lang.value } : {}) };
    return { name: this.name.value.trim(), place, strength: this.prefers.checked ? "prefers" : "decides", when, note: this.note.value.trim() };
  }

  /**
   * @param {string} sentence
   * @param {HTMLElement} field
   */
  #refuse(sentence, field) {
    fill(this.said, h("p", { class: "trouble" }, sentence));
    field.focus();
    return null;
  }

  async submit() {
    const wanted = this.wanted;
    if (!wanted) return;
    await this.#run(async () => {
      const { before, memory } = this;
      if (before) return this.#end(await memory.change(before, wanted), before);
      const { decision, isNew } = await memory.decide(wanted);
      this.#end(decision, isNew ? null : decision);
    });
  }

  /** @param {() => Promise<void>} task */
  async #run(task) {
    if (this.save.disabled) return;
    this.save.disabled = true;
    fill(this.said);
    try {
      await task();
    } catch (error) {
      const present = presentOf(error);
      if (present) await this.#contradicted(present);
      else fill(this.said, h("p", { class: "trouble" }, saidOf(asError(error), page)));
    }
    this.save.disabled = false;
  }

  /** @param {Decision} present */
  async #contradicted(present) {
    const theirs = present.place === null ? meaningOf(null, null) : await this.memory.label(present.place);
    const choices = { keep: () => this.#end({ ...present, label: theirs }, present), mine: () => this.#over(present) };
    fill(this.said, otherwise(present, theirs, choices));
    /** @type {HTMLElement | null} */ (this.said.querySelector("button"))?.focus();
  }

  /** Mine goes over theirs, which was seen. @param {Decision} present */
  #over(present) {
    const wanted = this.wanted;
    if (wanted) this.#run(async () => this.#end(await this.memory.change(present, wanted), present));
  }

  /**
   * @param {Decision} now
   * @param {Decision | null} before null is a new one; the same is nothing to take back
   */
  #end(now, before) {
    this.dialog.close();
    const { memory } = this;
    if (!before) return this.ondone(now, () => memory.forget(now));
    if (now.version === before.version) return this.ondone(now, null);
    const { place, strength, when, note } = before;
    this.ondone(now, before.state === "forgotten" ? () => memory.forget(now) : () => memory.change(now, { place, strength, when, note }));
  }
}
