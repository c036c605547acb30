// @ts-check
/** Countries by their names in the reader's language, as the browser knows them. */

import { page } from "../elements/words.js";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
// Codes that are reserved for parts of countries, for unions, and for tests: Unicode CLDR, "special regions".
const OTHERS = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split(" "));

/** Code and name, in the order of the names. @returns {[string, string][]} */
export function countries() {
  const names = new Intl.DisplayNames(page.lang, { type: "region", fallback: "none" });
  const found = LETTERS.flatMap((first) => LETTERS.flatMap((second) => {
    const code = first + second;
    const name = OTHERS.has(code) || new Intl.Locale(`und-${code}`).region !== code ? undefined : names.of(code);
    return name ? [/** @type {[string, string]} */ ([code, name])] : [];
  }));
  return found.sort((one, other) => one[1].localeCompare(other[1], page.lang));
}

/** The code of a country that is named in the reader's language; null where none is called so. @param {string} name */
export function codeOf(name) {
  const sought = name.trim();
  const same = new Intl.Collator(page.lang, { usage: "search", sensitivity: "base" });
  return countries().find(([, known]) => same.compare(known, sought) === 0)?.[0] ?? null;
}
