// @ts-check
/**
 * The field of a text: `contenteditable="plaintext-only"` where the browser has it, else a textarea. Offsets are units of
 * UTF-16 of its text.
 */

import { h } from "../elements/dom.js";

/** @typedef {{ node: Text, at: number }} Segment of the field: a node, and where its text begins */

/** Whether text can be edited as it is painted on. */
export const paints = () => {
  const probe = h("div");
  try {
    probe.contentEditable = "plaintext-only";
  } catch {
    return false;
  }
  return probe.contentEditable === "plaintext-only" && "highlights" in CSS;
};

export class Field {
  #segments = /** @type {Segment[]} */ ([]);
  #text = "";

  /**
   * @param {{ label: string, placeholder: string }} said
   * @param {(pasted: boolean) => void} onchange
   */
  constructor({ label, placeholder }, onchange) {
    this.painted = paints();
    this.onchange = onchange;
    const about = { id: "text", class: "text", dir: "auto", spellcheck: "false", "aria-label": label, autocomplete: "off" };
    this.element = this.painted
      ? h("div", { ...about, contenteditable: "plaintext-only", role: "textbox", "aria-multiline": "true", "data-placeholder": placeholder })
      : h("textarea", { ...about, placeholder, rows: 16 });
    this.element.addEventListener("input", (event) => {
      this.#read();
      onchange(/** @type {InputEvent} */ (event).inputType === "insertFromPaste");
    });
  }

  get text() {
    return this.#text;
  }

  set text(text) {
    if (this.element instanceof HTMLTextAreaElement) this.element.value = text;
    else this.element.replaceChildren(text);
    this.#read();
  }

  /**
   * Write something else in a place, as if it were typed: the browser's undo takes it back.
   *
   * @param {number} start
   * @param {number} end
   * @param {string} text of one line
   */
  replace(start, end, text) {
    const top = this.element.scrollTop;
    this.select(start, end);
    // The only way of a page to write what can be undone.
    if (!document.execCommand("insertText", false, text)) {
      this.text = this.#text.slice(0, start) + text + this.#text.slice(end);
      this.onchange(false);
    }
    this.element.scrollTop = top;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  select(start, end) {
    this.element.focus({ preventScroll: true });
    if (this.element instanceof HTMLTextAreaElement) return this.element.setSelectionRange(start, end);
    const range = this.rangeOf(start, end);
    const selection = getSelection();
    if (range && selection) selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }

  /** Where the cursor stands; null where it is not in the field, or something is selected. */
  get caret() {
    if (this.element instanceof HTMLTextAreaElement) {
      const { selectionStart, selectionEnd } = this.element;
      return document.activeElement === this.element && selectionStart === selectionEnd ? selectionStart : null;
    }
    const selection = getSelection();
    return selection?.isCollapsed && selection.focusNode ? this.offsetOf(selection.focusNode, selection.focusOffset) : null;
  }

  /**
   * The offset of a point of the document; null where it is not in the text.
   *
   * @param {Node} node
   * @param {number} offset
   */
  offsetOf(node, offset) {
    const segment = this.#segments.find((one) => one.node === node);
    return segment ? segment.at + offset : null;
  }

  /**
   * A stretch of the painted text; null where the text is not there.
   *
   * @param {number} start
   * @param {number} end
   */
  rangeOf(start, end) {
    const [first, last] = [this.#segmentAt(start), this.#segmentAt(Math.max(start, end - 1))];
    if (!first || !last) return null;
    const range = new Range();
    range.setStart(first.node, Math.min(start - first.at, first.node.length));
    range.setEnd(last.node, Math.min(end - last.at, last.node.length));
    return range;
  }

  /** Bring a stretch into view. @param {number} start @param {number} end */
  show(start, end) {
    const box = this.rangeOf(start, end)?.getBoundingClientRect();
    if (!box || (box.top >= 0 && box.bottom <= innerHeight)) return;
    scrollBy({ top: box.top - innerHeight / 3 });
  }

  /** @param {number} offset @returns {Segment | undefined} */
  #segmentAt(offset) {
    let [low, high] = [0, this.#segments.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#segments[middle].at <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#segments[low];
  }

  /** What stands in the field: lines are ends of lines, breaks, or blocks that the browser has made of them. */
  #read() {
    this.#segments = [];
    if (this.element instanceof HTMLTextAreaElement) {
      this.#text = this.element.value;
      return;
    }
    const parts = /** @type {string[]} */ ([]);
    this.#walk(this.element, parts, { at: 0, open: false });
    this.#text = parts.join("");
  }

  /**
   * @param {Node} node
   * @param {string[]} parts
   * @param {{ at: number, open: boolean }} state how much there is, and whether a line is begun
   */
  #walk(node, parts, state) {
    /** @param {string} text */
    const put = (text) => { parts.push(text); state.at += text.length; state.open = !text.endsWith("\n"); };
    for (const child of node.childNodes) {
      if (child instanceof Text) {
        if (!child.length) continue;
        this.#segments.push({ node: child, at: state.at });
        put(child.data);
      } else if (child.nodeName === "BR") {
        if (child.nextSibling || node === this.element) put("\n"); // the last of a block only keeps it open
      } else {
        if (state.open) put("\n");
        this.#walk(child, parts, state);
        if (child.nextSibling) put("\n");
      }
    }
  }
}
