// @ts-check
/** Languages that a text may be said to be in, by their names in the reader's. */

import { h } from "../elements/dom.js";
import { page } from "../elements/words.js";

const LANGUAGES = "en fr de es it pt nl pl uk ru be ro hu cs bg sr el tr ar he fa hi zh ja ko".split(" ");

/** @returns {HTMLOptionElement[]} */
export function languageOptions() {
  const named = LANGUAGES.map((lang) => /** @type {const} */ ([lang, page.nameOf("language", lang)]));
  return named
    .sort((one, other) => one[1].localeCompare(other[1], page.lang))
    .map(([value, title]) => h("option", { value }, title));
}
