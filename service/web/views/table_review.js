// @ts-check
/** The review of a table: the queue, the name in question, the map; one key decides, and the next is there. */

import { asError, saidOf } from "../elements/base.js";
import { fill, h, bdi } from "../elements/dom.js";
import { key, page, t } from "../elements/words.js";
import { say } from "./frame.js";
import { addKeys } from "./keys.js";
import { Offer } from "./offer.js";
import { inForce, mayDecide } from "./own-desk.js";
import { signIn } from "./sign_in.js";
import { wishOf } from "./table_names.js";
import { TableMap } from "./table_map.js";
import { Outbox } from "./table_outbox.js";
import { ANYBODY, Question } from "./table_question.js";
import { Queue } from "./table_queue.js";
import { Share } from "./table_share.js";

/**
 * @typedef {import("./table_names.js").Cluster} Cluster
 * @typedef {import("./table_names.js").Decision} Decision
 * @typedef {import("./table_names.js").Place} Place
 * @typedef {{ clusters: Cluster[], counts: import("./table_share.js").Counts, columns: import("./table_question.js").Column[], next: string | null }} Page
 * @typedef {{ place: HTMLElement, client: import("../elements/client.js").Client, job: import("./table_progress.js").Job, another: () => HTMLElement }} Reviewing
 */

const LIMIT = 20; // names that are asked for at once
const SPOT = 20;
const SOON = 12; // names left, from which the next are asked for
const FILTERS = [
  { state: "open", says: key("to decide") },
  { state: "ambiguous", says: key("ambiguous") },
  { state: "no_match", says: key("no match") },
  { state: "decided", says: key("decided") },
  { state: "all", says: key("all") },
  { state: "match", says: key("spot check") },
];

/** @param {Reviewing} reviewing */
export async function review(reviewing) {
  const view = new Review(reviewing);
  await view.begin();
  addKeys(
    { keys: ["1", "2", "3", "4", "5"], shown: "1 – 5", says: t("this place"), run: (pressed) => view.press(Number(pressed)) },
    { keys: ["0"], says: t("None of these"), run: () => view.press(0) },
    { keys: ["/"], says: t("another place"), run: () => view.question?.picker.focus() },
    { keys: ["s"], says: t("later"), run: () => view.later() },
    { keys: ["m"], says: t("remember for the desk"), run: () => view.offered.remember() },
    { keys: ["u"], says: t("undo"), run: () => view.undo() },
    { keys: ["j"], says: t("the next name"), run: () => view.move(view.at + 1) },
    { keys: ["k"], says: t("the name before"), run: () => view.move(view.at - 1) },
  );
}

class Review {
  /** @type {Cluster[]} */
  items = [];
  at = -1;
  state = "open";
  next = /** @type {string | null} */ (null);
  question = /** @type {Question | null} */ (null);
  counts = /** @type {import("./table_share.js").Counts | null} */ (null);
  /** @type {{ cluster: Cluster, before: Decision | null }[]} */
  #done = [];
  #loading = /** @type {Promise<void> | null} */ (null);
  #share = new Share();
  #queue = new Queue((index) => this.move(index, false));
  #map = new TableMap((index) => this.question?.candidates.point(index));
  #trouble = h("p", { class: "trouble", role: "status", hidden: true });
  #filters = h("div", { class: "filters", role: "group", "aria-label": t("Which names") });
  #checked = h("p", { class: "soft", role: "status" });

  /** @param {Reviewing} reviewing */
  constructor({ place, client, job, another }) {
    this.place = place;
    this.client = client;
    this.job = job;
    this.another = another;
    this.offered = new Offer(client, "table");
    this.outbox = new Outbox(client, job.id, {
      ondone: (cluster) => this.#settle(cluster),
      onother: (present) => this.#other(present),
      onrefused: (error, { id }) => this.#refused(error, id),
      onwait: (waiting, error) => this.#waits(waiting, error),
      onkey: () => signIn(client),
      who: () => "",
    });
  }

