// @ts-check
/** An answer as it is said: sentence, what would decide, how the place is written. service/pages/told.py says the same. */

import "../elements/verdict.js";
import { bdi, h } from "../elements/dom.js";
import { kindOf, LEAST, shownOf, whereOf } from "../elements/place.js";
import { page, parts, t } from "../elements/words.js";
import { copyButton } from "./copy.js";
import { root } from "./frame.js";
import { linkTo, own, personOf } from "./own-desk.js";

/**
 * @typedef {import("../elements/place.js").Answer} Answer
 * @typedef {import("../elements/place.js").Candidate} Candidate
 * @typedef {{ name: string, parameter: "country" | "within", value: string }} Hint an area that would decide
 * @typedef {{ name: string, lang: string | null, preferred: boolean, historic: boolean, code: string | null }} Name
 * @typedef {import("../elements/place.js").Place & { names: Name[] }} WholePlace
 */

const SPELLINGS = 4;
const OFTEN_WANTED = ["en", "fr", "de", "es"];

/**
 * The verdict, and below it what would decide.
 *
 * @param {Answer} answer
 * @param {(parameter: "country" | "within", value: string, name: string) => void} onhint
 */
export function verdict(answer, onhint) {
  const shown = shownOf(answer);
  const say = h("h2", { class: "say", tabindex: "-1" }, sentence(answer, shown));
  const kind = decidedIn(answer) ? "desk" : answer.verdict;
  const sign = h("exonym-verdict", { verdict: kind });
  return h("div", { class: `verdict ${kind}` }, sign, h("div", null, say, more(answer, shown, onhint)));
}

/** The decision of a desk that has answered. @param {Answer} answer */
export const decidedIn = (answer) => (answer.decided?.applied ? answer.decided : null);

const UNUSED = /(country|within) was not used: no (?:country|area) of the gazetteer is called (.+?)(?:; |$)/g;

/**
 * What was given beside the name and not used, since no place is called so.
 *
 * @param {Answer} answer
 */
