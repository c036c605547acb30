// @ts-check
/**
 * Marks on the mentions of a text: painted by the Highlight API, so that no markup comes into the text; where the browser
 * lacks it, as spans in a copy below the field.
 */

import { fill, h } from "../elements/dom.js";
import { t } from "../elements/words.js";

/** @typedef {import("../elements/annotation.js").Mention} Mention */

const NAMES = ["match", "ambiguous", "no_match", "desk", "off", "pointed", "current"];
const OF_THE_LIST = ["ambiguous", "unknown"];
const prefixed = (/** @type {string} */ name) => `exonym-${name}`;

/**
 * How a mention is marked.
 *
 * @param {Mention} mention
 */
export function markOf({ verdict, decided, place }) {
  return decided ? (place ? "desk" : null) : verdict;
}

/** Whether it is not the house's spelling. @param {Mention} mention */
const isOff = ({ place, findings }) => place !== null && findings.some(({ rule }) => !OF_THE_LIST.includes(rule));

export class Marks {
  #mentions = /** @type {Mention[]} */ ([]);
  #pointed = /** @type {string | null} */ (null);
  #current = /** @type {string | null} */ (null);

  /**
   * @param {import("./field.js").Field} field
   * @param {(mention: Mention) => void} onpick told of a mention that is pressed in the copy
   */
  constructor(field, onpick) {
    this.field = field;
    this.onpick = onpick;
    this.copy = field.painted ? null : h("div", { class: "text copy", dir: "auto", role: "region", "aria-label": t("The text with its places") });
  }

  /** @param {Mention[]} mentions */
  show(mentions) {
    this.#mentions = mentions;
    if (this.copy) return this.#write();
    for (const name of NAMES.slice(0, 4)) this.#paint(name, mentions.filter((one) => markOf(one) === name));
    this.#paint("off", mentions.filter(isOff), 1);
    this.#paintGroups();
  }

  /** @param {string | null} group */
  point(group) {
    this.#pointed = group;
    this.#paintGroups();
  }

  /** @param {string | null} group */
  choose(group) {
    this.#current = group;
    this.#paintGroups();
  }

  #paintGroups() {
    for (const [name, group] of /** @type {const} */ ([["current", this.#current], ["pointed", this.#pointed]])) {
      const meant = group === null ? [] : this.#mentions.filter((one) => one.group === group);
      if (!this.copy) this.#paint(name, meant, 2);
    }
    for (const mark of this.copy?.querySelectorAll("[data-group]") ?? []) {
      const group = mark.getAttribute("data-group");
      mark.classList.toggle("pointed", group === this.#pointed);
      mark.classList.toggle("current", group === this.#current);
    }
  }

  /**
   * @param {string} name
   * @param {Mention[]} mentions
   * @param {number} [priority]
   */
  #paint(name, mentions, priority = 0) {
    const ranges = mentions.flatMap(({ start, end }) => this.field.rangeOf(start, end) ?? []);
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(prefixed(name), highlight);
  }

  #write() {
    const text = this.field.text;
    /** @type {(string | Node)[]} */
    const parts = [];
    let at = 0;
    for (const one of this.#mentions) {
      const kind = markOf(one);
      if (kind === null || one.start < at) continue;
      const classes = `mention ${kind}${isOff(one) ? " off" : ""}`;
      parts.push(text.slice(at, one.start), h("button", { type: "button", class: classes, "data-group": one.group, onclick: () => this.onpick(one) }, text.slice(one.start, one.end)));
      at = one.end;
    }
    parts.push(text.slice(at));
    const copy = /** @type {HTMLElement} */ (this.copy);
    copy.hidden = !text;
    fill(copy, parts);
    this.#paintGroups();
  }
}
