// @ts-check
/**
 * The interface's sentences in the reader's language. English is the key; `words/{lang}.json` has the others.
 *
 * A key may hold values, `{name}`, and one plural by the rules of its language, as ICU writes it:
 * `{count, plural, one {# place} other {# places}}`.
 */

export const LANGUAGES = ["en", "fr", "uk", "de", "ar"];
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
const SLOT = /\{(\w+)(?:, plural,((?:\s*\w+ \{[^{}]*\})+))?\}/g;
const FORM = /(\w+) \{([^{}]*)\}/g;
const ALMOST = 0.995; // probabilities from which, or below 1 minus which, no number is told

/** @typedef {Record<string, string | number | Node>} Values */

/** @type {Map<string, Promise<Words>>} */
const loaded = new Map();

export class Words {
  /**
   * @param {string} lang
   * @param {Record<string, string>} [sentences]
   */
  constructor(lang, sentences = {}) {
    this.lang = lang;
    this.dir = RIGHT_TO_LEFT.includes(lang) ? "rtl" : "ltr";
    this.sentences = sentences;
    this.numbers = new Intl.NumberFormat(lang);
    this.percents = new Intl.NumberFormat(lang, { style: "percent" });
    this.plurals = new Intl.PluralRules(lang);
  }

  /**
   * A sentence, its values as text.
   *
   * @param {string} key
   * @param {Values} [values]
   */
  t(key, values = {}) {
    return this.parts(key, values).map((part) => (part instanceof Node ? part.textContent : part)).join("");
  }

  /**
   * A sentence in pieces: values that are nodes stay nodes, to be put into an element.
   *
   * @param {string} key
   * @param {Values} [values]
   * @returns {(string | Node)[]}
   */
  parts(key, values = {}) {
    const sentence = Object.hasOwn(this.sentences, key) ? this.sentences[key] : key;
    /** @type {(string | Node)[]} */
    const out = [];
    let at = 0;
    for (const found of sentence.matchAll(SLOT)) {
      out.push(sentence.slice(at, found.index), this.#value(found, values));
      at = found.index + found[0].length;
    }
    out.push(sentence.slice(at));
    return out.filter((part) => part !== "");
  }

  /** @param {number} number */
  number(number) {
    return this.numbers.format(number);
  }

  /**
   * A probability: never all or nothing, which it is not.
   *
   * @param {number} share
   */
  percent(share) {
    if (share >= ALMOST) return "> " + this.percents.format(0.99);
    return share < 1 - ALMOST ? "< " + this.percents.format(0.01) : this.percents.format(share);
  }

  /**
   * The name of a country or of a language in this one.
   *
   * @param {"region" | "language"} type
   * @param {string} code
   */
  nameOf(type, code) {
    try {
      return new Intl.DisplayNames(this.lang, { type }).of(code) ?? code;
    } catch {
      return code; // not a code that there may be
    }
  }

  /**
   * A text that runs the other way, kept apart from its sentence: what runs to the left has no capitals.
   *
   * @param {string} text
   */
  #isolated(text) {
    return (this.dir === "rtl" ? /\p{LC}/u : /[\p{Script=Arabic}\p{Script=Hebrew}]/u).test(text) ? `\u2068${text}\u2069` : text;
  }

  /**
   * @param {RegExpMatchArray} found
   * @param {Values} values
   */
  #value(found, values) {
    const value = values[found[1]];
    if (value === undefined) return found[0];
    const text = typeof value === "number" ? this.number(value) : typeof value === "string" ? this.#isolated(value) : value;
    if (!found[2]) return text;
    const forms = Object.fromEntries([...found[2].matchAll(FORM)].map((form) => [form[1], form[2]]));
    return (forms[this.plurals.select(Number(value))] ?? forms.other ?? "").replaceAll("#", String(text));
  }
}

export const ENGLISH = new Words("en");

/**
 * The words of a language, or of English where there are none; asked for once.
 *
 * @param {string} lang a tag; its region does not count
 * @returns {Promise<Words>}
 */
export function wordsOf(lang) {
  const base = lang.toLowerCase().split("-")[0];
  if (base === "en" || !LANGUAGES.includes(base)) return Promise.resolve(ENGLISH);
  let words = loaded.get(base);
  if (!words) {
    words = load(base);
    loaded.set(base, words);
  }
  return words;
}

/**
 * Take a language's sentences from a bundle, where no folder `words` lies beside it.
 *
 * @param {string} lang
 * @param {Record<string, string>} sentences as of `words/{lang}.json`
 */
export function addWords(lang, sentences) {
  loaded.set(lang, Promise.resolve(new Words(lang, sentences)));
}

/**
 * @param {string} lang
 * @returns {Promise<Words>}
 */
async function load(lang) {
  try {
    const response = await fetch(new URL(`../words/${lang}.json`, import.meta.url));
    if (!response.ok) throw new Error(response.statusText);
    return new Words(lang, await response.json());
  } catch {
    loaded.delete(lang); // the next who asks tries again
    return ENGLISH;
  }
}

/** The words of the document, once `speak` is done. */
export let page = ENGLISH;

/** Have `page` be the document's words. Views wait for it; elements have words of their own. */
export async function speak() {
  page = await wordsOf(document.documentElement.lang || "en");
}

/**
 * A sentence in the document's language.
 *
 * @param {string} key
 * @param {Values} [values]
 */
export const t = (key, values) => page.t(key, values);

/**
 * The same in pieces.
 *
 * @param {string} key
 * @param {Values} [values]
 */
export const parts = (key, values) => page.parts(key, values);

/**
 * Marks a sentence that is kept in a table and said later, so that it is known to be one.
 *
 * @param {string} sentence
 */
export const key = (sentence) => sentence;
