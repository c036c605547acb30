// @ts-check
/** The candidates of an answer as buttons 1–5, and 0 for none of them. */

import { bdi, fill, h, s } from "../elements/dom.js";
import { kindOf, shownOf, whereOf } from "../elements/place.js";
import { key, page, parts, t } from "../elements/words.js";

/**
 * @typedef {import("../elements/place.js").Answer} Answer
 * @typedef {import("../elements/place.js").Candidate} Candidate
 * @typedef {object} Choices
 * @property {(candidate: Candidate | null) => void} onpick
 * @property {(index: number) => void} [onpoint] told which one is pointed at, as a map is to know; -1 is none
 */

/** @type {Record<string, string>} */
const REASONS = {
  "the place's main name": key("its main name"),
  "a name of the place": key("one of its names"),
};

/** By which likeness a name was found, for readers of other languages than the service's sentences. @type {Record<string, string>} */
const HOWS = {
  exact: key("one of its names"),
  folded: key("{name}, but for its writing"),
  romanized: key("reads as {name}"),
  transcribed: key("a transcription of {name}"),
  sound: key("sounds like {name}"),
  fuzzy: key("looks like {name}"),
  decided: key("decided by the desk"),
};

export class Candidates {
  /** @param {Choices} choices */
  constructor(choices) {
    this.choices = choices;
    this.shown = /** @type {Candidate[]} */ ([]);
    this.list = h("ol", { class: "candidates" });
  }

  /** @param {Answer} answer */
  show(answer) {
    this.shown = shownOf(answer);
    this.list.className = `candidates ${answer.verdict}`;
    const rows = this.shown.map((one, at) => this.#row(at + 1, one.score, () => this.pick(one), [
      h("span", { class: "name" }, bdi(one.name, one.name_lang), " ", h("small", null, bdi(whereOf(one, this.shown)))),
      h("span", { class: "why" }, reason(one), " · ", h("bdi", null, t(kindOf(one))), people(one.population)),
    ]));
    const none = [h("span", { class: "name" }, t("None of these"))];
    fill(this.list, rows, this.#row(0, answer.none ?? null, () => this.pick(null), none));
  }

  /** The one that a key chooses; whether there is one. @param {number} number */
  press(number) {
    const button = /** @type {HTMLButtonElement | undefined} */ (this.buttons.find((one) => one.value === String(number)));
    button?.click();
    button?.focus();
    return button !== undefined;
  }

  /** @param {Candidate | null} candidate */
  pick(candidate) {
    this.mark(candidate);
    this.choices.onpick(candidate);
  }

  /** Show which one is chosen; undefined is none yet. @param {Candidate | null | undefined} candidate */
  mark(candidate) {
    const number = candidate === null ? 0 : candidate ? this.shown.indexOf(candidate) + 1 : -1;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.value === String(number)));
  }

  /** Show which one is pointed at, as on a map. @param {number} index */
  point(index) {
    for (const button of this.buttons) button.classList.toggle("pointed", button.value === String(index + 1));
  }

  get buttons() {
    return [...this.list.querySelectorAll("button")];
  }

  /**
   * @param {number} number
   * @param {number | null} score null where nothing was weighed
   * @param {() => void} pick
   * @param {Node[]} said
   */
  #row(number, score, pick, said) {
    const point = () => { this.point(number - 1); this.choices.onpoint?.(number - 1); };
    const props = {
      type: "button", class: number ? "candidate" : "candidate none", value: number, "aria-pressed": "false", onclick: pick,
      onmouseenter: point, onfocus: point,
    };
    const sign = h("span", { class: "number" }, number);
    return h("li", null, h("button", props, sign, said, h("span", { class: "share" }, score === null ? null : [h("bdi", { dir: "ltr" }, page.percent(score)), bar(score)])));
  }
}

/** @param {number} share */
function bar(share) {
  const box = { class: "bar", viewBox: "0 0 100 5", preserveAspectRatio: "none", "aria-hidden": "true" };
  return s("svg", box, s("rect", { width: Math.max(1, Math.floor(share * 100 + 0.5)), height: 5 }));
}

/** Why a candidate was found; who reads English is told more by the service. @param {Candidate} candidate */
function reason({ matched }) {
  const { detail, how, historic, name } = matched;
  const other = how === "exact" && historic ? key("a former name") : HOWS[how];
  const known = REASONS[detail] ?? (page.lang === "en" ? null : other);
  if (known) return h("span", null, h("bdi", null, parts(known, { name: bdi(name) })));
  return h("span", { lang: page.lang === "en" ? null : "en" }, bdi(detail));
}

/** @param {number} count */
function people(count) {
  return count ? [" · ", h("bdi", null, t("{count, plural, one {# person} other {# people}}", { count }))] : null;
}
