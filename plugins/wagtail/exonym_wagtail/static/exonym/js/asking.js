// @ts-check
/** How the admin is asked: with the token against forgery, and so that who may not ask is told so, and not sent elsewhere. */

/** @returns {Record<string, string>} */
export function headers() {
  return { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" };
}

function token() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"));
  if (field) return field.value;
  try {
    return String(JSON.parse(document.getElementById("wagtail-config")?.textContent ?? "").CSRF_TOKEN ?? "");
  } catch {
    return "";
  }
}
