// @ts-check
/** A file before it is sent: whether it may be a table, and its beginning. */

import { key } from "../elements/words.js";

const BEGINNING = 250_000; // bytes that the service is shown
const LINE_FEED = 10;

/** How files begin that are no tables of text. @type {[number[], string][]} */
const KINDS = [
  [[0x89, 0x50, 0x4e, 0x47], key("This is an image, not a table.")],
  [[0xff, 0xd8, 0xff], key("This is an image, not a table.")],
  [[0x47, 0x49, 0x46, 0x38], key("This is an image, not a table.")],
  [[0x25, 0x50, 0x44, 0x46], key("This is a PDF, not a table.")],
  [[0x50, 0x4b, 0x03, 0x04], key("This is a workbook or an archive: save the sheet as CSV.")],
  [[0xd0, 0xcf, 0x11, 0xe0], key("This is a workbook or an archive: save the sheet as CSV.")],
  [[0x1f, 0x8b], key("This is a workbook or an archive: save the sheet as CSV.")],
];

/**
 * Why a file cannot be a table: a key of the words with `size` and `limit`; null where it may be one.
 *
 * @param {File} file
 * @param {number} limit bytes
 * @returns {Promise<string | null>}
 */
export async function unreadable(file, limit) {
  if (file.size > limit) return key("This file has {size}; this service takes {limit}. Split it, and send the parts.");
  if (file.size === 0) return key("This file is empty.");
  try {
    const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    return KINDS.find(([bytes]) => bytes.every((byte, at) => head[at] === byte))?.[1] ?? null;
  } catch {
    return key("The browser cannot read this file: is it a folder, or was it moved?");
  }
}

/**
 * The beginning of a file, up to the end of a line; all of it where it is short.
 *
 * @param {File} file
 */
export async function beginningOf(file) {
  const bytes = new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer());
  if (file.size <= BEGINNING) return bytes;
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe; // in UTF-16 of that order a zero follows the line end
  const end = bytes.lastIndexOf(LINE_FEED);
  return end > 0 ? bytes.slice(0, end + 1 + Number(wide)) : bytes;
}

/**
 * The parameters that are not blank.
 *
 * @param {Record<string, string>} choices
 */
export const fits = (choices) => Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== ""));
