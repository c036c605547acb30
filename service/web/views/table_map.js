// @ts-check
/** The map beside a review, where this service has one; loaded when it is first needed. */

import { fill, h } from "../elements/dom.js";
import { t } from "../elements/words.js";

export class TableMap {
  element = h("div", { class: "beside", hidden: true });
  #map = /** @type {any} */ (null);
  #asked = 0;

  /** @param {(index: number) => void} onpoint told which pin is pointed at */
  constructor(onpoint) {
    this.onpoint = onpoint;
  }

  /**
   * @param {import("./table_names.js").Cluster} cluster
   * @param {import("../elements/place.js").Candidate[]} shown
   */
  async show(cluster, shown) {
    const asked = ++this.#asked;
    const module = document.body.dataset.map;
    if (!module) return;
    if (!this.#map) {
      try {
        await import(new URL(module, document.baseURI).href);
      } catch {
        return; // the list says all that the map does
      }
      if (!this.#map) {
        this.#map = h("exonym-map", { label: t("Map of the candidates") });
        this.#map.addEventListener("exonym-select", (/** @type {CustomEvent} */ event) => this.onpoint(event.detail.index));
        fill(this.element, this.#map);
      }
    }
    if (asked !== this.#asked) return;
    this.element.hidden = !shown.length;
    const state = cluster.verdict === "no_match" || cluster.verdict === "error" ? "none" : cluster.verdict;
    this.#map.pins = shown.map((one, at) => ({ lat: one.lat, lon: one.lon, label: one.name, sign: String(at + 1), state }));
  }

  /** @param {number} index */
  select(index) {
    if (this.#map) this.#map.selected = index;
  }

  hide() {
    this.#asked++;
    this.element.hidden = true;
  }
}
