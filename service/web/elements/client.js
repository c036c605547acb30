// @ts-check
/** Asks the service: waits as told by 429 and 503, is ended by a signal, and names what went wrong. */

/** @typedef {Record<string, string | number | boolean | null | undefined | (string | number)[]>} Params */
/** @typedef {{ signal?: AbortSignal, patience?: number }} Choices */

const PATIENCE = 20_000; // ms until a request is given up
const ATTEMPTS = 3;
const LONGEST_WAIT = 3; // seconds: who is told to wait longer is told so, and asks again
const MEANWHILE = [0.3, 1]; // seconds between attempts where the service does not say

/** Where the service is that sent this module: it lies three folders deep, in /web/{version}/elements. */
export const HOME = new URL("../../../", import.meta.url).href;

/** What went wrong: `code` as the service says, or `unreachable`, `timeout`, `unreadable`; `status` 0 is no answer. */
export class ExonymError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} status
   * @param {number | null} retryAfter seconds
   * @param {any} present what holds instead, where somebody else was quicker
   */
  constructor(code, message, status = 0, retryAfter = null, present = null) {
    super(message);
    this.name = "ExonymError";
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.present = present;
  }
}

export class Client {
  /**
   * @param {{ endpoint?: string, headers?: (() => Record<string, string> | Promise<Record<string, string>>) | null }} [choices]
   */
  constructor({ endpoint = HOME, headers = null } = {}) {
    this.endpoint = endpoint.endsWith("/") ? endpoint : endpoint + "/";
    this.headers = headers;
  }

  /**
   * @param {string} path without a slash at its begin, `v1/suggest`
   * @param {Params} [params] those that are blank are left out
   * @param {Choices} [choices]
   * @returns {Promise<any>}
   */
  get(path, params = {}, choices = {}) {
    return this.send(this.url(path, params), { method: "GET" }, choices);
  }

  /**
   * @param {string} path
   * @param {unknown} body sent as JSON
   * @param {Choices} [choices]
   * @returns {Promise<any>}
   */
  post(path, body, choices = {}) {
    const headers = { "Content-Type": "application/json" };
    return this.send(this.url(path), { method: "POST", body: JSON.stringify(body), headers }, choices);
  }

  /**
   * The address of a route with its parameters. An endpoint may end in a query that takes the path:
   * `/index.php?rest_route=/exonym/`.
   *
   * @param {string} path
   * @param {Params} [params]
   */
  url(path, params = {}) {
    const base = new URL(this.endpoint, globalThis.document?.baseURI);
    const url = new URL(base.search ? base.href + path : path, base);
    for (const [name, value] of Object.entries(params)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== null && one !== undefined && one !== "") url.searchParams.append(name, String(one));
      }
    }
    return url.href;
  }

  /**
   * The answer as it is, for what is no JSON.
   *
   * @param {string} url
   * @param {AbortSignal} signal
   */
  async fetch(url, signal) {
    return fetch(url, { headers: await this.headers?.(), signal });
  }

  /**
   * @param {string} url
   * @param {RequestInit} request
   * @param {Choices} [choices]
   * @returns {Promise<any>} the answer's JSON; null where it has none
   */
  async send(url, request, { signal, patience = PATIENCE } = {}) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(url, request, signal, patience);
      } catch (error) {
        const wait = error instanceof ExonymError ? waitOf(error, attempt, request.method ?? "GET") : null;
        if (wait === null) throw error;
        await pause(wait * 1000, signal);
      }
    }
  }

  /**
   * @param {string} url
   * @param {RequestInit} request
   * @param {AbortSignal | undefined} signal
   * @param {number} patience
   */
  async #once(url, request, signal, patience) {
    const timeout = AbortSignal.timeout(patience);
    const headers = { ...request.headers, ...(await this.headers?.()) };
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      const response = await fetch(url, { ...request, headers, signal: either });
      if (!response.ok) throw await refusal(response);
      if (response.status === 204) return null;
      const text = await response.text();
      return parsed(text, response.status);
    } catch (error) {
      if (error instanceof ExonymError) throw error;
      signal?.throwIfAborted();
      if (timeout.aborted) throw new ExonymError("timeout", `No answer within ${patience / 1000} s.`);
      throw new ExonymError("unreachable", "The service cannot be reached.");
    }
  }

  /**
   * Places while a name is typed.
   *
   * @param {Params} params `prefix`, `lang`, `country`, `limit`
   * @param {Choices} [choices]
   */
  suggest(params, choices) {
    return this.get("v1/suggest", params, choices);
  }

  /**
   * What one name means.
   *
   * @param {Params} params `q` and the context, as GET /v1/resolve takes them
   * @param {Choices} [choices]
   */
  async resolve(params, choices) {
    const answer = await this.get("v1/resolve", params, choices);
    return { ...answer.results[0], gazetteer: answer.gazetteer };
  }

  /**
   * One place with all its names.
   *
   * @param {number | string} id
   * @param {Params} [params]
   * @param {Choices} [choices]
   */
  place(id, params, choices) {
    return this.get(`v1/places/${encodeURIComponent(id)}`, params, choices);
  }
}

/**
 * Runs one task at a time: a new one ends the one before, so that an older answer never replaces a newer one.
 */
export class Latest {
  #controller = /** @type {AbortController | null} */ (null);

  /**
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} task
   * @returns {Promise<T | undefined>} undefined where a newer one has begun since, or it was ended
   */
  async run(task) {
    this.end();
    const mine = (this.#controller = new AbortController());
    try {
      const result = await task(mine.signal);
      return mine.signal.aborted ? undefined : result;
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      throw error;
    }
  }

  /** End what runs. */
  end() {
    this.#controller?.abort();
    this.#controller = null;
  }
}

/**
 * Wait; ends at once with the signal's reason where it is given.
 *
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const ended = () => { clearTimeout(timer); reject(signal?.reason); };
    const timer = setTimeout(() => { signal?.removeEventListener("abort", ended); resolve(); }, ms);
    signal?.addEventListener("abort", ended, { once: true });
  });
}

/**
 * How long to wait before the next attempt, in seconds; null where there is to be none. What changes something is sent
 * again only where the service says that it was not done.
 *
 * @param {ExonymError} error
 * @param {number} attempt
 * @param {string} method
 */
function waitOf(error, attempt, method) {
  if (attempt >= ATTEMPTS) return null;
  const wait = error.retryAfter ?? MEANWHILE[attempt - 1] ?? LONGEST_WAIT;
  const busy = error.status === 429 || error.status === 503;
  const cut = method === "GET" && (error.code === "unreachable" || error.code === "unreadable");
  return (busy || cut) && wait <= LONGEST_WAIT ? wait : null;
}

/**
 * @param {Response} response
 * @returns {Promise<ExonymError>}
 */
async function refusal(response) {
  const wait = Number.parseFloat(response.headers.get("Retry-After") ?? "");
  const retryAfter = Number.isFinite(wait) && wait >= 0 ? wait : null;
  let code = `http_${response.status}`;
  let message = response.statusText;
  let present = null;
  try {
    const told = await response.json();
    const error = told?.error ?? told ?? {}; // what stands between may leave the frame out
    if (typeof error.code === "string") code = error.code;
    if (typeof error.message === "string") message = error.message;
    present = error.present;
  } catch {
    // in a form of its own: the status says enough
  }
  return new ExonymError(code, message, response.status, retryAfter, present);
}

/**
 * @param {string} text
 * @param {number} status
 */
function parsed(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ExonymError("unreadable", "The answer cannot be read.", status);
  }
}
