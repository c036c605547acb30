// @ts-check
/** What the service says in English, in the reader's language: hints by their form, refusals by their code. */

import { saidOf } from "../elements/base.js";
import { bdi } from "../elements/dom.js";
import { key, page, parts, t } from "../elements/words.js";

/**
 * Each form of a hint (gazetteer/matching/verdict.py), and what is said for it; the groups are its values.
 *
 * @type {[RegExp, string][]}
 */
const HINTS = [
  [/^give [^:;]+: (?<count>\d+) places share this name/, key("{count, plural, one {# place shares this name} other {# places share this name}}")],
  [/^give [^:;]+: several places are as likely/, key("several places are as likely")],
  [/^a month or a day of the week is called so too[^;]*/, key("a month or a day of the week is called so too")],
  [/^no (?<name>.+?) in (?<where>.+?); the nearest reading is (?<place>[^;]+)/, key("no {name} in {where}; the nearest is {place}")],
  [/^(?<place>[^;]+?) is of another kind than the string says/, key("{place} is of another kind than the name says")],
  [/^country was not used: no country of the gazetteer is called (?<value>[^;]+)/, key("We know no country called {value}: it was not used.")],
  [/^within was not used: no area of the gazetteer is called (?<value>[^;]+)/, key("We know no region called {value}: it was not used.")],
];

/** Refusals that a table may meet. @type {Record<string, string>} */
const REFUSALS = {
  bad_table: key("This file cannot be read as a table."),
  too_large: key("The table is too large for this service."),
  too_many_jobs: key("Too many of your tables wait already: try again when one has ended."),
  no_space: key("The service has no room for tables now: try again later."),
  bad_query: key("The service cannot read the table so: look at the columns and the encoding."),
  not_ready: key("The table is not ready for that."),
};

/**
 * A hint in the reader's language; what has no known form stays as the service says it.
 *
 * @param {string} hint
 * @returns {{ said: (string | Node)[], foreign: boolean }}
 */
export function hintOf(hint) {
  if (page.lang === "en") return { said: [bdi(hint)], foreign: false };
  const said = /** @type {(string | Node)[]} */ ([]);
  let rest = hint;
  while (rest) {
    const found = HINTS.map(([form, sentence]) => /** @type {const} */ ([form.exec(rest), sentence])).find(([match]) => match);
    if (!found?.[0]) return { said: [bdi(hint)], foreign: true };
    const [match, sentence] = found;
    const values = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, name === "count" ? Number(value) : bdi(value)]));
    if (said.length) said.push("; ");
    said.push(...parts(sentence, values));
    rest = rest.slice(match[0].length).replace(/^;\s*/, "");
  }
  return { said, foreign: false };
}

/**
 * Why the service refused: its own sentence for who reads English, else what its code means.
 *
 * @param {import("../elements/client.js").ExonymError} error
 */
export function refusalOf(error) {
  const refused = error.status >= 400 && error.status < 500 && error.status !== 401;
  const known = REFUSALS[error.code];
  if (page.lang === "en") return refused ? error.message : saidOf(error, page);
  return known ? t(known) : saidOf(error, page);
}
