// @ts-check
/** A text and its places in the forms that others take: HTML, JSON, CSV, GeoJSON. Nothing in a name can leave its place. */

/**
 * @typedef {import("../elements/annotation.js").Mention} Mention
 * @typedef {import("../elements/annotation.js").PlaceGroup} PlaceGroup
 * @typedef {{ text: string, lang: string | null, mentions: Mention[], places: PlaceGroup[] }} Article
 */

const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" });
// What HTML cannot hold: controls but blanks, halves of pairs, and what is no character.
const NO_HTML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
const FORMULA = /^[=+\-@\t\r]/; // what makes a spreadsheet run a cell
const COLUMNS = ["id", "name", "lat", "lon", "country", "mentions", "spellings", "verdict"];
const CREDIT = "GeoNames, CC BY 4.0";

/** @type {Record<string, { type: string, ending: string, made: (article: Article) => string }>} */
export const EXPORTS = {
  HTML: { type: "text/html", ending: "html", made: asHtml },
  JSON: { type: "application/json", ending: "json", made: asJson },
  CSV: { type: "text/csv", ending: "csv", made: asCsv },
  GeoJSON: { type: "application/geo+json", ending: "geojson", made: asGeojson },
};

/**
 * Paragraphs, each mention of a place with its id as `data-exonym`.
 *
 * @param {Article} article
 */
export function asHtml({ text, mentions }) {
  const named = mentions.filter(({ place }) => place);
  let next = 0;
  /** @param {number} at @param {number} end */
  const marked = (at, end) => {
    let line = "";
    for (; next < named.length && named[next].end <= end; next++) {
      const { start, end: behind, place } = named[next];
      if (start < at) continue;
      line += `${escaped(text.slice(at, start))}<span data-exonym="${escaped(String(place?.id))}">${escaped(text.slice(start, behind))}</span>`;
      at = behind;
    }
    return (line + escaped(text.slice(at, end))).trim();
  };
  const paragraphs = /** @type {string[][]} */ ([[]]);
  for (let at = 0; at < text.length; ) {
    const end = (text.indexOf("\n", at) + 1 || text.length + 1) - 1;
    const line = marked(at, end);
    if (line) paragraphs[paragraphs.length - 1].push(line);
    else if (paragraphs[paragraphs.length - 1].length) paragraphs.push([]);
    at = end + 1;
  }
  return paragraphs.filter(({ length }) => length).map((lines) => `<p>${lines.join("<br>\n")}</p>\n`).join("");
}

/** @param {Article} article */
export function asJson({ text, lang, mentions, places }) {
  return JSON.stringify({
    text: text.toWellFormed(),
    lang,
    offsets: "utf16",
    mentions: mentions.map(({ start, end, text: spelt, name, kind, verdict, decided, place }) =>
      ({ start, end, text: spelt, name, kind, verdict, decided, place: place?.id ?? null })),
    places: settled(places).map(({ place, mentions: numbers, spellings, decided }) => ({ ...about(place), mentions: numbers, spellings, decided })),
    credit: CREDIT,
  }, null, 1);
}

/** @param {Article} article */
export function asCsv({ places }) {
  const rows = settled(places).map(({ place, mentions, spellings, decided }) => {
    const { id, name, lat, lon, country } = about(place);
    return [id, cell(name), lat, lon, cell(country ?? ""), mentions.length, cell(spellings.join("; ")), decided ? "decided" : "match"].join(",");
  });
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}

/** A point for each place (RFC 7946). @param {Article} article */
export function asGeojson({ places }) {
  const features = settled(places).map(({ place, mentions, spellings, decided }) => {
    const { id, lat, lon, ...properties } = about(place);
    const geometry = { type: "Point", coordinates: [lon, lat] };
    return { type: "Feature", id, geometry, properties: { ...properties, mentions: mentions.length, spellings, decided } };
  });
  return JSON.stringify({ type: "FeatureCollection", features, credit: CREDIT }, null, 1);
}

/**
 * @param {PlaceGroup[]} places
 * @returns {(PlaceGroup & { place: import("../elements/place.js").Place })[]} in the order of the text
 */
function settled(places) {
  const known = places.filter(({ place }) => place !== null);
  known.sort((one, other) => one.mentions[0] - other.mentions[0]);
  return /** @type {(PlaceGroup & { place: import("../elements/place.js").Place })[]} */ (known);
}

/** @param {import("../elements/place.js").Place} place */
const about = ({ id, name, lat, lon, country, feature }) => ({ id, name, lat, lon, country, feature: feature.code });

/** @param {string} text */
const escaped = (text) => text.toWellFormed().replace(NO_HTML, "\ufffd").replace(/[&<>"']/g, (found) => ENTITIES[found]);

/** A text that a spreadsheet neither runs nor parts. @param {string} text */
function cell(text) {
  const safe = (FORMULA.test(text) ? `'${text}` : text).toWellFormed().replaceAll("\u0000", "\ufffd");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
