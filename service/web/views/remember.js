// @ts-check
/** One decision remembered for the desk, where it is made: said, and undone where it was a slip. */

import { asError, saidOf } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { page, parts, t } from "../elements/words.js";
import { meaningOf, otherwise } from "./deciding.js";
import { root } from "./frame.js";
import { presentOf } from "./memory.js";
import { linkTo } from "./own-desk.js";

/**
 * @typedef {import("./memory.js").Decision} Decision
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {{ name: string, place: number | string | null, label: string | null, when?: import("./memory.js").When }} Wish
 */

/**
 * @param {HTMLElement} box where it is said
 * @param {Memory} memory
 * @param {import("./own-desk.js").OwnDesk} desk
 * @param {Wish} wish
 */
export async function remember(box, memory, desk, wish) {
  const { name, place, label, when } = wish;
  if (box.ariaBusy === "true") return;
  const title = bdi(desk.title);

  /** @param {() => Promise<void>} task */
  async function run(task) {
    box.ariaBusy = "true";
    try {
      await task();
    } catch (error) {
      const present = presentOf(error);
      if (present) await contradicted(present);
      else tell(h("p", { class: "trouble", role: "alert" }, saidOf(asError(error), page), " ", button(t("Try again"), () => run(task))));
    } finally {
      box.ariaBusy = null;
    }
  }

  const decide = () => run(async () => {
    const { decision, isNew } = await memory.decide({ name, place, ...(when ? { when } : {}) });
    done(decision, isNew ? () => memory.forget(decision) : null);
  });

  /** @param {Decision} present */
  async function contradicted(present) {
    const theirs = present.place === null ? meaningOf(null, null) : await memory.label(present.place);
    tell(otherwise(present, theirs, {
      keep: () => tell(h("p", null, parts("{desk} goes on with {place}.", { desk: title, place: bdi(theirs) }))),
      mine: () => run(async () => {
        const kept = await memory.change(present, { place });
        done(kept, () => memory.change(kept, { place: present.place }));
      }),
    }));
  }

  /**
   * @param {Decision} kept
   * @param {(() => Promise<unknown>) | null} back
   */
  function done(kept, back) {
    const said = parts("{desk} remembers: {name} means {place}.", { desk: title, name: bdi(kept.name), place: bdi(meaningOf(label, place)) });
    const undo = back && button(t("Undo"), () => run(async () => {
      await back();
      tell(h("p", null, parts("Taken back: {name}.", { name: bdi(name) })));
    }));
    undo?.classList.add("undo");
    tell(h("p", { class: "row" }, h("span", null, said), undo, h("a", { href: linkTo(root, name) }, t("All decisions"))));
  }

  /** What is said stands in the place of what was pressed, and has the focus where that had it. @param {HTMLElement} node */
  function tell(node) {
    const held = box.contains(document.activeElement);
    fill(box, node);
    if (held) (/** @type {HTMLElement | null} */ (node.querySelector("button, a")) ?? box).focus();
    box.scrollIntoView({ block: "nearest" });
  }

  await decide();
}

/**
 * @param {string} label
 * @param {() => void} act
 */
const button = (label, act) => h("button", { type: "button", class: "small", onclick: act }, label);
