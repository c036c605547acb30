// @ts-check
/** A desk: what it decided, found, changed, forgotten and brought back; files in and out; how it writes. The address is the state. */

import { asError, saidOf } from "../elements/base.js";
import { Client, Latest, pause } from "../elements/client.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, parts, t } from "../elements/words.js";
import { DecisionForm } from "./decision-form.js";
import { Decisions } from "./decisions.js";
import { meaningOf } from "./deciding.js";
import { drawn, root } from "./frame.js";
import { showHistory } from "./history.js";
import { showImport } from "./import.js";
import { addKeys } from "./keys.js";
import { Memory, presentOf } from "./memory.js";
import { mayDecide, own, person, personOf, setPerson } from "./own-desk.js";
import { signIn } from "./sign_in.js";
import { contestedPart, stylePart } from "./style.js";

/**
 * @typedef {import("./memory.js").Decision} Decision
 * @typedef {() => Promise<Decision>} Back what takes a change back
 */

const REST = 200; // ms of rest before what is typed is looked for
const PAGE = 50; // decisions
const OWNER = "owner";

class DeskView {
  #asking = new Latest();
  #next = /** @type {number | null} */ (null);
  #back = /** @type {(() => void) | null} */ (null);

  /** @param {import("./own-desk.js").OwnDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.memory = new Memory(desk.id);
    this.table = new Decisions({ editable: mayDecide(), onchange: (one) => this.edit(one), onforget: (one) => this.forget(one),
      onrestore: (one) => this.restore(one), onhistory: (one) => showHistory(this.memory, one) });
    this.search = h("input", { type: "search", dir: "auto", maxlength: 200, "aria-label": t("Find a name, a person, or a place by its id"),
      placeholder: t("Find a name, a person, or a place by its id"), oninput: () => this.find(REST) });
    this.state = h("select", { "aria-label": t("Which decisions"), onchange: () => this.find() },
      h("option", { value: "" }, t("in force")), h("option", { value: "stale" }, t("place is gone")), h("option", { value: "forgotten" }, t("forgotten")));
    this.count = h("span", { class: "soft", role: "status" });
    this.done = h("div", { class: "done", role: "status" });
    this.trouble = h("div");
    this.more = h("button", { type: "button", class: "small", hidden: true, onclick: () => this.load(true) }, t("More"));
    this.element = h("div", { id: "desk", class: "desk" }, this.#bar(), this.done, this.trouble, this.table.element, this.more,
      h("div", { class: "parts" }, stylePart(this.memory), contestedPart(this.memory)));
  }

  #bar() {
    const who = h("input", { value: person(), maxlength: 60, autocomplete: "name", dir: "auto", size: 14, onchange: () => setPerson(who.value) });
    const signs = mayDecide() && !this.desk.fixed;
    const exported = (/** @type {string} */ ending) =>
      h("a", { class: "small", href: this.memory.client.url(`${this.memory.path}/export.${ending}`), download: `${this.desk.id}.${ending}` }, t("Export {format}", { format: ending.toUpperCase() }));
    return h(
      "div", { class: "deskbar" },
      h("div", { class: "row" },
        mayDecide() && h("button", { type: "button", class: "primary add-decision", onclick: () => this.edit(null) }, t("Add a decision")),
        this.desk.role === OWNER && h("button", { type: "button", class: "small", onclick: () => showImport(this.memory, () => this.load()) }, t("Import")),
        exported("csv"), exported("json"), signs && h("label", { class: "row soft" }, t("Sign as"), who)),
      h("div", { class: "row" }, this.search, this.state, this.count),
    );
  }

  /** Take up what the address asks. */
  read() {
    const known = new URLSearchParams(location.search);
    this.search.value = known.get("q") ?? "";
    this.state.value = known.get("state") ?? "";
    if (this.state.selectedIndex < 0) this.state.value = "";
    this.load();
  }

  /** What is looked for goes into the address. @param {number} [rest] ms to wait for more to be typed */
  find(rest = 0) {
    const known = new URLSearchParams(location.search);
    for (const [name, value] of [["q", this.search.value.trim()], ["state", this.state.value]]) {
      if (value) known.set(name, value);
      else known.delete(name);
    }
    history.replaceState(null, "", `${location.pathname}${known.size ? `?${known}` : ""}`);
    this.load(false, rest);
  }

  /**
   * @param {boolean} [further] whether after those that are there
   * @param {number} [rest]
   */
  async load(further = false, rest = 0) {
    const cursor = further ? this.#next : null;
    this.table.element.setAttribute("aria-busy", "true");
    try {
      const found = await this.#asking.run(async (signal) => {
        if (rest) await pause(rest, signal);
        const listed = await this.memory.list({ q: this.search.value.trim(), state: this.state.value, limit: PAGE, cursor }, signal);
        return { ...listed, about: further ? null : await this.memory.about() };
      });
      if (!found) return;
      fill(this.trouble);
      this.table.show(found.decisions, further);
      if (found.about) this.#tell(found.about.decisions, found.decisions.length);
      this.#next = found.next;
      this.more.hidden = found.next === null;
    } catch (error) {
      this.fail(error, () => this.load(further));
    }
    this.table.element.removeAttribute("aria-busy");
  }

  /**
   * @param {number} count in force
   * @param {number} found
   */
  #tell(count, found) {
    const looked = this.search.value.trim() || this.state.value;
    this.count.textContent = looked && !found ? t("None found.") : t("{count, plural, one {# decision in force} other {# decisions in force}}", { count });
    this.table.nothing = looked ? t("None found.") : t("Nothing is decided yet. Decide a name here, or press m in Look up.");
  }

  /** @param {Decision | null} before */
  edit(before) {
    new DecisionForm(this.memory, before, (now, back) => {
      this.changed(now);
      this.say("{name} means {place}.", now, back);
      if (!before) this.load();
    }).show();
  }

  /** @param {Decision} one */
  async forget(one) {
    await this.#try(one, async () => {
      const now = await this.memory.forget(one);
      this.table.remove(one.id);
      this.say("Forgotten: {name}.", now, () => this.memory.restore(now));
    }, () => this.forget(one));
  }

  /** @param {Decision} one */
  async restore(one) {
    await this.#try(one, async () => {
      const now = await this.memory.restore(one);
      this.table.remove(one.id);
      this.say("{name} means {place}.", now, () => this.memory.forget(now));
    }, () => this.restore(one));
  }

  /** The one that was changed goes where the newest are. @param {Decision} now */
  changed(now) {
    if (this.state.value === (now.state === "active" ? "" : now.state)) this.table.put(now);
    else this.table.remove(now.id);
  }

  undo() {
    const back = this.#back;
    this.#back = null;
    back?.();
  }

  /**
   * Say what was done, and offer to take it back.
   *
   * @param {"{name} means {place}." | "Forgotten: {name}." | "Taken back: {name}."} sentence
   * @param {Decision} now
   * @param {Back | null} back
   */
  say(sentence, now, back) {
    const button = back && h("button", { type: "button", class: "small", onclick: () => this.undo() }, t("Undo"), " ", h("kbd", { "aria-hidden": "true" }, "u"));
    this.#back = back && (() => this.#try(now, async () => {
      const then = await back();
      this.changed(then);
      this.say("Taken back: {name}.", then, null);
      this.load();
    }, () => { this.#back = back; this.say(sentence, now, back); }));
    fill(this.done, h("p", { class: "row" }, h("span", null, said(sentence, now)), button));
  }

  /**
   * @param {Decision} one
   * @param {() => Promise<void>} task
   * @param {() => void} again
   */
  async #try(one, task, again) {
    try {
      await task();
      fill(this.trouble);
    } catch (error) {
      const present = presentOf(error);
      if (!present) return this.fail(error, again);
      const label = present.place === null ? null : await this.memory.label(present.place);
      const now = { ...present, label };
      this.table.remove(one.id);
      this.changed(now);
      const values = { name: bdi(now.name), place: bdi(meaningOf(label, now.place)), person: personOf(now.by) };
      fill(this.trouble, h("p", { class: "trouble", role: "alert" }, parts("Meanwhile {person} decided: {name} means {place}. Nothing was changed.", values)));
    }
  }

  /**
   * @param {unknown} error
   * @param {() => void} again
   */
  fail(error, again) {
    const retry = h("button", { type: "button", class: "small", onclick: () => { fill(this.trouble); again(); } }, t("Try again"));
    fill(this.trouble, h("p", { class: "trouble", role: "alert" }, saidOf(asError(error), page), " ", retry));
  }
}

/**
 * @param {string} sentence
 * @param {Decision} now
 */
function said(sentence, now) {
  const values = { name: bdi(now.name), place: bdi(meaningOf(now.label, now.place)) };
  if (sentence === "Forgotten: {name}.") return parts("Forgotten: {name}.", values);
  return sentence === "Taken back: {name}." ? parts("Taken back: {name}.", values) : parts("{name} means {place}.", values);
}

drawn.then(() => {
  const place = document.getElementById("desk");
  if (!own || !place || place.dataset.refused !== undefined) {
    const sign = async () => { if (await signIn(new Client())) location.href = `${root}desk${location.search}`; };
    place?.append(h("button", { type: "button", class: "primary", onclick: sign }, t("Sign in")));
    return;
  }
  const view = new DeskView(own);
  place.replaceWith(view.element);
  view.read();
  addEventListener("popstate", () => view.read());
  addKeys(
    { keys: ["/"], says: t("search"), run: () => view.search.focus() },
    { keys: ["u"], says: t("undo"), run: () => view.undo() },
  );
});
