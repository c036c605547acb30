// @ts-check
/** What is said of a place: what it is, what it lies in. service/pages/told.py says the same. */

import { key } from "./words.js";

/**
 * @typedef {{ code: string, name: string, id: number | string | null }} Area
 * @typedef {object} Place as the API gives it
 * @property {number | string} id
 * @property {string} name
 * @property {string | null} name_lang
 * @property {number} lat
 * @property {number} lon
 * @property {string | null} country
 * @property {string | null} country_name
 * @property {Area | null} admin1
 * @property {Area | null} admin2
 * @property {{ class: string, code: string }} feature
 * @property {number} population
 *
 * @typedef {{ name: string, how: string, historic: boolean, to: string | null, detail: string }} Matched
 * @typedef {Place & { score: number, matched: Matched }} Candidate
 * @typedef {object} Answer one result of /v1/resolve
 * @property {string} name
 * @property {"match" | "ambiguous" | "no_match"} verdict
 * @property {Candidate[]} candidates
 * @property {number | null} none
 * @property {string | null} hint
 * @property {{ applied: boolean, desk: string, by: string, at: string }} [decided] by a desk
 */

const TO_THE_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const CITY = 100_000; // people
const SHOWN = 5; // candidates at most
const SHOWN_OF_MATCH = 3;
export const LEAST = 0.0005; // a probability below which a candidate is not worth a line

/** @type {Record<string, string>} */
const CODES = {
  PPLC: key("capital"),
  PPLA: key("regional capital"),
  PPLX: key("part of a town"),
  PPLH: key("former place"),
  PPLQ: key("abandoned place"),
  PPLW: key("destroyed place"),
  PCLH: key("former country"),
  ADM1: key("region"),
  ADM2: key("district"),
  TERR: key("territory"),
  CONT: key("continent"),
  SEA: key("sea"),
  OCN: key("ocean"),
  LK: key("lake"),
  STM: key("river"),
  ISL: key("island"),
  ISLS: key("islands"),
  MT: key("mountain"),
  MTS: key("mountains"),
  AIRP: key("airport"),
};

/** @type {Record<string, string>} */
const CLASSES = {
  A: key("administrative area"),
  H: key("water"),
  L: key("area"),
  P: key("town or village"),
  R: key("road or railway"),
  S: key("building or site"),
  T: key("landform"),
  U: key("undersea feature"),
  V: key("forest or heath"),
};

/**
 * What a place is: a key of the words.
 *
 * @param {Place} place
 */
export function kindOf(place) {
  const { code, class: group } = place.feature;
  if (CODES[code]) return CODES[code];
  if (code.startsWith("PCL")) return key("country");
  if (group === "P" && place.population >= CITY) return key("city");
  return CLASSES[group] ?? key("place");
}

/**
 * What a place lies in; so much that it differs from others of its name.
 *
 * @param {Place} place
 * @param {Place[]} among
 */
export function whereOf(place, among = []) {
  const { admin1, admin2 } = place;
  const same = among.filter((one) => one.name === place.name && one.admin1?.id === admin1?.id);
  const inner = admin2 && same.length > 1 && admin2.id !== place.id ? admin2.name : null;
  const outer = admin1 && admin1.id !== place.id ? admin1.name : null;
  const country = place.feature.code.startsWith("PCL") ? null : place.country_name;
  return joined(/** @type {string[]} */ ([inner, outer, country].filter(Boolean)));
}

/**
 * Names one after the other, each kept apart where some are written to the left and some to the right.
 *
 * @param {string[]} names
 */
function joined(names) {
  const left = names.filter((one) => TO_THE_LEFT.test(one)).length;
  if (!left) return names.join(", ");
  return left === names.length ? names.join("، ") : `\u200f${names.map((one) => `\u2068${one}\u2069`).join("، ")}`;
}

/**
 * The candidates that are worth a line.
 *
 * @param {Answer} answer
 */
export function shownOf(answer) {
  const most = answer.verdict === "match" ? SHOWN_OF_MATCH : SHOWN;
  return answer.candidates.filter((one, at) => at === 0 || one.score >= LEAST).slice(0, most);
}