export function unused(answer) {
  return [...(answer.hint ?? "").matchAll(UNUSED)].map(([, parameter, quoted]) => {
    const value = bdi(quoted.replace(/^['"]|['"]$/g, ""));
    const said = parameter === "country"
      ? parts("We know no country called {value}: it was not used.", { value })
      : parts("We know no region called {value}: it was not used.", { value });
    return h("p", { class: "note" }, said);
  });
}

/**
 * Where the name is one of the past.
 *
 * @param {Answer} answer
 */
export function note(answer) {
  const best = answer.candidates[0];
  if (answer.verdict !== "match" || !best?.matched.historic) return null;
  const old = bdi(best.matched.name);
  const today = bdi(best.name);
  const year = best.matched.to?.slice(0, 4);
  const said = year
    ? parts("{old} was its name until {year}. Today it is {today}.", { old, year, today })
    : parts("{old} is a former name. Today it is {today}.", { old, today });
  return h("p", { class: "note" }, said);
}

/**
 * How a place is written, and what may be copied of it.
 *
 * @param {WholePlace} place
 * @param {string} root where the service is
 */
export function written(place, root) {
  const found = spellings(place);
  const all = `${root}place/${place.id}`;
  const ui = new URLSearchParams(location.search).get("ui");
  const spelt = h("dl", { class: "spellings" }, found.map(({ lang, name }) =>
    h("div", null, h("dt", null, page.nameOf("language", lang)), h("dd", { lang }, bdi(name)))));
  return [
    found.length ? [h("h2", null, t("How it is written")), spelt] : null,
    h(
      "p", { class: "row" },
      copyButton(t("Copy the id"), () => String(place.id)),
      copyButton(t("Copy the link"), () => all),
      copyButton(t("Copy as JSON"), () => JSON.stringify(withoutNames(place), null, 1)),
      h("a", { href: ui ? `${all}?ui=${ui}` : all }, t("All names")),
    ),
  ].flat();
}

/** @param {WholePlace} place */
function withoutNames(place) {
  return Object.fromEntries(Object.entries(place).filter(([name]) => name !== "names" && name !== "gazetteer"));
}

/**
 * In the reader's language, the country's own, and what is often wanted.
 *
 * @param {WholePlace} place
 * @returns {{ lang: string, name: string }[]}
 */
function spellings(place) {
  const langs = new Set([page.lang, ownLanguage(place.country), ...OFTEN_WANTED]);
  return [...langs].flatMap((lang) => {
    const names = place.names.filter((one) => one.lang === lang && !one.historic && one.code === null);
    const name = names.find((one) => one.preferred) ?? names[0];
    return lang && name ? [{ lang, name: name.name }] : [];
  }).slice(0, SPELLINGS);
}

/** The language that most people of a country speak. @param {string | null} country */
function ownLanguage(country) {
  try {
    return country ? new Intl.Locale(`und-${country}`).maximize().language : "";
  } catch {
    return "";
  }
}

/**
 * @param {Answer} answer
 * @param {Candidate[]} shown
 * @returns {(string | Node)[]}
 */
function sentence(answer, shown) {
  const name = bdi(answer.name, null, "asked");
  if (answer.verdict === "no_match" && decidedIn(answer)) return parts("{name} is no place here", { name });
  if (answer.verdict === "ambiguous") return parts("{name} may be several places", { name });
  const best = shown[0];
  if (answer.verdict !== "match" || !best) return parts("{name} is no place we know", { name });
  const lies = whereOf(best);
  const where = bdi(lies);
  if (best.name === answer.name) {
    return lies ? parts("{name} is in {where}", { name, where }) : parts("{name}: {kind}", { name, kind: t(kindOf(best)) });
  }
  const place = bdi(best.name, null, "asked");
  return lies ? parts("{name} is {place}, {where}", { name, place, where }) : parts("{name} is {place}", { name, place });
}

/**
 * @param {Answer} answer
 * @param {Candidate[]} shown
 * @param {(parameter: "country" | "within", value: string, name: string) => void} onhint
 */
function more(answer, shown, onhint) {
  const decided = decidedIn(answer);
  if (decided) {
    const values = { desk: bdi(own?.title ?? decided.desk), person: personOf(decided.by), day: decided.at.slice(0, 10) };
    return h("p", { class: "soft" }, parts("Decided for {desk} by {person}, {day}.", values), " ", h("a", { href: linkTo(root, answer.name) }, t("All decisions")));
  }
  const hints = answer.verdict === "ambiguous" ? hintsOf(answer) : [];
  if (hints.length) {
    return h("p", { class: "hints" }, t("Which one? It lies in"), " ", hints.map(({ name, parameter, value }) =>
      h("button", { type: "button", class: "hint", onclick: () => onhint(parameter, value, name) }, bdi(name))));
  }
  const best = shown[0];
  if (answer.verdict === "match" && best) {
    const sure = t("{percent} sure", { percent: page.percent(best.score) });
    return h("p", { class: "soft" }, `${sure} · GeoNames ${best.id} · ${best.lat.toFixed(3)}, ${best.lon.toFixed(3)}`);
  }
  return best ? h("p", { class: "soft" }, t("The nearest that we know are listed below.")) : null;
}

/**
 * For each candidate that is shown the widest area that none of the others lies in: what would decide between them.
 *
 * @param {Answer} answer
 * @returns {Hint[]}
 */
function hintsOf(answer) {
  const among = answer.candidates.filter((one) => one.score >= LEAST);
  /** @param {(one: Candidate) => unknown} of @param {unknown} value */
  const alone = (of, value) => value !== null && value !== undefined && among.filter((one) => of(one) === value).length === 1;
  return shownOf(answer).flatMap(/** @returns {Hint[]} */ (one) => {
    if (one.country && one.country_name && alone((other) => other.country, one.country)) {
      return [{ name: one.country_name, parameter: "country", value: one.country }];
    }
    for (const level of /** @type {const} */ (["admin1", "admin2"])) {
      const area = one[level];
      if (area && area.id !== one.id && alone((other) => other[level]?.id, area.id)) {
        const around = level === "admin2" && one.admin1 ? `, ${one.admin1.name}` : ""; // as the candidate's line has it
        return [{ name: area.name + around, parameter: "within", value: String(area.id) }];
      }
    }
    return [];
  });
}
