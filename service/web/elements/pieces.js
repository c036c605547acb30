// @ts-check
/**
 * A document in pieces that are annotated each by itself: an article is one, so that its places explain each other; of a
 * long text only the piece is sent again that was changed.
 */

/**
 * @typedef {{ id: string, text: string, lang?: string | null }} Field
 * @typedef {{ field: string, at: number, from: number, length: number }} Part `at` in the piece, `from` in the field
 * @typedef {{ key: string, text: string, lang: string, parts: Part[] }} Piece
 */

const LEAST = 6_000; // characters from which a piece may end
const MOST = 12_000; // characters at which it ends behind the paragraph
const ONE_IN = 4; // paragraphs at which it may end
const BETWEEN = "\n\n"; // fields

/**
 * The pieces of a document. Where one ends depends on the paragraph there, so that those behind a change stay as they are.
 *
 * @param {Field[]} fields
 * @returns {Piece[]} without those that are blank
 */
export function piecesOf(fields) {
  /** @type {Piece[]} */
  const pieces = [];
  let piece = blank("");
  const end = () => {
    if (piece.text.trim()) pieces.push({ ...piece, key: `${piece.lang}\n${piece.text}` });
    piece = blank(piece.lang);
  };
  for (const { id, text, lang } of fields) {
    if ((lang ?? "") !== piece.lang) {
      end();
      piece = blank(lang ?? "");
    }
    if (piece.text) piece.text += BETWEEN;
    for (const [from, to] of paragraphs(text)) {
      add(piece, id, text, from, to);
      const ends = piece.text.length >= MOST || (piece.text.length >= LEAST && (to - from) % ONE_IN === 0);
      if (ends) end();
    }
  }
  end();
  return pieces;
}

/**
 * Where a place of a piece stands in its field.
 *
 * @param {Piece} piece
 * @param {number} start
 * @param {number} end
 * @returns {{ field: string, start: number, end: number } | null} null where it is in none, or in two
 */
export function located(piece, start, end) {
  const part = piece.parts.find(({ at, length }) => at <= start && end <= at + length);
  return part ? { field: part.field, start: start - part.at + part.from, end: end - part.at + part.from } : null;
}

/**
 * How many characters a text has, by Unicode.
 *
 * @param {string} text
 */
export const lengthOf = (text) => text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/** @param {string} lang @returns {Piece} */
const blank = (lang) => ({ key: "", text: "", lang, parts: [] });

/**
 * @param {Piece} piece
 * @param {string} field
 * @param {string} text
 * @param {number} from
 * @param {number} to
 */
function add(piece, field, text, from, to) {
  const last = piece.parts.at(-1);
  const at = piece.text.length;
  // What is no letter to UTF-8, half of a surrogate pair, takes as much room as what stands for it.
  piece.text += text.slice(from, to).toWellFormed();
  if (last?.field === field) last.length = at + to - from - last.at;
  else piece.parts.push({ field, at, from, length: to - from });
}

/**
 * Paragraphs with their line ends.
 *
 * @param {string} text
 * @returns {Generator<[number, number]>}
 */
function* paragraphs(text) {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at) + 1 || text.length;
    yield [at, end];
    at = end;
  }
}
