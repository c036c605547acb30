// @ts-check
/** What was found in a text: mentions, the places that they name, and what is not house style. */

import { located } from "./pieces.js";

/**
 * @typedef {import("./place.js").Place} Place
 * @typedef {import("./place.js").Candidate} Candidate
 *
 * @typedef {{ rule: string, start: number, end: number, text: string, message: string, replacement: string | null }} Finding
 *
 * @typedef {object} Mention where a place is named, in units of UTF-16
 * @property {string} field
 * @property {number} start
 * @property {number} end
 * @property {string} text
 * @property {string} name what was looked up, in the nominative
 * @property {"place" | "demonym"} kind
 * @property {number} probability that it names a place at all
 * @property {"match" | "ambiguous" | "no_match"} verdict
 * @property {Place | null} place which one it is, by the service or as decided
 * @property {Candidate[]} candidates
 * @property {number} none
 * @property {string | null} hint
 * @property {string} group of those that name the same place
 * @property {boolean} decided
 * @property {Finding[]} findings
 *
 * @typedef {object} PlaceGroup one place, or one name that is not settled
 * @property {string} group
 * @property {string} name
 * @property {"match" | "ambiguous" | "no_match"} verdict
 * @property {boolean} decided
 * @property {Place | null} place
 * @property {number[]} mentions
 * @property {string[]} spellings
 * @property {Candidate[]} candidates
 * @property {number} none
 * @property {string[]} remarks what the service says of the name
 * @property {string[]} rules by which it says that
 *
 * @typedef {{ mention: number, field: string, start: number, end: number, from: string, to: string }} Change
 * @typedef {{ kind: string[], mentions: number[], from: string, to: string | null, message: string, changes: Change[] }} Note
 * @typedef {{ field: string, at: number, removed: number, added: number }} Edit
 */

/** Rules that the list of places says already. */
const OF_THE_LIST = ["ambiguous", "unknown"];

/**
 * The mentions of a piece, as the service has answered.
 *
 * @param {import("./pieces.js").Piece} piece
 * @param {any} answer of POST /v1/annotate
 * @returns {Mention[]}
 */
export function mentionsOf(piece, answer) {
  return answer.places.flatMap((/** @type {any} */ one) => {
    const place = located(piece, one.start, one.end);
    if (!place) return [];
    const found = one.verdict === "match" ? (one.candidates[0] ?? null) : null;
    const findings = one.findings.flatMap((/** @type {number} */ number) => {
      const finding = answer.findings[number];
      const where = finding && located(piece, finding.start, finding.end);
      return where ? [{ ...finding, start: where.start, end: where.end }] : [];
    });
    const { text, name, kind, probability, verdict, candidates, none, hint } = one;
    return [{ ...place, text, name, kind, probability, verdict, place: found, candidates, none, hint, group: groupOf(found, name), decided: Boolean(one.decided), findings }];
  });
}

/**
 * @param {Place | null} place
 * @param {string} name
 */
const groupOf = (place, name) => (place ? String(place.id) : `?${name}`);

/** What was decided about names in a text; each decision can be undone. */
export class Decisions {
  #decided = /** @type {Map<string, Place | null>} */ (new Map());
  #before = /** @type {{ decided: Map<string, Place | null>, group: string }[]} */ ([]);

  get size() {
    return this.#decided.size;
  }

  /**
   * Decide what mentions mean. It holds for all of their names; where a name means two things in the text, only for these.
   *
   * @param {Mention[]} meant as the service has answered
   * @param {Mention[]} all
   * @param {Place | null} place null is no place
   */
  decide(meant, all, place) {
    this.#before.push({ decided: new Map(this.#decided), group: meant[0]?.group ?? "" });
    for (const { name, group } of meant) {
      const shared = all.some((one) => one.name === name && one.group !== group);
      this.#decided.set(shared ? `${name}\n${group}` : name, place);
    }
  }

  /** Take the last one back: the group that it was about; null where there was none. */
  undo() {
    const before = this.#before.pop();
    if (before) this.#decided = before.decided;
    return before?.group ?? null;
  }

