// @ts-check
/** Keys of one letter: they act only where no field has the focus, are listed, and can be switched off (WCAG 2.1.4). */

import { kept, keep } from "./settings.js";

/** @typedef {{ keys: string[], says: string, run: (key: string) => void, shown?: string }} Key */

const PATIENCE = 900; // ms between `g` and the letter that goes
const MOVES = ["j", "k"];
const FIELDS = "input, select, textarea, [contenteditable], exonym-picker";

/** @type {Key[]} */
const known = [];
/** @type {Record<string, () => void>} */
const going = {};
let gone = 0;

/**
 * Add keys.
 *
 * @param {...Key} keys
 */
export function addKeys(...keys) {
  known.push(...keys);
}

/**
 * A letter that goes somewhere after `g`.
 *
 * @param {string} letter
 * @param {() => void} go
 */
export function addGoing(letter, go) {
  going[letter] = go;
}

/** All keys that hold here, in their order. */
export const allKeys = () => known;

export const keysAreOn = () => kept("keys") !== "off";

/** @param {boolean} on */
export const switchKeys = (on) => keep("keys", on ? "on" : "off");

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || !keysAreOn()) return;
  const target = event.composedPath()[0];
  if (target instanceof Element && (target.closest(FIELDS) || target.closest("dialog"))) return;
  const began = gone;
  gone = 0;
  if (performance.now() - began < PATIENCE && going[event.key]) {
    event.preventDefault();
    return going[event.key]();
  }
  if (event.key === "g") gone = performance.now();
  const found = known.find((one) => one.keys.includes(event.key));
  if (found) {
    event.preventDefault();
    if (event.repeat && !MOVES.includes(event.key)) return; // a key that is held decides once
    found.run(event.key);
  }
}

addEventListener("keydown", pressed);
