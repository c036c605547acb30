// @ts-check
/** Copying: by the clipboard where the page may use it, else as a field that is selected would be. */

import { h } from "../elements/dom.js";
import { t } from "../elements/words.js";
import { say } from "./frame.js";

/**
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(label, text) {
  return h("button", { type: "button", class: "small", onclick: () => copy(text()) }, label);
}

/** @param {string} text */
async function copy(text) {
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = bySelection(text); // without TLS there is no clipboard
  }
  say(done ? t("Copied") : t("The browser does not let this page copy."));
}

/** @param {string} text */
function bySelection(text) {
  const before = document.activeElement;
  const field = h("textarea", { class: "unseen" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
