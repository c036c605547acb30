// @ts-check
/** The decisions of a desk as a table, the newest first. */

import { bdi, fill, h } from "../elements/dom.js";
import { page, t } from "../elements/words.js";
import { timeOf, viaOf } from "./deciding.js";
import { root } from "./frame.js";
import { personOf } from "./own-desk.js";

/**
 * @typedef {import("./memory.js").Decision} Decision
 * @typedef {object} Choices
 * @property {boolean} editable
 * @property {(decision: Decision) => void} onchange
 * @property {(decision: Decision) => void} onforget
 * @property {(decision: Decision) => void} onrestore
 * @property {(decision: Decision) => void} onhistory
 */

export class Decisions {
  /** What is said where there is none. */
  #nothing = "";
  #shown = /** @type {Map<string, Decision>} */ (new Map());

  /** @param {Choices} choices */
  constructor(choices) {
    this.choices = choices;
    this.body = h("tbody");
    const heads = [t("Spelling"), t("Means"), t("Where it counts"), t("Decided"), t("Used")];
    const head = h("thead", null, h("tr", null, heads.map((title) => h("th", { scope: "col" }, title)), h("th", { scope: "col" }, h("span", { class: "unseen" }, t("Actions")))));
    this.table = h("table", { class: "decisions" }, h("caption", { class: "unseen" }, t("Decisions of the desk")), head, this.body);
    this.empty = h("p", { class: "soft none-yet" });
    this.element = h("div", { class: "decisions-box", role: "region", "aria-label": t("Decisions") }, this.table, this.empty);
  }

  /** @param {string} sentence */
  set nothing(sentence) {
    this.#nothing = sentence;
    this.#count();
  }

  /**
   * @param {Decision[]} decisions
   * @param {boolean} further whether after those that are there
   */
  show(decisions, further) {
    const held = this.#focused();
    if (!further) this.#shown.clear();
    const first = decisions.find((one) => !this.#shown.has(one.id));
    for (const one of decisions) if (!this.#shown.has(one.id)) this.#shown.set(one.id, one);
    fill(this.body, [...this.#shown.values()].map((one) => this.#row(one)));
    this.#focus(further ? (first?.id ?? null) : held);
    this.#count();
  }

  /** The newest goes first. @param {Decision} one */
  put(one) {
    this.#shown.delete(one.id);
    this.#rowOf(one.id)?.remove();
    this.#shown = new Map([[one.id, one], ...this.#shown]);
    this.body.prepend(this.#row(one));
    this.#focus(one.id);
    this.#count();
  }

  /** The focus goes to the next. @param {string} id */
  remove(id) {
    const row = this.#rowOf(id);
    const held = row?.contains(document.activeElement);
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    row?.remove();
    this.#shown.delete(id);
    if (held) this.#focus(/** @type {HTMLElement | null} */ (next)?.dataset.id ?? null);
    this.#count();
  }

  #count() {
    this.table.hidden = !this.#shown.size;
    this.empty.hidden = this.#shown.size > 0;
    this.empty.textContent = this.#nothing;
  }

  #focused() {
    return /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("tr[data-id]"))?.dataset.id ?? null;
  }

  /** @param {string | null} id */
  #focus(id) {
    if (id) this.#rowOf(id)?.querySelector("button")?.focus();
  }

  /** @param {string} id */
  #rowOf(id) {
    return /** @type {HTMLElement | null} */ (this.body.querySelector(`tr[data-id="${CSS.escape(id)}"]`));
  }

  /** @param {Decision} one */
  #row(one) {
    const { place, label, state, note } = one;
    const ui = new URLSearchParams(location.search).get("ui");
    const means = place === null ? h("span", { class: "soft" }, t("no place"))
      : h("a", { href: `${root}place/${place}${ui ? `?ui=${ui}` : ""}` }, bdi(label ?? String(place)));
    const gone = state === "stale" && h("small", { class: "gone" }, one.successor ? t("Gone; {id} has taken its place.", { id: String(one.successor) }) : t("The gazetteer no longer has it."));
    return h(
      "tr", { "data-id": one.id },
      h("th", { scope: "row" }, bdi(one.name, null, "spelling")),
      h("td", null, means, gone, note && h("small", { class: "why" }, bdi(note))),
      h("td", null, tagsOf(one).map((tag) => h("span", { class: "tag" }, bdi(tag)))),
      h("td", null, personOf(one.by), h("small", null, timeOf(one.at), " · ", viaOf(one.via))),
      h("td", { class: "number" }, h("span", { class: "unseen" }, t("Used"), " "), page.number(one.used)),
      h("td", { class: "acts" }, this.#acts(one)),
    );
  }

  /** @param {Decision} one */
  #acts(one) {
    const { editable, onchange, onforget, onrestore, onhistory } = this.choices;
    /** @param {string} label @param {string} whole @param {(one: Decision) => void} act */
    const button = (label, whole, act) => h("button", { type: "button", class: "small", "aria-label": whole, onclick: () => act(one) }, label);
    const name = one.name;
    const history = button(t("History"), t("History of {name}", { name }), onhistory);
    if (!editable) return [history];
    if (one.state === "forgotten") return [button(t("Restore"), t("Restore {name}", { name }), onrestore), history];
    return [button(t("Change"), t("Change {name}", { name }), onchange), button(t("Forget"), t("Forget {name}", { name }), onforget), history];
  }
}

/** Where it counts, in words. @param {Decision} one */
function tagsOf({ when, strength }) {
  /** @param {string[]} codes */
  const countries = (codes) => new Intl.ListFormat(page.lang, { type: "disjunction" }).format(codes.map((code) => page.nameOf("region", code)));
  const tags = [
    when.country && t("where {countries} is named", { countries: countries(when.country) }),
    when.unless_country && t("unless {countries} is named", { countries: countries(when.unless_country) }),
    when.within && t("within {id}", { id: String(when.within) }),
    when.lang && page.nameOf("language", when.lang),
    when.collection,
    when.document && t("in one document"),
  ].filter((tag) => typeof tag === "string");
  if (!tags.length) tags.push(t("everywhere"));
  if (strength === "prefers") tags.push(t("only between several places"));
  return tags;
}
