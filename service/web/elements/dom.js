// @ts-check
/** Elements made by DOM methods only: no markup is ever read from a string. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | number | null | undefined | false | readonly any[]} Child text, nodes, or lists of them */

/**
 * An element: `on…` properties that are functions listen, `true` sets a bare attribute, null, undefined and false
 * set nothing, `class`, `aria-…`, `data-…` and all others are attributes; `style` is an object of custom or plain
 * properties, which a strict policy allows where an attribute would not be.
 *
 * @template {string} T
 * @param {T} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement}
 */
export function h(tag, props = null, ...children) {
  const element = /** @type {any} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(props ?? {})) set(element, name, value);
  append(element, children);
  return element;
}

/**
 * An element of a drawing.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...SVGElement} children
 * @returns {SVGElement}
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A name of a place, which has its own direction and language whatever stands around it.
 *
 * @param {string} name
 * @param {string | null} [lang]
 * @param {string} [className]
 */
export function bdi(name, lang = null, className = "") {
  return h("bdi", { class: className || null, lang }, name);
}

/**
 * Put children in place of those that an element has.
 *
 * @param {ParentNode & Node} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * @param {ParentNode} parent
 * @param {readonly Child[]} children
 */
function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== null && child !== undefined && child !== false) parent.append(/** @type {Node | string} */ (child));
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {any} value
 */
function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "style") {
    for (const [property, one] of Object.entries(value)) element.style.setProperty(property, String(one));
  } else element.setAttribute(name, value === true ? "" : String(value));
}
