// @ts-check
/** `<exonym-verdict verdict="match">`: the sign of a verdict, and its word for those who hear the page. */

import { define, ExonymElement, sheet } from "./base.js";
import { fill, h } from "./dom.js";
import { glyph } from "./glyphs.js";
import { key } from "./words.js";

/** @type {Record<string, string>} */
export const VERDICTS = {
  match: key("match"),
  ambiguous: key("ambiguous"),
  no_match: key("no match"),
  desk: key("decided by the desk"),
};

const LOOK = sheet(`
:host { display: inline-block; flex: none; inline-size: 1.25em; block-size: 1.25em; }
.glyph { display: block; inline-size: 100%; block-size: 100%; }
.match { color: var(--match); } .ambiguous { color: var(--ambiguous); }
.no_match { color: var(--none); } .desk { color: var(--desk); }
`);

export class ExonymVerdict extends ExonymElement {
  static sheets = [LOOK];
  static observedAttributes = [...ExonymElement.observedAttributes, "verdict"];

  get verdict() {
    return this.getAttribute("verdict") ?? "no_match";
  }

  set verdict(verdict) {
    this.setAttribute("verdict", verdict);
  }

  render() {
    const word = VERDICTS[this.verdict] ?? VERDICTS.no_match;
    fill(this.root, glyph(this.verdict), h("span", { class: "unseen" }, this.t(word)));
  }
}

define("exonym-verdict", ExonymVerdict);
