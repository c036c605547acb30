// @ts-check
/** Painting a map onto a canvas: sea, land, coasts, borders, dots, labels; what lies outside is left out. */

/** @typedef {import("./map-data.js").Line} Line */
/** @typedef {import("./map-data.js").Label} Label */
/** @typedef {{ x: number, y: number, z: number }} View the middle, and the zoom: the world is 256 × 2^z pixels wide */
/** @typedef {{ view: View, width: number, height: number, ratio: number }} Frame */
/** @typedef {Record<"sea" | "land" | "coast" | "border" | "dot" | "town" | "name", string>} Colours */
/** @typedef {{ x: number, y: number, toX: number, toY: number }} Leader from a place to its pin, in pixels */

export const TILE = 256;
const DASH = [4, 3];
const FONT_PIXELS = 11.5;
const GAP = 6; // pixels between a town and its name
/** From which zoom on a town is named that has so many people. */
const NAMED = [[0, 8e6], [2, 4e6], [2.6, 2.5e6], [3.4, 9e5], [4.3, 4e5], [5, 1.5e5], [5.7, 8e4], [6.4, 3e4], [7.2, 1e4], [8, 0]];

/** How a place in the world's square comes to be a pixel of a frame. */
export class Plane {
  /** @param {Frame} frame */
  constructor({ view, width, height }) {
    this.scale = TILE * 2 ** view.z;
    this.left = view.x - width / 2 / this.scale;
    this.top = view.y - height / 2 / this.scale;
    this.right = view.x + width / 2 / this.scale;
    this.bottom = view.y + height / 2 / this.scale;
  }

  /** The turns of the world around itself that are to be seen. */
  turns() {
    const turns = [];
    for (let turn = Math.floor(this.left); turn < this.right; turn++) turns.push(turn);
    return turns;
  }

  /**
   * @param {Line["box"]} box
   * @param {number} turn
   */
  shows(box, turn) {
    return box[2] + turn >= this.left && box[0] + turn <= this.right && box[3] >= this.top && box[1] <= this.bottom;
  }
}

/**
 * @param {CanvasRenderingContext2D} g
 * @param {Frame} frame
 * @param {{ land: Line[], borders: Line[] }} base
 * @param {Colours} colours
 */
export function paintLand(g, frame, base, colours) {
  const plane = new Plane(frame);
  const all = plane.turns();
  const shown = all.flatMap((turn) => base.land.filter((line) => plane.shows(line.box, turn)).map((line) => ({ line, turn })));
  g.lineJoin = "round";
  g.beginPath();
  for (const { line, turn } of shown) trace(g, plane, line, turn, true);
  g.fillStyle = colours.land;
  g.fill("evenodd");
  g.beginPath();
  for (const { line, turn } of shown) trace(g, plane, line, turn, false);
  g.strokeStyle = colours.coast;
  g.lineWidth = 0.8;
  g.stroke();
  g.strokeStyle = colours.border;
  g.lineWidth = 1;
  for (const dashed of [false, true]) {
    g.beginPath();
    for (const turn of all) {
      for (const line of base.borders) {
        if (line.dashed === dashed && plane.shows(line.box, turn)) trace(g, plane, line, turn, false);
      }
    }
    g.setLineDash(dashed ? DASH : []);
    g.stroke();
  }
  g.setLineDash([]);
}

/**
 * Add a line to the path. Of a stretch that lies beyond one side of the frame only the ends are taken, which what is
 * seen of it does not change.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {Plane} plane
 * @param {Line} line
 * @param {number} turn
 * @param {boolean} filled
 */
function trace(g, { scale, left, top, right, bottom }, { points, seams }, turn, filled) {
  const count = points.length;
  const away = left - turn;
  const far = right - turn;
  let before = 0; // the sides beyond which the point before lies, as bits
  let skipped = -1;
  for (let at = 0; at < count; at += 2) {
    const x = points[at];
    const y = points[at + 1];
    const side = (x < away ? 1 : x > far ? 2 : 0) | (y < top ? 4 : y > bottom ? 8 : 0);
    if (at && side & before) {
      before &= side;
      skipped = at;
      continue;
    }
    if (skipped >= 0) put(g, (points[skipped] - away) * scale, (points[skipped + 1] - top) * scale, filled || !seams.has(skipped / 2));
    skipped = -1;
    put(g, (x - away) * scale, (y - top) * scale, at > 0 && (filled || !seams.has(at / 2)));
    before = side;
  }
  if (skipped >= 0) put(g, (points[skipped] - away) * scale, (points[skipped + 1] - top) * scale, filled);
  if (filled) g.closePath();
}

/**
 * @param {CanvasRenderingContext2D} g
 * @param {number} x
 * @param {number} y
 * @param {boolean} down whether a line leads there
 */
function put(g, x, y, down) {
  if (down) g.lineTo(x, y);
  else g.moveTo(x, y);
}