  /**
   * A mention as it was decided.
   *
   * @param {Mention} mention as the service has answered
   * @returns {Mention}
   */
  applied(mention) {
    const key = [`${mention.name}\n${mention.group}`, mention.name].find((one) => this.#decided.has(one));
    if (key === undefined) return mention;
    const place = this.#decided.get(key) ?? null;
    const verdict = place ? "match" : "no_match";
    return { ...mention, place, verdict, decided: true, group: place ? String(place.id) : `-${mention.name}` };
  }
}

/**
 * The places of mentions: those to decide first, then in the order of the text.
 *
 * @param {Mention[]} mentions
 * @returns {PlaceGroup[]}
 */
export function placesOf(mentions) {
  /** @type {Map<string, PlaceGroup>} */
  const groups = new Map();
  mentions.forEach((mention, number) => {
    const { group, place, verdict, decided, candidates, none, text, name } = mention;
    let found = groups.get(group);
    if (!found) {
      found = { group, name: place?.name ?? name, verdict, decided, place, mentions: [], spellings: [], candidates, none, remarks: [], rules: [] };
      groups.set(group, found);
    }
    found.mentions.push(number);
    found.decided ||= decided;
    if (!found.spellings.includes(text)) found.spellings.push(text);
    if (place) return;
    for (const { rule, message } of mention.findings) {
      if (OF_THE_LIST.includes(rule) || found.remarks.includes(message)) continue;
      found.remarks.push(message);
      found.rules.push(rule);
    }
  });
  const all = [...groups.values()];
  return [...all.filter(isOpen), ...all.filter((one) => !isOpen(one))];
}

/**
 * Whether somebody is to decide.
 *
 * @param {{ verdict: string, decided: boolean }} one
 */
export const isOpen = ({ verdict, decided }) => verdict !== "match" && !decided;

/**
 * How a place is called in a text besides its name. A spelling in capitals alone, as of a dateline, is no other one.
 *
 * @param {PlaceGroup} group
 * @param {string} lang by whose rules capitals are made
 */
export function otherSpellings({ name, spellings }, lang) {
  const [known, upper] = [[name, ...spellings], (/** @type {string} */ text) => text.toLocaleUpperCase(lang)];
  return spellings.filter((one) => one !== name && !known.some((other) => other !== one && upper(other) === one));
}

/**
 * What is not house style, the same change of the same spelling once.
 *
 * @param {Mention[]} mentions
 * @returns {Note[]}
 */
export function notesOf(mentions) {
  /** @type {Map<string, Note>} */
  const notes = new Map();
  mentions.forEach((mention, number) => {
    for (const { rule, text, replacement, message, start, end } of mention.place ? mention.findings : []) {
      if (OF_THE_LIST.includes(rule)) continue;
      const key = JSON.stringify([mention.group, text, replacement]);
      const note = notes.get(key) ?? { kind: [], mentions: [], from: text, to: replacement, message, changes: [] };
      notes.set(key, note);
      if (!note.kind.includes(rule)) note.kind.push(rule);
      if (note.mentions.includes(number)) continue;
      note.mentions.push(number);
      if (replacement !== null) note.changes.push({ mention: number, field: mention.field, start, end, from: text, to: replacement });
    }
  });
  return [...notes.values()];
}

/**
 * What was typed between two states of a field; null where they are the same.
 *
 * @param {string} field
 * @param {string} before
 * @param {string} after
 * @returns {Edit | null}
 */
export function editOf(field, before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  let behind = 0;
  while (behind < most - at && before.charCodeAt(before.length - 1 - behind) === after.charCodeAt(after.length - 1 - behind)) behind++;
  return { field, at, removed: before.length - at - behind, added: after.length - at - behind };
}

/**
 * The mentions where they stand after an edit. One that was written otherwise stays until it is read again; those that
 * the edit took a part of are gone.
 *
 * @param {Mention[]} mentions
 * @param {Edit} edit
 * @param {string} text of the field, after it
 * @param {boolean} respelt whether the edit is one of a spelling
 */
export function shifted(mentions, { field, at, removed, added }, text, respelt) {
  const by = added - removed;
  return mentions.flatMap((one) => {
    if (one.field !== field || one.end <= at) return [one];
    if (one.start < at + removed || one.start < at) {
      const within = one.start <= at && at + removed <= one.end && one.end + by > one.start;
      const whole = one.start === at && at + removed === one.end;
      return within && (respelt || !whole) ? [{ ...one, end: one.end + by, text: text.slice(one.start, one.end + by), findings: [] }] : [];
    }
    const findings = one.findings.map((finding) => ({ ...finding, start: finding.start + by, end: finding.end + by }));
    return [{ ...one, start: one.start + by, end: one.end + by, findings }];
  });
}
