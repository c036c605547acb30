// @ts-check
/**
 * `exonym-map`: places as numbered pins on land, borders and the gazetteer's own places, drawn on a canvas. It is never
 * the only way to anything: the list that it stands beside is its text.
 *
 * The canvas is larger than the map. While that is moved the picture is moved with it, and is painted anew at rest.
 */

import { ExonymElement, define, sheet } from "./base.js";
import { fill, h } from "./dom.js";
import { Kept, project, readBase, readDots } from "./map-data.js";
import { TILE, apart, paintDots, paintLabels, paintLand, paintLeaders } from "./map-paint.js";
import { key } from "./words.js";

/** @typedef {{ lat: number, lon: number, label: string, sign?: string, state?: "match" | "ambiguous" | "none" | "desk" }} Pin */
/** @typedef {import("./map-paint.js").View} View */
/** @typedef {import("./map-data.js").Base} Base */

const MARGIN = 160; // pixels of the canvas beyond each side of the map
const FARTHEST = 0.5;
const NEAREST = 10.5;
const FINE_FROM = 4.5; // the zoom from which the fine base is drawn
const DOTS_FROM = 2.5;
const FIT_NEAREST = 6.5; // so that something is to be seen around a single place
const FIT_PADDING = 56;
const REST = 120; // ms without a move until the map is painted anew
const SLIDE = 350; // ms of a move of the map's own
const SCALED = 0.4; // zooms by which a picture may be stretched
const PIN = 26; // pixels that a pin takes
const PINS_APART = 80; // more are not moved apart
const NORTH = 0.03; // of the world's square, beyond which the map does not go
const SOUTH = 0.83;
const MOST_TILE_ZOOM = 19; // of the operator's tiles
const VIEWS = { "German point of view": key("German point of view") };

const bases = new Kept(readBase, 4);
const dots = new Kept(readDots, 120);
const DOT_ZOOMS = [2, 10]; // the least and the greatest of the tiles of dots

/** @type {typeof import("./map-tiles.js").paintTiles | null} */
let painter = null;

const LOOKS = sheet(`
:host { --sea: var(--exonym-sea, light-dark(#dce8ea, #0c1417)); --land: var(--exonym-land, light-dark(#fbfaf5, #1a2428));
  --coast: var(--exonym-coast, light-dark(#a9bcc0, #33474d)); --border: var(--exonym-border, light-dark(#a08f7c, #6e6356));
  --dot: var(--exonym-dot, light-dark(#b9b2a2, #47565b)); --town: var(--exonym-town, light-dark(#6f6a60, #8fa0a4));
  --name: var(--exonym-town-name, light-dark(#4a4f50, #aebbbd)); }
.map { position: relative; overflow: hidden; block-size: var(--exonym-map-height, 20rem); border: 1px solid var(--line);
  border-radius: var(--radius); background: var(--sea); touch-action: pan-y; cursor: grab; user-select: none; direction: ltr; }
.map:focus-visible { outline-offset: -3px; border-radius: var(--radius); }
.map.held { cursor: grabbing; }
canvas { position: absolute; inset: -${MARGIN}px auto auto -${MARGIN}px; transform-origin: 0 0; }
.pins button { position: absolute; inset: 0 auto auto 0; inline-size: 24px; block-size: 24px; margin: -12px 0 0 -12px; padding: 0;
  border: 2px solid var(--card); border-radius: 50%; background: var(--desk); color: var(--card);
  font: 600 0.75rem/1 var(--font); cursor: pointer; box-shadow: 0 1px 3px #0006; }
.pins .match { background: var(--match); }
.pins .ambiguous, .pins .none { border: 2px dashed var(--ambiguous); background: var(--card); color: var(--ambiguous); }
.pins .none { border: 2px dotted var(--none); color: var(--none); }
.pins .desk { border-radius: 7px; }
.pins button:hover, .pins .on, .pins .chosen { z-index: 1; border: 2px solid var(--card); background: var(--mark); color: var(--card); }
.pins .chosen { z-index: 2; box-shadow: 0 0 0 2px var(--mark); }
.tools { position: absolute; inset: auto 8px 8px auto; display: flex; flex-direction: column; border: 1px solid var(--edge);
  border-radius: 8px; overflow: hidden; background: var(--card); }
.tools button { inline-size: 32px; block-size: 32px; padding: 0; border: 0; background: none; cursor: pointer; font-size: 1.1rem; }
.tools button:hover { background: var(--wash); }
.tools button:focus-visible { outline-offset: -3px; }
.tools button + button { border-block-start: 1px solid var(--line); }
.credit { margin: 4px 0 0; color: var(--soft); font-size: 0.75rem; line-height: 1.4; }
i { display: none; }
${["sea", "land", "coast", "border", "dot", "town", "name"].map((name) => `.${name} { color: var(--${name}); }`).join("\n")}
@media (forced-colors: active) {
  :host { --sea: Canvas; --land: Canvas; --coast: CanvasText; --border: GrayText; --dot: GrayText; --town: CanvasText; --name: CanvasText; }
  .pins button { border-color: ButtonText; }
  .pins .on, .pins .chosen { background: Highlight; color: HighlightText; forced-color-adjust: none; }
}
`);

