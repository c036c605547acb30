// @ts-check
/** What is kept with the page: its places, and what was decided about names in it. */

/** @typedef {import("../elements/draft.js").ExonymDraft} Draft */
/** @typedef {{ id: number, name: string, lat: number, lon: number, country: string, surfaces: string[], role: string }} Kept */
/** @typedef {{ places: Kept[], decided: { name: string, place: number }[] }} Story */

const MOST = 500;
const SPELLINGS = 50;
const LETTERS = 200;

/** @param {string} text of the field @returns {Story} */
export function storyOf(text) {
  try {
    const { places, decided } = JSON.parse(text) ?? {};
    return { places: (places ?? []).map(asKept), decided: (decided ?? []).map((/** @type {any} */ { name, place }) => ({ name, place })) };
  } catch {
    return { places: [], decided: [] };
  }
}

/** The same in one order, however it was kept. @param {any} one @returns {Kept} */
const asKept = ({ id, name, lat, lon, country, surfaces, role }) => ({ id, name, lat, lon, country, surfaces, role });

/**
 * Decide again what was decided before, once: of names in the text, with places that are still known.
 *
 * @param {Draft} draft
 * @param {Story} story
 * @param {Set<string>} known names whose decision the draft knows: from then on it says whether it holds
 * @returns {boolean} whether anything was decided
 */
export function restore(draft, { places, decided }, known) {
  for (const { name, place } of decided) {
    const group = known.has(name) ? undefined : draft.places.find((one) => !one.decided && one.mentions.some((at) => draft.mentions[at].name === name));
    if (!group) continue;
    known.add(name);
    const meant = place ? group.candidates.find(({ id }) => id === place) ?? places.find(({ id }) => id === place) : null;
    if (meant === undefined) continue;
    draft.decide(group.group, /** @type {any} */ (meant));
    return true;
  }
  return false;
}

/**
 * What the text says now.
 *
 * @param {Draft} draft
 * @param {Story} before
 * @param {number | null} dateline the place that was put at the beginning
 * @returns {Story}
 */
export function kept(draft, before, dateline) {
  const from = dateline ?? before.places.find(({ role }) => role === "dateline")?.id;
  const places = draft.places.filter(({ place, verdict }) => place && verdict === "match").slice(0, MOST).map(({ place, spellings }) => ({
    id: Number(place?.id), name: cut(place?.name ?? ""), lat: place?.lat ?? 0, lon: place?.lon ?? 0, country: cut(place?.country ?? ""),
    surfaces: spellings.slice(0, SPELLINGS).map(cut), role: place?.id === from ? "dateline" : "mentioned",
  }));
  /** @type {Map<string, { name: string, place: number }>} */
  const decided = new Map();
  for (const group of draft.places.filter((one) => one.decided)) {
    for (const at of group.mentions) {
      const { name } = draft.mentions[at];
      decided.set(name, { name: cut(name), place: Number(group.place?.id ?? 0) });
    }
  }
  return { places, decided: [...decided.values()].slice(0, MOST) };
}

/** @param {string} text */
const cut = (text) => text.slice(0, LETTERS);
