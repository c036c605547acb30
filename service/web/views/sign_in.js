// @ts-check
/** Signing in with a key, where the service asks for one: the browser then sends a cookie that scripts cannot read. */

import { asError, saidOf } from "../elements/base.js";
import { h } from "../elements/dom.js";
import { page, t } from "../elements/words.js";

/** @typedef {import("../elements/client.js").Client} Client */

/**
 * Whether a key is needed and none is given yet.
 *
 * @param {Client} client
 */
export async function needsKey(client) {
  const { required, name } = await client.get("sign-in");
  return required && name === null;
}

/** @type {Promise<boolean> | null} */
let asking = null;

/**
 * Ask for a key, once at a time.
 *
 * @param {Client} client
 * @returns {Promise<boolean>} whether it was given
 */
export function signIn(client) {
  asking ??= ask(client).finally(() => { asking = null; });
  return asking;
}

/**
 * @param {Client} client
 * @returns {Promise<boolean>}
 */
function ask(client) {
  return new Promise((resolve) => {
    let done = false;
    const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
    const field = h("input", { type: "password", id: "sign-in-key", autocomplete: "current-password", required: true });
    const cancel = h("button", { type: "button", class: "small", onclick: () => dialog.close() }, t("Cancel"));
    const form = h("form", { method: "dialog" }, h("label", { for: "sign-in-key" }, t("Key")), field, trouble,
      h("p", { class: "row" }, h("button", { class: "primary" }, t("Sign in")), cancel));
    const dialog = h("dialog", { class: "sign-in", "aria-labelledby": "sign-in-title" },
      h("h2", { id: "sign-in-title" }, t("This service asks for a key")), form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await client.post("sign-in", { key: field.value.trim() });
        done = true;
        dialog.close();
      } catch (error) {
        trouble.hidden = false;
        trouble.textContent = asError(error).status === 401 ? t("This key does not hold.") : saidOf(asError(error), page);
        field.focus();
      }
    });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(done); });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
  });
}
