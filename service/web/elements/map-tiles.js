// @ts-check
/** Raster tiles of the operator's, in the place of land, borders and dots. */

import { Plane, TILE } from "./map-paint.js";

const MOST_IMAGES = 300;

/** @type {Map<string, HTMLImageElement>} */
const images = new Map();

/**
 * Paint the tiles that are there; the others are asked for.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {import("./map-paint.js").Frame} frame
 * @param {string} template an address with {z}, {x} and {y}
 * @param {number} z
 * @param {Iterable<[number, number]>} tiles columns and rows
 * @param {() => void} come called when one is there
 */
export function paintTiles(g, frame, template, z, tiles, come) {
  const plane = new Plane(frame);
  const size = plane.scale / 2 ** z;
  for (const [x, y] of tiles) {
    const url = template.replaceAll("{z}", String(z)).replaceAll("{x}", String(x)).replaceAll("{y}", String(y));
    const image = images.get(url) ?? ask(url);
    if (!image.complete) image.addEventListener("load", come, { once: true });
    if (!image.naturalWidth) continue;
    for (const turn of plane.turns()) {
      const left = (x / 2 ** z + turn - plane.left) * plane.scale;
      const top = (y / 2 ** z - plane.top) * plane.scale;
      g.drawImage(image, left, top, size + 0.5, size + 0.5); // half a pixel over the next: no gaps
    }
  }
}

/** @param {string} url */
function ask(url) {
  if (images.size >= MOST_IMAGES) images.clear();
  const image = new Image(TILE, TILE);
  image.src = url;
  images.set(url, image);
  return image;
}
