// @ts-check
/** What was chosen, and a button that has the desk remember it; the modules that do it are loaded when it is pressed. */

import { bdi, fill, h } from "../elements/dom.js";
import { parts, t } from "../elements/words.js";
import { say } from "./frame.js";
import { inForce, mayDecide } from "./own-desk.js";

/** @typedef {import("./remember.js").Wish} Wish */

export class Offer {
  /**
   * @param {import("../elements/client.js").Client} [client] which is to see what was decided
   * @param {string} [via] where it is decided
   */
  constructor(client, via = "page") {
    this.client = client;
    this.via = via;
    this.element = h("div", { class: "remember", "aria-live": "polite", tabindex: "-1" });
  }

  /** Offer to remember; null offers nothing. @param {Wish | null} wish */
  show(wish) {
    fill(this.element);
    const desk = inForce();
    if (!wish || !desk || !mayDecide()) return;
    const name = bdi(wish.name);
    const said = wish.label === null ? parts("{name} is no place here", { name }) : parts("{name} means {place}", { name, place: bdi(wish.label) });
    const label = parts("Remember for {desk}", { desk: bdi(desk.title) });
    fill(this.element, h("p", { class: "row" }, h("span", null, said),
      h("button", { type: "button", class: "small do", onclick: () => this.#keep(desk, wish) }, label, " ", h("kbd", { "aria-hidden": "true" }, "m"))));
  }

  /** As by the key `m`. */
  remember() {
    if (!this.#press(".do")) say(t("Choose a place first."));
  }

  /** Take back what was remembered; whether there is anything to. */
  undo() {
    return this.#press(".undo");
  }

  /** @param {string} which */
  #press(which) {
    const button = /** @type {HTMLElement | null} */ (this.element.querySelector(which));
    button?.click();
    return button !== null;
  }

  /**
   * @param {import("./own-desk.js").OwnDesk} desk
   * @param {Wish} wish
   */
  async #keep(desk, wish) {
    try {
      const [{ remember }, { Memory }] = await Promise.all([import("./remember.js"), import("./memory.js")]);
      await remember(this.element, new Memory(desk.id, this.client, this.via), desk, wish);
    } catch {
      say(t("The service cannot be reached.")); // its modules cannot be loaded: what was offered stays
    }
  }
}
