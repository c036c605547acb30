// @ts-check
/** Below the places: what was decided is remembered for the desk, everywhere, where that is wanted. */

import { asError, saidOf } from "../elements/base.js";
import { bdi, fill, h } from "../elements/dom.js";
import { whereOf } from "../elements/place.js";

/** @typedef {import("../elements/draft.js").ExonymDraft} Draft */
/** @typedef {import("../elements/place.js").Place} Place */
/** @typedef {{ name: string, place: Place | null }} Wish */

export class Remember {
  /**
   * @param {Draft} draft whose client and words are used
   * @param {string} desk its title
   * @param {HTMLElement} element where it is offered
   */
  constructor(draft, desk, element) {
    this.draft = draft;
    this.desk = desk;
    this.element = element;
  }

  /** Offer to remember; null offers nothing. @param {Wish | null} wish */
  offer(wish) {
    if (!wish) return fill(this.element);
    const { words } = this.draft;
    const name = bdi(wish.name);
    const said = wish.place ? words.parts("{name} means {place}", { name, place: this.#meant(wish) }) : words.parts("{name} is no place here", { name });
    this.#say(said, words.t("Remember for {desk}", { desk: this.desk }), () => this.#remember(wish));
  }

  /** @param {Wish} wish */
  #remember(wish) {
    return this.#run(wish, async () => {
      const { decision } = await this.draft.client.post("v1/decisions", { name: wish.name, place: wish.place?.id ?? null });
      this.#done(wish, decision);
    });
  }

  /** @param {Wish} wish @param {any} decision */
  #done(wish, decision) {
    const { words } = this.draft;
    const values = { desk: this.desk, name: bdi(wish.name), place: this.#meant(wish) };
    this.#say(words.parts("{desk} remembers: {name} means {place}.", values), words.t("Undo"), () => this.#run(wish, async () => {
      await this.#write("DELETE", decision);
      this.offer(wish);
    }));
  }

  /** Somebody decided otherwise: theirs holds, unless it is to be changed. @param {Wish} wish @param {any} present */
  #contradicted(wish, present) {
    const { places, words } = this.draft;
    const found = places.flatMap(({ place, candidates }) => [place, ...candidates]).find((one) => one?.id === present.place);
    const meant = found || present.place === null ? this.#meant({ ...wish, place: found ?? null }) : bdi(String(present.place));
    const values = { person: present.by || this.desk, name: bdi(wish.name), place: meant };
    this.#say(words.parts("Meanwhile {person} decided: {name} means {place}. Nothing was changed.", values), words.t("Change"), () => this.#run(wish, async () => {
      const { decision } = await this.#write("PATCH", present, { place: wish.place?.id ?? null });
      this.#done(wish, decision);
    }));
  }

  /**
   * @param {string} method
   * @param {any} decision as it was seen
   * @param {unknown} [body]
   */
  #write(method, decision, body) {
    const { client } = this.draft;
    const headers = { "If-Match": `"${decision.version}"`, "Content-Type": "application/json" };
    const sent = body === undefined ? undefined : JSON.stringify(body);
    return client.send(client.url(`v1/decisions/${decision.id}`), { method, headers, body: sent }, {});
  }

  /** @param {Wish} wish @param {() => Promise<void>} task */
  async #run(wish, task) {
    if (this.element.ariaBusy === "true") return;
    this.element.ariaBusy = "true";
    try {
      await task();
    } catch (error) {
      const { present } = asError(error);
      const { words } = this.draft;
      if (present) this.#contradicted(wish, present);
      else this.#say([saidOf(asError(error), words)], words.t("Try again"), () => this.#run(wish, task));
    } finally {
      this.element.ariaBusy = null;
    }
  }

  /** @param {Wish} wish */
  #meant({ place }) {
    return bdi(place ? [place.name, whereOf(place)].filter(Boolean).join(", ") : this.draft.words.t("no place"));
  }

  /** @param {(string | Node)[]} said @param {string} label @param {() => void} onclick */
  #say(said, label, onclick) {
    const held = this.element.contains(document.activeElement);
    const action = h("button", { type: "button", class: "button button-small button-secondary", onclick }, label);
    fill(this.element, h("p", null, said), action);
    if (held) action.focus();
  }
}
