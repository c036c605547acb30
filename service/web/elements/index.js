// @ts-check
/** All elements: what a page loads that needs no more than one tag. */

export { Client, ExonymError } from "./client.js";
export { ExonymElement } from "./base.js";
export { ExonymDateline } from "./dateline.js";
export { ExonymDraft } from "./draft.js";
export { ExonymMap } from "./map.js";
export { ExonymPicker } from "./picker.js";
export { ExonymPlaces } from "./places.js";
export { ExonymVerdict } from "./verdict.js";
export { addWords } from "./words.js";
