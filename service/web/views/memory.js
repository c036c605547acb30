// @ts-check
/** What a desk remembers, asked of the service: each change names the version that it was made from. */

import { Client, ExonymError } from "../elements/client.js";
import { person } from "./own-desk.js";

/**
 * @typedef {object} When
 * @property {string[]} [country]
 * @property {string[]} [unless_country]
 * @property {number | string} [within]
 * @property {string} [lang]
 * @property {string} [collection]
 * @property {string} [document]
 *
 * @typedef {object} Wanted what somebody decides
 * @property {string} name
 * @property {number | string | null} place
 * @property {string} [strength]
 * @property {When} [when]
 * @property {string} [note]
 *
 * @typedef {object} Kept what a desk keeps of it
 * @property {string} id
 * @property {string} by
 * @property {string} at
 * @property {string} via
 * @property {number} version
 * @property {string} state
 * @property {number} used
 * @property {string | null} [label]
 * @property {number | null} [successor]
 *
 * @typedef {Required<Wanted> & Kept} Decision
 */

const CREATED = 201;

export class Memory {
  #labels = /** @type {Map<string, string>} */ (new Map());

  /**
   * @param {string} desk
   * @param {Client} [client]
   * @param {string} [via] where its decisions are made
   */
  constructor(desk, client = new Client(), via = "page") {
    this.client = client;
    this.via = via;
    this.path = `v1/desks/${encodeURIComponent(desk)}`;
    this.revision = 0;
  }

  /** The desk itself. */
  about() {
    return this.client.get(this.path);
  }

  /**
   * @param {import("../elements/client.js").Params} params
   * @param {AbortSignal} signal
   * @returns {Promise<{ decisions: Decision[], next: number | null }>}
   */
  list(params, signal) {
    return this.client.get(`${this.path}/decisions`, params, { signal });
  }

  /**
   * Sent again it changes nothing. It goes as a list of one, whose answer says whether it is new.
   *
   * @param {Wanted} wanted
   * @returns {Promise<{ decision: Decision, isNew: boolean }>}
   */
  async decide(wanted) {
    const answer = this.#seen(await this.client.post(`${this.path}/decisions`, { decisions: [wanted], ...signed(this.via) }));
    const [{ status, decision, error }] = answer.results;
    if (error) throw new ExonymError(error.code, error.message, status, null, error.present);
    return { decision, isNew: status === CREATED };
  }

  /**
   * @param {Decision} before as it was seen
   * @param {Partial<Wanted>} wanted
   */
  async change(before, wanted) {
    try {
      return await this.#write("PATCH", `decisions/${before.id}`, { ...wanted, ...signed(this.via) }, before.version);
    } catch (error) {
      const now = presentOf(error);
      if (now && now.state === "active" && says(now, wanted)) return now; // it was done, and the answer was cut off
      throw error;
    }
  }

  /** @param {Decision} before */
  async forget(before) {
    try {
      return await this.#write("DELETE", `decisions/${before.id}`, undefined, before.version);
    } catch (error) {
      const now = presentOf(error);
      if (now?.state === "forgotten") return now;
      throw error;
    }
  }

  /** @param {Decision} before */
  restore(before) {
    return this.#write("POST", `decisions/${before.id}/restore`);
  }

  /** @param {Decision} decision */
  async history(decision) {
    return (await this.client.get(`${this.path}/decisions/${decision.id}/history`)).changes;
  }

  /**
   * @param {File} file
   * @param {boolean} dry whether nothing is kept
   */
  async take(file, dry) {
    const request = { method: "POST", body: await file.arrayBuffer(), headers: { "Content-Type": "application/octet-stream" } };
    return this.#seen(await this.client.send(this.client.url(`${this.path}/import`, { dry_run: dry }), request));
  }

  async style() {
    return (await this.client.get(`${this.path}/style`)).style;
  }

  async contested() {
    return (await this.client.get("v1/contested")).contested;
  }

  /** What a place is called; its id where that cannot be found out now. @param {number | string} place */
  async label(place) {
    const known = this.#labels.get(String(place));
    if (known) return known;
    try {
      const { name, admin1, country_name: country } = await this.client.place(place);
      const label = [...new Set([name, admin1?.name, country])].filter(Boolean).join(", ");
      this.#labels.set(String(place), label);
      return label;
    } catch {
      return String(place);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {number} [version]
   * @returns {Promise<Decision>}
   */
  async #write(method, path, body, version) {
    const headers = { "Content-Type": "application/json", ...(version ? { "If-Match": `"${version}"` } : {}) };
    const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    return this.#seen(await this.client.send(this.client.url(`${this.path}/${path}`), request)).decision;
  }

  /** Another worker is to be as far. @param {any} answer */
  #seen(answer) {
    this.revision = answer.desk.revision;
    this.client.headers = () => ({ "Exonym-Revision": String(this.revision) });
    return answer;
  }
}

/**
 * The decision that holds instead, where somebody else was quicker.
 *
 * @param {unknown} error
 * @returns {Decision | null}
 */
export const presentOf = (error) => (error instanceof ExonymError ? error.present : null) ?? null;

/**
 * Whether a decision says what somebody wants.
 *
 * @param {Decision} decision
 * @param {Partial<Wanted>} wanted
 */
function says(decision, wanted) {
  const held = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (decision));
  return Object.entries(wanted).every(([field, value]) => inOrder(held[field]) === inOrder(value));
}

/** @param {any} value */
const inOrder = (value) => JSON.stringify(value && typeof value === "object" ? Object.entries(value).sort() : String(value));

/** @param {string} via */
function signed(via) {
  const by = person();
  return by ? { via, by } : { via };
}