export class ExonymMap extends ExonymElement {
  static sheets = [LOOKS];
  static observedAttributes = [...ExonymElement.observedAttributes, "label"];

  #pins = /** @type {Pin[]} */ ([]);
  #selected = -1;
  #marked = -1;
  #view = /** @type {View} */ ({ x: 0.53, y: 0.36, z: 1 });
  #painted = /** @type {View | null} */ (null);
  #fitting = true; // to the pins, until somebody moves the map
  #size = { width: 0, height: 0 };
  #base = /** @type {Base | null} */ (null);
  #failed = false;
  #places = /** @type {[number, number][]} */ ([]); // of the pins, in the world's square
  #offsets = /** @type {[number, number][]} */ ([]); // by which pins are moved apart, in pixels
  #slide = 0;
  #rest = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #frame = 0;
  #pointers = /** @type {Map<number, [number, number]>} */ (new Map());

  #colours = ["sea", "land", "coast", "border", "dot", "town", "name"].map((name) => h("i", { class: name }));
  #canvas = h("canvas", { "aria-hidden": "true" });
  #layer = h("div", { class: "pins" });
  #nearer = h("button", { type: "button", onclick: () => this.zoom(1) }, "+");
  #farther = h("button", { type: "button", onclick: () => this.zoom(-1) }, "−");
  #all = h("button", { type: "button", onclick: () => this.fit() }, "⤢");
  #map = h(
    "div",
    { class: "map", role: "group", tabindex: "0", "aria-describedby": "how" },
    this.#canvas,
    this.#layer,
    h("div", { class: "tools" }, this.#nearer, this.#farther, this.#all),
  );
  #how = h("span", { id: "how", class: "unseen" });
  #credit = h("p", { class: "credit" });
  #resized = new ResizeObserver(() => this.#resize());
  #themed = new MutationObserver(() => this.#later());
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #repaint = () => this.#later();

