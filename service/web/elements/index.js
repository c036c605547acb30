// @ts-check
/** All elements: what a page loads that needs no more than one tag. */

export { Client, ExonymError } from "./client.js";
export { ExonymElement } from "./base.js";
