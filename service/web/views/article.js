// @ts-check
/** An article: its text stays text, with marks on the places that it names. Nothing of it is kept, or put in the address. */

import "../elements/draft.js";
import { isOpen } from "../elements/annotation.js";
import { fill, h } from "../elements/dom.js";
import { lengthOf } from "../elements/pieces.js";
import { whereOf } from "../elements/place.js";
import { page, t } from "../elements/words.js";
import { copyButton } from "./copy.js";
import { EXPORTS } from "./exports.js";
import { Field } from "./field.js";
import { drawn, say } from "./frame.js";
import { addKeys, keysAreOn } from "./keys.js";
import { languageOptions } from "./languages.js";
import { Marks } from "./marks.js";
import { Offer } from "./offer.js";
import { asked } from "./own-desk.js";

/**
 * @typedef {import("../elements/annotation.js").Mention} Mention
 * @typedef {import("../elements/annotation.js").Change} Change
 */

const FIELD = "text";
const BODY = 120; // characters from which a paragraph is no headline
const FORGOTTEN = 60_000; // ms after which a downloaded file is let go
const NARROW = "(max-width: 900px)"; // as in article.css
const EXAMPLE = `Night trains are back on the coast line

The first night train in two years left Kyiv for Odessa on Friday evening, the railways said, with stops in Vinnytsia and Podilsk. \
A second one is to run from Lviv to Izmail by way of Ternopil.

“We had been waiting for this,” said the mayor of Odesa, where 400 people stood on the platform. In Mykolaivka the station is \
still being rebuilt, and the town of Novoberezhne will have a halt of its own. The carriages come from Germany and Poland.
`;

class ArticleView {
  constructor() {
    this.field = new Field({ label: t("Text"), placeholder: t("Paste or type a text: the places in it are marked. Nothing of it is kept.") }, (pasted) => this.changed(pasted));
    this.draft = /** @type {import("../elements/draft.js").ExonymDraft} */ (h("exonym-draft", { class: "side", role: "region", "aria-label": t("Places in this text"), ...asked() }));
    this.offered = new Offer();
    this.marks = new Marks(this.field, (mention) => this.look(mention));
    this.lang = h("select", { onchange: () => this.changed() }, h("option", { value: "" }, t("as guessed")), languageOptions());
    this.demonyms = h("input", { type: "checkbox", onchange: () => this.draft.toggleAttribute("demonyms", this.demonyms.checked) });
    this.count = h("span");
    this.jump = h("button", { type: "button", class: "small jump", onclick: () => this.toPlaces() });
    this.example = h("button", { type: "button", class: "small", onclick: () => this.paste(EXAMPLE) }, t("Try an example"));
    this.downloads = this.#downloads();
    this.unsaved = false;
    this.looked = /** @type {string | null} */ (null);
    this.under = /** @type {string | null} */ (null);
    this.element = h(
      "div", { class: "article", id: "article" },
      h("div", { class: "sheet" }, this.#bar(), this.downloads, this.field.element, this.offered.element, legend(), this.marks.copy),
      this.draft,
    );
    this.#listen();
    this.#count();
  }

  #bar() {
    return h(
      "div", { class: "sheetbar" }, this.count, this.jump, h("span", { class: "grow" }), this.example,
      h("label", null, t("Language"), this.lang), h("label", null, this.demonyms, t("Peoples too")),
    );
  }