  async begin() {
    const first = await this.#page(null);
    this.counts = first.counts;
    this.question = new Question({
      ondecide: (place) => this.decide(place),
      onlater: () => this.later(),
      onback: () => this.takeBack(),
      onpoint: (index) => this.#map.select(index),
    }, first.columns);
    this.#draw(first.columns);
    this.#take(first);
    this.#queue.show(this.items);
    this.move(this.#undecided(0), false);
  }

  /** @param {import("./table_question.js").Column[]} columns */
  #draw(columns) {
    const { job } = this;
    const used = columns.filter((one) => one.holds).map((one) => one.title || String(one.number)).join(", ");
    const rows = t("{count, plural, one {# row} other {# rows}}", { count: job.rows_done });
    const url = this.client.url(`v1/jobs/${job.id}/result.csv`, { decided: "true" });
    const download = h("a", { class: "primary", href: url, download: true, onclick: (/** @type {Event} */ event) => this.#download(event) }, t("Download"));
    const heading = h("div", null, h("h1", null, bdi(job.filename || t("Table"))), h("p", { class: "soft" }, rows, " · ", bdi(used)));
    const keys = [["1 – 5", t("this place")], ["0", t("None of these")], ["/", t("another place")], ["s", t("later")], ["u", t("undo")], ["j k", t("move")], ["?", t("all keys")]];
    if (inForce() && mayDecide()) keys.splice(-1, 0, ["m", t("remember for the desk")]);
    const left = h("div", { class: "left" }, this.#filters, this.#checked, this.#queue.list);
    fill(this.place, h("div", { class: "job" }, heading, h("p", { class: "row" }, this.another(), download)), this.#share.element,
      this.#trouble, this.offered.element, h("div", { class: "review" }, left, /** @type {Question} */ (this.question).element, this.#map.element),
      h("p", { class: "keys" }, keys.map(([one, says]) => h("span", null, one.split(" ").map((name) => name === "–" ? name : h("kbd", null, name)), " ", says))));
    this.#count();
  }

  /** The one in question. */
  get current() {
    return this.items[this.at];
  }

  /** @param {number} number */
  press(number) {
    if (this.current) this.question?.candidates.press(number);
  }

  /** Decide the name in question, and go on to the next. @param {Place | null} place */
  decide(place) {
    const one = this.current;
    if (!one) return;
    const admin1 = place?.admin1?.name ?? null;
    const decision = { place: place ? place.id : null, name: place?.name ?? null, admin1, country: place?.country ?? null, who: "" };
    this.#change(one, decision);
    this.offered.show(wishOf(one, place));
    this.#go(this.#undecided(this.at + 1));
  }

  /** Take back what was decided last, and go to that name. */
  undo() {
    const last = this.#done.pop();
    this.offered.show(null);
    if (!last) return say(t("There is nothing to take back."));
    this.#change(last.cluster, last.before, false);
    say(t("Taken back: {name}", { name: last.cluster.name }));
    let index = this.items.indexOf(last.cluster);
    if (index < 0) {
      this.items.push(last.cluster);
      this.#queue.more(this.items);
      index = this.items.length - 1;
    }
    this.move(index);
  }

  /** Take back what was decided of the name in question. */
  takeBack() {
    if (!this.current?.decision) return;
    this.#change(this.current, null);
    this.move(this.at);
  }

  later() {
    this.#go(this.#undecided(this.at + 1, this.at));
  }

  /** @param {number} index @param {boolean} [focus] */
  move(index, focus = true) {
    const one = this.items[index];
    if (!one) return this.items.length ? undefined : this.#finished(focus);
    this.at = index;
    this.#queue.mark(index);
    this.question?.show(one);
    this.#map.show(one, this.question?.candidates.shown ?? []);
    if (focus) this.question?.title.focus({ preventScroll: false });
    if (this.items.length - index < SOON) this.#more();
  }

  /**
   * @param {Cluster} one
   * @param {Decision | null} decision
   * @param {boolean} [remember]
   */
  #change(one, decision, remember = true) {
    if (remember) this.#done.push({ cluster: one, before: one.decision });
    this.#tally(one, decision);
    one.decision = decision;
    this.outbox.add({ id: one.id, place: decision ? decision.place : undefined });
    const index = this.items.indexOf(one);
    if (index >= 0) this.#queue.change(index, one);
    this.#count();
  }

  /** Count a change before the service has. @param {Cluster} one @param {Decision | null} decision */
  #tally(one, decision) {
    if (!this.counts || Boolean(one.decision) === Boolean(decision)) return;
    const step = decision ? 1 : -1;
    const [from, to] = one.verdict === "match" ? [null, this.counts.checked] : [this.counts[one.verdict], this.counts.decided];
    for (const [tally, sign] of /** @type {const} */ ([[from, -step], [to, step]])) {
      if (tally) { tally.names += sign; tally.rows += sign * one.rows; }
    }
  }

  /** Go to a name; where there is none left, ask for more, and then say so. @param {number} index */
  async #go(index) {
    if (index < 0 && this.next) {
      this.#pause(); // what is pressed meanwhile decides nothing
      await this.#more();
      index = this.#undecided(0);
    }
    if (index < 0) this.#finished(true);
    else this.move(index);
  }

