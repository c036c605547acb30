// @ts-check
/**
 * Decisions on their way to the service, in their order, one at a time. None is lost: what was not answered is kept by the
 * browser and sent again, also after the page was closed. None is doubled: each says the version that was seen, and the
 * service takes the same decision over the same version for one.
 */

import { asError } from "../elements/base.js";
import { pause } from "../elements/client.js";

/**
 * @typedef {{ id: string, place: number | string | null | undefined, version?: number }} Change `place` undefined takes back
 * @typedef {import("./table_names.js").Cluster} Cluster
 * @typedef {object} Listener
 * @property {(cluster: Cluster) => void} ondone what a change has become
 * @property {(present: Cluster) => void} onother somebody else decided it before
 * @property {(error: import("../elements/client.js").ExonymError, change: Change) => void} onrefused it cannot be kept
 * @property {(waiting: number, error: import("../elements/client.js").ExonymError | null) => void} onwait
 * @property {() => Promise<boolean>} onkey a key is needed; whether it was given
 * @property {() => string} who
 */

const FIRST_WAIT = 500; // ms
const LONGEST_WAIT = 8000;
const MORE = 1.7;

export class Outbox {
  /** @type {Change[]} */
  #waiting = [];
  /** @type {Map<string, number>} */
  #versions = new Map();
  #busy = false;
  #wake = new AbortController();
  /** @type {(() => void)[]} */
  #idle = [];

  /**
   * @param {import("../elements/client.js").Client} client
   * @param {string} job
   * @param {Listener} listener
   */
  constructor(client, job, listener) {
    this.client = client;
    this.job = job;
    this.listener = listener;
    this.#waiting = this.#kept();
    addEventListener("beforeunload", (event) => { if (this.#waiting.length) event.preventDefault(); });
    addEventListener("online", () => this.#hurry());
    this.#run();
  }

  /** How many changes are on their way. */
  get size() {
    return this.#waiting.length;
  }

  /** What is on its way for a cluster: the last of it. @param {string} id */
  last(id) {
    return this.#waiting.findLast((one) => one.id === id);
  }

  /** The version that is known of a cluster. @param {Cluster} cluster */
  saw(cluster) {
    this.#versions.set(cluster.id, cluster.version);
  }

  /** @param {Change} change */
  add(change) {
    this.#waiting.push({ id: change.id, place: change.place });
    this.#keep();
    this.#hurry();
    this.#run();
  }

  /** Done when nothing is on its way. @returns {Promise<void>} */
  idle() {
    return this.#waiting.length ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #run() {
    if (this.#busy) return;
    this.#busy = true;
    let wait = FIRST_WAIT;
    while (this.#waiting.length) {
      const change = this.#waiting[0];
      try {
        change.version ??= this.#versions.get(change.id) ?? (await this.#present(change.id)).version;
        this.#keep();
        const cluster = await this.#send(change);
        this.saw(cluster);
        this.#took(change);
        wait = FIRST_WAIT;
        this.listener.ondone(cluster);
        this.listener.onwait(this.#waiting.length, null);
      } catch (error) {
        wait = await this.#failed(asError(error), change, wait);
      }
    }
    this.#busy = false;
    for (const done of this.#idle.splice(0)) done();
  }

  /**
   * @param {import("../elements/client.js").ExonymError} error
   * @param {Change} change
   * @param {number} wait
   * @returns {Promise<number>} how long to wait the next time
   */
  async #failed(error, change, wait) {
    if (error.code === "decided_otherwise") {
      try {
        const present = await this.#present(change.id);
        this.#waiting = this.#waiting.filter((one) => one.id !== change.id);
        this.saw(present);
        this.#keep();
        this.listener.onother(present);
        this.listener.onwait(this.#waiting.length, null);
        return FIRST_WAIT;
      } catch (again) {
        error = asError(again);
      }
    }
    const later = !error.status || error.status === 408 || error.status === 429 || error.status >= 500;
    if (error.status === 401 && (await this.listener.onkey())) return wait;
    if (!later && error.status !== 401) {
      this.#took(change);
      this.listener.onrefused(error, change);
      return wait;
    }
    this.listener.onwait(this.#waiting.length, error);
    this.#wake = new AbortController();
    await pause(Math.max(wait, (error.retryAfter ?? 0) * 1000), this.#wake.signal).catch(() => {});
    return Math.min(wait * MORE, LONGEST_WAIT);
  }

  /** @param {Change} change */
  #took(change) {
    this.#waiting = this.#waiting.filter((one) => one !== change);
    this.#keep();
  }

  /** @param {Change} change */
  #send({ id, place, version }) {
    if (place === undefined) return this.client.send(this.client.url(this.#path(id), { version }), { method: "DELETE" });
    const body = JSON.stringify({ place, version, who: this.listener.who() || null });
    return this.client.send(this.client.url(this.#path(id)), { method: "PUT", body, headers: { "Content-Type": "application/json" } });
  }

  /** @param {string} id @returns {Promise<Cluster>} */
  #present(id) {
    return this.client.get(this.#path(id));
  }

  /** @param {string} id */
  #path(id) {
    return `v1/jobs/${encodeURIComponent(this.job)}/clusters/${encodeURIComponent(id)}`;
  }

  #hurry() {
    this.#wake.abort();
  }

  get #shelf() {
    return `exonym-outbox-${this.job}`;
  }

  /** @returns {Change[]} */
  #kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#shelf) ?? "[]");
      const changes = Array.isArray(kept) ? kept.filter((one) => typeof one?.id === "string") : [];
      return changes.map(({ id, place, back, version }) => ({ id, place: back ? undefined : place ?? null, version }));
    } catch {
      return []; // nothing is kept here, or it is not ours
    }
  }

  #keep() {
    try {
      if (!this.#waiting.length) return localStorage.removeItem(this.#shelf);
      const kept = this.#waiting.map(({ id, place, version }) => ({ id, place, back: place === undefined, version }));
      localStorage.setItem(this.#shelf, JSON.stringify(kept));
    } catch {
      // forbidden or full: they hold as long as the page is open, and leaving it asks first
    }
  }
}