/**
 * Dots are written as pixels: so many rectangles would take the browser a tenth of a second.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {Frame} frame
 * @param {Float64Array[]} tiles
 * @param {Colours} colours
 */
export function paintDots(g, frame, tiles, colours) {
  const plane = new Plane(frame);
  const { left, top } = plane;
  const scale = plane.scale * frame.ratio;
  const width = Math.round(frame.width * frame.ratio);
  const height = Math.round(frame.height * frame.ratio);
  const size = Math.max(1, Math.round(Math.min(1.8, (frame.view.z - 1) * 0.3) * frame.ratio));
  const layer = new OffscreenCanvas(width, height);
  const l = /** @type {OffscreenCanvasRenderingContext2D} */ (layer.getContext("2d", { willReadFrequently: true }));
  l.fillStyle = colours.dot;
  l.fillRect(0, 0, 1, 1);
  const [colour] = new Uint32Array(l.getImageData(0, 0, 1, 1).data.buffer);
  const image = l.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (const turn of plane.turns()) {
    for (const points of tiles) {
      for (let at = 0; at < points.length; at += 2) {
        const x = Math.round((points[at] + turn - left) * scale);
        const y = Math.round((points[at + 1] - top) * scale);
        if (x < 0 || y < 0 || x + size > width || y + size > height) continue;
        for (let row = y; row < y + size; row++) {
          for (let at = row * width + x, end = at + size; at < end; at++) pixels[at] = colour;
        }
      }
    }
  }
  l.putImageData(image, 0, 0);
  g.globalAlpha = Math.min(0.85, 0.25 + frame.view.z / 10);
  g.drawImage(layer, 0, 0, frame.width, frame.height);
  g.globalAlpha = 1;
}

/**
 * Names of towns, the largest first, as far as they do not meet one another or a pin.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {Frame} frame
 * @param {Label[]} labels the largest first
 * @param {Colours} colours
 * @param {{ font: string, pins: [number, number][] }} choices
 */
export function paintLabels(g, frame, labels, colours, { font, pins }) {
  const plane = new Plane(frame);
  const taken = pins.map(([x, y]) => [x - 15, y - 15, x + 15, y + 15]);
  const least = NAMED.filter(([zoom]) => zoom <= frame.view.z).at(-1)?.[1] ?? Infinity;
  g.font = `500 ${FONT_PIXELS}px ${font}`;
  g.direction = "ltr";
  g.textBaseline = "middle";
  g.lineJoin = "round";
  for (const turn of plane.turns()) {
    for (const label of labels) {
      if (label.size < least) break;
      const x = (label.x + turn - plane.left) * plane.scale;
      const y = (label.y - plane.top) * plane.scale;
      if (x < 0 || y < 8 || x > frame.width || y > frame.height - 8) continue;
      label.width ||= g.measureText(label.name).width;
      const box = [x - 4, y - 8, x + GAP + label.width + 4, y + 8];
      if (taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) continue;
      taken.push(box);
      paintLabel(g, x, y, label.name, colours);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} g
 * @param {number} x
 * @param {number} y
 * @param {string} name
 * @param {Colours} colours
 */
function paintLabel(g, x, y, name, colours) {
  g.fillStyle = colours.town;
  g.beginPath();
  g.arc(x, y, 2, 0, 7);
  g.fill();
  g.strokeStyle = colours.land;
  g.lineWidth = 3;
  g.strokeText(name, x + GAP, y);
  g.fillStyle = colours.name;
  g.fillText(name, x + GAP, y);
}

/**
 * Where pins stand that would have hidden others.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {Leader[]} leaders
 * @param {Colours} colours
 */
export function paintLeaders(g, leaders, colours) {
  g.strokeStyle = g.fillStyle = colours.name;
  g.lineWidth = 1.2;
  for (const { x, y, toX, toY } of leaders) {
    g.beginPath();
    g.moveTo(x, y);
    g.lineTo(toX, toY);
    g.stroke();
    g.beginPath();
    g.arc(x, y, 2.5, 0, 7);
    g.fill();
  }
}

/**
 * Pixels at which pins do not hide one another: each as near its place as there is room.
 *
 * @param {[number, number][]} places in pixels
 * @param {number} room that a pin takes
 * @returns {[number, number][]}
 */
export function apart(places, room) {
  /** @type {[number, number][]} */
  const out = [];
  /** @param {number} x @param {number} y */
  const free = (x, y) => out.every(([a, b]) => Math.abs(a - x) >= room || Math.abs(b - y) >= room);
  for (const [x, y] of places) {
    let [toX, toY] = [x, y];
    for (let step = 0; step < 40 && !free(toX, toY); step++) {
      const far = room * (0.6 + step * 0.1);
      toX = x + far * Math.cos(step * 2.4 - 1.2); // the golden angle: no two directions are alike
      toY = y + far * Math.sin(step * 2.4 - 1.2);
    }
    out.push([toX, toY]);
  }
  return out;
}
