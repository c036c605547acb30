// @ts-check
/** A name of a table as the service tells of it, and what is decided of it. */

/**
 * @typedef {import("../elements/place.js").Candidate} Candidate
 * @typedef {{ id: number | string, name: string, lat: number, lon: number, country: string | null, admin1: { name: string } | null }} Place
 * @typedef {{ place: number | string | null, name: string | null, admin1: string | null, country: string | null, who: string }} Decision
 * @typedef {object} Cluster as the API gives it
 * @property {string} id
 * @property {string} name
 * @property {string} country
 * @property {string} within
 * @property {string} lat
 * @property {string} lon
 * @property {string} also
 * @property {number} rows
 * @property {"match" | "ambiguous" | "no_match" | "error"} verdict
 * @property {string} hint
 * @property {number | null} none
 * @property {{ row: number, cells: string[] }[]} samples
 * @property {Candidate[]} candidates
 * @property {Decision | null} decision
 * @property {number} version
 */

const CODE = /^[A-Za-z]{2}$/; // of a country

/**
 * What the desk would remember: of a row with a country's code only for that country.
 *
 * @param {Cluster} one
 * @param {Place | null} place
 * @returns {import("./remember.js").Wish}
 */
export function wishOf({ name, country }, place) {
  const label = place && [place.name, place.admin1?.name].filter(Boolean).join(", ");
  const when = CODE.test(country) ? { country: [country.toUpperCase()] } : undefined;
  return { name, place: place?.id ?? null, label, when };
}
