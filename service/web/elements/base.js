// @ts-check
/** What all elements have in common: where they ask, their words, their style sheets, their events. */

import { Client, ExonymError, HOME } from "./client.js";
import { ENGLISH, key, wordsOf } from "./words.js";

/** @typedef {import("./words.js").Values} Values */

/** Said of an error, by its code or status; values are `seconds`. */
const SAID = {
  unreachable: key("The service cannot be reached."),
  timeout: key("The service took too long."),
  unreadable: key("The answer was cut off."),
  unauthorized: key("A key is needed to ask."),
  429: key("Too many questions at once."),
  503: key("The service is busy."),
  other: key("Something went wrong."),
};

/** The looks of the page where none is given (tokens.css), as short names within the elements. */
const TOKENS = sheet(`
:host {
  --paper: var(--exonym-paper, light-dark(#faf8f3, #11181b)); --card: var(--exonym-card, light-dark(#fffefb, #182125));
  --wash: var(--exonym-wash, light-dark(#f1efe6, #1e292d)); --ink: var(--exonym-ink, light-dark(#1c292d, #e7ecea));
  --soft: var(--exonym-soft, light-dark(#566469, #a3b1b4)); --line: var(--exonym-line, light-dark(#e4e1d6, #2a363a));
  --edge: var(--exonym-edge, light-dark(#7f8c90, #74848a)); --link: var(--exonym-link, light-dark(#0b6470, #7fcbd3));
  --mark: var(--exonym-mark, light-dark(#b83a08, #ff8a5c)); --deep: var(--exonym-deep, light-dark(#14464f, #2b6b76));
  --match: var(--exonym-match, light-dark(#086a86, #6cc4e0));
  --match-wash: var(--exonym-match-wash, light-dark(#e0eef2, #14313c));
  --ambiguous: var(--exonym-ambiguous, light-dark(#8f4a00, #f2bd6b));
  --ambiguous-fill: var(--exonym-ambiguous-fill, light-dark(#e59f24, #d98f1c));
  --ambiguous-wash: var(--exonym-ambiguous-wash, light-dark(#fdeecf, #3a2a12));
  --none: var(--exonym-none, light-dark(#6a6358, #b9b3a6));
  --none-fill: var(--exonym-none-fill, light-dark(#a39c90, #8b8579));
  --desk: var(--exonym-desk, light-dark(#232b36, #dfe5ea));
  --desk-wash: var(--exonym-desk-wash, light-dark(#e6e9ec, #2b343b));
  --font: var(--exonym-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  --name-font: var(--exonym-name-font, "Iowan Old Style", Charter, "Source Serif 4", "Noto Serif", Cambria, Georgia, serif);
  --radius: var(--exonym-radius, 10px);
  display: block; color: var(--ink); font: 0.9375rem/1.5 var(--font);
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; border-radius: 4px; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
`);

export class ExonymElement extends HTMLElement {
  /** Style sheets of the class, besides those of all. @type {CSSStyleSheet[]} */
  static sheets = [];
  /** Attributes that all elements have; a class adds its own. */
  static observedAttributes = ["endpoint", "lang", "display"];

  #client = /** @type {Client | null} */ (null);
  #headers = /** @type {(() => Record<string, string> | Promise<Record<string, string>>) | null} */ (null);
  words = ENGLISH;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open", ...(/** @type {typeof ExonymElement} */ (this.constructor).shadow) });
    this.root.adoptedStyleSheets = [TOKENS, .../** @type {typeof ExonymElement} */ (this.constructor).sheets];
  }

  /** Choices for the shadow root. @type {Partial<ShadowRootInit>} */
  static shadow = {};

  /** Where the service is; by default where this module came from. */
  get endpoint() {
    return this.getAttribute("endpoint") || HOME;
  }

  set endpoint(address) {
    this.setAttribute("endpoint", address);
  }

  /** The language of places' names; by default that of the interface. */
  get display() {
    return this.getAttribute("display") || this.words.lang;
  }

  set display(lang) {
    this.setAttribute("display", lang);
  }

  /** A function that gives the headers of each request, for example a token. */
  get headers() {
    return this.#headers;
  }

  set headers(headers) {
    this.#headers = headers;
  }

  /** What asks the service; one's own may be put in its place. */
  get client() {
    this.#client ??= new Client({ endpoint: this.endpoint, headers: () => this.#headers?.() ?? {} });
    return this.#client;
  }

  set client(client) {
    this.#client = client;
  }

  connectedCallback() {
    this.#speak();
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} _value
   */
  attributeChangedCallback(name, _old, _value) {
    if (name === "endpoint") this.#client = null;
    if (!this.isConnected) return;
    if (name === "lang") this.#speak();
    else this.render();
  }

  /** Draw the element anew; a class has its own. */
  render() {}

  /**
   * A sentence in the element's language.
   *
   * @param {string} key
   * @param {Values} [values]
   */
  t(key, values) {
    return this.words.t(key, values);
  }

  /**
   * Tell who listens, outside the shadow root too.
   *
   * @param {string} name
   * @param {unknown} [detail]
   * @param {boolean} [cancelable]
   * @returns {boolean} whether nobody has prevented what comes of it
   */
  emit(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /**
   * Tell of an error, as `exonym-error`.
   *
   * @param {unknown} error
   * @returns {string} what to say of it
   */
  fail(error) {
    const { code, message, status, retryAfter } = asError(error);
    this.emit("exonym-error", { code, message, status, retryAfter });
    return saidOf(asError(error), this.words);
  }

  #speak() {
    const asked = closestLang(this);
    this.render();
    wordsOf(asked).then((words) => {
      if (words === this.words || asked !== closestLang(this)) return;
      this.words = words;
      if (this.isConnected) this.render();
    });
  }
}

/**
 * What to say of an error: what happened, and when to ask again.
 *
 * @param {ExonymError} error
 * @param {import("./words.js").Words} words
 */
export function saidOf(error, words) {
  const table = /** @type {Record<string, string>} */ (SAID);
  const known = table[error.code] ?? table[String(error.status)];
  const ours = known ? words.t(known) : error.status === 400 ? error.message : words.t(SAID.other);
  if (!error.retryAfter) return ours;
  const seconds = Math.ceil(error.retryAfter);
  return `${ours} ${words.t("Try again in {seconds, plural, one {# second} other {# seconds}}.", { seconds })}`;
}

/**
 * @param {unknown} error
 * @returns {ExonymError}
 */
export function asError(error) {
  return error instanceof ExonymError ? error : new ExonymError("failed", String(error));
}

/**
 * A style sheet that documents share.
 *
 * @param {string} css
 */
export function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/**
 * Register an element; a page that loads this twice has it once.
 *
 * @param {string} name
 * @param {CustomElementConstructor} element
 */
export function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** @param {Element} element */
function closestLang(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) {
    const lang = at.getAttribute("lang");
    if (lang) return lang;
  }
  return "en";
}

/**
 * @param {Element} element
 * @returns {Element | null}
 */
function parentOf(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
