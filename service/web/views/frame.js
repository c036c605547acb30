// @ts-check
/** The frame: light or dark, the keys and their list, a line that says what was done. */

import { h } from "../elements/dom.js";
import { glyphOfTheme } from "./theme.js";
import { key, speak, t } from "../elements/words.js";
import { addGoing, addKeys, allKeys, keysAreOn, switchKeys } from "./keys.js";
import { deskChoice } from "./own-desk.js";
import { keep, kept } from "./settings.js";

const THEMES = ["", "light", "dark"];
/** @type {Record<string, string>} */
const NAMES = { "": key("As the system"), light: key("Light"), dark: key("Dark") };
const SAID_FOR = 3000; // ms

/** Where the service is, seen from this page. */
export const root = new URL(document.body.dataset.root ?? "./", document.baseURI).href;

/** Done when the frame is drawn, and with it the document's words are there. */
export const drawn = speak().then(draw);

const toast = h("div", { class: "toast", role: "status" });
let timer = 0;

/**
 * Say for a moment what was done.
 *
 * @param {string} sentence
 */
export function say(sentence) {
  toast.textContent = sentence;
  clearTimeout(timer);
  timer = window.setTimeout(() => { toast.textContent = ""; }, SAID_FOR);
}

function draw() {
  const tools = document.getElementById("tools");
  if (!tools) return;
  document.body.append(toast);
  const desks = deskChoice((desk) => say(desk ? t("Decisions of {desk} count.", { desk: desk.title }) : t("No desk's decisions count.")));
  tools.append(...(desks ? [desks] : []), themeButton(), helpButton());
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".top [data-key]"))) {
    addGoing(link.dataset.key ?? "", () => link.click());
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".languages a"))) {
    link.addEventListener("click", () => { link.search = inLanguage(link.lang); });
  }
  addKeys({ keys: ["?"], says: t("These keys"), run: help });
}

/** The address as it is now, in another language. @param {string} lang */
function inLanguage(lang) {
  const query = new URLSearchParams(location.search);
  query.set("ui", lang);
  return `?${query}`;
}

function themeButton() {
  const button = h("button", { type: "button", class: "quiet", onclick: () => turn(1) }, glyphOfTheme());
  /** @param {number} step */
  function turn(step) {
    const at = THEMES.indexOf(kept("theme") ?? "");
    const theme = THEMES[(at + step + THEMES.length) % THEMES.length];
    if (step) {
      keep("theme", theme);
      say(t(NAMES[theme]));
    }
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    const label = t("Colours: {theme}", { theme: t(NAMES[theme]) });
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  turn(0);
  return button;
}

function helpButton() {
  return h("button", { type: "button", class: "quiet", "aria-label": t("Keys"), title: t("Keys"), onclick: help }, "?");
}

function help() {
  const on = h("input", { type: "checkbox", checked: keysAreOn(), onchange: () => switchKeys(on.checked) });
  const close = h("button", { class: "primary" }, t("Close"));
  const dialog = h(
    "dialog",
    { "aria-labelledby": "keys-title" },
    h("h2", { id: "keys-title" }, t("Keys")),
    h("dl", null, [...goingKeys(), ...allKeys()].flatMap((one) => [
      h("dt", null, (one.shown ?? one.keys.join(" ")).split(" ").map((name) => (name === "–" ? name : h("kbd", null, name)))),
      h("dd", null, one.says),
    ])),
    h("label", null, on, t("Single-letter keys are on")),
    h("form", { method: "dialog" }, close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

/** @returns {import("./keys.js").Key[]} */
function goingKeys() {
  const links = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".top [data-key]")]);
  return links.map((link) => ({
    keys: [], shown: `g ${link.dataset.key}`, says: link.firstChild?.textContent?.trim() ?? "", run: () => {},
  }));
}
