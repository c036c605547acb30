// @ts-check
/** All elements: what a page loads that needs no more than one tag. */

export { Client, ExonymError } from "./client.js";
export { ExonymElement } from "./base.js";
export { ExonymMap } from "./map.js";
export { ExonymPicker } from "./picker.js";
export { ExonymVerdict } from "./verdict.js";