  constructor() {
    super();
    this.root.append(...this.#colours, this.#map, this.#how, this.#credit);
    const map = this.#map;
    map.addEventListener("keydown", (event) => this.#key(event));
    map.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    map.addEventListener("pointerdown", (event) => this.#down(event));
    map.addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"]) map.addEventListener(name, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    map.addEventListener("dblclick", (event) => this.#twice(event));
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this.#map);
    this.#themed.observe(document.documentElement, { attributes: true });
    this.#dark.addEventListener("change", this.#repaint);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#themed.disconnect();
    this.#dark.removeEventListener("change", this.#repaint);
    cancelAnimationFrame(this.#slide);
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    this.#pointers.clear();
  }

  /** The places: `sign` is what a pin shows, its number where there is none; `label` what it is called. */
  get pins() {
    return this.#pins;
  }

  set pins(pins) {
    this.#pins = [...(pins ?? [])];
    this.#places = this.#pins.map(({ lat, lon }) => project(lat, lon));
    this.#selected = this.#marked = -1;
    this.#fitting = true;
    this.#drawPins();
    this.#refit();
    if (this.#painted) this.#later(); // also where the map stays: pins move apart anew, the lines to their places too
  }

  /** The number of the pin that is chosen, from 0; -1 where none is. */
  get selected() {
    return this.#selected;
  }

  set selected(index) {
    this.#selected = this.#pins[index] ? index : -1;
    this.#show();
    if (this.#selected >= 0) this.#bring(this.#selected);
  }

  /**
   * Mark the pin of what is looked at beside the map.
   *
   * @param {number | null} index
   */
  mark(index) {
    this.#marked = index ?? -1;
    this.#show();
  }

  /** Show all pins, as near as may be. */
  fit() {
    this.#fitting = true;
    this.#go(this.#fitted());
  }

  /**
   * Come nearer by so many zooms.
   *
   * @param {number} by
   */
  zoom(by) {
    this.#fitting = false;
    this.#go({ ...this.#view, z: this.#view.z + by });
  }

  render() {
    this.#map.ariaLabel = this.getAttribute("label") || this.t("Map");
    this.#nearer.ariaLabel = this.#nearer.title = this.t("Nearer");
    this.#farther.ariaLabel = this.#farther.title = this.t("Farther");
    this.#all.ariaLabel = this.#all.title = this.t("Show all places");
    this.#how.textContent = this.t("Arrow keys move the map, plus and minus bring it nearer and farther.");
    this.#say();
    this.#later();
  }

  #drawPins() {
    fill(this.#layer, this.#pins.map(({ label, sign, state }, index) => h("button", {
      type: "button",
      class: state ?? null,
      "aria-label": label,
      title: label,
      tabindex: index ? "-1" : "0",
      onclick: () => this.#choose(index),
      onmouseenter: () => this.#point(index),
      onmouseleave: () => this.#point(-1),
      onfocus: () => this.#point(index),
      onblur: () => this.#point(-1),
    }, sign ?? this.words.number(index + 1))));
    this.#show();
  }

  /** @returns {HTMLButtonElement[]} */
  get #buttons() {
    return /** @type {HTMLButtonElement[]} */ ([...this.#layer.children]);
  }

  /** @param {number} index */
  #choose(index) {
    this.#selected = index;
    this.#show();
    this.emit("exonym-select", { index });
  }

  /** @param {number} index */
  #point(index) {
    this.#marked = index;
    this.#show();
    this.emit("exonym-hover", { index: index < 0 ? null : index });
  }

  #show() {
    const reached = this.#selected >= 0 ? this.#selected : 0;
    this.#buttons.forEach((button, index) => {
      button.classList.toggle("on", index === this.#marked);
      button.classList.toggle("chosen", index === this.#selected);
      button.setAttribute("aria-pressed", String(index === this.#selected));
      button.tabIndex = index === reached ? 0 : -1;
    });
  }

  /** Move the map so that a pin is within it. @param {number} index */
  #bring(index) {
    const [x, y] = this.#at(index, this.#view);
    const { width, height } = this.#size;
    if (!width || (x > PIN && y > PIN && x < width - PIN && y < height - PIN)) return;
    const place = this.#places[index];
    this.#go({ x: place[0], y: place[1], z: this.#view.z });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { ctrlKey, metaKey, altKey, target } = event;
    if (ctrlKey || metaKey || altKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const nearer = { "+": 1, "=": 1, "-": -1 }[event.key];
    const pin = this.#buttons.indexOf(/** @type {HTMLButtonElement} */ (target));
    if (step && pin >= 0) {
      const count = this.#pins.length;
      this.#reach((pin + (step[0] || step[1]) + count) % count);
    } else if (step && target === this.#map) {
      const scale = TILE * 2 ** this.#view.z;
      this.#fitting = false;
      this.#go({ ...this.#view, x: this.#view.x + (step[0] * 80) / scale, y: this.#view.y + (step[1] * 80) / scale });
    } else if (nearer) this.zoom(nearer);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #reach(index) {
    const button = this.#buttons[index];
    button.tabIndex = 0;
    button.focus();
    this.#bring(index);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && this.root.activeElement !== this.#map) return; // a page must scroll
    event.preventDefault();
    const pixels = event.deltaMode ? event.deltaY * 16 : event.deltaY;
    this.#about(Math.max(-0.5, Math.min(0.5, -pixels / 240)), this.#within(event));
  }

  /** @param {MouseEvent} event */
  #twice(event) {
    if (event.target === this.#map || event.target === this.#canvas) this.#about(1, this.#within(event));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button || (event.target !== this.#map && event.target !== this.#canvas)) return;
    cancelAnimationFrame(this.#slide);
    this.#map.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#within(event));
    this.#map.classList.add("held");
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#within(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    const scale = TILE * 2 ** this.#view.z;
    const share = other ? 2 : 1; // of two fingers each moves the middle by half
    this.#fitting = false;
    this.#set({ ...this.#view, x: this.#view.x - (now[0] - before[0]) / scale / share, y: this.#view.y - (now[1] - before[1]) / scale / share });
    if (other) {
      const [wide, was] = [now, before].map(([x, y]) => Math.hypot(x - other[0], y - other[1]));
      this.#about(Math.log2(Math.max(wide, 1) / Math.max(was, 1)), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    }
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#pointers.delete(event.pointerId);
    this.#map.classList.toggle("held", this.#pointers.size > 0);
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  #within(event) {
    const box = this.#map.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /**
   * Come nearer about a point of the map, which stays where it is.
   *
   * @param {number} by
   * @param {[number, number]} point
   */
  #about(by, [x, y]) {
    const { width, height } = this.#size;
    const z = Math.max(FARTHEST, Math.min(NEAREST, this.#view.z + by));
    const change = 1 / (TILE * 2 ** this.#view.z) - 1 / (TILE * 2 ** z);
    this.#fitting = false;
    this.#set({ x: this.#view.x + (x - width / 2) * change, y: this.#view.y + (y - height / 2) * change, z });
  }

  /** The view that has all pins. @returns {View} */
  #fitted() {
    const { width, height } = this.#size;
    if (!this.#places.length || !width) return { x: 0.53, y: 0.36, z: Math.max(FARTHEST, Math.log2(Math.max(width, 1) / TILE)) };
    const ys = this.#places.map(([, y]) => y);
    const [north, south] = [Math.min(...ys), Math.max(...ys)];
    const [west, east] = span(this.#places.map(([x]) => x));
    const room = Math.min((width - 2 * FIT_PADDING) / Math.max(east - west, 1e-9), (height - 2 * FIT_PADDING) / Math.max(south - north, 1e-9));
    const z = Math.max(FARTHEST, Math.min(FIT_NEAREST, Math.log2(Math.max(room, 1) / TILE)));
    return { x: (west + east) / 2, y: (north + south) / 2, z };
  }

  #refit() {
    if (!this.#fitting) return;
    const first = !this.#painted;
    if (first) this.#set(this.#fitted());
    else this.#go(this.#fitted());
  }

  /** Move the map there, at once where motion is not wanted. @param {View} to */
  #go(to) {
    cancelAnimationFrame(this.#slide);
    const from = this.#view;
    const goal = this.#bounded({ ...to, x: to.x + Math.round(from.x - to.x) });
    if (this.#still.matches || !this.#size.width || document.hidden) return this.#set(goal);
    const begun = performance.now();
    /** @param {number} now */
    const step = (now) => {
      const part = Math.min(1, Math.max(0, (now - begun) / SLIDE));
      const eased = 1 - (1 - part) ** 3;
      /** @param {"x" | "y" | "z"} name */
      const between = (name) => from[name] + (goal[name] - from[name]) * eased;
      this.#set({ x: between("x"), y: between("y"), z: between("z") });
      if (part < 1) this.#slide = requestAnimationFrame(step);
    };
    this.#slide = requestAnimationFrame(step);
  }

  /** @param {View} view */
  #bounded({ x, y, z }) {
    z = Math.max(FARTHEST, Math.min(NEAREST, z));
    const half = this.#size.height / 2 / (TILE * 2 ** z);
    const [low, high] = [NORTH + half, SOUTH - half];
    return { x, y: low > high ? (low + high) / 2 : Math.max(low, Math.min(high, y)), z };
  }

  /** Be there now: the picture is moved, and painted anew where it does not reach or when the map rests. @param {View} view */
  #set(view) {
    this.#view = this.#bounded(view);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#move());
  }

  #move() {
    const painted = this.#painted;
    const { width, height } = this.#size;
    if (!width) return;
    if (!painted) return this.#paint();
    const stretch = 2 ** (this.#view.z - painted.z);
    const scale = TILE * 2 ** this.#view.z;
    const dx = width / 2 + MARGIN - stretch * (width / 2 + MARGIN) + (painted.x - this.#view.x) * scale;
    const dy = height / 2 + MARGIN - stretch * (height / 2 + MARGIN) + (painted.y - this.#view.y) * scale;
    const reaches = dx <= MARGIN && dy <= MARGIN && dx + stretch * (width + 2 * MARGIN) >= width + MARGIN && dy + stretch * (height + 2 * MARGIN) >= height + MARGIN;
    if (!reaches || Math.abs(this.#view.z - painted.z) > SCALED) return this.#paint();
    this.#canvas.style.transform = `translate(${dx}px, ${dy}px) scale(${stretch})`;
    this.#placePins();
    if (dx || dy || stretch !== 1) this.#later(REST);
  }

  /** Paint soon. @param {number} [wait] */
  #later(wait = 0) {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (!this.isConnected || !this.#size.width) return;
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#paint());
    }, wait);
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#map;
    if (!width || (width === this.#size.width && height === this.#size.height)) return;
    this.#size = { width, height };
    if (this.#fitting) this.#view = this.#bounded(this.#fitted());
    this.#paint();
  }

  #paint() {
    clearTimeout(this.#rest);
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const width = this.#size.width + 2 * MARGIN;
    const height = this.#size.height + 2 * MARGIN;
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const g = canvas.getContext("2d");
    if (!g) return;
    this.#painted = this.#view;
    canvas.style.transform = "";
    this.#moveApart();
    const [sea, land, coast, border, dot, town, name] = this.#colours.map((one) => getComputedStyle(one).color);
    const colours = { sea, land, coast, border, dot, town, name };
    const frame = { view: this.#view, width, height, ratio };
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.fillStyle = sea;
    g.fillRect(0, 0, width, height);
    const base = this.#load();
    /** @type {[number, number][]} */
    const pins = this.#places.map((_, index) => this.#at(index, this.#view)).map(([x, y]) => [x + MARGIN, y + MARGIN]);
    if (base?.told.tiles) this.#paintTiles(g, frame, base.told.tiles);
    else if (base) {
      paintLand(g, frame, base, colours);
      if (this.#view.z >= DOTS_FROM) paintDots(g, frame, this.#dots(), colours);
      paintLabels(g, frame, base.labels, colours, { font: getComputedStyle(this.#map).fontFamily, pins });
    }
    paintLeaders(g, this.#leaders(pins), colours);
    this.#placePins();
  }

  /** The base that the view wants, or what is there until it comes. */
  #load() {
    /** @param {number} level */
    const get = (level) => bases.get(
      this.client,
      this.client.url("v1/map/base", { level, display: this.display }),
      this.#repaint,
      () => {
        this.#failed = !this.#base;
        this.#say();
      },
    );
    const base = (this.#view.z >= FINE_FROM && get(1)) || get(0) || this.#base;
    if (base !== this.#base) {
      this.#base = base;
      this.#failed = false;
      this.#say();
    }
    return base;
  }

  /** The dots of the tiles that are to be seen, as far as they are there; the others come. */
  #dots() {
    const z = Math.max(DOT_ZOOMS[0], Math.min(DOT_ZOOMS[1], Math.floor(this.#view.z)));
    return [...this.#tiles(z)].flatMap(([x, y]) => dots.get(this.client, this.client.url(`v1/map/dots/${z}/${x}/${y}`), () => this.#later(30)) ?? []);
  }

  /** Tiles of a zoom within the canvas, as columns and rows. @param {number} z */
  #tiles(z) {
    const count = 2 ** z;
    const scale = TILE * 2 ** this.#view.z;
    const [wide, high] = [this.#size.width / 2 + MARGIN, this.#size.height / 2 + MARGIN].map((half) => half / scale);
    /** @type {Map<string, [number, number]>} */
    const tiles = new Map();
    for (let column = Math.floor((this.#view.x - wide) * count); column <= (this.#view.x + wide) * count; column++) {
      for (let row = Math.max(0, Math.floor((this.#view.y - high) * count)); row < count && row <= (this.#view.y + high) * count; row++) {
        const around = ((column % count) + count) % count;
        tiles.set(`${around}/${row}`, [around, row]);
      }
    }
    return tiles.values();
  }

  /**
   * The operator's own tiles; few have some, so what paints them comes only then.
   *
   * @param {CanvasRenderingContext2D} g
   * @param {import("./map-paint.js").Frame} frame
   * @param {string} template
   */
  #paintTiles(g, frame, template) {
    const z = Math.max(0, Math.min(MOST_TILE_ZOOM, Math.round(frame.view.z)));
    if (painter) painter(g, frame, template, z, this.#tiles(z), this.#repaint);
    else import("./map-tiles.js").then((tiles) => { painter = tiles.paintTiles; }).then(this.#repaint);
  }

  #moveApart() {
    const view = this.#view;
    const places = this.#places.map((place) => this.#pixel(place, view));
    const moved = places.length > PINS_APART ? places : apart(places, PIN);
    this.#offsets = moved.map(([x, y], index) => [x - places[index][0], y - places[index][1]]);
  }

  /** @param {[number, number][]} pins */
  #leaders(pins) {
    return pins.flatMap(([toX, toY], index) => {
      const [dx, dy] = this.#offsets[index];
      return dx || dy ? [{ x: toX - dx, y: toY - dy, toX, toY }] : [];
    });
  }

  #placePins() {
    this.#buttons.forEach((button, index) => {
      const [x, y] = this.#at(index, this.#view);
      button.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    });
  }

  /** Where a pin stands. @param {number} index @param {View} view @returns {[number, number]} */
  #at(index, view) {
    const [x, y] = this.#pixel(this.#places[index], view);
    const [dx, dy] = this.#offsets[index] ?? [0, 0];
    return [x + dx, y + dy];
  }

  /** @param {[number, number]} place @param {View} view @returns {[number, number]} */
  #pixel([x, y], view) {
    const scale = TILE * 2 ** view.z;
    const turn = Math.round(view.x - x); // of the world around itself, the nearest
    return [(x + turn - view.x) * scale + this.#size.width / 2, (y - view.y) * scale + this.#size.height / 2];
  }

  /** Whose borders, places and tiles are drawn. */
  #say() {
    const told = this.#base?.told;
    const sentences = [];
    if (this.#failed) sentences.push(this.t("The map cannot be loaded."));
    if (told?.tiles) sentences.push(told.credit ?? "");
    else if (told?.missing) sentences.push(this.t("Without borders: the package that has them is not installed."));
    else if (told?.borders) {
      const known = /** @type {Record<string, string>} */ (VIEWS)[told.view];
      const view = known ? this.t(known) : told.view;
      sentences.push(view
        ? this.t("Borders: {source}, {view}; dashed where disputed.", { source: told.borders, view })
        : this.t("Borders: {source}; dashed where disputed.", { source: told.borders }));
    }
    if (told) sentences.push(this.t("Places: {source}.", { source: told.places }));
    this.#credit.textContent = sentences.filter(Boolean).join(" ");
  }
}

/**
 * The stretch of the world that has some places, from west to east: past its edge where that is less than half as wide.
 *
 * @param {number[]} xs
 */
function span(xs) {
  const sorted = [...xs].sort((a, b) => a - b);
  const [west, east] = [sorted[0], sorted[sorted.length - 1]];
  const gaps = sorted.slice(1).map((x, index) => x - sorted[index]);
  const widest = Math.max(0, ...gaps);
  if (2 * (1 - widest) >= east - west) return [west, east];
  const start = sorted[gaps.indexOf(widest) + 1];
  return [start, start + 1 - widest];
}

define("exonym-map", ExonymMap);
