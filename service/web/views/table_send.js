// @ts-check
/** Sends a table, and says how much of it has gone. The same table sent again is the same job, so it may be tried again. */

import { ExonymError } from "../elements/client.js";

/**
 * @param {import("../elements/client.js").Client} client
 * @param {File} file
 * @param {Record<string, string>} wishes
 * @param {(share: number) => void} onshare
 * @returns {Promise<import("./table_progress.js").Job>}
 */
export function send(client, file, wishes, onshare) {
  const form = new FormData();
  for (const [name, value] of Object.entries(wishes)) if (value) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not say how much has gone
    request.open("POST", client.url("v1/jobs"));
    request.upload.addEventListener("progress", (event) => onshare(event.total ? event.loaded / event.total : 0));
    request.addEventListener("error", () => reject(new ExonymError("unreachable", "The service cannot be reached.")));
    request.addEventListener("abort", () => reject(new ExonymError("unreachable", "The service cannot be reached.")));
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status < 300 && answer?.id) return resolve(answer);
      const { code = `http_${request.status}`, message = request.statusText } = answer?.error ?? {};
      const wait = Number.parseFloat(request.getResponseHeader("Retry-After") ?? "");
      reject(new ExonymError(code, message, request.status, Number.isFinite(wait) ? wait : null));
    });
    request.send(form);
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
