// @ts-check
/** What a map is drawn from: the service's binary answers, read. docs/map.md has their layouts. */

/**
 * A line of points, x and y in turn; the world is a square of side 1, x to the east, y to the south.
 *
 * @typedef {{ points: Float64Array, box: [number, number, number, number], seams: Set<number>, dashed: boolean }} Line
 * `box` is west, north, east, south; `seams` has the numbers of points to which no coast is drawn.
 */
/** @typedef {{ x: number, y: number, size: number, name: string, width: number }} Label */
/** @typedef {{ borders: string, view: string, places: string, missing: boolean, tiles?: string, credit?: string }} Told */
/** @typedef {{ told: Told, land: Line[], borders: Line[], labels: Label[] }} Base */

import { pause } from "./client.js";

const PARTS = 1024; // that a tile is wide
const ATTEMPTS = 10;
const LONGEST_WAIT = 5; // seconds
const SIZES = 4; // classes for each doubling of the people

/** The numbers of an answer, one after the other: zigzag, seven bits a byte. */
class Numbers {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    this.bytes = new Uint8Array(buffer);
    this.at = 0;
  }

  next() {
    let number = 0;
    let unit = 1;
    for (;;) {
      if (this.at >= this.bytes.length) throw new RangeError("The map's data ends too early.");
      const byte = this.bytes[this.at++];
      number += (byte & 127) * unit;
      if (byte < 128) return number % 2 ? -(number + 1) / 2 : number / 2;
      unit *= 128;
    }
  }

  /** @param {number} [length] */
  text(length = this.bytes.length - this.at) {
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Base}
 */
export function readBase(buffer) {
  const numbers = new Numbers(buffer);
  const told = JSON.parse(numbers.text(numbers.next()));
  const unit = 1 / 2 ** told.bits;
  const pen = { x: 0, y: 0 };
  const land = Array.from({ length: numbers.next() }, () => readLine(numbers, unit, pen, numbers.next()));
  const borders = Array.from({ length: numbers.next() }, () => readLine(numbers, unit, pen, 0));
  return { told, land, borders, labels: readLabels(numbers, unit) };
}

/**
 * A ring of several pieces, or, of none, a border.
 *
 * @param {Numbers} numbers
 * @param {number} unit
 * @param {{ x: number, y: number }} pen where the line before ended, in units
 * @param {number} pieces
 * @returns {Line}
 */
function readLine(numbers, unit, pen, pieces) {
  pen.x += numbers.next();
  pen.y += numbers.next();
  const points = [pen.x * unit, pen.y * unit];
  const seams = new Set();
  let dashed = false;
  let [west, north, east, south] = [pen.x, pen.y, pen.x, pen.y];
  for (let piece = Math.max(pieces, 1); piece > 0; piece--) {
    const told = numbers.next();
    const flagged = Math.abs(told % 2) === 1;
    if (!pieces) dashed = flagged;
    for (let step = Math.floor(told / 2); step > 0; step--) {
      pen.x += numbers.next();
      pen.y += numbers.next();
      if (pieces && flagged) seams.add(points.length / 2);
      points.push(pen.x * unit, pen.y * unit);
      west = Math.min(west, pen.x);
      east = Math.max(east, pen.x);
      north = Math.min(north, pen.y);
      south = Math.max(south, pen.y);
    }
  }
  const box = /** @type {Line["box"]} */ ([west * unit, north * unit, east * unit, south * unit]);
  return { points: Float64Array.from(points), box, seams, dashed };
}

/**
 * @param {Numbers} numbers
 * @param {number} unit
 * @returns {Label[]}
 */
function readLabels(numbers, unit) {
  const at = { x: 0, y: 0, size: 0 };
  const labels = Array.from({ length: numbers.next() }, () => {
    at.x += numbers.next();
    at.y += numbers.next();
    at.size += numbers.next();
    return { x: at.x * unit, y: at.y * unit, size: 2 ** (at.size / SIZES), name: "", width: 0 };
  });
  const names = numbers.text().split("\n");
  labels.forEach((label, number) => { label.name = names[number] ?? ""; });
  return labels;
}

/**
 * The dots of a tile, x and y in turn.
 *
 * @param {ArrayBuffer} buffer
 * @param {string} url whose last parts are the zoom, the column and the row
 */
export function readDots(buffer, url) {
  const [zoom, column, row] = url.split("/").slice(-3).map(Number);
  const numbers = new Numbers(buffer);
  const unit = 1 / (PARTS * 2 ** zoom);
  const points = new Float64Array(2 * numbers.next());
  let x = 0;
  let y = 0;
  for (let at = 0; at < points.length; at += 2) {
    const down = numbers.next();
    x = down || !at ? numbers.next() : x + numbers.next();
    y += down;
    points[at] = (column * PARTS + x + 0.5) * unit;
    points[at + 1] = (row * PARTS + y + 0.5) * unit;
  }
  return points;
}

/**
 * Degrees as a point of the square.
 *
 * @param {number} lat
 * @param {number} lon
 * @returns {[number, number]}
 */
export function project(lat, lon) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * Answers that are asked for once, however many maps there are; one that failed is asked for again.
 *
 * @template T
 */
export class Kept {
  #found = /** @type {Map<string, { value: T | null, answer: Promise<T> }>} */ (new Map());

  /**
   * @param {(buffer: ArrayBuffer, url: string) => T} read
   * @param {number} most how many are kept
   */
  constructor(read, most) {
    this.read = read;
    this.most = most;
  }

  /**
   * What is there; where nothing is, null, and it is asked for.
   *
   * @param {import("./client.js").Client} client
   * @param {string} url
   * @param {() => void} come called when it is there
   * @param {() => void} [fail] called when it cannot be had
   */
  get(client, url, come, fail) {
    const found = this.#found.get(url) ?? this.#ask(client, url);
    this.#found.delete(url);
    this.#found.set(url, found); // the last asked for is the last to go
    if (!found.value) found.answer.then(come, fail ?? (() => {}));
    return found.value;
  }

  /**
   * @param {import("./client.js").Client} client
   * @param {string} url
   */
  #ask(client, url) {
    const asked = { value: /** @type {T | null} */ (null), answer: bytes(client, url).then((buffer) => this.read(buffer, url)) };
    asked.answer.then((value) => { asked.value = value; }, () => this.#found.delete(url));
    for (const oldest of this.#found.keys()) {
      if (this.#found.size < this.most) break;
      this.#found.delete(oldest);
    }
    return asked;
  }
}

/**
 * @param {import("./client.js").Client} client
 * @param {string} url
 */
async function bytes(client, url) {
  for (let attempt = 1; ; attempt++) {
    const response = await client.fetch(url, AbortSignal.timeout(60_000));
    if (response.ok) return response.arrayBuffer();
    const wait = Number(response.headers.get("Retry-After"));
    if (!wait || attempt >= ATTEMPTS) throw new Error(`${response.status}`);
    await pause(Math.min(wait, LONGEST_WAIT) * 1000); // a map that is drawn for the first time takes seconds
  }
}