  /** The next name that waits, from an index on and then from the beginning; -1 where there is none. @param {number} from @param {number} [but] */
  #undecided(from, but = -1) {
    const order = [...this.items.keys()];
    const found = [...order.slice(from), ...order.slice(0, from)].find((index) => index !== but && !this.items[index].decision);
    if (found !== undefined || but < 0) return found ?? (this.state === "decided" || this.state === "all" ? 0 : -1);
    return but;
  }

  #pause() {
    this.at = -1;
    this.#queue.mark(-1);
    this.#map.hide();
    this.question?.say(t("The next names come"), "");
  }

  /** @param {boolean} focus */
  #finished(focus) {
    this.#pause();
    const url = this.client.url(`v1/jobs/${this.job.id}/result.csv`, { decided: "true" });
    const download = h("a", { class: "primary", href: url, download: true, onclick: (/** @type {Event} */ event) => this.#download(event) }, t("Download"));
    const check = h("button", { type: "button", class: "small", onclick: () => this.filter("match") }, t("spot check"));
    if (this.state === "decided") this.question?.say(t("Nothing is decided yet"), "");
    else this.question?.say(t("Nothing is left to decide here"), t("The undecided stay as they are."), [download, check]);
    if (focus) this.question?.title.focus();
  }

  /** @param {string} state */
  async filter(state) {
    this.state = state;
    this.items = [];
    this.next = null;
    try {
      await this.outbox.idle();
      const found = await this.#page(null);
      if (this.state !== state) return;
      this.counts = found.counts;
      this.#take(found);
      this.#count();
      this.#queue.show(this.items);
      const index = this.#undecided(0);
      if (index < 0 && this.items.length) this.move(0, false);
      else this.move(index, false);
    } catch (error) {
      this.#say(saidOf(asError(error), page), () => this.filter(state));
    }
  }

  /** Ask for the names that come next, once at a time. */
  #more() {
    if (!this.next || this.#loading) return this.#loading ?? Promise.resolve();
    const state = this.state;
    const load = async () => {
      try {
        const found = await this.#page(this.next);
        if (this.state !== state) return;
        this.#take(found);
        this.#queue.more(this.items);
      } catch (error) {
        this.#say(saidOf(asError(error), page), () => this.#more());
      } finally {
        this.#loading = null;
      }
    };
    return (this.#loading = load());
  }

  /** @param {string | null} cursor @returns {Promise<Page>} */
  #page(cursor) {
    const limit = this.state === "match" ? SPOT : LIMIT;
    return this.client.get(`v1/jobs/${this.job.id}/clusters`, { state: this.state, limit, cursor, display: page.lang });
  }

  /** @param {Page} found */
  #take(found) {
    const known = new Set(this.items.map((one) => one.id));
    for (const one of found.clusters) {
      if (known.has(one.id)) continue;
      const under = this.outbox.last(one.id);
      this.outbox.saw(one);
      if (under) one.decision = under.place === undefined ? null : { place: under.place, name: String(under.place ?? ""), admin1: null, country: null, who: "" };
      this.items.push(one);
    }
    this.next = this.state === "match" ? null : found.next;
  }

  #count() {
    if (!this.counts) return;
    this.#share.show(this.job.verdicts, this.counts);
    const { ambiguous, no_match, error, decided, checked, spot } = this.counts;
    /** @type {Record<string, number>} */
    const names = { open: ambiguous.names + no_match.names + error.names, ambiguous: ambiguous.names, no_match: no_match.names,
      decided: decided.names + checked.names, match: Math.min(spot.names, SPOT) };
    const shown = FILTERS.filter(({ state }) => state !== "match" || spot.names);
    this.#waiting(names.open);
    const held = this.#filters.contains(document.activeElement) ? document.activeElement?.getAttribute("data-state") : null;
    fill(this.#filters, shown.map(({ state, says }) => h("button", { type: "button", class: "filter", "data-state": state,
      "aria-pressed": String(state === this.state), onclick: () => this.filter(state) }, t(says), " ",
      state in names ? h("span", { class: "soft" }, page.number(names[state])) : null)));
    if (held) /** @type {HTMLElement | null} */ (this.#filters.querySelector(`[data-state="${held}"]`))?.focus();
    const looked = this.items.filter((one) => one.verdict === "match" && one.decision);
    const right = looked.filter((one) => one.decision?.place === one.candidates[0]?.id).length;
    this.#checked.textContent = this.state === "match" && looked.length ? t("{right} of {count} that you looked at were right", { right, count: looked.length }) : "";
  }

  /** How many names wait, beside the link to this view. @param {number} names */
  #waiting(names) {
    const link = document.querySelector(".top [data-key='t']");
    link?.querySelector(".count")?.remove();
    if (names) link?.append(" ", h("span", { class: "count" }, page.number(names)));
  }

  /** What the service made of a decision. @param {Cluster} cluster */
  #settle(cluster) {
    const index = this.items.findIndex((one) => one.id === cluster.id);
    const one = this.items[index];
    if (!one) return;
    one.version = cluster.version;
    if (this.outbox.last(one.id)) return; // something newer is on its way
    one.decision = cluster.decision;
    this.#queue.change(index, one);
  }

  /** Somebody was quicker: what they decided is shown, and nothing of it is changed. @param {Cluster} present */
  #other(present) {
    const index = this.items.findIndex((one) => one.id === present.id);
    const one = this.items[index];
    if (one) {
      this.#tally(one, present.decision);
      Object.assign(one, { decision: present.decision, version: present.version });
      this.#queue.change(index, one);
    }
    this.#done = this.#done.filter(({ cluster }) => cluster.id !== present.id);
    this.#count();
    const { name, decision } = present;
    const place = decision?.place === null ? t("no place") : decision?.name ?? t("open");
    this.#say(t("{who} decided {name} before you: {place}. Theirs holds.", { who: decision?.who && decision.who !== ANYBODY ? decision.who : t("Somebody"), name, place }),
      index >= 0 ? () => { this.#trouble.hidden = true; this.move(index); } : null, t("Look at it"));
  }

  /** @param {import("../elements/client.js").ExonymError} error @param {string} id */
  #refused(error, id) {
    const one = this.items.find((item) => item.id === id);
    const said = error.code === "unknown_job" ? t("There is no such table here: it may have expired, or belong to another key.") : error.message;
    if (one) {
      this.#tally(one, null);
      one.decision = null;
      this.#queue.change(this.items.indexOf(one), one);
    }
    this.#count();
    this.#say(t("{name} could not be decided.", { name: one?.name ?? "" }) + " " + said, null);
  }

  /** @param {number} waiting @param {import("../elements/client.js").ExonymError | null} error */
  #waits(waiting, error) {
    this.#trouble.classList.toggle("waits", Boolean(error));
    if (error) this.#say(`${saidOf(error, page)} ${t("{count, plural, one {# decision waits} other {# decisions wait}} to be sent. Go on deciding: none is lost.", { count: waiting })}`, null);
    else if (!waiting && this.#trouble.dataset.waits) this.#trouble.hidden = true;
    if (error) this.#trouble.dataset.waits = "true";
    else if (!waiting) delete this.#trouble.dataset.waits;
  }

  /** @param {string} sentence @param {(() => void) | null} act @param {string} [label] */
  #say(sentence, act, label = t("Try again")) {
    this.#trouble.hidden = false;
    delete this.#trouble.dataset.waits;
    const button = act ? h("button", { type: "button", class: "small", onclick: () => { this.#trouble.hidden = true; act(); } }, label) : null;
    fill(this.#trouble, sentence, " ", button);
  }

  /** The result has all that was decided: what is on its way goes first. @param {Event} event */
  async #download(event) {
    if (!this.outbox.size) return;
    event.preventDefault();
    const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
    say(t("The last decisions are sent first."));
    await this.outbox.idle();
    link.click();
  }
}