  #downloads() {
    const buttons = Object.entries(EXPORTS).map(([name, { type, ending, made }]) =>
      h("button", { type: "button", class: "small", onclick: () => this.download(made(this.article), type, ending) }, name));
    return h("div", { class: "downloads", role: "group", "aria-label": t("Export") }, copyButton(t("Copy as HTML"), () => EXPORTS.HTML.made(this.article)), h("span", null, t("Download")), buttons);
  }

  #listen() {
    const { draft, field } = this;
    /** @param {string} name @param {(detail: any) => void} heard */
    const on = (name, heard) => draft.addEventListener(name, (event) => heard(/** @type {CustomEvent} */ (event).detail));
    on("exonym-annotated", () => this.annotated());
    on("exonym-change", (change) => this.change(change));
    on("exonym-insert", ({ text }) => this.insert(text));
    on("exonym-locate", ({ mention, group, moved }) => this.locate(draft.mentions[mention], group, moved));
    on("exonym-hover", ({ group }) => this.marks.point(group ?? null));
    on("exonym-decide", ({ mention, place }) => this.decided(draft.mentions[mention], place));
    // Keys of one letter are switched off for the list too.
    draft.addEventListener("keydown", (event) => {
      if (!keysAreOn() && event.key.length === 1 && !(event.composedPath()[0] instanceof HTMLInputElement)) event.stopPropagation();
    }, { capture: true });
    document.addEventListener("selectionchange", () => this.follow());
    field.element.addEventListener("paste", () => {
      const selected = getSelection()?.toString() ?? "";
      if (selected.length >= field.text.trim().length) requestAnimationFrame(() => this.begin());
    });
    field.element.addEventListener("mousemove", (event) => this.pointed(/** @type {MouseEvent} */ (event)));
    field.element.addEventListener("mouseleave", () => this.point(null));
    field.element.addEventListener("keydown", (event) => {
      const { key, isComposing } = /** @type {KeyboardEvent} */ (event);
      if (key === "Escape" && !isComposing && draft.current !== null) draft.focusPlace(draft.current);
    });
    addEventListener("exonym-desk", () => {
      const { desk } = asked();
      if (desk) draft.setAttribute("desk", desk);
      else draft.removeAttribute("desk");
    });
    addEventListener("beforeunload", (event) => { if (this.unsaved) event.preventDefault(); });
  }

  /** All that is exported. */
  get article() {
    const { mentions, places, textLang } = this.draft;
    this.unsaved = false;
    return { text: this.field.text, lang: textLang, mentions, places };
  }

  /** What is pasted is read at once, what is typed at rest. @param {boolean} [now] */
  changed(now = false) {
    const lang = this.lang.value || null;
    this.field.element.lang = lang ?? "";
    this.draft.fields = [{ id: FIELD, text: this.field.text, lang }];
    this.unsaved = this.field.text.trim() !== "" && this.field.text !== EXAMPLE; // it is nowhere else: leaving asks first
    if (now) this.draft.annotate();
    this.#count();
    this.marks.show(this.draft.mentions);
  }

  annotated() {
    const { mentions, textLang } = this.draft;
    this.marks.show(mentions);
    this.field.element.lang = this.lang.value || textLang || "";
    this.#count();
  }

  /** A whole text in the place of what stands there. @param {string} text */
  paste(text) {
    this.field.text = text;
    this.changed(true);
  }

  /** A text that was pasted as a whole is read from its beginning. */
  begin() {
    this.field.select(0, 0);
    this.element.scrollIntoView({ block: "nearest" });
    scrollTo({ top: 0 });
  }

  /** @param {Change} change */
  change({ start, end, from, to }) {
    if (this.field.text.slice(start, end) !== from) return say(t("The text has changed meanwhile."));
    this.field.replace(start, end, to);
    this.unsaved = true;
  }

  /** A dateline stands at the beginning of the first paragraph that is no headline. @param {string} text */
  insert(text) {
    let at = 0;
    for (const line of this.field.text.split("\n")) {
      if (line.length >= BODY) break;
      at += line.length + 1;
    }
    if (at > this.field.text.length) at = 0;
    this.field.replace(at, at, text);
    this.field.show(at, at + text.length);
    this.unsaved = true;
  }

  /**
   * @param {Mention | undefined} mention
   * @param {string} group
   * @param {boolean} [moved] whether the list went on by itself: where it stands below the text, it is to stay in view
   */
  locate(mention, group, moved = false) {
    if (!mention) return;
    this.marks.choose(group);
    if (moved && matchMedia(NARROW).matches) return;
    this.field.show(mention.start, mention.end);
    this.marks.copy?.querySelector(".current")?.scrollIntoView({ block: "center" });
  }

  /**
   * @param {Mention} mention
   * @param {import("../elements/place.js").Place | null} place
   */
  decided({ name }, place) {
    this.unsaved = true;
    const label = place && [place.name, whereOf(place)].filter(Boolean).join(", ");
    this.offered.show({ name, place: place?.id ?? null, label });
    if (!place) return say(t("{name} is no place here", { name }));
    const where = whereOf(place);
    say(where ? t("{name} is {place}, {where}", { name, place: place.name, where }) : t("{name} is {place}", { name, place: place.name }));
  }

  /** Look at the place that the cursor stands in. */
  follow() {
    const at = this.field.caret;
    const mention = at === null ? null : this.draft.mentionAt(FIELD, at);
    if (mention) this.look(mention);
  }

  /** On a narrow screen the places stand below the text. */
  toPlaces() {
    const group = this.draft.current ?? this.draft.places[0]?.group;
    if (group) this.draft.focusPlace(group);
    this.draft.scrollIntoView();
  }

  /** @param {Mention} mention */
  look(mention) {
    this.marks.choose(mention.group);
    if (this.draft.current === mention.group && this.looked === mention.group) return;
    this.looked = mention.group;
    this.draft.current = mention.group;
    if (matchMedia(NARROW).matches) {
      const { place, name } = mention;
      say(place ? [place.name, whereOf(place)].filter(Boolean).join(", ") : t("{name}: which one?", { name }));
    }
  }

  /** @param {MouseEvent} event */
  pointed({ clientX, clientY }) {
    const at = document.caretPositionFromPoint?.(clientX, clientY);
    const offset = at ? this.field.offsetOf(at.offsetNode, at.offset) : null;
    this.point(offset === null ? null : (this.draft.mentionAt(FIELD, offset)?.group ?? null));
  }

  /** @param {string | null} group */
  point(group) {
    if (group === this.under) return;
    this.under = group;
    this.marks.point(group);
    this.draft.point(group);
  }

  /**
   * @param {string} text
   * @param {string} type
   * @param {string} ending
   */
  download(text, type, ending) {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    h("a", { href: address, download: `article-places.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), FORGOTTEN);
  }

  #count() {
    const { text } = this.field;
    const lang = this.draft.textLang;
    const guessed = text && lang && !this.lang.value ? ` · ${page.nameOf("language", lang)}` : "";
    fill(this.count, t("{count, plural, one {# character} other {# characters}}", { count: lengthOf(text) }), guessed);
    const count = this.draft.places.length;
    const open = this.draft.places.filter(isOpen).length;
    const todo = open ? `, ${t("{open, plural, one {# to decide} other {# to decide}}", { open })}` : "";
    fill(this.jump, t("{count, plural, one {# place} other {# places}}", { count }), todo, " ↓");
    this.jump.hidden = !count;
    this.example.hidden = text !== "";
    this.downloads.hidden = text === "";
  }
}

/** What the marks mean. */
function legend() {
  const signs = [["match", t("one place")], ["ambiguous", t("may be several places")], ["no_match", t("unknown")], ["match off", t("not house style")]];
  return h("p", { class: "legend", "aria-hidden": "true" }, signs.map(([kind, says]) => h("span", { class: `mention ${kind}` }, says)));
}

drawn.then(() => {
  const view = new ArticleView();
  document.getElementById("article")?.replaceWith(view.element);
  /** @type {(key: string) => void} */
  const press = (key) => { view.draft.press(key); };
  addKeys(
    { keys: ["1", "2", "3", "4", "5"], shown: "1 – 5", says: t("this one"), run: press },
    { keys: ["0"], says: t("None of these"), run: press },
    { keys: ["m"], says: t("remember for the desk"), run: () => view.offered.remember() },
    { keys: ["/"], says: t("to the text"), run: () => view.field.element.focus() },
    { keys: ["u"], says: t("undo"), run: press },
    { keys: ["j", "k"], says: t("move"), run: press },
    { keys: [], shown: "Esc", says: t("from the text to its places"), run: () => {} },
  );
});
